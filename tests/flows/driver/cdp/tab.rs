//! One tab of Chromium.

use std::sync::Arc;

use futures_util::future::try_join_all;
use serde_json::{Value, json};

use super::text;
use crate::driver::{Key, Socket, Trace};

/// A tab and what it reported.
pub(crate) struct Tab {
    pub(super) socket: Arc<Socket>,
    pub(super) session: String,
    pub(in crate::driver) trace: Arc<Trace>,
}

impl Tab {
    /// Any command of the protocol.
    pub(crate) async fn send(&self, method: &str, params: Value) -> Result<Value, String> {
        self.socket.send(method, params, Some(&self.session)).await
    }

    pub(in crate::driver) async fn navigate(&self, address: &str) -> Result<(), String> {
        // The answer comes when the new page took the old one's place.
        let answer = self.send("Page.navigate", json!({ "url": address })).await?;
        answer["errorText"].as_str().map_or(Ok(()), |error| Err(format!("{address}: {error}")))
    }

    pub(in crate::driver) async fn reload(&self) -> Result<(), String> {
        let before = self.trace.moves().documents;
        self.send("Page.reload", json!({})).await?;
        self.trace.arrives(|moves| moves.documents > before).await
    }

    pub(in crate::driver) async fn go(&self, delta: i64) -> Result<(), String> {
        let before = self.trace.moves().all;
        let history = self.history().await?;
        let there = history["currentIndex"].as_i64().unwrap_or_default() + delta;
        let entry = usize::try_from(there).ok().and_then(|there| history["entries"].get(there));
        let id = &entry.ok_or("the history ends here")?["id"];
        self.send("Page.navigateToHistoryEntry", json!({ "entryId": id })).await?;
        self.trace.arrives(|moves| moves.all > before).await
    }

    pub(in crate::driver) async fn address(&self) -> Result<String, String> {
        let history = self.history().await?;
        let here = history["currentIndex"].as_u64().and_then(|here| usize::try_from(here).ok());
        text(&history["entries"][here.unwrap_or_default()], "url")
    }

    /// The tab's history: every address in it, and which one is shown.
    pub(crate) async fn history(&self) -> Result<Value, String> {
        self.send("Page.getNavigationHistory", json!({})).await
    }

    pub(in crate::driver) async fn locate(
        &self,
        role: &str,
        name: Option<&str>,
    ) -> Result<Vec<String>, String> {
        let document = self.send("Runtime.evaluate", json!({ "expression": "document" })).await?;
        let mut query = json!({ "objectId": document["result"]["objectId"], "role": role });
        if let Some(name) = name {
            query["accessibleName"] = name.into();
        }
        let found = self.send("Accessibility.queryAXTree", query).await?;
        let nodes = found["nodes"].as_array().into_iter().flatten();
        // It finds what is hidden from people, too.
        let shown = nodes.filter(|node| node["ignored"] != true);
        let elements = shown.map(async |node| {
            let node = json!({ "backendNodeId": node["backendDOMNodeId"] });
            text(&self.send("DOM.resolveNode", node).await?["object"], "objectId")
        });
        try_join_all(elements).await
    }

    pub(in crate::driver) async fn call(&self, function: &str, elements: &[&str]) -> Result<String, String> {
        let answer = match elements.first() {
            None => {
                let evaluate = json!({
                    "expression": format!("({function})()"), "awaitPromise": true, "returnByValue": true,
                });
                self.send("Runtime.evaluate", evaluate).await?
            }
            Some(first) => {
                let arguments: Vec<Value> = elements.iter().map(|id| json!({ "objectId": id })).collect();
                let call = json!({
                    "functionDeclaration": function, "objectId": first, "arguments": arguments,
                    "awaitPromise": true, "returnByValue": true,
                });
                self.send("Runtime.callFunctionOn", call).await?
            }
        };
        match &answer["exceptionDetails"] {
            Value::Null => text(&answer["result"], "value"),
            details => Err(format!("{} {}", details["text"], details["exception"]["description"])),
        }
    }

    pub(in crate::driver) async fn press(&self, keys: &[Key]) -> Result<(), String> {
        for stroke in keys.iter().flat_map(|key| key.cdp()) {
            self.send("Input.dispatchKeyEvent", stroke).await?;
        }
        Ok(())
    }
}
