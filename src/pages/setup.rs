//! `/setup`: what the settings ask of the Authority and of the host, to compare and to copy.

use crate::browser::{element::Element, location};
use crate::companion::{self, description::Description};
use crate::components::facts::facts;
use crate::portal::Portal;
use crate::session::access::Party;
use crate::session::client::redirect_uri;
use crate::session::live::Failure;
use crate::view::element;
use leptos::task::spawn_local;
use settings::{App, Connection, Settings, content_security_policy};

/// The facts of each connection of `settings`, and the Content Security Policy that the host must send.
#[must_use]
pub fn setup(portal: &Portal, settings: &Settings) -> Element {
    let connections = settings.connections.iter().map(|connection| {
        let asked = asked_of(connection, &location::origin(), portal.router.base());
        element("section")
            .child(element("h2").text(&connection.name))
            .child(facts(&asked).class("facts"))
            .children(connection.mode.app().map(|app| answer(connection, app)))
    });
    let policy =
        element("pre").attribute("tabindex", "0").text(&content_security_policy(&settings.origins()));
    element("article")
        .class("setup")
        .child(element("h1").text("Setup"))
        .child(
            element("p").text(
                "What portal.json asks of the app registration and of the host that serves this portal.",
            ),
        )
        .children(connections)
        .child(
            element("section")
                .child(element("h2").text("Content Security Policy"))
                .child(element("p").text("The host must send this header with every file."))
                .child(policy),
        )
}

fn asked_of(connection: &Connection, origin: &str, base: &str) -> Vec<(&'static str, String)> {
    let or_user = |choice: &Option<String>| choice.clone().unwrap_or_else(|| "the user picks".to_owned());
    let mut facts = Vec::new();
    if let Some(app) = connection.mode.app() {
        facts.push(("Companion", app.companion.clone()));
        facts.push(("Service", app.service.clone()));
    }
    if let Some(registration) = connection.mode.registration() {
        facts.extend([
            ("Authority", registration.authority.clone()),
            ("Application (client) ID", registration.client_id.clone()),
            ("Redirect URI (single-page application)", redirect_uri(registration, origin, base)),
            ("Address after signing out", redirect_uri(registration, origin, base)),
            ("Scope", registration.scope.clone()),
        ]);
        if connection.mode.app().is_none() {
            facts.push(("Service", registration.service.clone()));
        }
    }
    facts.extend([
        ("Tenant", connection.tenant.clone()),
        ("Environment", or_user(&connection.environment)),
        ("Company", or_user(&connection.company)),
    ]);
    facts
}

/// What the companion says of itself now, and what of it is not as `connection` says.
fn answer(connection: &Connection, app: &App) -> Element {
    let told = element("p").attribute("role", "status").text("The companion is being asked …");
    let (connection, shown) = (connection.clone(), told.clone());
    let answer = companion::ask(Party::companion(&app.companion, None), "/", None);
    spawn_local(async move { shown.set_text(&judge(&connection, answer.await)) });
    told
}

fn judge(connection: &Connection, answer: Result<String, Failure>) -> String {
    let described = match answer {
        Ok(body) => Description::read(&body),
        Err(failure) => return failure.problem().title,
    };
    match described.and_then(|described| described.fits(connection).map(|()| described)) {
        Ok(described) => described.in_words(),
        Err(fault) => format!("{fault} {}", fault.remedy()),
    }
}
