//! A dialog of the list's tools (ARIA Authoring Practices, dialog pattern). HTML's own `dialog` keeps the focus within and
//! closes at Escape.

use crate::browser::element::Element;
use crate::view::{element, follow};
use leptos::prelude::{Callable, Callback, set_timeout};
use std::time::Duration;

/// A dialog that shows itself. Whoever drew it takes it away when it was closed.
pub(super) fn dialog(title: &str, on_close: Callback<()>, content: Element) -> Element {
    let frame = element("dialog");
    let shown = frame.clone();
    follow(move || shown.show_modal());
    frame
        .class("dialog")
        .attribute("aria-label", title)
        .on("close", move |_| on_close.run(()))
        .child(element("h2").text(title))
        .child(content)
}

/// A button of a dialog or toolbar.
pub(super) fn button(label: &str, act: impl FnMut() + 'static) -> Element {
    let mut act = act;
    element("button").attribute("type", "button").text(label).on("click", move |_| act())
}

/// A labelled field.
pub(super) fn labelled(label: &str, field: Element) -> Element {
    element("label").class("labelled").child(element("span").text(label)).child(field)
}

/// The buttons at a dialog's end: the one that does it, in front of it the one that doesn't.
pub(super) fn buttons(act: &str, on_close: Callback<()>) -> Element {
    element("div")
        .class("buttons")
        .child(button("Cancel", move || on_close.run(())))
        .child(element("button").attribute("type", "submit").class("primary").text(act))
}

/// Gives the focus to what `find` finds, once the page has been drawn: behind a dialog that is still there nothing takes it.
pub(super) fn focus_soon(find: impl FnOnce() -> Option<Element> + 'static) {
    set_timeout(
        move || {
            if let Some(found) = find() {
                found.focus();
            }
        },
        Duration::ZERO,
    );
}

/// Gives `field` the focus once it is on the page.
pub(super) fn focused(field: Element) -> Element {
    let focused = field.clone();
    follow(move || focused.focus());
    field
}
