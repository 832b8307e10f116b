//! Elements by role and name, and what a person does with them.

use serde_json::Value;

use crate::{driver::Key, page::Page};

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
        let found = self.page.tab.locate(self.role, self.name).await.unwrap_or_default();
        found.into_iter().map(|id| Element { id }).collect()
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
    /// The page itself does it. Keys are the browser's own, see `Page::press`.
    pub(crate) async fn click(self) {
        let what = format!("a click on {}", self.told());
        self.page.until(&what, async || self.try_click().await.then_some(())).await;
    }

    /// Clicks the first, if it is there now and nothing covers its middle. Both happen at once: an element that the page
    /// has exchanged in between would take the click all the same, and a link then lead out of the portal.
    pub(crate) async fn try_click(self) -> bool {
        let click = "element => {
            element.scrollIntoView({ block: 'nearest' });
            const { x, y, width, height } = element.getBoundingClientRect();
            const hit = document.elementFromPoint(x + width / 2, y + height / 2);
            const free = element.contains(hit);
            if (free) { element.focus(); element.click(); }
            return free;
        }";
        let Some(element) = self.now().await.into_iter().next() else { return false };
        self.page.call(click, &[element]).await.is_ok_and(|clicked| clicked == true)
    }

    /// Types a text into the first.
    pub(crate) async fn enter(self, text: &str) {
        let focus = "element => { element.focus(); return document.activeElement === element; }";
        let what = format!("the focus on {}", self.told());
        self.page.until(&what, async || (self.ask(focus).await == true).then_some(())).await;
        self.page.press(&text.chars().map(Key::Character).collect::<Vec<_>>()).await;
    }

    /// The text of the first, as shown.
    pub(crate) async fn text(self) -> String {
        let text = self.ask("element => element.innerText").await;
        text.as_str().unwrap_or_default().trim().to_owned()
    }

    /// The texts of all that are there now.
    pub(crate) async fn texts(self) -> Vec<String> {
        let function = "(...elements) => elements.map(element => element.innerText.trim())";
        let texts = self.page.call(function, &self.now().await).await.unwrap_or_default();
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
                self.page.call(function, &[element]).await.ok()
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
