//! Steps 6 to 8: coming back from the Authority with a code, and redeeming it.

use super::{attempts, discovery, store};
use crate::browser::{clock, crypto, location};
use crate::problem::Problem;
use authority::{Callback, Decision, Error, Granted, Identity, Provider, SignIn, UnverifiedIdToken};
use settings::{Mode, Registration, Settings};

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
    pub session: store::Session,
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
        registrations(settings).find_map(|(_, registration)| {
            authority::callback::parse(&self.href, &store::redirect_uri(registration, &origin, base))
        })
    }
}

/// Whether the page was opened at the redirect URI of one of the connections, with or without an answer.
#[must_use]
pub fn is_redirect_uri(settings: &Settings, base: &str) -> bool {
    let (path, _) = location::path_and_query();
    let here = format!("{}{}", location::origin(), path);
    registrations(settings).any(|(_, registration)| {
        let redirect_uri = store::redirect_uri(registration, &location::origin(), base);
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
    let (connection, transaction) = (attempt.connection, attempt.transaction);
    let return_to = transaction.return_to().as_str().to_owned();
    let outcome = async {
        let (_, registration) =
            registrations(settings).find(|(name, _)| *name == connection).ok_or_else(outdated)?;
        let client = store::client(registration, &origin, base)?;
        let provider = discovery::provider(&client.authority).await?;
        let code = callback.accept(Some(&transaction), &provider, clock::unix_time())?;
        let requested_at = clock::unix_time();
        let (request, redemption) = authority::token::redeem(&provider, &client, transaction, code);
        let granted = redemption.read(&discovery::ask(request).await?.response(), requested_at)?;
        let identity = verify(&provider, &granted).await?;
        Ok(store::Session {
            bound: store::Bound::to(registration),
            access_token: granted.access_token,
            refresh_token: granted.refresh_token,
            expires_at: granted.expires_at,
            identity,
            provider,
        })
    }
    .await;
    match outcome {
        Ok(session) => {
            let kept = store::keep(&connection, &session).is_ok();
            Ok(Welcome { connection, session, kept, return_to })
        }
        Err(problem) => {
            Err(Box::new(Refusal { connection: Some(connection), return_to: Some(return_to), problem }))
        }
    }
}

/// Who signed in, once the ID token's signature and claims are verified. A key that is not known makes the keys be
/// fetched once more, for the Authority may have changed them in between (OpenID Connect Core 1.0 §10.1.1).
async fn verify(provider: &Provider, granted: &Granted) -> Result<Identity, Problem> {
    let mut candidates = granted.id_token.candidates(&discovery::keys(provider).await?);
    if candidates.as_ref().is_err_and(Error::needs_new_keys) {
        candidates = granted.id_token.candidates(&discovery::keys(provider).await?);
    }
    let mut verified = false;
    for check in candidates? {
        verified |= crypto::verifies_rs256(&check.jwk_json, &check.signing_input, &check.signature)
            .await
            .map_err(Problem::from_crypto)?;
    }
    if !verified {
        return Err(UnverifiedIdToken::forged().into());
    }
    Ok(granted.id_token.accept(&granted.expected, &granted.access_token, clock::unix_time())?)
}

fn registrations(settings: &Settings) -> impl Iterator<Item = (&str, &Registration)> {
    settings.connections.iter().filter_map(|connection| match &connection.mode {
        Mode::User(registration) | Mode::Delegate { registration, .. } => {
            Some((connection.name.as_str(), registration))
        }
        Mode::App { .. } => None,
    })
}

fn outdated() -> Problem {
    Error::new(
        Decision::SignInAgain(SignIn::default()),
        "This sign-in link is out of date: it was used before, took too long or belongs to another tab.",
    )
    .into()
}
