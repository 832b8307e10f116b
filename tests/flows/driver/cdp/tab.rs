//! One tab of Chromium.

use std::sync::{Arc, Mutex};

use futures_util::future::try_join_all;
use serde_json::{Value, json};

use super::text;
use crate::driver::{Key, Socket, Trace, socket::lock};

/// A tab and what it reported.
pub(crate) struct Tab {
    pub(super) socket: Arc<Socket>,
    pub(super) session: String,
    pub(super) target: String,
    pub(in crate::driver) trace: Arc<Trace>,
    /// The script that runs in new documents, by its name.
    pub(super) early: Mutex<Option<String>>,
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

    /// Opens an empty window from the page, as if a person had clicked there: others are held back.
    pub(super) async fn open_window(&self) -> Result<(), String> {
        let open = json!({ "expression": "void window.open('')", "userGesture": true });
        self.send("Runtime.evaluate", open).await.map(drop)
    }

    /// Runs a function in every document to come before its own scripts, in place of the one before.
    pub(in crate::driver) async fn run_early(&self, function: &str) -> Result<(), String> {
        let add = json!({ "source": format!("({function})()") });
        let added = text(&self.send("Page.addScriptToEvaluateOnNewDocument", add).await?, "identifier")?;
        let before = lock(&self.early).replace(added);
        match before {
            Some(before) => {
                let before = json!({ "identifier": before });
                self.send("Page.removeScriptToEvaluateOnNewDocument", before).await.map(drop)
            }
            None => Ok(()),
        }
    }

    pub(in crate::driver) async fn set_offline(&self, offline: bool) -> Result<(), String> {
        let conditions =
            json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.send("Network.emulateNetworkConditions", conditions).await.map(drop)
    }

    pub(in crate::driver) async fn press(&self, keys: &[Key]) -> Result<(), String> {
        for stroke in keys.iter().flat_map(|key| key.cdp()) {
            self.send("Input.dispatchKeyEvent", stroke).await?;
        }
        Ok(())
    }
}
