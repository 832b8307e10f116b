//! `/setup`: what the settings ask of the Authority and of the host, to compare and to copy.

use crate::browser::location;
use crate::portal::Portal;
use crate::session::store;
use leptos::prelude::*;
use settings::{Connection, Mode, Settings, content_security_policy};
use std::sync::Arc;

/// The facts of each connection, and the Content Security Policy that the host must send.
#[component]
pub fn Setup(
    /// What portal.json says.
    settings: Arc<Settings>,
) -> impl IntoView {
    let portal: Portal = expect_context();
    let base = portal.router.base().to_owned();
    let policy = content_security_policy(&settings.origins());
    let Settings { connections, .. } = Arc::unwrap_or_clone(settings);
    let connections = connections
        .into_iter()
        .map(|connection| {
            let facts = facts(&connection, &location::origin(), &base);
            let rows = facts
                .into_iter()
                .map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> })
                .collect_view();
            view! { <section><h2>{connection.name}</h2><dl class="facts">{rows}</dl></section> }
        })
        .collect_view();
    view! {
        <article class="setup">
            <h1>"Setup"</h1>
            <p>"What portal.json asks of the app registration and of the host that serves this portal."</p>
            {connections}
            <section>
                <h2>"Content Security Policy"</h2>
                <p>"The host must send this header with every file."</p>
                <pre tabindex="0">{policy}</pre>
            </section>
        </article>
    }
}

fn facts(connection: &Connection, origin: &str, base: &str) -> Vec<(&'static str, String)> {
    let or_user = |choice: &Option<String>| choice.clone().unwrap_or_else(|| "the user picks".to_owned());
    let mut facts = match &connection.mode {
        Mode::User(registration) | Mode::Delegate { registration, .. } => vec![
            ("Authority", registration.authority.clone()),
            ("Application (client) ID", registration.client_id.clone()),
            ("Redirect URI (single-page application)", store::redirect_uri(registration, origin, base)),
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
