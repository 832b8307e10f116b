//! The title bar: whose portal this is, where one is in it, and who one is.

use super::place::place;
use crate::browser::element::Element;
use crate::portal::{Portal, Stage};
use crate::start;
use crate::view::element;
use crate::workspace::Workspace;
use leptos::prelude::Get;

/// The title bar. It always names environment and company: nobody changes the wrong books.
#[must_use]
pub fn title_bar(portal: &Portal) -> Element {
    let (named, entered) = (portal.clone(), portal.clone());
    element("header").class("title-bar").part(move || product(&named)).parts(move || {
        match entered.stage.get() {
            Stage::Ready(workspace) => {
                let person = person(&entered, &workspace);
                vec![place(&entered, workspace), person]
            }
            _ => Vec::new(),
        }
    })
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

fn person(portal: &Portal, workspace: &Workspace) -> Element {
    let identity = &workspace.session().identity;
    let account = identity.user_name.as_deref().unwrap_or_default();
    let name = identity.name.as_deref().unwrap_or(account);
    let portal = portal.clone();
    let leave = element("button").attribute("type", "button").text("Sign out");
    element("div")
        .class("person")
        .child(element("bdi").class("name").attribute("title", account).text(name))
        .child(leave.on("click", move |_| start::sign_out(&portal)))
}
