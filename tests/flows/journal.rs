//! What the browser reports of a tab: its console, and every address.

use std::time::{SystemTime, UNIX_EPOCH};

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

    /// Whether the tab is on its way to another page. A Chromium that is asked anything of a page at that moment now and
    /// then never answers again, so nobody asks; after three seconds somebody must.
    pub(crate) fn is_on_its_way(self) -> bool {
        let moves = self.bidi().events(|event| {
            event.params["context"] == self.tab
                && event.method.starts_with("browsingContext.")
                && event.method != "browsingContext.historyUpdated"
        });
        let Some(last) = moves.last().filter(|last| last.method == "browsingContext.navigationStarted")
        else {
            return false;
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        now.as_millis() < 3_000 + u128::from(last.params["timestamp"].as_u64().unwrap_or_default())
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
