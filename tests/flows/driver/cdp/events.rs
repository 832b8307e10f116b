//! What Chromium tells of a tab without being asked.

use serde_json::Value;

use crate::driver::{Line, Trace};

/// Writes an event down.
pub(super) fn note(trace: &Trace, method: &str, params: &Value) {
    match method {
        "Runtime.consoleAPICalled" => {
            let words = params["args"].as_array().into_iter().flatten().map(word);
            trace.says(Line {
                level: owned(&params["type"]),
                text: words.collect::<Vec<_>>().join(" "),
                address: owned(&params["stackTrace"]["callFrames"][0]["url"]),
                about_request: false,
            });
        }
        "Runtime.exceptionThrown" => {
            let details = &params["exceptionDetails"];
            let text = format!("{} {}", owned(&details["text"]), owned(&details["exception"]["description"]));
            trace.says(Line {
                level: "uncaught".to_owned(),
                text,
                address: owned(&details["url"]),
                about_request: false,
            });
        }
        "Log.entryAdded" => {
            let entry = &params["entry"];
            let text = owned(&entry["text"]);
            // It tells of a refusal by CORS as if a script had.
            let about_request = entry["source"] == "network" || text.contains("blocked by CORS policy");
            let (level, address) = (owned(&entry["level"]), owned(&entry["url"]));
            trace.says(Line { level, text, address, about_request });
        }
        "Inspector.targetCrashed" => trace.says(Line {
            level: "crash".to_owned(),
            text: "the page's process ended".to_owned(),
            address: String::new(),
            about_request: false,
        }),
        "Network.requestWillBeSent" => trace.address(with_fragment(&params["request"])),
        // Frames within a page are none of the tab's addresses; the portal has none.
        "Page.frameNavigated" if params["frame"]["parentId"].is_null() => {
            trace.address(with_fragment(&params["frame"]));
            trace.moved(|moves| {
                moves.documents += 1;
                moves.all += 1;
            });
        }
        "Page.navigatedWithinDocument" => {
            trace.address(owned(&params["url"]));
            trace.moved(|moves| moves.all += 1);
        }
        _ => {}
    }
}

/// A value that was logged, as the console would show it.
fn word(value: &Value) -> String {
    match &value["value"] {
        Value::Null => owned(&value["description"]),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// An address, whose fragment Chromium tells apart.
fn with_fragment(place: &Value) -> String {
    format!("{}{}", owned(&place["url"]), owned(&place["urlFragment"]))
}

fn owned(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
