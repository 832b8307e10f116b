//! How a connection is reached for a check: like the portal does it, but without leaving the page by itself.

use super::sheet::{Check, Fault, Sheet};
use crate::companion::{self, description::Description};
use crate::portal::Portal;
use crate::problem::Problem;
use crate::session::access::{Access, Party};
use crate::session::kept::Session;
use crate::session::live::{Cause, Owner};
use crate::start::companion::Opening;
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

/// Access with the token of whoever signed in.
pub(super) fn personal(portal: &Portal, connection: &Connection, session: Session) -> Option<Access> {
    portal.person(connection, session, Box::new(Onlooker)).ok().map(Access::personal)
}

/// Access through the companion of `connection`, and its environment; nothing where it says something else than the settings,
/// or where somebody has to sign in to it first.
pub(super) async fn through_companion(
    sheet: &Sheet,
    portal: &Portal,
    connection: &Connection,
    app: &App,
    person: Option<Session>,
) -> Option<(Access, Option<String>)> {
    sheet.begin(Check::Companion);
    let party = Party::companion(&app.companion, None);
    let mut opening = Opening {
        portal: portal.clone(),
        connection: connection.clone(),
        app: app.clone(),
        person,
        owner: |_| Box::new(Onlooker),
    };
    let answer = companion::ask(party.clone(), "/", None).await.map_err(|failure| failure.problem());
    let understood = answer.and_then(|answer| {
        let access = opening.understand(&answer, &party)?;
        let described = Description::read(&answer).map_err(|fault| companion::problem(&fault, &party))?;
        Ok((access, described))
    });
    match understood {
        Ok((access, described)) => {
            sheet.judge(Check::Companion, Ok(described.in_words()));
            Some((access?, opening.connection.environment))
        }
        Err(problem) => {
            sheet.judge(Check::Companion, Err(problem.into()));
            None
        }
    }
}
