//! Renewing the token, with the refresh token or by asking the companion again, under a lock that all tabs of the session
//! share: a refresh token may be good once, and its second use may end the session (RFC 9700 §4.14.2).

use super::discovery;
use super::live::{Failure, Inner, Renewer};
use super::proof;
use super::tabs::{self, Message};
use crate::browser::{clock, locks, window};
use crate::companion::{self, fault::Fault};
use authority::{Client, Decision, Error, HandedOut, token};
use futures_channel::oneshot;
use futures_util::future::{LocalBoxFuture, select};
use std::pin::pin;
use std::time::Duration;

/// How long another tab may take: its request to the Authority, and one for its keys.
const OTHERS: Duration = Duration::from_secs(45);
/// How long the other tabs have to say that they have newer tokens.
const ANSWER: Duration = Duration::from_millis(200);
/// When to try again what got no answer.
const PAUSE: Duration = Duration::from_secs(5);

/// Renews the token of `session`, unless another tab has done it meanwhile. `claims` is what Business Central wants to
/// know. Without a network it waits for one.
///
/// # Errors
/// [`Decision::SignInAgain`] when the Authority refuses: the session is at its end. Any other failure leaves it as it is.
pub(super) fn carry_out(session: &Inner, claims: Option<String>) -> LocalBoxFuture<'_, Result<(), Failure>> {
    Box::pin(async {
        let generation = session.session().generation;
        window::online().await;
        let name = tabs::name(&session.session());
        let _lock = locks::acquire(&name, OTHERS).await.ok_or_else(no_answer)?;
        // Of a session that has had no token yet, nobody else knows.
        if generation > 0 || session.session().person().is_some() {
            ask_others(session, generation).await;
        }
        if session.session().generation > generation {
            return Ok(());
        }
        match &session.renewer {
            Renewer::Authority(client) => redeem(session, client, claims).await?,
            Renewer::Companion(party) => {
                let requested_at = clock::unix_time();
                let answer = companion::ask(party.clone(), "/token", Some(String::new())).await?;
                let token = HandedOut::read(&answer, requested_at);
                let token = token.ok_or_else(|| companion::failure(&Fault::Unreadable, party))?;
                session.change(|session| session.take_over(token, requested_at));
            }
        }
        session.say(&Message::Tokens(&session.session()));
        Ok(())
    })
}

/// Waits until another tab has handed over newer tokens than these, for a moment.
async fn ask_others(session: &Inner, generation: u64) {
    let (sender, receiver) = oneshot::channel();
    session.adopted.replace(Some(sender));
    session.say(&Message::Ask(generation));
    select(receiver, pin!(clock::wait(ANSWER))).await;
    session.adopted.take();
}

async fn redeem(session: &Inner, client: &Client, claims: Option<String>) -> Result<(), Error> {
    let parts = session.session().person().and_then(|person| {
        Some((person.provider.clone(), person.identity.clone(), person.refresh_token.clone()?))
    });
    let (provider, previous, refresh_token) = parts.ok_or_else(no_answer)?;
    // The keys come first: a refresh token is not to be used up for an answer that cannot be checked.
    let keys = match session.keys.take() {
        Some(keys) => keys,
        None => discovery::keys(&provider).await?,
    };
    let requested_at = clock::unix_time();
    let (request, renewal) = token::refresh(&provider, client, &refresh_token, claims.as_deref());
    let renewed = renewal.read(&discovery::ask(request).await?.response(), requested_at)?;
    // At once: the old one may be dead, and a page that is loaded anew meanwhile must not find it.
    let newest = renewed.refresh_token.clone();
    session.change(|session| session.set_refresh_token(Some(newest)));
    let identity = match &renewed.id_token {
        None => {
            session.keys.replace(Some(keys));
            None
        }
        Some(id_token) => {
            let checked = proof::verify(&provider, id_token, keys).await.and_then(|keys| {
                session.keys.replace(Some(keys));
                let now = clock::unix_time();
                id_token.accept_renewed(&previous, &client.client_id, &renewed.access_token, now)
            });
            Some(checked.inspect_err(|error| {
                // What comes with a wrong proof is not to be trusted.
                if !matches!(error.decision(), Decision::RetryAfter(_)) {
                    session.change(|session| session.set_refresh_token(Some(refresh_token)));
                }
            })?)
        }
    };
    session.change(|session| session.renew(renewed, requested_at, identity));
    Ok(())
}

/// Nobody can say what became of it; it may work later.
pub(super) fn no_answer() -> Error {
    let what = "Another tab of this portal is still renewing the sign-in.";
    Error::new(Decision::RetryAfter(PAUSE), what)
}
