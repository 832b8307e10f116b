//! `/setup`: is everything as the portal needs it? For whoever connects it to a tenant, before and after the first sign-in.
//!
//! Each line is looked at for itself, says what is wrong and how to mend it, and stops those that make no sense without it.

mod access;
mod cors;
mod host;
mod registered;
mod registration;
mod service;
mod sheet;

use crate::browser::{clock, element::Element, location, page};
use crate::components::copies::copies;
use crate::components::facts::facts;
use crate::components::task::Tasks;
use crate::portal::Portal;
use crate::session::client::redirect_uri;
use crate::start;
use crate::view::element;
use authority::SignIn;
use host::Found;
use leptos::prelude::*;
use registration::Guide;
use service::Reached;
use settings::{Connection, content_security_policy};
use sheet::{Check, Sheet, summary};

/// The page. It needs neither settings that are right nor somebody who has signed in.
#[must_use]
pub fn setup(portal: &Portal) -> Element {
    page::set_title("Setup check");
    let host = Sheet::new("Host and browser", &host::CHECKS);
    let sheets = RwSignal::new(vec![host.clone()]);
    let found = RwSignal::new(None::<Found>);
    let tasks = Tasks::of_this_view();
    {
        let (host, base) = (host.clone(), portal.router.base().to_owned());
        tasks.spawn(async move { found.set(host::look(&host, &base).await) });
    }
    let (running, portal) = (tasks, portal.clone());
    element("article")
        .class("setup")
        .child(element("h1").text("Setup check"))
        .child(element("p").text("What this portal needs of its settings, its host, the Authority and Business Central, line by line."))
        .child(element("p").class("summary").attribute("role", "status").live_text(move || summary(&sheets.get())))
        .child(
            element("div")
                .class("buttons")
                // With the page, so that the portal signs in with the settings that are checked.
                .child(button("Check again").on("click", |_| location::reload()))
                .child(copies("Copy the report", move || report(&sheets.get_untracked()))),
        )
        .child(element("section").child(element("h2").text("Host and browser")).child(host.view()))
        .parts(move || {
            let Some(found) = found.get() else { return Vec::new() };
            let connections = found.settings.connections.iter();
            let sections: Vec<Element> = connections
                .map(|connection| {
                    let sheet = Sheet::new(&connection.name, &checks(connection));
                    sheets.update(|sheets| sheets.push(sheet.clone()));
                    let work = look(sheet.clone(), portal.clone(), connection.clone(), found.clone());
                    running.spawn(work);
                    section(&portal, connection, &sheet, &found)
                })
                .collect();
            sections.into_iter().chain([policy(&found.settings.origins())]).collect()
        })
}

/// What is checked of `connection`, in this order.
fn checks(connection: &Connection) -> Vec<Check> {
    let signs_in = connection.mode.registration().is_some();
    let mut checks = if signs_in { registered::CHECKS.to_vec() } else { Vec::new() };
    checks.extend(connection.mode.app().map(|_| Check::Companion));
    checks.extend(service::CHECKS);
    checks
}

/// Looks at `connection`.
async fn look(sheet: Sheet, portal: Portal, connection: Connection, found: Found) {
    let session = match connection.mode.registration() {
        Some(_) => registered::look(&sheet, &portal, &connection, &found).await,
        None => None,
    };
    let way = match (connection.mode.app(), session) {
        (Some(app), session) => access::through_companion(&sheet, &portal, &connection, app, session).await,
        (None, Some(session)) => access::personal(&portal, &connection, session)
            .map(|access| (access, connection.environment.clone())),
        (None, None) => None,
    };
    if let Some((access, environment)) = way {
        let (sheet, portal, menu) = (&sheet, &portal, &found.settings.menu);
        let reached = Reached { sheet, portal, connection: &connection, menu, access, environment };
        let _ = reached.look().await;
    }
    sheet.end("A line above comes first.");
}

/// A connection: its lines, and what has to be registered for it.
fn section(portal: &Portal, connection: &Connection, sheet: &Sheet, found: &Found) -> Element {
    let (here, base) = (location::origin(), portal.router.base());
    let registration = connection.mode.registration();
    let uri = registration.map(|registration| redirect_uri(registration, &here, base)).unwrap_or_default();
    let sign_in = registration.filter(|_| found.may_sign_in).map(|_| {
        let (portal, name, sheet) = (portal.clone(), connection.name.clone(), sheet.clone());
        let is_again = move || sheet.has_passed(Check::SignIn);
        let (is_primary, is_named_so) = (is_again.clone(), is_again);
        button("")
            .live_attribute("class", move || (!is_primary()).then(|| "primary".to_owned()))
            .live_text(move || if is_named_so() { "Sign in again" } else { "Sign in" }.to_owned())
            .on("click", move |_| {
                start::choose(&portal, &name);
                portal.run(start::sign_in(portal.clone(), SignIn::default()));
            })
    });
    let guides = registration::guides(connection, &found.settings.title, &uri);
    let asked = asked_of(connection, &uri);
    element("section")
        .child(element("h2").text(&connection.name))
        .child(sheet.view())
        .children(sign_in.map(|button| element("div").class("buttons").child(button)))
        .child(
            element("details")
                .child(element("summary").text("What the settings say"))
                .child(facts(&asked).class("facts")),
        )
        .child(
            element("details")
                .child(element("summary").text("How to register it"))
                .children(guides.into_iter().map(guide)),
        )
}

fn guide(Guide { title, clicks, manifest, script }: Guide) -> Element {
    let clicks = clicks.iter().map(|click| element("li").text(click));
    let texts = [("Or these members in its manifest", manifest), ("Or all of it by the Azure CLI", script)];
    let texts = texts.into_iter().filter_map(|(name, text)| text.map(|text| copied(name, text)));
    element("div")
        .child(element("h3").text(title))
        .child(element("ol").class("clicks").children(clicks))
        .children(texts)
}

/// A text to be copied.
fn copied(name: &'static str, text: String) -> Element {
    let shown = element("pre").attribute("tabindex", "0").text(&text);
    element("div")
        .child(
            element("div")
                .class("buttons")
                .child(element("h4").text(name))
                .child(copies("Copy", move || text.clone())),
        )
        .child(shown)
}

fn policy(origins: &settings::Origins) -> Element {
    let text = content_security_policy(origins);
    element("section")
        .child(element("h2").text("The policy that the settings need"))
        .child(
            element("p")
                .text("The host must send it with every file, as the header Content-Security-Policy."),
        )
        .child(copied("Content-Security-Policy", text))
}

/// What the settings say of `connection`.
fn asked_of(connection: &Connection, redirect_uri: &str) -> Vec<(&'static str, String)> {
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
            ("Redirect URI (single-page application)", redirect_uri.to_owned()),
            ("Address after signing out", redirect_uri.to_owned()),
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

fn report(sheets: &[Sheet]) -> String {
    let head = format!("Portico setup check, {}, {}", location::origin(), clock::now_as_text());
    let sheets = sheets.iter().map(Sheet::report);
    [head].into_iter().chain(sheets).collect::<Vec<_>>().join("\n\n")
}

fn button(label: &str) -> Element {
    element("button").attribute("type", "button").text(label)
}
