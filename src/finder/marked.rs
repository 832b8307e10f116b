//! The button that makes a list or a record a favourite.

use super::{Remembered, visits::whose};
use crate::address::Address;
use crate::browser::element::Element;
use crate::places::Memory;
use crate::view::element;
use crate::workspace::Workspace;
use leptos::prelude::{Get, GetUntracked as _, RwSignal, Set};

/// The button for what is at `address`; `told` says what it is called and of what kind it is, tracked.
#[must_use]
pub fn star(
    workspace: &Workspace,
    address: &Address,
    told: impl Fn() -> (String, String) + Clone + 'static,
) -> Element {
    let (href, whose) = (workspace.href(address), whose(workspace));
    let is_marked = RwSignal::new(Memory::Marked.read(&whose).iter().any(|place| place.href == href));
    let sign = move || if is_marked.get() { "★" } else { "☆" }.to_owned();
    let hint =
        move || Some(if is_marked.get() { "Remove from favourites" } else { "Add to favourites" }.to_owned());
    element("button")
        .attribute("type", "button")
        .class("quiet star")
        .attribute("aria-label", "Favourite")
        .live_attribute("aria-pressed", move || Some(is_marked.get().to_string()))
        .live_attribute("title", hint)
        .live_text(sign)
        .on("click", move |_| {
            // Another tab may have changed them since.
            let mut places = Memory::Marked.read(&whose);
            places.retain(|place| place.href != href);
            let marks = !is_marked.get_untracked();
            if marks {
                let (title, kind) = told();
                places.push(Remembered { href: href.clone(), title, kind });
            }
            Memory::Marked.write(&whose, &places);
            is_marked.set(marks);
        })
}
