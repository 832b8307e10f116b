//! `/setup`: what the settings ask of the Authority and of the host, to compare and to copy.

use crate::browser::{element::Element, location};
use crate::companion;
use crate::components::facts::facts;
use crate::portal::Portal;
use crate::session::client::redirect_uri;
use crate::view::element;
use leptos::{
    prelude::{Get as _, RwSignal, Set as _},
    task::spawn_local,
};
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
    let told = RwSignal::new("The companion is being asked …".to_owned());
    let (connection, app) = (connection.clone(), app.clone());
    spawn_local(async move {
        let found = match companion::describe(&app.companion).await {
            Err(problem) => format!("{} {}", problem.title, problem.remedy),
            Ok(described) => match described.fits(&connection, &app) {
                Ok(()) => format!("The companion answers. {}", described.in_words()),
                Err(fault) => format!("{} {fault} {}", described.in_words(), fault.remedy()),
            },
        };
        told.try_set(found);
    });
    element("p").attribute("role", "status").live_text(move || told.get())
}
