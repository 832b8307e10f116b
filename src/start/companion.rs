//! Steps 2 to 5 of the client credentials flow: a token in the session, or the companion is asked.
//!
//! A companion that relays keeps the token, so that the session is its own memory: it is asked at each start what it is. One
//! that hands its token out is asked for it when there is none that serves. Only one that wants to know who people are has
//! them sign in, to itself and by the very steps of the other modes.

use super::enter;
use crate::address::Address;
use crate::browser::clock;
use crate::companion::description::{Description, Grant, Who};
use crate::companion::{self, fault::Fault};
use crate::portal::{Portal, Stage};
use crate::problem::Problem;
use crate::session::access::{Access, Party};
use crate::session::callback::new_id;
use crate::session::kept::{Bound, Session, Source};
use crate::session::live::{Live, Owner, Renewer};
use crate::session::store;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::Set as _;
use settings::{App, Connection};

/// Opens `connection` through its companion, `app`. `arrived` is the session of somebody who has just signed in to that.
/// Completes with whether somebody has to sign in first.
pub(super) fn open(
    portal: Portal,
    connection: Connection,
    app: App,
    arrived: Option<Session>,
) -> LocalBoxFuture<'static, bool> {
    let owner = |portal: &Portal| -> Box<dyn Owner> { Box::new(portal.clone()) };
    let mut opening = Opening { portal, connection, app, person: arrived, owner };
    Box::pin(async move {
        let mut found = opening.kept();
        if let Ok(None) = found {
            if opening.portal.router.located_now().address == Address::Setup {
                // There the companion is asked anyway, and told of whatever it answers.
                opening.portal.stage.set(Stage::SignedOut { only_here: false });
                return false;
            }
            opening.portal.stage.set(Stage::Busy("Opening the connection"));
            let party = Party::companion(&opening.app.companion, None);
            found = match companion::ask(party.clone(), "/", None).await {
                Ok(answer) => opening.understand(&answer, &party),
                Err(failure) => Err(failure.problem()),
            };
        }
        let Opening { portal, connection, .. } = opening;
        match found {
            Ok(None) => return true,
            Ok(Some(access)) => {
                portal.use_access(Some(access.clone()));
                enter(portal, connection, access).await;
            }
            Err(problem) => portal.fail(problem),
        }
        false
    })
}

/// A connection that is being opened.
pub struct Opening {
    /// The portal.
    pub portal: Portal,
    /// The connection; once the companion is understood, with its environment.
    pub connection: Connection,
    /// Its companion.
    pub app: App,
    /// The session of whoever has signed in to that.
    pub person: Option<Session>,
    /// Makes whom the sessions belong to.
    pub owner: fn(&Portal) -> Box<dyn Owner>,
}

impl Opening {
    /// Access with what the storage holds, if there is a token of the companion in it that serves. Whoever signed in is
    /// found in any case.
    fn kept(&mut self) -> Result<Option<Access>, Problem> {
        let name = &self.connection.name;
        if self.person.is_none() {
            let bound = Bound::to_sign_in(&self.connection.mode);
            self.person = bound.and_then(|bound| store::find(name, &bound));
        }
        let token = store::find(name, &Bound::to_companion(&self.app, self.person.as_ref()));
        let Some(token) = token.filter(|token| token.is_valid(clock::unix_time())) else { return Ok(None) };
        if let Source::Companion { environment } = &token.source {
            self.connection.environment = Some(environment.clone());
        }
        let person = self.signed_in()?;
        Ok(Some(self.with_token(token, person)))
    }

    /// Access by the rules of the companion that answered this; `None` when somebody has to sign in first.
    ///
    /// # Errors
    /// A [`Problem`] when it is not the companion that the settings mean.
    pub fn understand(&mut self, answer: &str, party: &Party) -> Result<Option<Access>, Problem> {
        let described = Description::read(answer).and_then(|described| {
            described.fits(&self.connection)?;
            Ok(described)
        });
        let described = described.map_err(|fault: Fault| companion::problem(&fault, party))?;
        let asks = described.who == Who::Oidc;
        self.person = self.person.take().filter(|person| asks && person.is_alive(clock::unix_time()));
        if asks && self.person.is_none() {
            return Ok(None);
        }
        let bound = Bound::to_companion(&self.app, self.person.as_ref());
        let person = self.signed_in()?;
        self.connection.environment = Some(described.environment.clone());
        Ok(Some(match described.grant {
            Grant::Relay => {
                let party = Party::companion(&self.app.companion, person.clone());
                Access { party, upstream: Some(described.upstream), person }
            }
            Grant::Token => {
                self.with_token(Session::with_companion(new_id()?, bound, described.environment), person)
            }
        }))
    }

    /// Whoever signed in.
    fn signed_in(&mut self) -> Result<Option<Live>, Problem> {
        let Some(person) = self.person.take() else { return Ok(None) };
        self.portal.person(&self.connection, person, (self.owner)(&self.portal)).map(Some)
    }

    /// With a token that the companion hands out, `token` being the present one.
    fn with_token(&self, token: Session, person: Option<Live>) -> Access {
        let renewer = Renewer::Companion(Party::companion(&self.app.companion, person.clone()));
        let live = Live::new(self.connection.name.clone(), renewer, token, (self.owner)(&self.portal));
        Access { party: Party::service(live), upstream: None, person }
    }
}
