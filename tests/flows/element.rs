//! Elements by role and name, and what a person does with them.

use serde_json::{Value, json};

use crate::page::Page;

/// Elements with one role, and one accessible name or any.
#[derive(Clone, Copy)]
pub(crate) struct Found<'a> {
    page: Page<'a>,
    role: &'a str,
    name: Option<&'a str>,
}

/// One element as it was found; the page may have replaced it since.
pub(crate) struct Element {
    pub(crate) id: String,
}

impl<'a> Found<'a> {
    pub(crate) fn new(page: Page<'a>, role: &'a str, name: Option<&'a str>) -> Self {
        Self { page, role, name }
    }

    /// Those that are there now. A page that is just loading has none.
    pub(crate) async fn now(self) -> Vec<Element> {
        let mut value = json!({ "role": self.role });
        if let Some(name) = self.name {
            value["name"] = name.into();
        }
        let parameters = json!({
            "context": self.page.tab,
            "locator": { "type": "accessibility", "value": value },
            "serializationOptions": { "maxDomDepth": 0 },
        });
        let result = self.page.bidi().look("browsingContext.locateNodes", parameters).await;
        let nodes = result.ok().and_then(|result| result["nodes"].as_array().cloned()).unwrap_or_default();
        nodes
            .iter()
            .filter_map(|node| node["sharedId"].as_str())
            .map(|id| Element { id: id.to_owned() })
            .collect()
    }

    /// Waits for the first one.
    pub(crate) async fn first(self) -> Element {
        self.page.until(&self.told(), async || self.now().await.into_iter().next()).await
    }

    /// Waits until there is none.
    pub(crate) async fn gone(self) {
        let what = format!("the end of {}", self.told());
        self.page.until(&what, async || self.now().await.is_empty().then_some(())).await;
    }

    /// Whether there is one now.
    pub(crate) async fn is_there(self) -> bool {
        !self.now().await.is_empty()
    }

    /// Clicks the first, once it is there and nothing covers its middle.
    ///
    /// The page itself does it: a Chromium whose mouse is moved by its driver now and then never lets the driver see
    /// the page that a click leads to. Keys are the browser's own, see `Page::press`.
    pub(crate) async fn click(self) {
        let click = "element => {
            element.scrollIntoView({ block: 'nearest' });
            const { x, y, width, height } = element.getBoundingClientRect();
            const hit = document.elementFromPoint(x + width / 2, y + height / 2);
            const free = element.contains(hit);
            if (free) setTimeout(() => { element.focus(); element.click(); });
            return free;
        }";
        let what = format!("a click on {}", self.told());
        self.page
            .until(&what, async || {
                let element = self.now().await.into_iter().next()?;
                let clicked = self.page.call(click, &[&element]).await.ok()?;
                (clicked == true).then_some(())
            })
            .await;
    }

    /// The text of the first, as shown.
    pub(crate) async fn text(self) -> String {
        let text = self.ask("element => element.innerText").await;
        text.as_str().unwrap_or_default().trim().to_owned()
    }

    /// The texts of all that are there now.
    pub(crate) async fn texts(self) -> Vec<String> {
        let elements = self.now().await;
        let elements: Vec<&Element> = elements.iter().collect();
        let function = "(...elements) => elements.map(element => element.innerText.trim())";
        let texts = self.page.call(function, &elements).await.unwrap_or_default();
        serde_json::from_value(texts).unwrap_or_default()
    }

    /// An attribute of the first.
    pub(crate) async fn attribute(self, name: &str) -> Option<String> {
        let value = self.ask(&format!("element => element.getAttribute('{name}')")).await;
        value.as_str().map(str::to_owned)
    }

    /// Runs a function with the first.
    pub(crate) async fn ask(self, function: &str) -> Value {
        self.page
            .until(&self.told(), async || {
                let element = self.now().await.into_iter().next()?;
                self.page.call(function, &[&element]).await.ok()
            })
            .await
    }

    fn told(self) -> String {
        match self.name {
            Some(name) => format!("the {} {name:?}", self.role),
            None => format!("a {}", self.role),
        }
    }
}
