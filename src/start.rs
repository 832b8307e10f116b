//! From an opened address to a page of the portal: the ten steps of the authorization code flow, or, where a companion
//! stands in between, the seven of the client credentials flow.
//!
//! - Step 1, the address is opened: [`run`].
//! - Step 2, is there a session? [`open`].
//! - Steps 3 to 5, if there is none: [`sign_in`] leaves for the Authority, where the user signs in and consents.
//! - Steps 6 to 8, the Authority has sent the user back: [`run`] redeems the code and keeps the session.
//! - Steps 9 and 10, Business Central is asked with the token, at the very page first asked for: [`enter`].
//!
//! Between the first and the last lie, for a companion, its own steps: `companion`.

pub mod companion;
mod connection;
mod enter;
mod leave;
pub mod settings_file;

pub use connection::{choose, switch_connection};
pub use enter::{
    enter, first_choice, is_called, remember_company, remembered_environment, switch_environment,
};
pub use leave::{end_here, sign_in, sign_in_by_itself, sign_out};

use crate::address::Address;
use crate::browser::{clock, location, page, storage, window};
use crate::portal::{Portal, Stage};
use crate::problem::Problem;
use crate::session::access::Access;
use crate::session::client::client;
use crate::session::kept::{Bound, Session};
use crate::session::live::{Cause, Live, Owner, Renewer};
use crate::session::{attempts, callback, store};
use authority::SignIn;
use connection::named_connection;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use settings::Connection;
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
                portal.not_kept();
            }
            use_session(&portal, welcome.session).await;
        }
        Err(refusal) => {
            portal.router.replace_path(refusal.return_to.as_deref().unwrap_or(&base));
            let is_stale = refusal.return_to.is_none();
            let connection = refusal.connection.or_else(|| named_connection(&portal));
            if let Some(name) = &connection {
                choose(&portal, name);
            }
            // A stale link does no harm to a session that is there, nor where nobody signs in.
            if is_stale && (session(&portal).is_some() || !signs_in(&portal)) {
                return open(portal).await;
            }
            portal.refused.set(connection.map(|name| (name, refusal.problem.clone())));
            portal.fail(refusal.problem);
        }
    }
}

/// Step 2: uses the session if there is one, and step 3 if not.
pub fn open(portal: Portal) -> LocalBoxFuture<'static, ()> {
    Box::pin(find_session(portal))
}

async fn find_session(portal: Portal) {
    portal.use_access(None);
    let Some(name) = named_connection(&portal) else { return portal.stage.set(Stage::ChooseConnection) };
    choose(&portal, &name);
    let Some(connection) = portal.connection() else { return portal.stage.set(Stage::ChooseConnection) };
    let must_sign_in = match (connection.mode.app().cloned(), session(&portal)) {
        (Some(app), _) => companion::open(portal.clone(), connection, app, None).await,
        (None, Some(session)) => return use_session(&portal, session).await,
        (None, None) => true,
    };
    if !must_sign_in {
        return;
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
    if let Some(app) = connection.mode.app().cloned() {
        // Who has just arrived has not to sign in, unless the companion has changed its mind: then the session has ended.
        if companion::open(portal.clone(), connection, app, Some(session)).await {
            portal.stage.set(Stage::SignedOut { only_here: false });
        }
        return;
    }
    let access = match portal.person(&connection, session, Box::new(portal.clone())) {
        Ok(live) => Access::personal(live),
        Err(problem) => return portal.fail(problem),
    };
    portal.use_access(Some(access.clone()));
    enter(portal.clone(), connection, access).await;
}

/// The session of whoever signed in to the connection in use.
fn session(portal: &Portal) -> Option<Session> {
    session_of(&portal.connection()?)
}

/// The session of whoever signed in to `connection`, if it still serves, be it after a renewal.
#[must_use]
pub fn session_of(connection: &Connection) -> Option<Session> {
    let session = store::find(&connection.name, &Bound::to_sign_in(&connection.mode)?);
    session.filter(|session| session.is_alive(clock::unix_time()))
}

/// Whether people sign in to the connection in use.
#[must_use]
pub fn signs_in(portal: &Portal) -> bool {
    portal.connection().is_none_or(|connection| connection.mode.registration().is_some())
}

impl Portal {
    /// `session`, of somebody who signed in to `connection`, in use; it belongs to `owner`.
    ///
    /// # Errors
    /// A [`Problem`] when the settings cannot be used for signing in.
    pub fn person(
        &self,
        connection: &Connection,
        session: Session,
        owner: Box<dyn Owner>,
    ) -> Result<Live, Problem> {
        let client = client(&connection.mode, &location::origin(), self.router.base())?;
        Ok(Live::new(connection.name.clone(), Renewer::Authority(client), session, owner))
    }
}
