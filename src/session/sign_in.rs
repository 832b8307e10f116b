//! Steps 3 to 5: leaving for the Authority.

use super::client::client;
use super::{attempts, discovery, store};
use crate::browser::{clock, crypto, location, storage, window};
use crate::problem::{Action, Problem};
use authority::{ReturnTo, SignIn};
use settings::Connection;

/// A way to the Authority and back.
#[derive(Clone, Debug)]
pub struct Way {
    /// The connection to sign in to.
    pub connection: Connection,
    /// The portal's base path.
    pub base: String,
    /// Where the user goes on: a path of the portal.
    pub return_to: String,
    /// How the sign-in differs from a plain one.
    pub with: SignIn,
    /// Whether it is because Business Central refuses the tokens of the session that there is.
    pub after_refusal: bool,
}

/// Leaves for the Authority. Completes only if that came to nothing, with what to tell the user: the Authority cannot be
/// reached or is not the one of the settings, the answer could not be kept or checked here, or the user came back
/// without one.
pub async fn leave(way: Way) -> Problem {
    let with = way.with.clone();
    if let Err(problem) = go(way).await {
        return problem;
    }
    window::come_back().await;
    Problem::new("You came back without signing in.", "Sign in to go on where you were.")
        .with(Action::SignIn(with))
}

async fn go(way: Way) -> Result<(), Problem> {
    let Way { connection, base, return_to, with, after_refusal } = way;
    storage::probe(storage::Store::Tab).map_err(Problem::from_storage)?;
    let origin = location::origin();
    let client = client(&connection.mode, &origin, &base)?;
    check_redirect_uri(&client.redirect_uri, &origin)?;
    let entropy = crypto::random().map_err(Problem::from_crypto)?;
    let provider = discovery::provider(&client.authority).await?;
    let now = clock::unix_time();
    let return_to = ReturnTo::new(&return_to, &base);
    let (transaction, address) = authority::sign_in::start(&provider, &client, with, entropy, return_to, now);
    let attempt = attempts::Attempt { connection: connection.name.clone(), transaction, after_refusal };
    attempts::keep(&attempt, now).map_err(Problem::from_storage)?;
    store::welcome_back(&connection.name);
    location::leave(&address);
    Ok(())
}

/// The answer must come back to this very origin, or it would find neither this portal's memory nor this tab's.
///
/// # Errors
/// A [`Problem`] that names both.
pub fn check_redirect_uri(redirect_uri: &str, origin: &str) -> Result<(), Problem> {
    let returns_to = origin::Origin::of(redirect_uri);
    if returns_to.is_ok_and(|returns_to| returns_to.as_str() == origin) {
        return Ok(());
    }
    Err(Problem::new(
        format!("This portal was opened at {origin}, but sign-in would return to {redirect_uri}."),
        "Open the portal at the address it was set up for, or correct redirectUri in portal.json.",
    )
    .with(Action::Reload))
}
