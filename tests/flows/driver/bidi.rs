//! Firefox, in [WebDriver BiDi](https://www.w3.org/TR/webdriver-bidi/).

mod events;
mod tab;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};

use super::{
    Trace,
    socket::{Socket, lock},
};
pub(crate) use tab::Tab;

/// A connection to Firefox.
pub(super) struct Bidi {
    socket: Arc<Socket>,
    /// What belongs to each browsing context.
    traces: Arc<Mutex<HashMap<String, Arc<Trace>>>>,
}

impl Bidi {
    pub(super) async fn connect(address: &str) -> Result<Self, String> {
        let traces = Arc::new(Mutex::new(HashMap::<String, Arc<Trace>>::new()));
        let known = Arc::clone(&traces);
        let address = format!("{address}/session");
        let socket = Socket::connect(&address, move |method, message| {
            let params = &message["params"];
            let context = params["context"].as_str().or_else(|| params["source"]["context"].as_str());
            let context = context.unwrap_or_default();
            let trace = match method {
                "browsingContext.contextDestroyed" => lock(&known).remove(context),
                _ => lock(&known).get(context).cloned(),
            };
            if let Some(trace) = trace {
                events::note(&trace, method, params);
            }
        });
        let bidi = Self { socket: Arc::new(socket.await?), traces };
        bidi.send("session.new", json!({ "capabilities": { "alwaysMatch": {} } })).await?;
        bidi.send("session.subscribe", json!({ "events": events::SUBSCRIBED })).await?;
        Ok(bidi)
    }

    pub(super) fn is_alive(&self) -> bool {
        self.socket.is_open()
    }

    pub(super) async fn open_jar(&self) -> Result<String, String> {
        text(&self.send("browser.createUserContext", json!({})).await?, "userContext")
    }

    pub(super) async fn close_jar(&self, jar: &str) -> Result<(), String> {
        self.send("browser.removeUserContext", json!({ "userContext": jar })).await.map(drop)
    }

    pub(super) async fn open_tab(&self, jar: &str) -> Result<Tab, String> {
        let tab = json!({ "type": "tab", "userContext": jar });
        Ok(self.adopt(text(&self.send("browsingContext.create", tab).await?, "context")?))
    }

    pub(super) async fn open_copy(&self, tab: &Tab) -> Result<Tab, String> {
        Ok(self.adopt(tab.open_window().await?))
    }

    /// Makes an empty window a tab of ours.
    fn adopt(&self, context: String) -> Tab {
        let trace = Arc::new(Trace::default());
        lock(&self.traces).insert(context.clone(), Arc::clone(&trace));
        Tab { socket: Arc::clone(&self.socket), context, trace, early: Mutex::default() }
    }

    pub(super) async fn cookies(&self, jar: &str) -> Result<Value, String> {
        let partition = json!({ "type": "storageKey", "userContext": jar });
        self.send("storage.getCookies", json!({ "partition": partition })).await
    }

    pub(super) async fn quit(&self) {
        // An error means that it is gone already, which is what is wanted.
        let _ = self.send("browser.close", json!({})).await;
    }

    async fn send(&self, method: &str, params: Value) -> Result<Value, String> {
        self.socket.send(method, params, None).await
    }
}

/// A text member that the protocol promises.
fn text(answer: &Value, member: &str) -> Result<String, String> {
    answer[member].as_str().map(str::to_owned).ok_or_else(|| format!("no {member} in {answer}"))
}
