//! What a person's hands do, counted.

use std::cell::Cell;

use crate::{driver::Key, page::Page};

/// The hands at one page.
pub(crate) struct Hands<'a> {
    pub(crate) page: Page<'a>,
    clicks: Cell<usize>,
    keys: Cell<usize>,
}

impl<'a> Hands<'a> {
    pub(crate) fn new(page: Page<'a>) -> Self {
        Self { page, clicks: Cell::new(0), keys: Cell::new(0) }
    }

    /// Clicks and keystrokes so far. A key that is held, such as Ctrl, is counted with the one that it is held for.
    pub(crate) fn count(&self) -> (usize, usize) {
        (self.clicks.get(), self.keys.get())
    }

    pub(crate) async fn click(&self, role: &str, name: &str) {
        self.clicks.set(self.clicks.get() + 1);
        self.page.find(role, name).click().await;
    }

    /// Clicks what `selector` matches, where the accessibility tree has another role for it in each browser.
    pub(crate) async fn click_at(&self, selector: &str) {
        self.clicks.set(self.clicks.get() + 1);
        let click = format!(
            "() => {{ const found = document.querySelector({selector:?}); found?.click(); return !!found; }}"
        );
        self.page.until(selector, async || (self.page.evaluate(&click).await == true).then_some(())).await;
    }

    pub(crate) async fn press(&self, keys: &[Key]) {
        self.keys.set(self.keys.get() + keys.len());
        self.page.press(keys).await;
    }

    pub(crate) async fn write(&self, text: &str) {
        self.press(&text.chars().map(Key::Character).collect::<Vec<_>>()).await;
    }

    /// Waits until the keyboard is in the field, or on the button, of that name.
    pub(crate) async fn at(&self, name: &str) {
        let what = format!("the keyboard in {name:?}");
        let ask = "() => {
            const field = document.activeElement;
            return field.ariaLabel ?? field.labels?.[0]?.innerText ?? field.innerText ?? '';
        }";
        self.page
            .until(&what, async || (self.page.evaluate(ask).await.as_str() == Some(name)).then_some(()))
            .await;
    }

    /// Waits until the page shows `text`, wherever.
    pub(crate) async fn see(&self, text: &str) {
        self.page.until(text, async || self.page.text().await.contains(text).then_some(())).await;
    }

    /// Waits until something is offered for what was typed.
    pub(crate) async fn offered(&self) {
        let ask = "() => !!document.querySelector('[role=listbox]:popover-open [role=option], dialog [role=option][href]')";
        self.page.until("an offer", async || (self.page.evaluate(ask).await == true).then_some(())).await;
    }

    /// Waits until the keyboard is in what `selector` matches.
    pub(crate) async fn focus_on(&self, selector: &str) {
        let ask = format!("() => !!document.activeElement?.matches({selector:?})");
        self.page.until(selector, async || (self.page.evaluate(&ask).await == true).then_some(())).await;
    }
}
