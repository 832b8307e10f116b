//! One tab with a cookie jar of its own, used as a person would: by what is on
//! the screen, found by role and name.

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Value, json};

use crate::{
    bidi::Bidi,
    browser::{Browser, Kind},
    element::{Element, Found},
};

/// How long a person would wait for anything here without worrying.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Between two looks: the only sleep in these tests.
const GLANCE: Duration = Duration::from_millis(100);

/// What a test fails with when the driver stops telling of the page: it is then begun again, see `trial`.
pub(crate) const STUCK: &str = "the browser stopped answering its driver";

/// Keys that have no character, as WebDriver writes them.
pub(crate) mod key {
    pub(crate) const TAB: &str = "\u{E004}";
    pub(crate) const ENTER: &str = "\u{E007}";
    pub(crate) const ESCAPE: &str = "\u{E00C}";
    pub(crate) const END: &str = "\u{E010}";
    pub(crate) const HOME: &str = "\u{E011}";
    pub(crate) const DOWN: &str = "\u{E015}";
}

/// A tab.
#[derive(Clone, Copy)]
pub(crate) struct Page<'a> {
    browser: &'a Browser,
    /// Its browsing context.
    pub(crate) tab: &'a str,
}

impl<'a> Page<'a> {
    pub(crate) fn new(browser: &'a Browser, tab: &'a str) -> Self {
        Self { browser, tab }
    }

    pub(crate) fn bidi(self) -> &'a Bidi {
        &self.browser.bidi
    }

    pub(crate) fn kind(self) -> Kind {
        self.browser.kind
    }

    /// A command of the Chrome DevTools Protocol to this tab. Chromium only.
    pub(crate) async fn cdp(self, method: &str, params: Value) -> Value {
        self.browser.cdp(self.tab, method, params).await
    }

    /// Enters an address, as into the address bar. The portal may leave it
    /// again at once, so this waits for nothing.
    pub(crate) async fn open(self, address: &str) {
        let parameters = json!({ "context": self.tab, "url": address, "wait": "none" });
        self.bidi().command("browsingContext.navigate", parameters).await;
    }

    pub(crate) async fn reload(self) {
        let parameters = json!({ "context": self.tab, "wait": "none" });
        self.bidi().command("browsingContext.reload", parameters).await;
    }

    /// Back (-1) or forward (1) in the tab's history.
    pub(crate) async fn go(self, delta: i32) {
        let parameters = json!({ "context": self.tab, "delta": delta });
        self.bidi().command("browsingContext.traverseHistory", parameters).await;
    }

    /// What the address bar shows.
    pub(crate) async fn address(self) -> String {
        let parameters = json!({ "root": self.tab, "maxDepth": 0 });
        let tree = self.bidi().command("browsingContext.getTree", parameters).await;
        tree["contexts"][0]["url"].as_str().unwrap_or_default().to_owned()
    }

    /// Elements of this role and name (exactly).
    pub(crate) fn find<'b>(self, role: &'b str, name: &'b str) -> Found<'b>
    where
        'a: 'b,
    {
        Found::new(self, role, Some(name))
    }

    /// Elements of this role, whatever their name.
    pub(crate) fn any<'b>(self, role: &'b str) -> Found<'b>
    where
        'a: 'b,
    {
        Found::new(self, role, None)
    }

    /// Runs a function in the page and returns what it returns.
    pub(crate) async fn evaluate(self, function: &str) -> Value {
        self.call(function, &[]).await.unwrap_or_else(|error| panic!("{function}: {error}"))
    }

    /// The same with elements as arguments, and the error as a value: the page
    /// may have changed meanwhile.
    pub(crate) async fn call(self, function: &str, elements: &[&Element]) -> Result<Value, String> {
        let elements: Vec<Value> = elements.iter().map(|element| json!({ "sharedId": element.id })).collect();
        let parameters = json!({
            "functionDeclaration": format!("async (...given) => JSON.stringify((await ({function})(...given)) ?? null)"),
            "arguments": elements,
            "awaitPromise": true,
            "target": { "context": self.tab },
        });
        let result = self.bidi().look("script.callFunction", parameters).await?;
        let text = result["result"]["value"].as_str();
        let text = text.ok_or_else(|| result["exceptionDetails"]["text"].to_string())?;
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// All text that the page shows.
    pub(crate) async fn text(self) -> String {
        let text = self.call("() => document.body.innerText", &[]).await.unwrap_or_default();
        text.as_str().unwrap_or_default().to_owned()
    }

    /// What `sessionStorage` of the page's origin holds.
    pub(crate) async fn session_storage(self) -> BTreeMap<String, String> {
        let entries = self.evaluate("() => ({ ...sessionStorage })").await;
        serde_json::from_value(entries).expect("names and texts")
    }

    /// Presses and releases keys one after the other.
    pub(crate) async fn press(self, keys: &[&str]) {
        let strokes: Vec<Value> = keys
            .iter()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })))
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        let parameters = json!({ "context": self.tab, "actions": [keyboard] });
        self.bidi().command("input.performActions", parameters).await;
    }

    /// Types a text.
    pub(crate) async fn type_text(self, text: &str) {
        let characters: Vec<String> = text.chars().map(String::from).collect();
        let keys: Vec<&str> = characters.iter().map(String::as_str).collect();
        self.press(&keys).await;
    }

    /// Shows the page as in a window of this size, or with `None` as it is. To be undone before the page is left: a
    /// Chromium that is made to look otherwise stops, now and then, at the next navigation.
    pub(crate) async fn resize(self, size: Option<(u32, u32)>) {
        let viewport = size.map(|(width, height)| json!({ "width": width, "height": height }));
        let parameters = json!({ "context": self.tab, "viewport": viewport });
        self.bidi().command("browsingContext.setViewport", parameters).await;
    }

    /// Waits until `check` gives something.
    pub(crate) async fn until<T>(self, what: &str, check: impl AsyncFnMut() -> Option<T>) -> T {
        self.until_within(PATIENCE, what, check).await
    }

    /// The same with a limit of its own. What didn't come is told together with
    /// what the page shows instead.
    pub(crate) async fn until_within<T>(
        self,
        limit: Duration,
        what: &str,
        mut check: impl AsyncFnMut() -> Option<T>,
    ) -> T {
        let watch = async {
            loop {
                assert!(!self.bidi().is_stuck(), "{STUCK}");
                if !self.is_on_its_way()
                    && let Some(value) = check().await
                {
                    return value;
                }
                tokio::time::sleep(GLANCE).await;
            }
        };
        match tokio::time::timeout(limit, watch).await {
            Ok(value) => value,
            Err(_) => panic!("{what} didn't come within {limit:?}; instead:\n{}", self.describe().await),
        }
    }

    /// Waits until the address fulfils a condition, and returns it.
    pub(crate) async fn until_address(self, what: &str, is_it: impl Fn(&str) -> bool) -> String {
        self.until(what, async || Some(self.address().await).filter(|address| is_it(address))).await
    }

    /// Address, text and console, for whoever reads a failed test.
    async fn describe(self) -> String {
        let text: String = self.text().await.chars().take(2_000).collect();
        let console = self.console().await.join("\n  ");
        format!("{}\n---\n{text}\n--- console:\n  {console}", self.address().await)
    }
}
