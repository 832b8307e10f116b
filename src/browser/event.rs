//! What the user did, as the page tells it.

use super::element::Element;
use js_sys::Reflect;
use wasm_bindgen::JsCast;

/// An event at an element.
#[derive(Clone, Debug)]
pub struct Event(web_sys::Event);

impl Event {
    pub(super) fn of(event: web_sys::Event) -> Self {
        Self(event)
    }

    /// The browser is not to do what it otherwise would.
    pub fn prevent_default(&self) {
        self.0.prevent_default();
    }

    /// The key of a keyboard's event (`KeyboardEvent.key`).
    #[must_use]
    pub fn key(&self) -> String {
        Reflect::get(&self.0, &"key".into()).ok().and_then(|key| key.as_string()).unwrap_or_default()
    }

    /// Whether any of these modifier keys was held: `ctrlKey`, `altKey`, `metaKey`, `shiftKey`.
    #[must_use]
    pub fn has_any(&self, modifiers: &[&str]) -> bool {
        modifiers.iter().any(|name| Reflect::get(&self.0, &(*name).into()).is_ok_and(|held| held.is_truthy()))
    }

    /// Whether it happened to the very element that listens, not to one within.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.0.target() == self.0.current_target()
    }

    /// The element that it happened to, or the nearest around it, that `selector` matches.
    #[must_use]
    pub fn within(&self, selector: &str) -> Option<Element> {
        let target: web_sys::Element = self.0.target()?.dyn_into().ok()?;
        Some(Element::of(target.closest(selector).ok().flatten()?.unchecked_into()))
    }

    /// Whether a click was on a link, which follows itself, or ended a selection of text, which is to be copied.
    #[must_use]
    pub fn is_on_link_or_selection(&self) -> bool {
        let selecting = web_sys::window()
            .and_then(|window| window.get_selection().ok().flatten())
            .is_some_and(|selection| !selection.is_collapsed());
        selecting || self.within("a[href]").is_some()
    }
}
