//! How a connection is reached for a check: like the portal does it, but without leaving the page by itself.

use super::sheet::{Check, Fault, Sheet};
use crate::browser::location;
use crate::companion::{self, description::Description, description::Grant, description::Who, fault};
use crate::portal::Portal;
use crate::problem::Problem;
use crate::session::access::{Access, Party};
use crate::session::callback::new_id;
use crate::session::client::client;
use crate::session::kept::{Bound, Session};
use crate::session::live::{Cause, Live, Owner, Renewer};
use authority::SignIn;
use futures_util::future::LocalBoxFuture;
use settings::{App, Connection};

/// Whom a session belongs to while it is only being checked.
struct Onlooker;

impl Owner for Onlooker {
    fn sign_in(&self, _: SignIn, cause: Cause) -> LocalBoxFuture<'static, Problem> {
        let Fault { what, remedy } = match cause {
            Cause::Ended => Fault::new("The session has ended and was not renewed.", "Sign in again."),
            Cause::Refused => refused(),
        };
        Box::pin(async move { Problem::new(what, remedy) })
    }

    fn signed_out_elsewhere(&self) {}

    fn not_kept(&self) {}
}

/// Business Central takes no token of this session.
pub(super) fn refused() -> Fault {
    Fault::new(
        "Business Central refuses the token (401).",
        "scope in portal.json must be Business Central's, and the app registration needs its permission, with consent. \
         The account needs a licence and a user in the environment.",
    )
}

/// `session`, of whoever signed in to `connection`.
fn live(portal: &Portal, connection: &Connection, session: Session) -> Option<Live> {
    let client = client(&connection.mode, &location::origin(), portal.router.base()).ok()?;
    Some(Live::new(connection.name.clone(), Renewer::Authority(client), session, Box::new(Onlooker)))
}

/// Access with the token of whoever signed in.
pub(super) fn personal(portal: &Portal, connection: &Connection, session: Session) -> Option<Access> {
    live(portal, connection, session).map(Access::personal)
}

/// What the companion of `connection` says of itself, and access through it; nothing where it says something else than the
/// settings, or where somebody has to sign in to it first.
pub(super) async fn through_companion(
    sheet: &Sheet,
    portal: &Portal,
    connection: &Connection,
    app: &App,
    session: Option<Session>,
) -> Option<(Access, String)> {
    sheet.begin(Check::Companion);
    let answer = companion::ask(Party::companion(&app.companion, None), "/", None).await;
    let answer = answer.map_err(|failure| Fault::from(failure.problem()));
    let described = answer.and_then(|answer| {
        let described =
            Description::read(&answer).and_then(|described| described.fits(connection).map(|()| described));
        described.map_err(|fault: fault::Fault| Fault::new(fault.to_string(), fault.remedy()))
    });
    let described = match described {
        Ok(described) => described,
        Err(fault) => {
            sheet.judge(Check::Companion, Err(fault));
            return None;
        }
    };
    sheet.judge(Check::Companion, Ok(described.in_words()));
    let asks = described.who == Who::Oidc;
    let bound = Bound::to_companion(app, session.as_ref().filter(|_| asks));
    let person = session.filter(|_| asks).and_then(|session| live(portal, connection, session));
    if asks && person.is_none() {
        return None;
    }
    let Description { grant, environment, upstream, .. } = described;
    let party = Party::companion(&app.companion, person.clone());
    let access = match grant {
        Grant::Relay => Access { party, upstream: Some(upstream), person },
        Grant::Token => {
            let session = Session::with_companion(new_id().ok()?, bound, environment.clone());
            let live =
                Live::new(connection.name.clone(), Renewer::Companion(party), session, Box::new(Onlooker));
            Access { party: Party::service(live), upstream: None, person }
        }
    };
    Some((access, environment))
}
