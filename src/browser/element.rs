//! The page's elements: made, filled and changed one by one.
//!
//! Everything here is one function for every element, where a view of generic types would be compiled anew for each of
//! its shapes; DESIGN.md tells what that is worth. What follows signals is in [`crate::view`].

use super::event::Event;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlElement, Node};

/// An element of the page. A clone is the same element.
#[derive(Clone, Debug)]
pub struct Element(HtmlElement);

/// What an element listens with, as long as this is kept. An element that is taken away while it has the focus is still
/// told so, when what would have listened is gone.
pub struct Listener {
    element: HtmlElement,
    event: &'static str,
    closure: Closure<dyn FnMut(web_sys::Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let listener = self.closure.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(self.event, listener);
    }
}

/// A new element of that name, not yet on the page.
///
/// # Panics
/// Where there is no page: the portal runs in one.
#[must_use]
pub fn element(name: &'static str) -> Element {
    let made = document().and_then(|document| document.create_element(name).ok());
    Element(made.expect("a page makes any element of HTML").unchecked_into())
}

fn document() -> Option<web_sys::Document> {
    web_sys::window().and_then(|window| window.document())
}

impl Element {
    pub(super) fn of(element: HtmlElement) -> Self {
        Self(element)
    }

    /// The browser's own element.
    #[must_use]
    pub fn raw(&self) -> &HtmlElement {
        &self.0
    }

    /// With that attribute.
    #[must_use]
    pub fn attribute(self, name: &str, value: &str) -> Self {
        self.set_attribute(name, Some(value));
        self
    }

    /// With those classes, separated by spaces.
    #[must_use]
    pub fn class(self, classes: &str) -> Self {
        self.attribute("class", classes)
    }

