//! A tab, used as a person would: by what is on the screen, found by role and name.

use std::{collections::BTreeMap, time::Duration};

use serde_json::Value;

use crate::{
    driver::{Key, Tab},
    element::{Element, Found},
};

/// How long anything may take here: more than a person has patience for, since machines that test are busy ones.
const PATIENCE: Duration = Duration::from_secs(60);

/// Between two looks: the only sleep in these tests.
const GLANCE: Duration = Duration::from_millis(50);

/// A tab.
#[derive(Clone, Copy)]
pub(crate) struct Page<'a> {
    pub(crate) tab: &'a Tab,
}

impl<'a> Page<'a> {
    pub(crate) fn new(tab: &'a Tab) -> Self {
        Self { tab }
    }

    /// Enters an address, as into the address bar. The portal may leave it again at once.
    pub(crate) async fn open(self, address: &str) {
        self.tab.navigate(address).await.expect("an address that can be opened");
    }

    pub(crate) async fn reload(self) {
        self.tab.reload().await.expect("a page that can be loaded again");
    }

    /// Back (-1) or forward (1) in the tab's history.
    pub(crate) async fn go(self, delta: i64) {
        self.tab.go(delta).await.expect("a history as long as that");
    }

    /// What the address bar shows.
    pub(crate) async fn address(self) -> String {
        self.until("an address", async || self.tab.address().await.ok()).await
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

    /// The same with elements as arguments, and the error as a value: the page may have changed meanwhile.
    pub(crate) async fn call(self, function: &str, elements: &[Element]) -> Result<Value, String> {
        let function = format!("async (...given) => JSON.stringify((await ({function})(...given)) ?? null)");
        let elements: Vec<&str> = elements.iter().map(|element| element.id.as_str()).collect();
        let text = self.tab.call(&function, &elements).await?;
        serde_json::from_str(&text).map_err(|error| error.to_string())
    }

    /// All text that the page shows.
    pub(crate) async fn text(self) -> String {
        let text = self.call("() => document.body.innerText", &[]).await.unwrap_or_default();
        text.as_str().unwrap_or_default().to_owned()
    }

    /// What `sessionStorage` of the page's origin holds: nothing where the test forbids it.
    pub(crate) async fn session_storage(self) -> BTreeMap<String, String> {
        let read = "() => { try { return { ...sessionStorage }; } catch { return {}; } }";
        let entries = self.evaluate(read).await;
        serde_json::from_value(entries).expect("names and texts")
    }

    /// Presses and releases keys one after the other.
    pub(crate) async fn press(self, keys: &[Key]) {
        self.tab.press(keys).await.expect("keys that can be pressed");
    }

    /// A command of the Chrome DevTools Protocol, for what only Chromium can tell.
    pub(crate) async fn cdp(self, method: &str, params: Value) -> Value {
        let tab = self.tab.chromium().expect("PORTICO_BROWSER is chromium");
        tab.send(method, params).await.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Waits until `check` gives something.
    pub(crate) async fn until<T>(self, what: &str, check: impl AsyncFnMut() -> Option<T>) -> T {
        self.until_within(PATIENCE, what, check).await
    }

    /// The same for what takes longer.
    pub(crate) async fn until_within<T>(
        self,
        patience: Duration,
        what: &str,
        mut check: impl AsyncFnMut() -> Option<T>,
    ) -> T {
        let watch = async {
            loop {
                if let Some(value) = check().await {
                    return value;
                }
                tokio::time::sleep(GLANCE).await;
            }
        };
        match tokio::time::timeout(patience, watch).await {
            Ok(value) => value,
            // What didn't come is told together with what the page shows instead.
            Err(_) => panic!("{what} didn't come within {patience:?}; instead:\n{}", self.describe().await),
        }
    }

    /// Waits until the address fulfils a condition, and returns it.
    pub(crate) async fn until_address(self, what: &str, is_it: impl Fn(&str) -> bool) -> String {
        self.until(what, async || Some(self.address().await).filter(|address| is_it(address))).await
    }

    /// Address, text and console, for whoever reads a failed test.
    async fn describe(self) -> String {
        let address = self.tab.address().await.unwrap_or_else(|error| error);
        let refused = self.tab.trace().refused();
        let text: String = self.text().await.chars().take(2_000).collect();
        let console: Vec<String> = self.tab.trace().console().iter().map(ToString::to_string).collect();
        let console = console.join("\n  ");
        format!("{address}\n---\n{text}\n--- console:\n  {console}\n--- last refusal:\n  {refused}")
    }
}
