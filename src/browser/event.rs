//! What the user did, as the page tells it.

use super::element::Element;
use js_sys::{Function, Reflect};
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

    /// Whether something that it happened to before has dealt with it.
    #[must_use]
    pub fn is_dealt_with(&self) -> bool {
        self.0.default_prevented()
    }

    /// The key of a keyboard's event (`KeyboardEvent.key`).
    #[must_use]
    pub fn key(&self) -> String {
        self.text("key")
    }

    /// A text that it tells, such as `newState`.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        Reflect::get(&self.0, &name.into()).ok().and_then(|text| text.as_string()).unwrap_or_default()
    }

    /// A number that it tells, such as `clientX`; 0 if it tells none.
    #[must_use]
    pub fn number(&self, name: &str) -> f64 {
        Reflect::get(&self.0, &name.into()).ok().and_then(|number| number.as_f64()).unwrap_or_default()
    }

    /// All that the pointer does happens to `element` until it is let go (Pointer Events §4.1.3).
    pub fn capture(&self, element: &Element) {
        let capture = Reflect::get(element.raw(), &"setPointerCapture".into()).ok();
        if let Some(capture) = capture.and_then(|capture| capture.dyn_into::<Function>().ok()) {
            let _ = capture.call1(element.raw(), &self.number("pointerId").into());
        }
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

    /// Whether the focus goes to something within `element` (`FocusEvent.relatedTarget`), or only the window has lost it:
    /// then it comes back to where it was.
    #[must_use]
    pub fn stays_in(&self, element: &Element) -> bool {
        let to = Reflect::get(&self.0, &"relatedTarget".into()).ok();
        let to = to.and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        let document = web_sys::window().and_then(|window| window.document());
        match to {
            Some(to) => element.raw().contains(Some(&to)),
            None => document.is_some_and(|document| !document.has_focus().unwrap_or(true)),
        }
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