    /// With that text as its whole content. Text is never read as HTML.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.set_text(text);
        self
    }

    /// With `child` behind what it holds already.
    #[must_use]
    pub fn child(self, child: Self) -> Self {
        let Self(child) = child;
        // Only what is no node, or would hold itself, cannot be appended.
        let _ = self.0.append_child(&child);
        self
    }

    /// Puts `child` before what it holds already.
    pub fn insert_first(&self, child: &Self) {
        let _ = self.0.insert_before(&child.0, self.0.first_child().as_ref());
    }

    /// With `children` behind what it holds already.
    #[must_use]
    pub fn children(self, children: impl IntoIterator<Item = Self>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// Another of it with all it holds, not yet on the page. What listens to it does not listen to the copy.
    #[must_use]
    pub fn copy(&self) -> Self {
        // Every element can be copied (DOM, `cloneNode`).
        self.0.clone_node_with_deep(true).map_or_else(|_| self.clone(), |copy| Self(copy.unchecked_into()))
    }

    /// Sets an attribute, or takes it away.
    pub fn set_attribute(&self, name: &str, value: Option<&str>) {
        let _ = match value {
            Some(value) => self.0.set_attribute(name, value),
            None => self.0.remove_attribute(name),
        };
    }

    /// An attribute, if it has it.
    #[must_use]
    pub fn get_attribute(&self, name: &str) -> Option<String> {
        self.0.get_attribute(name)
    }

    /// The first element within it that `selector` matches.
    #[must_use]
    pub fn find(&self, selector: &str) -> Option<Self> {
        let found = self.0.query_selector(selector).ok().flatten()?;
        Some(Self(found.unchecked_into()))
    }

    /// Sets a property of its style, such as `--rows`: the Content Security Policy forbids the attribute.
    pub fn set_style(&self, name: &str, value: &str) {
        let _ = self.0.style().set_property(name, value);
    }

    /// Sets the text that it holds.
    pub fn set_text(&self, text: &str) {
        self.0.set_text_content(Some(text));
    }

    /// What a field or a picker holds.
    #[must_use]
    pub fn value(&self) -> String {
        Reflect::get(&self.0, &"value".into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
    }

    /// Sets what a field or a picker holds.
    pub fn set_value(&self, value: &str) {
        let _ = Reflect::set(&self.0, &"value".into(), &value.into());
    }

    /// Whether a property such as `checked` is set.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        Reflect::get(&self.0, &name.into()).is_ok_and(|value| value.is_truthy())
    }

    /// Sets a property such as `checked`, which is not the attribute of that name.
    pub fn set_flag(&self, name: &str, value: bool) {
        let _ = Reflect::set(&self.0, &name.into(), &value.into());
    }

    /// Scrolls what is around it no farther than needed for it to be seen.
    pub fn scroll_into_view(&self) {
        let options = js_sys::Object::new();
        for side in ["block", "inline"] {
            let _ = Reflect::set(&options, &side.into(), &"nearest".into());
        }
        let scroll = Reflect::get(&self.0, &"scrollIntoView".into()).ok();
        if let Some(scroll) = scroll.and_then(|scroll| scroll.dyn_into::<js_sys::Function>().ok()) {
            let _ = scroll.call1(&self.0, &options);
        }
    }

    /// The element at `index` among those that it holds.
    #[must_use]
    pub fn nth(&self, index: usize) -> Option<Self> {
        let child = self.0.children().item(u32::try_from(index).ok()?)?;
        Some(Self(child.unchecked_into()))
    }

    /// Shows it, a `dialog`, above the page, which is out of reach meanwhile (HTML, `showModal`). The browser keeps the
    /// focus within, closes it at Escape, and gives the focus back.
    pub fn show_modal(&self) {
        if let Some(dialog) = self.0.dyn_ref::<web_sys::HtmlDialogElement>()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    }

    /// Closes it, a `dialog`.
    pub fn close(&self) {
        if let Some(dialog) = self.0.dyn_ref::<web_sys::HtmlDialogElement>() {
            dialog.close();
        }
    }

    /// Calls `listen` at every `event`, as long as the [`Listener`] is kept.
    #[must_use]
    pub fn listen(&self, event: &'static str, mut listen: Box<dyn FnMut(Event)>) -> Listener {
        let closure = Closure::<dyn FnMut(web_sys::Event)>::new(move |event| listen(Event::of(event)));
        let _ = self.0.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        Listener { element: self.0.clone(), event, closure }
    }

    /// Lets `event` happen to it, as if the user had caused it.
    pub fn send(&self, event: &str) {
        if let Ok(event) = web_sys::Event::new(event) {
            let _ = self.0.dispatch_event(&event);
        }
    }

    /// Puts a mark behind what it holds, in front of which elements can be put.
    #[must_use]
    pub fn mark(&self) -> Mark {
        let mark = document().map(|document| document.create_comment(""));
        let mark: Node = mark.expect("a page makes comments").into();
        let _ = self.0.append_child(&mark);
        Mark(mark)
    }

    /// Takes it off the page.
    pub fn remove(&self) {
        self.0.remove();
    }

    /// Its height within its borders, in CSS pixels.
    #[must_use]
    pub fn height(&self) -> i32 {
        self.0.client_height()
    }

    /// Its width with its borders, in CSS pixels.
    #[must_use]
    pub fn width(&self) -> i32 {
        self.0.offset_width()
    }

    /// Calls a method of it that takes nothing, such as `hidePopover`.
    pub fn call(&self, method: &str) {
        let found = Reflect::get(&self.0, &method.into()).ok();
        if let Some(method) = found.and_then(|found| found.dyn_into::<js_sys::Function>().ok()) {
            // A popover that is hidden already can't be hidden.
            let _ = method.call0(&self.0);
        }
    }

    /// How far its content is scrolled, in CSS pixels.
    #[must_use]
    pub fn scroll_top(&self) -> i32 {
        self.0.scroll_top()
    }

    /// Scrolls its content.
    pub fn set_scroll_top(&self, top: i32) {
        self.0.set_scroll_top(top);
    }

    /// Gives it the keyboard's focus.
    pub fn focus(&self) {
        let _ = self.0.focus();
    }

    /// Does what a click on it does.
    pub fn click(&self) {
        self.0.click();
    }

    /// The nearest element around it, or itself, that `selector` matches.
    #[must_use]
    pub fn around(&self, selector: &str) -> Option<Self> {
        let found = self.0.closest(selector).ok().flatten()?;
        Some(Self(found.unchecked_into()))
    }

    /// Whether any of it is within the window, and it is not hidden.
    #[must_use]
    pub fn is_in_sight(&self) -> bool {
        let window = web_sys::window()
            .and_then(|window| window.inner_height().ok())
            .and_then(|height| height.as_f64());
        let place = self.0.get_bounding_client_rect();
        self.0.offset_parent().is_some()
            && place.bottom() > 0.0
            && window.is_none_or(|height| place.top() < height)
    }

    /// Whether it is that very element.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    /// What has the keyboard's focus.
    #[must_use]
    pub fn focused() -> Option<Self> {
        Some(Self(document()?.active_element()?.unchecked_into()))
    }

    /// Selects all the text of a field.
    pub fn select(&self) {
        if let Some(field) = self.0.dyn_ref::<web_sys::HtmlInputElement>() {
            field.select();
        }
    }
}

/// A place among the children of an element.
#[derive(Clone, Debug)]
pub struct Mark(Node);

impl Mark {
    /// Makes `elements` the ones in front of this mark, in that order, moving no element that is in its place. The
    /// caller has removed those that are no more.
    pub fn arrange(&self, elements: &[Element]) {
        let Some(parent) = self.0.parent_node() else { return };
        let mut behind = self.0.clone();
        for element in elements.iter().rev() {
            if behind.previous_sibling().as_ref() != Some(element.0.as_ref()) {
                let _ = parent.insert_before(&element.0, Some(&behind));
            }
            behind = element.0.clone().into();
        }
    }
}
