//! Chromium, in the Chrome DevTools Protocol: one WebSocket, a session for each tab ("flattened").

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

/// A connection to Chromium.
pub(super) struct Cdp {
    socket: Arc<Socket>,
    /// What belongs to each session.
    traces: Arc<Mutex<HashMap<String, Arc<Trace>>>>,
}

impl Cdp {
    pub(super) async fn connect(address: &str) -> Result<Self, String> {
        let traces = Arc::new(Mutex::new(HashMap::<String, Arc<Trace>>::new()));
        let known = Arc::clone(&traces);
        let socket = Socket::connect(address, move |method, message| {
            if method == "Target.detachedFromTarget" {
                let session = message["params"]["sessionId"].as_str().unwrap_or_default();
                lock(&known).remove(session);
            }
            let session = message["sessionId"].as_str().unwrap_or_default();
            let trace = lock(&known).get(session).cloned();
            if let Some(trace) = trace {
                events::note(&trace, method, &message["params"]);
            }
        });
        Ok(Self { socket: Arc::new(socket.await?), traces })
    }

    pub(super) fn is_alive(&self) -> bool {
        self.socket.is_open()
    }

    pub(super) async fn open_jar(&self) -> Result<String, String> {
        let jar = self.send("Target.createBrowserContext", json!({ "disposeOnDetach": true })).await?;
        text(&jar, "browserContextId")
    }

    pub(super) async fn close_jar(&self, jar: &str) -> Result<(), String> {
        self.send("Target.disposeBrowserContext", json!({ "browserContextId": jar })).await.map(drop)
    }

    pub(super) async fn open_tab(&self, jar: &str) -> Result<Tab, String> {
        let target = json!({ "url": "about:blank", "browserContextId": jar, "newWindow": true });
        self.adopt(text(&self.send("Target.createTarget", target).await?, "targetId")?).await
    }

    pub(super) async fn open_copy(&self, tab: &Tab) -> Result<Tab, String> {
        tab.open_window().await?;
        let targets = self.send("Target.getTargets", json!({})).await?;
        let opened = targets["targetInfos"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|info| info["openerId"] == tab.target.as_str() && info["attached"] == false)
            .ok_or("the page's window doesn't open")?;
        self.adopt(text(opened, "targetId")?).await
    }

    /// Makes an empty window a tab of ours.
    async fn adopt(&self, target: String) -> Result<Tab, String> {
        let session = json!({ "targetId": target, "flatten": true });
        let session = text(&self.send("Target.attachToTarget", session).await?, "sessionId")?;
        let trace = Arc::new(Trace::default());
        lock(&self.traces).insert(session.clone(), Arc::clone(&trace));
        let socket = Arc::clone(&self.socket);
        let tab = Tab { socket, session, target, trace, early: Mutex::default() };
        for domain in ["Page", "Runtime", "Log", "Network", "DOM", "Accessibility"] {
            tab.send(&format!("{domain}.enable"), json!({})).await?;
        }
        // A window that is behind another takes keys, too.
        tab.send("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await?;
        Ok(tab)
    }

    pub(super) async fn cookies(&self, jar: &str) -> Result<Value, String> {
        self.send("Storage.getCookies", json!({ "browserContextId": jar })).await
    }

    pub(super) async fn quit(&self) {
        // An error means that it is gone already, which is what is wanted.
        let _ = self.send("Browser.close", json!({})).await;
    }

    async fn send(&self, method: &str, params: Value) -> Result<Value, String> {
        self.socket.send(method, params, None).await
    }
}

/// A text member that the protocol promises.
fn text(answer: &Value, member: &str) -> Result<String, String> {
    answer[member].as_str().map(str::to_owned).ok_or_else(|| format!("no {member} in {answer}"))
}
