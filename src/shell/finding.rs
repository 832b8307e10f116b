//! The way to the search box over everything: a button in the title bar, and Ctrl-K.

use crate::browser::{element::Element, keyboard};
use crate::later;
use crate::portal::{Portal, Stage};
use crate::view::element;
use leptos::prelude::{Get, GetUntracked as _, Set, StoredValue};

/// The button, where there is something to search.
#[must_use]
pub fn button(portal: &Portal) -> Option<Element> {
    let Stage::Ready(_) = portal.stage.get() else { return None };
    let finding = portal.finding.clone();
    let button = element("button")
        .attribute("type", "button")
        .class("find")
        .attribute("aria-label", "Search everything")
        .attribute("aria-keyshortcuts", "Control+K Meta+K")
        .attribute("title", "Search everything (Ctrl-K)");
    Some(button.on("click", move |_| finding.set(true)))
}

/// The place in which the search box is drawn.
#[must_use]
pub fn place(portal: &Portal) -> Element {
    let (pressed, shown) = (portal.clone(), portal.clone());
    StoredValue::new_local(keyboard::on_command("k", move || {
        pressed.finding.set(matches!(pressed.stage.get_untracked(), Stage::Ready(_)));
    }));
    element("div").class("finding").optional(move || {
        let Stage::Ready(workspace) = shown.stage.get() else { return None };
        let portal = shown.clone();
        shown
            .finding
            .get()
            .then(|| later::part(move |later| (later.finder)(&portal, &workspace, portal.finding.clone())))
    })
}
