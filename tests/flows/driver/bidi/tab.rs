//! One tab of Firefox.

use std::sync::Arc;

use serde_json::{Value, json};

use super::text;
use crate::driver::{Key, Socket, Trace};

/// A tab and what it reported.
pub(crate) struct Tab {
    pub(super) socket: Arc<Socket>,
    pub(super) context: String,
    pub(in crate::driver) trace: Arc<Trace>,
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

    pub(in crate::driver) async fn press(&self, keys: &[Key]) -> Result<(), String> {
        let strokes: Vec<Value> = keys
            .iter()
            .flat_map(|key| {
                ["keyDown", "keyUp"].map(|stroke| json!({ "type": stroke, "value": key.webdriver() }))
            })
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.send("input.performActions", json!({ "actions": [keyboard] })).await.map(drop)
    }
}
