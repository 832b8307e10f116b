//! What Firefox tells of a tab without being asked.

use serde_json::Value;

use crate::driver::{Line, Trace};

/// The events that [`note`] knows.
pub(super) const SUBSCRIBED: [&str; 9] = [
    "log.entryAdded",
    "network.beforeRequestSent",
    "browsingContext.contextDestroyed",
    "browsingContext.navigationStarted",
    "browsingContext.navigationCommitted",
    "browsingContext.navigationFailed",
    "browsingContext.domContentLoaded",
    "browsingContext.fragmentNavigated",
    "browsingContext.historyUpdated",
];

/// Writes an event down.
pub(super) fn note(trace: &Trace, method: &str, params: &Value) {
    match method {
        "log.entryAdded" => {
            let text = owned(&params["text"]);
            // It has lines of its own about requests that CORS refused.
            let about_request =
                params["type"] == "javascript" && text.starts_with("Cross-Origin Request Blocked:");
            let address = owned(&params["stackTrace"]["callFrames"][0]["url"]);
            trace.says(Line { level: owned(&params["level"]), text, address, about_request });
        }
        "network.beforeRequestSent" => trace.address(owned(&params["request"]["url"])),
        _ => {
            trace.address(owned(&params["url"]));
            let document = method == "browsingContext.navigationCommitted";
            let within =
                matches!(method, "browsingContext.fragmentNavigated" | "browsingContext.historyUpdated");
            let ended = document || method == "browsingContext.navigationFailed";
            trace.moved(|moves| {
                moves.documents += u64::from(document);
                moves.all += u64::from(document || within);
                if let Some(name) = params["navigation"].as_str().filter(|_| ended || within) {
                    moves.ended.insert(name.to_owned());
                }
            });
        }
    }
}

fn owned(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
