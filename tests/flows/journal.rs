//! What the browser reports of a tab: its console, and every address.

use crate::{bidi::Event, page::Page};

impl Page<'_> {
    /// Forgets what it reported so far.
    pub(crate) fn forget(self) {
        self.bidi().forget_events();
    }

    /// Every console line of the tab: the portal's own words, errors nobody
    /// caught, refusals of the content security policy, failed requests.
    pub(crate) async fn console(self) -> Vec<String> {
        self.bidi().events(is_console).iter().map(line).collect()
    }

    /// The lines that no test excuses: all but the browser's own line about a
    /// request that failed, which a test with an injected fault brings about.
    pub(crate) async fn complaints(self) -> Vec<String> {
        let own = self.bidi().events(|event| is_console(event) && !is_network_line(event));
        own.iter().map(line).collect()
    }

    /// Every address the tab asked for or showed, with its fragment, oldest first.
    pub(crate) fn addresses(self) -> Vec<String> {
        let events = self.bidi().events(|event| event.params["context"] == self.tab);
        let address = |event: &Event| match event.method.as_str() {
            "network.beforeRequestSent" => event.params["request"]["url"].as_str().map(str::to_owned),
            _ => event.params["url"].as_str().map(str::to_owned),
        };
        events.iter().filter_map(address).collect()
    }
}

fn is_console(event: &Event) -> bool {
    matches!(event.method.as_str(), "log.entryAdded" | "goog:cdp.Log.entryAdded")
}

/// Chromium's source `network` is its line about a failed request; Firefox has
/// lines of its own about requests that CORS refused.
fn is_network_line(event: &Event) -> bool {
    let text = event.params["text"].as_str().unwrap_or_default();
    event.params["params"]["entry"]["source"] == "network"
        || (event.params["type"] == "javascript" && text.starts_with("Cross-Origin Request Blocked:"))
        || chromium_cors(event)
}

/// Chromium tells of a refusal by CORS as a console error from no script.
fn chromium_cors(event: &Event) -> bool {
    let entry = &event.params["params"]["entry"];
    entry["source"] == "javascript"
        && entry["text"].as_str().unwrap_or_default().contains("blocked by CORS policy")
}

fn line(event: &Event) -> String {
    let entry = match event.method.as_str() {
        "log.entryAdded" => &event.params,
        _ => &event.params["params"]["entry"],
    };
    let text = entry["text"].as_str().unwrap_or_default();
    let address = entry["url"].as_str().unwrap_or_default();
    format!("{}: {text} {address}", entry["level"].as_str().unwrap_or_default())
}
