//! From an opened address to a page of the portal: the ten steps of the authorization code flow.
//!
//! - Step 1, the address is opened: [`run`].
//! - Step 2, is there a session? [`open`].
//! - Steps 3 to 5, if there is none: [`sign_in`] leaves for the Authority, where the user signs in and consents.
//! - Steps 6 to 8, the Authority has sent the user back: [`run`] redeems the code and keeps the session.
//! - Steps 9 and 10, Business Central is asked with the token, at the very page first asked for: [`enter`].

mod connection;
mod enter;
mod leave;
mod settings_file;

pub use connection::{choose, switch_connection};
pub use enter::{enter, remember_company, remembered_environment, switch_environment};
pub use leave::{end_here, sign_in, sign_in_by_itself, sign_out};

use crate::address::Address;
use crate::browser::{clock, location, page, storage, window};
use crate::portal::{Portal, Stage};
use crate::problem::Problem;
use crate::session::client::client;
use crate::session::kept::Session;
use crate::session::live::{Cause, Live};
use crate::session::{attempts, callback, store};
use authority::SignIn;
use connection::named_connection;
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
            // A bookmark of the callback, the way back from signing out, or a page loaded anew while its code was being
            // redeemed: there is nothing to redeem.
            portal.router.replace_path(attempts::interrupted().as_deref().unwrap_or(&base));
        }
        return open(portal).await;
    };
    portal.stage.set(Stage::Busy("Signing in"));
    match callback::complete(arrival, &settings, &base).await {
        Ok(welcome) => {
            portal.router.replace_path(&welcome.return_to);
            choose(&portal, &welcome.connection);
            if !welcome.kept {
                crate::session::live::Owner::not_kept(&portal);
            }
            use_session(&portal, welcome.session).await;
        }
        Err(refusal) => {
            portal.router.replace_path(refusal.return_to.as_deref().unwrap_or(&base));
            let connection = refusal.connection.or_else(|| named_connection(&portal));
            if let Some(name) = connection {
                choose(&portal, &name);
            }
            // A stale link does no harm to a session that is there.
            match (refusal.return_to, session(&portal)) {
                (None, Some(session)) => use_session(&portal, session).await,
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
    portal.use_session(None);
    let Some(name) = named_connection(&portal) else { return portal.stage.set(Stage::ChooseConnection) };
    choose(&portal, &name);
    let Some(connection) = portal.connection() else { return portal.stage.set(Stage::ChooseConnection) };
    if matches!(connection.mode, Mode::App { .. }) {
        return portal.fail(Problem::new(
            "This connection uses the mode AzApp, which this version of the portal does not have yet.",
            "Use a connection with the mode AzUser or AzDelegate.",
        ));
    }
    if let Some(session) = session(&portal) {
        return use_session(&portal, session).await;
    }
    if store::is_signed_out(&name) || portal.router.located_now().address == Address::Setup {
        return portal.stage.set(Stage::SignedOut { only_here: false });
    }
    portal.stage.set(Stage::Busy("Going to the sign-in page"));
    window::online().await;
    portal.fail(portal.sign_in_by_itself(SignIn::default(), Cause::Ended).await);
}

/// Steps 9 and 10, with this session.
async fn use_session(portal: &Portal, session: Session) {
    let Some(connection) = portal.connection() else { return portal.stage.set(Stage::ChooseConnection) };
    let client = match client(&connection.mode, &location::origin(), portal.router.base()) {
        Ok(client) => client,
        Err(error) => return portal.fail(error),
    };
    let live = Live::new(connection.name.clone(), client, session, Box::new(portal.clone()));
    portal.use_session(Some(live.clone()));
    enter(portal.clone(), live).await;
}

/// The session of the connection in use, if it still serves, be it after a renewal.
fn session(portal: &Portal) -> Option<Session> {
    let connection = portal.connection()?;
    let session = store::find(&connection.name, &connection.mode);
    session.filter(|session| session.is_alive(clock::unix_time()))
}
