//! Steps 3 to 5: leaving for the Authority.

use super::{attempts, discovery, store};
use crate::browser::{clock, crypto, location, storage};
use crate::problem::Problem;
use authority::{ReturnTo, SignIn};
use settings::Registration;

/// What a sign-in needs to know about the portal.
#[derive(Clone, Debug)]
pub struct Doorway<'a> {
    /// The connection's name.
    pub connection: &'a str,
    /// Its registration with the Authority.
    pub registration: &'a Registration,
    /// The portal's base path.
    pub base: &'a str,
}

/// Leaves for the Authority, to come back to `return_to` (a path of the portal). When this returns without an error,
/// the browser is on its way.
///
/// # Errors
/// A [`Problem`] when there is no point in leaving: the Authority cannot be reached or is not the one of the settings,
/// or the answer could not be kept or checked here.
pub async fn leave(doorway: Doorway<'_>, sign_in: SignIn, return_to: &str) -> Result<(), Problem> {
    let Doorway { connection, registration, base } = doorway;
    storage::probe(storage::Store::Tab).map_err(Problem::from_storage)?;
    let origin = location::origin();
    let client = store::client(registration, &origin, base)?;
    check_redirect_uri(&client.redirect_uri, &origin)?;
    let entropy = crypto::random().map_err(Problem::from_crypto)?;
    let provider = discovery::provider(&client.authority).await?;
    let now = clock::unix_time();
    let return_to = ReturnTo::new(return_to, base);
    let (transaction, address) =
        authority::sign_in::start(&provider, &client, sign_in, entropy, return_to, now);
    let attempt = attempts::Attempt { connection: connection.to_owned(), transaction };
    attempts::keep(&attempt, now).map_err(Problem::from_storage)?;
    store::welcome_back(connection);
    location::leave(&address);
    Ok(())
}

/// The answer must come back to this very origin, or it would find neither this portal's memory nor this tab's.
fn check_redirect_uri(redirect_uri: &str, origin: &str) -> Result<(), Problem> {
    let returns_to = origin::Origin::of(redirect_uri);
    if returns_to.is_ok_and(|returns_to| returns_to.as_str() == origin) {
        return Ok(());
    }
    Err(Problem::new(
        format!("This portal was opened at {origin}, but sign-in would return to {redirect_uri}."),
        "Open the portal at the address it was set up for, or correct redirectUri in portal.json.",
    ))
}
