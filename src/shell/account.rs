//! Who one is, with which rights and for how long, and the ways to change that.

use crate::browser::{element::Element, intl};
use crate::components::facts::facts;
use crate::portal::Portal;
use crate::session::access::Access;
use crate::session::live::Live;
use crate::start;
use crate::view::element;
use authority::{Prompt, SignIn};
use leptos::prelude::Get;

/// The name of who is signed in, behind it what else is known of the session, and the way out. Where nobody signs in, it is
/// the application that works here, and there is no way out.
#[must_use]
pub fn account(portal: &Portal, access: &Access) -> Element {
    let connection = portal.connection().map(|connection| connection.name).unwrap_or_default();
    let is_applications = access.is_applications();
    let session = access.person.as_ref().map(Live::now);
    let person = session.as_ref().and_then(|session| session.person());
    let user_name = person.and_then(|person| person.identity.user_name.clone()).unwrap_or_default();
    let name = match person {
        Some(person) => person.identity.name.clone().unwrap_or_else(|| user_name.clone()),
        None => "The application".to_owned(),
    };
    let mut known = Vec::new();
    if person.is_some() {
        known.push(("Signed in as", user_name.clone()));
    }
    if is_applications {
        known.push(("Works as", "the application, through its companion".to_owned()));
    }
    known.push(("Connection", connection));
    known.extend(person.map(|person| ("Granted", person.scope.clone())));
    drop(session);
    let button = element("button")
        .attribute("type", "button")
        .class("quiet name")
        .attribute("title", &user_name)
        .attribute("popovertarget", "account")
        .child(element("bdi").text(&name));
    let permissions = match is_applications {
        true => "In Business Central the application's permissions apply, whoever you are.",
        false => "In Business Central your own permissions apply.",
    };
    let panel = element("div")
        .class("panel")
        .attribute("id", "account")
        .attribute("popover", "")
        .child(facts(&known).class("facts"))
        .child(element("p").text(permissions));
    let shown = element("div").class("person").child(button);
    match &access.person {
        None => shown.child(panel),
        Some(live) => shown.child(signed_in(portal, live, panel)).child(sign_out(portal)),
    }
}

/// `panel` with until when `live` lasts, and with what changes that.
fn signed_in(portal: &Portal, live: &Live, panel: Element) -> Element {
    let (ends, lives) = (portal.ends_at.clone(), live.clone());
    let until = element("p").live_text(move || {
        // It changes when the end comes near, and when a renewal moves it.
        ends.get();
        let end = lives.now().ends_at();
        end.map_or_else(String::new, |end| format!("Signed in until {}.", intl::time(end.seconds())))
    });
    let another = |_: &Live| SignIn { prompt: Some(Prompt::SelectAccount), ..SignIn::default() };
    panel.child(until).child(extend(portal, live)).child(leaving(
        portal,
        live,
        "Use another account",
        another,
    ))
}

fn sign_out(portal: &Portal) -> Element {
    let ending = portal.clone();
    let sign_out = element("button").attribute("type", "button").text("Sign out");
    sign_out.on("click", move |_| start::sign_out(&ending))
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
