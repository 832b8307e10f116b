//! Who one is, with which rights and for how long, and the ways to change that.

use crate::browser::{element::Element, intl};
use crate::components::facts::facts;
use crate::portal::Portal;
use crate::session::live::Live;
use crate::start;
use crate::view::element;
use authority::{Prompt, SignIn};
use leptos::prelude::Get;

/// The name of who is signed in, behind it what else is known of the session, and the way out.
#[must_use]
pub fn account(portal: &Portal, live: &Live) -> Element {
    let session = live.now();
    let user_name = session.identity.user_name.clone().unwrap_or_default();
    let name = session.identity.name.clone().unwrap_or_else(|| user_name.clone());
    let rights = session.scope.clone();
    drop(session);
    let connection = portal.connection().map(|connection| connection.name).unwrap_or_default();
    let known = [("Signed in as", user_name.clone()), ("Connection", connection), ("Granted", rights)];
    let button = element("button")
        .attribute("type", "button")
        .class("quiet name")
        .attribute("title", &user_name)
        .attribute("popovertarget", "account")
        .child(element("bdi").text(&name));
    let (ends, lives) = (portal.ends_at.clone(), live.clone());
    let until = element("p").live_text(move || {
        // It changes when the end comes near, and when a renewal moves it.
        ends.get();
        let end = lives.now().ends_at();
        end.map_or_else(String::new, |end| format!("Signed in until {}.", intl::time(end.seconds())))
    });
    let another = |_: &Live| SignIn { prompt: Some(Prompt::SelectAccount), ..SignIn::default() };
    let panel = element("div")
        .class("panel")
        .attribute("id", "account")
        .attribute("popover", "")
        .child(facts(&known).class("facts"))
        .child(until)
        .child(element("p").text("In Business Central your own permissions apply."))
        .child(extend(portal, live))
        .child(leaving(portal, live, "Use another account", another));
    let ending = portal.clone();
    let sign_out = element("button").attribute("type", "button").text("Sign out");
    element("div")
        .class("person")
        .child(button)
        .child(panel)
        .child(sign_out.on("click", move |_| start::sign_out(&ending)))
}

/// The button that begins a new session of this very account, before the present one ends.
#[must_use]
pub fn extend(portal: &Portal, live: &Live) -> Element {
    leaving(portal, live, "Stay signed in", |live| live.hinted(SignIn::default()))
}

fn leaving(portal: &Portal, live: &Live, label: &str, with: fn(&Live) -> SignIn) -> Element {
    let (portal, live) = (portal.clone(), live.clone());
    let button = element("button").attribute("type", "button").text(label);
    button.on("click", move |_| portal.run(start::sign_in(portal.clone(), with(&live))))
}
