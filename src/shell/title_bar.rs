//! The title bar: whose portal this is, where one is in it, and who one is.

use super::account::account;
use super::finding;
use super::place::{connection_picker, place};
use crate::browser::element::Element;
use crate::portal::{Portal, Stage};
use crate::view::element;
use leptos::prelude::Get;

/// The title bar. It always names environment and company: nobody changes the wrong books.
#[must_use]
pub fn title_bar(portal: &Portal) -> Element {
    let (named, chosen, entered, known) = (portal.clone(), portal.clone(), portal.clone(), portal.clone());
    let found = portal.clone();
    element("header")
        .class("title-bar")
        .part(move || product(&named))
        .optional(move || connection_picker(&chosen))
        .optional(move || match entered.stage.get() {
            Stage::Ready(workspace) => Some(place(&entered, workspace)),
            _ => None,
        })
        .optional(move || finding::button(&found))
        .optional(move || known.access.get().map(|access| account(&known, &access)))
}

fn product(portal: &Portal) -> Element {
    let settings = portal.settings.get();
    let base = portal.router.base();
    let link = element("a").class("product").attribute("href", base);
    // A relative path is one beside portal.json, wherever below it the page is.
    let logo = settings.as_ref().and_then(|settings| settings.logo.as_deref());
    let logo = logo.map(|logo| if logo.starts_with('/') { logo.to_owned() } else { format!("{base}{logo}") });
    let logo = logo.map(|logo| element("img").attribute("src", &logo).attribute("alt", ""));
    let title = settings.as_ref().map_or("Portico", |settings| &settings.title);
    link.children(logo).child(element("span").text(title))
}
