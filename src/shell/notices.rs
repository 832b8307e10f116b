//! The screens with one thing to do.

use crate::browser::{
    element::Element,
    storage::{self, Store},
};
use crate::components::progress::cancellable;
use crate::drafts::{self, drafted};
use crate::portal::{Portal, Stage};
use crate::start;
use crate::view::element;
use authority::SignIn;
use leptos::prelude::{Callback, Set};

/// Something ends by itself; the same frame as the static shell, so that nothing jumps.
#[must_use]
pub fn busy(portal: &Portal, what: &str) -> Element {
    let told = element("span").text(&format!("{what} …"));
    let told = element("div").attribute("role", "status").class("progress").child(told);
    let portal = portal.clone();
    let told = cancellable(told, Callback::new(move |()| portal.cancel()));
    let bars = (0..3).map(|_| element("span").class("skeleton-bar"));
    element("div").class("launcher").attribute("aria-busy", "true").child(told).children(bars)
}

fn notice(heading: &str) -> Element {
    element("div").class("notice").child(element("h1").text(heading))
}

/// The user signed out, or has not signed in yet. `only_here`: the Authority could not be told. Where nobody signs in, the
/// connection was not opened yet.
#[must_use]
pub fn signed_out(portal: &Portal, only_here: bool) -> Element {
    let portal = portal.clone();
    let (heading, why, label) = match start::signs_in(&portal) {
        true => ("You are signed out", "Nothing of your session is left in this tab.", "Sign in"),
        false => ("This connection is not open", "Nobody has to sign in to it.", "Open"),
    };
    let button = element("button").attribute("type", "button").class("primary").text(label);
    notice(heading)
        .child(element("p").text(why))
        .children(only_here.then(|| {
            element("p").text(
                "The sign-in service could not be reached and may still know you. On a computer that others use, sign in and out once more when it is back.",
            )
        }))
        .child(button.on("click", move |_| portal.run(start::sign_in(portal.clone(), SignIn::default()))))
}

/// Several connections: which one?
#[must_use]
pub fn choose_connection(portal: &Portal) -> Element {
    let mut choices = element("ul").class("choices");
    for connection in portal.settings().iter().flat_map(|settings| &settings.connections) {
        let (portal, name) = (portal.clone(), connection.name.clone());
        let button = element("button").attribute("type", "button").text(&name);
        choices = choices.child(element("li").child(button.on("click", move |_| {
            start::choose(&portal, &name);
            portal.run(start::open(portal.clone()));
        })));
    }
    notice("Where do you want to work?").child(choices)
}

/// The service does not tell which environments there are, so the user types the name.
#[must_use]
pub fn name_environment(portal: &Portal) -> Element {
    let portal = portal.clone();
    let field = element("input")
        .attribute("type", "text")
        .attribute("required", "")
        .attribute("autocomplete", "off")
        .attribute("spellcheck", "false")
        .attribute("id", "environment");
    let field = drafted(field, "environment");
    let typed = field.clone();
    let why = "Business Central does not tell which environments there are. Type the name of yours, such as Production.";
    element("form")
        .class("notice")
        .attribute("aria-label", "Environment")
        .child(element("h1").text("Which environment?"))
        .child(element("p").text(why))
        .child(element("label").attribute("for", "environment").text("Environment"))
        .child(field)
        .child(element("button").attribute("type", "submit").class("primary").text("Open"))
        .on("submit", move |event| {
            event.prevent_default();
            let name = typed.value().trim().to_owned();
            if let Some(connection) = portal.connection().filter(|_| !name.is_empty()) {
                drafts::forget("environment");
                let _ = storage::set(Store::Browser, &start::remembered_environment(&connection), &name);
                portal.stage.set(Stage::Busy("Opening Business Central"));
                portal.run(start::open(portal.clone()));
            }
        })
}

/// No such page.
#[must_use]
pub fn not_found(portal: &Portal) -> Element {
    let way_out = element("a").class("button").attribute("href", portal.router.base());
    notice("There is no such page")
        .child(element("p").text("The address may be mistyped, or of another version of this portal."))
        .child(way_out.text("Go to the start"))
}
