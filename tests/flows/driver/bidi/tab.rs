//! One tab of Firefox.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::text;
use crate::driver::{Key, Socket, Trace, socket::lock};

/// A tab and what it reported.
pub(crate) struct Tab {
    pub(super) socket: Arc<Socket>,
    pub(super) context: String,
    pub(in crate::driver) trace: Arc<Trace>,
    /// The script that runs in new documents, by its name.
    pub(super) early: Mutex<Option<String>>,
}

impl Tab {
    /// A command about this tab, named by the member `context`.
    async fn send(&self, method: &str, mut params: Value) -> Result<Value, String> {
        params["context"] = self.context.as_str().into();
        self.socket.send(method, params, None).await
    }

    pub(in crate::driver) async fn navigate(&self, address: &str) -> Result<(), String> {
        let started =
            self.send("browsingContext.navigate", json!({ "url": address, "wait": "none" })).await?;
        self.ended(&started).await
    }

    pub(in crate::driver) async fn reload(&self) -> Result<(), String> {
        let started = self.send("browsingContext.reload", json!({ "wait": "none" })).await?;
        self.ended(&started).await
    }

    /// Waits until a navigation that was begun took the old page's place, or gave up.
    async fn ended(&self, started: &Value) -> Result<(), String> {
        let name = text(started, "navigation")?;
        self.trace.arrives(|moves| moves.ended.contains(&name)).await
    }

    pub(in crate::driver) async fn go(&self, delta: i64) -> Result<(), String> {
        let before = self.trace.moves().all;
        self.send("browsingContext.traverseHistory", json!({ "delta": delta })).await?;
        self.trace.arrives(|moves| moves.all > before).await
    }

    pub(in crate::driver) async fn address(&self) -> Result<String, String> {
        let tree = json!({ "root": self.context, "maxDepth": 0 });
        let tree = self.socket.send("browsingContext.getTree", tree, None).await?;
        text(&tree["contexts"][0], "url")
    }

    pub(in crate::driver) async fn locate(
        &self,
        role: &str,
        name: Option<&str>,
    ) -> Result<Vec<String>, String> {
        let mut value = json!({ "role": role });
        if let Some(name) = name {
            value["name"] = name.into();
        }
        let query = json!({
            "locator": { "type": "accessibility", "value": value },
            "serializationOptions": { "maxDomDepth": 0 },
        });
        let found = self.send("browsingContext.locateNodes", query).await?;
        found["nodes"].as_array().into_iter().flatten().map(|node| text(node, "sharedId")).collect()
    }

    pub(in crate::driver) async fn call(&self, function: &str, elements: &[&str]) -> Result<String, String> {
        let arguments: Vec<Value> = elements.iter().map(|id| json!({ "sharedId": id })).collect();
        let call = json!({
            "functionDeclaration": function,
            "arguments": arguments,
            "awaitPromise": true,
            "target": { "context": self.context },
        });
        let answer = self.socket.send("script.callFunction", call, None).await?;
        match &answer["exceptionDetails"] {
            Value::Null => text(&answer["result"], "value"),
            details => Err(details["text"].to_string()),
        }
    }

    /// Opens an empty window from the page, as if a person had clicked there: others are held back. Its context.
    pub(super) async fn open_window(&self) -> Result<String, String> {
        let open = json!({
            "functionDeclaration": "() => window.open('')",
            "awaitPromise": false,
            "userActivation": true,
            "target": { "context": self.context },
        });
        let answer = self.socket.send("script.callFunction", open, None).await?;
        text(&answer["result"]["value"], "context")
    }

    /// Runs a function in every document to come before its own scripts, in place of the one before.
    pub(in crate::driver) async fn run_early(&self, function: &str) -> Result<(), String> {
        let add = json!({ "functionDeclaration": function, "contexts": [self.context] });
        let added = text(&self.socket.send("script.addPreloadScript", add, None).await?, "script")?;
        let before = lock(&self.early).replace(added);
        match before {
            Some(before) => {
                let before = json!({ "script": before });
                self.socket.send("script.removePreloadScript", before, None).await.map(drop)
            }
            None => Ok(()),
        }
    }

    pub(in crate::driver) async fn set_offline(&self, offline: bool) -> Result<(), String> {
        let conditions = if offline { json!({ "type": "offline" }) } else { Value::Null };
        let conditions = json!({ "networkConditions": conditions, "contexts": [self.context] });
        self.socket.send("emulation.setNetworkConditions", conditions, None).await.map(drop)
    }

    pub(in crate::driver) async fn press(&self, keys: &[Key]) -> Result<(), String> {
        let strokes: Vec<Value> = keys
            .iter()
            .flat_map(|key| {
                let stroke = |kind: &str, value: char| json!({ "type": kind, "value": value });
                let held = key.held();
                let down = held.iter().map(|held| stroke("keyDown", *held)).collect::<Vec<_>>();
                let up = held.iter().map(|held| stroke("keyUp", *held)).collect::<Vec<_>>();
                let own = ["keyDown", "keyUp"].map(|kind| stroke(kind, key.webdriver()));
                down.into_iter().chain(own).chain(up).collect::<Vec<_>>()
            })
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.send("input.performActions", json!({ "actions": [keyboard] })).await.map(drop)
    }
}
