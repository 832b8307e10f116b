//! `/setup`: what the settings ask of the Authority and of the host, to compare and to copy.

use crate::browser::{element::Element, location};
use crate::components::facts::facts;
use crate::portal::Portal;
use crate::session::client::redirect_uri;
use crate::view::element;
use settings::{Connection, Mode, Settings, content_security_policy};

/// The facts of each connection of `settings`, and the Content Security Policy that the host must send.
#[must_use]
pub fn setup(portal: &Portal, settings: &Settings) -> Element {
    let connections = settings.connections.iter().map(|connection| {
        let asked = asked_of(connection, &location::origin(), portal.router.base());
        element("section").child(element("h2").text(&connection.name)).child(facts(&asked).class("facts"))
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
    let mut facts = match &connection.mode {
        Mode::User(registration) | Mode::Delegate { registration, .. } => vec![
            ("Authority", registration.authority.clone()),
            ("Application (client) ID", registration.client_id.clone()),
            ("Redirect URI (single-page application)", redirect_uri(registration, origin, base)),
            ("Address after signing out", redirect_uri(registration, origin, base)),
            ("Scope", registration.scope.clone()),
            ("Service", registration.service.clone()),
        ],
        Mode::App { companion } => vec![("Companion", companion.clone())],
    };
    facts.extend([
        ("Tenant", connection.tenant.clone()),
        ("Environment", or_user(&connection.environment)),
        ("Company", or_user(&connection.company)),
    ]);
    facts
}
