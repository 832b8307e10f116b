//! Steps 6 to 8: coming back from the Authority with a code, and redeeming it.

use super::attempts::{self, Attempt};
use super::client::{client, redirect_uri};
use super::kept::{Bound, Session};
use super::{discovery, proof, store};
use crate::browser::{clock, crypto, location};
use crate::problem::{Action, Problem};
use authority::{Callback, Decision, Error, Prompt, SignIn};
use settings::{Connection, Registration, Settings};

/// An answer of the Authority that stood in the address bar when the page was opened.
#[derive(Debug)]
pub struct Arrival {
    href: String,
}

/// A sign-in that succeeded.
pub struct Welcome {
    /// The connection it is for.
    pub connection: String,
    /// The session, kept already if it could be.
    pub session: Session,
    /// Whether a reload will find it again.
    pub kept: bool,
    /// Where the user wanted to go: a path of the portal.
    pub return_to: String,
}

/// A sign-in that failed.
pub struct Refusal {
    /// The connection it was for, where that is known.
    pub connection: Option<String>,
    /// Where the user wanted to go, where that is known.
    pub return_to: Option<String>,
    /// Why.
    pub problem: Problem,
}

/// Takes the answer out of the address bar and the history, if there is one, before anything else happens: a code must
/// be seen by nobody and used once (RFC 9700 §4.2.4; ASVS 14.2.1).
#[must_use]
pub fn arrive() -> Option<Arrival> {
    let href = location::href();
    let at = href.find(['?', '#'])?;
    let has = |name: &str| href[at..].split(['?', '#', '&']).any(|pair| pair.split('=').next() == Some(name));
    if !["code", "state", "error", "access_token", "id_token"].into_iter().any(has) {
        return None;
    }
    location::replace(&href[..at]);
    Some(Arrival { href })
}

impl Arrival {
    /// Whether it stood at the redirect URI of one of the connections. What stands elsewhere is no answer.
    #[must_use]
    pub fn is_answer(&self, settings: &Settings, base: &str) -> bool {
        self.read(settings, base).is_some()
    }

    fn read(&self, settings: &Settings, base: &str) -> Option<Callback> {
        let origin = location::origin();
        registrations(settings).find_map(|registration| {
            authority::callback::parse(&self.href, &redirect_uri(registration, &origin, base))
        })
    }
}

/// Whether the page was opened at the redirect URI of one of the connections, with or without an answer.
#[must_use]
pub fn is_redirect_uri(settings: &Settings, base: &str) -> bool {
    let (path, _) = location::path_and_query();
    let here = format!("{}{}", location::origin(), path);
    registrations(settings).any(|registration| {
        let redirect_uri = redirect_uri(registration, &location::origin(), base);
        redirect_uri.split('?').next().unwrap_or_default().trim_end_matches('/') == here.trim_end_matches('/')
    })
}

/// Checks the answer against the attempt it belongs to, redeems its code and keeps the session.
///
/// # Errors
/// A [`Refusal`]; nothing was kept, and the code, if there was one, is not used again.
pub async fn complete(arrival: Arrival, settings: &Settings, base: &str) -> Result<Welcome, Box<Refusal>> {
    let origin = location::origin();
    let unknown = |problem| Box::new(Refusal { connection: None, return_to: None, problem });
    let callback = arrival.read(settings, base).ok_or_else(|| unknown(outdated()))?;
    let attempt = callback.state().and_then(attempts::take).ok_or_else(|| unknown(outdated()))?;
    let (name, return_to) = (attempt.connection.clone(), attempt.transaction.return_to().as_str().to_owned());
    let connection = settings.connections.iter().find(|connection| connection.name == name);
    let outcome = match connection {
        Some(connection) => redeem(callback, attempt, connection, &origin, base).await,
        None => Err(outdated()),
    };
    match outcome {
        Ok(session) => {
            // Not after a failure: a page that is being loaded anew ends its requests, which looks like one.
            attempts::over();
            store::welcome_back(&name);
            let kept = store::keep(&name, &session).is_ok();
            Ok(Welcome { connection: name, session, kept, return_to })
        }
        Err(mut problem) => {
            let delegate = connection.and_then(|connection| connection.mode.delegate());
            if let (
                Some(delegate),
                Some(Action::SignIn(SignIn { prompt: Some(Prompt::SelectAccount), .. })),
            ) = (delegate, &problem.action)
            {
                problem.remedy =
                    format!("Everybody here works with the account {delegate}. Nothing was kept.");
            }
            Err(Box::new(Refusal { connection: Some(name), return_to: Some(return_to), problem }))
        }
    }
}

/// The session that the answer to `attempt` is good for.
async fn redeem(
    callback: Callback,
    attempt: Attempt,
    connection: &Connection,
    origin: &str,
    base: &str,
) -> Result<Session, Problem> {
    let Attempt { transaction, after_refusal, .. } = attempt;
    let bound = Bound::to_sign_in(&connection.mode).ok_or_else(outdated)?;
    let client = client(&connection.mode, origin, base)?;
    let provider = discovery::provider(&client.authority).await?;
    let code = callback.accept(Some(&transaction), &provider, clock::unix_time())?;
    let requested_at = clock::unix_time();
    let (request, redemption) = authority::token::redeem(&provider, &client, transaction, code);
    let granted = redemption.read(&discovery::ask(request).await?.response(), requested_at)?;
    proof::verify(&provider, &granted.id_token, discovery::keys(&provider).await?).await?;
    let now = clock::unix_time();
    let identity = granted.id_token.accept(&granted.expected, &granted.access_token, now)?;
    let mut session = Session::begin(new_id()?, bound, granted, requested_at, identity, provider);
    session.standing.signed_in_at = after_refusal.then_some(now);
    Ok(session)
}

/// A name for a session that nobody can guess.
///
/// # Errors
/// A [`Problem`] on a page without cryptography.
pub fn new_id() -> Result<String, Problem> {
    let id = crypto::random::<16>().map_err(Problem::from_crypto)?;
    Ok(id.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn registrations(settings: &Settings) -> impl Iterator<Item = &Registration> {
    settings.connections.iter().filter_map(|connection| connection.mode.registration())
}

fn outdated() -> Problem {
    Error::new(
        Decision::SignInAgain(SignIn::default()),
        "This sign-in link is out of date: it was used before, took too long or belongs to another tab.",
    )
    .into()
}
