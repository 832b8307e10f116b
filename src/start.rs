//! From an opened address to a page of the portal: the ten steps of the authorization code flow.
//!
//! - Step 1, the address is opened: [`run`].
//! - Step 2, is there a session? [`open`].
//! - Steps 3 to 5, if there is none: [`sign_in`] leaves for the Authority, where the user signs in and consents.
//! - Steps 6 to 8, the Authority has sent the user back: [`run`] redeems the code and keeps the session.
//! - Steps 9 and 10, Business Central is asked with the token, at the very page first asked for: [`enter`].

mod enter;
mod settings_file;

pub use enter::{enter, remember_company, remembered_environment, switch_environment};

use crate::browser::{clock, page, storage, window};
use crate::portal::{Portal, Stage};
use crate::problem::{Action, Problem};
use crate::session::{attempts, callback, sign_in as leaving, sign_out as ending, store};
use authority::SignIn;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use settings::Mode;
use std::sync::Arc;

/// Steps 1 and, when the Authority has just sent the user back, 6 to 8.
pub async fn run(portal: Portal, arrival: Option<callback::Arrival>) {
    let base = portal.router.base().to_owned();
    let settings = match settings_file::read(&base).await {
        Ok(settings) => Arc::new(settings),
        Err(problem) => return portal.fail(problem),
    };
    page::set_title(&settings.title);
    if let Some(accent) = &settings.accent {
        page::set_accent(accent);
    }
    portal.settings.set(Some(settings.clone()));
    if let Err(error) = storage::probe(storage::Store::Tab) {
        return portal.fail(Problem::from_storage(error));
    }
    let Some(arrival) = arrival.filter(|arrival| arrival.is_answer(&settings, &base)) else {
        if callback::is_redirect_uri(&settings, &base) {
            // A bookmark of the callback, or the way back from signing out: there is nothing to redeem.
            portal.router.replace_path(&base);
        }
        return open(portal).await;
    };
    portal.stage.set(Stage::Busy("Signing in"));
    match callback::complete(arrival, &settings, &base).await {
        Ok(welcome) => {
            portal.router.replace_path(&welcome.return_to);
            choose(&portal, &welcome.connection);
            if !welcome.kept {
                portal
                    .notice
                    .set(Some("The browser's storage is full: reloading this page will sign you out."));
            }
            enter(portal, welcome.session).await;
        }
        Err(refusal) => {
            portal.router.replace_path(refusal.return_to.as_deref().unwrap_or(&base));
            let connection = refusal.connection.or_else(|| named_connection(&portal));
            if let Some(name) = connection {
                choose(&portal, &name);
            }
            // A stale link does no harm to a session that is there.
            match (refusal.return_to, session(&portal)) {
                (None, Some(session)) => enter(portal, session).await,
                _ => portal.fail(refusal.problem),
            }
        }
    }
}

/// Step 2: uses the session if there is one, and step 3 if not.
pub fn open(portal: Portal) -> LocalBoxFuture<'static, ()> {
    Box::pin(find_session(portal))
}

async fn find_session(portal: Portal) {
    let Some(name) = named_connection(&portal) else { return portal.stage.set(Stage::ChooseConnection) };
    choose(&portal, &name);
    if let Some(problem) = portal.connection().and_then(|connection| unsupported(&connection.mode)) {
        return portal.fail(problem);
    }
    if let Some(session) = session(&portal) {
        return enter(portal, session).await;
    }
    if store::is_signed_out(&name) || portal.router.located_now().address == crate::address::Address::Setup {
        return portal.stage.set(Stage::SignedOut);
    }
    if !window::is_online() {
        return portal.fail(
            Problem::new("This device is offline.", "Connect it to the network, then sign in.")
                .with(Action::SignIn(SignIn::default())),
        );
    }
    if !attempts::may_redirect(&name, clock::unix_time()) {
        return portal.fail(
            Problem::new(
                "Signing in did not work three times in a minute.",
                "Wait a moment, then try again. If it stays so, tell whoever looks after this portal.",
            )
            .with(Action::SignIn(SignIn::default())),
        );
    }
    sign_in(portal, SignIn::default()).await;
}

/// Steps 3 to 5: leaves for the Authority, to come back to the present address.
pub fn sign_in(portal: Portal, with: SignIn) -> LocalBoxFuture<'static, ()> {
    Box::pin(go_to_authority(portal, with))
}

async fn go_to_authority(portal: Portal, with: SignIn) {
    let Some(connection) = portal.connection() else { return portal.stage.set(Stage::ChooseConnection) };
    let Mode::User(registration) = &connection.mode else { return };
    portal.stage.set(Stage::Busy("Going to the sign-in page"));
    let base = portal.router.base();
    let return_to = portal.router.located_now().write(base);
    let doorway = leaving::Doorway { connection: &connection.name, registration, base };
    if let Err(problem) = leaving::leave(doorway, with, &return_to).await {
        portal.fail(problem);
    }
}

/// Ends the session here and at the Authority.
pub fn sign_out(portal: &Portal) {
    let Stage::Ready(workspace) = portal.stage.get_untracked() else { return };
    let connection = workspace.connection();
    let Mode::User(registration) = &connection.mode else { return };
    // The page goes before the browser does: nothing of the company's stays on the screen meanwhile.
    portal.stage.set(Stage::SignedOut);
    let base = portal.router.base();
    if !ending::sign_out(&connection.name, registration, workspace.session(), base) {
        portal.router.replace_path(base);
    }
}

/// Makes the connection `name` the one in use, in this tab from now on.
pub fn choose(portal: &Portal, name: &str) {
    let index = portal
        .settings()
        .and_then(|settings| settings.connections.iter().position(|connection| connection.name == name));
    portal.connection.set(index);
    let _ = storage::set(storage::Store::Tab, CONNECTION, name);
}

const CONNECTION: &str = "portico.connection";

/// The connection that the address names, the only one there is, or the one used last in this tab.
fn named_connection(portal: &Portal) -> Option<String> {
    let settings = portal.settings()?;
    let known = |name: &str| settings.connections.iter().any(|connection| connection.name == name);
    if let Some(on) = portal.router.located_now().on.filter(|on| known(&on.connection)) {
        return Some(on.connection);
    }
    match settings.connections.as_slice() {
        [only] => Some(only.name.clone()),
        _ => storage::text(storage::Store::Tab, CONNECTION).filter(|name| known(name)),
    }
}

/// The session of the connection in use, if its token still serves.
fn session(portal: &Portal) -> Option<store::Session> {
    let connection = portal.connection()?;
    let Mode::User(registration) = &connection.mode else { return None };
    store::find(&connection.name, registration).filter(|session| session.is_valid(clock::unix_time()))
}

fn unsupported(mode: &Mode) -> Option<Problem> {
    let name = match mode {
        Mode::User(_) => return None,
        Mode::Delegate { .. } => "AzDelegate",
        Mode::App { .. } => "AzApp",
    };
    Some(Problem::new(
        format!("This connection uses the mode {name}, which this version of the portal does not have yet."),
        "Use a connection with the mode AzUser.",
    ))
}
