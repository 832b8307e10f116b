//! Steps 2 to 5 of the client credentials flow: a token in the session, or the companion is asked.
//!
//! A companion that relays keeps the token, so that the session is its own memory: it is asked at each start what it is. One
//! that hands its token out is asked when there is none that serves. Only one that wants to know who people are has them
//! sign in, to itself and by the very steps of the other modes.

use super::{enter, sign_in_first};
use crate::address::Address;
use crate::browser::clock;
use crate::companion::{
    self,
    description::{Grant, Who},
};
use crate::portal::{Portal, Stage};
use crate::problem::Problem;
use crate::session::access::{Access, Party};
use crate::session::callback::new_id;
use crate::session::kept::{Bound, Session, Source};
use crate::session::live::{Live, Renewer};
use crate::session::store;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::Set as _;
use settings::{App, Connection};

/// Opens a connection through the companion of `app`. `arrived` is the session of somebody who has just signed in to that.
pub(super) fn open(
    portal: Portal,
    connection: Connection,
    app: App,
    arrived: Option<Session>,
) -> LocalBoxFuture<'static, ()> {
    Box::pin(async move {
        let (access, connection) = match access(&portal, connection, &app, arrived).await {
            Ok(Some(found)) => found,
            // The stage says what is missing.
            Ok(None) => return,
            Err(problem) => return portal.fail(problem),
        };
        portal.use_access(Some(access.clone()));
        enter(portal, connection, access).await;
    })
}

/// How Business Central is reached, and the connection with the environment that it is; `None` when somebody has to sign in
/// first.
async fn access(
    portal: &Portal,
    mut connection: Connection,
    app: &App,
    arrived: Option<Session>,
) -> Result<Option<(Access, Connection)>, Problem> {
    let name = connection.name.clone();
    let kept = || store::find(&name, &Bound::to_sign_in(&connection.mode)?);
    let person = arrived.or_else(kept);
    let bound = Bound::to_companion(app, person.as_ref());
    let token = store::find(&name, &bound).filter(|token| token.is_valid(clock::unix_time()));
    if let Some((token, Source::Companion { environment })) = token.map(|token| (token.clone(), token.source))
    {
        connection.environment = Some(environment);
        let person = person.map(|person| portal.person(&connection, person)).transpose()?;
        return Ok(Some((handing_out(portal, &name, app, token, person), connection)));
    }
    if portal.router.located_now().address == Address::Setup {
        // There the companion is asked anyway, and told of whatever it answers.
        portal.stage.set(Stage::SignedOut { only_here: false });
        return Ok(None);
    }
    portal.stage.set(Stage::Busy("Opening the connection"));
    let described = companion::describe(&app.companion).await?;
    described.fits(&connection, app).map_err(|fault| {
        companion::problem(&fault, &app.companion, &Party::companion(&app.companion, None))
    })?;
    let person = match described.who {
        Who::Open | Who::Proxy => None,
        Who::Oidc => match person.filter(|person| person.is_alive(clock::unix_time())) {
            Some(person) => Some(person),
            None => {
                sign_in_first(portal, &name).await;
                return Ok(None);
            }
        },
    };
    let bound = Bound::to_companion(app, person.as_ref());
    let person = person.map(|person| portal.person(&connection, person)).transpose()?;
    connection.environment = Some(described.environment.clone());
    let access = match described.grant {
        Grant::Relay => Access {
            party: Party::companion(&app.companion, person.clone()),
            service: app.companion.clone(),
            upstream: Some(described.upstream),
            person,
        },
        Grant::Token => {
            let token = Session::with_companion(new_id()?, bound, described.environment);
            let access = handing_out(portal, &name, app, token, person);
            if let Some(live) = access.party.session() {
                live.token().await?;
            }
            access
        }
    };
    Ok(Some((access, connection)))
}

/// With a token that the companion hands out, `token` being the present one.
fn handing_out(portal: &Portal, name: &str, app: &App, token: Session, person: Option<Live>) -> Access {
    let party = Party::companion(&app.companion, person.clone());
    let renewer = Renewer::Companion { address: app.companion.clone(), party };
    let live = Live::new(name.to_owned(), renewer, token, Box::new(portal.clone()));
    Access { party: Party::service(live), service: app.service.clone(), upstream: None, person }
}
