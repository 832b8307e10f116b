//! What a click was meant for.

use wasm_bindgen::JsCast;

/// Whether a click was on a link, which follows itself, or ended a selection of text, which is to be copied.
#[must_use]
pub fn is_on_link_or_selection(event: &web_sys::MouseEvent) -> bool {
    let target: Option<web_sys::Element> = event.target().and_then(|target| target.dyn_into().ok());
    let on_link = target.is_some_and(|element| element.closest("a[href]").ok().flatten().is_some());
    let selecting = web_sys::window()
        .and_then(|window| window.get_selection().ok().flatten())
        .is_some_and(|selection| !selection.is_collapsed());
    on_link || selecting
}
