//! The ID token's signature, verified with the browser's cryptography.

use super::discovery;
use crate::browser::crypto;
use authority::{Decision, Error, Keys, Provider, UnverifiedIdToken};
use futures_util::future::LocalBoxFuture;

/// Verifies the signature of `id_token` by one of `keys`, and hands back the keys. One that is not known makes them be
/// fetched once more, for the Authority may have changed them in between (OpenID Connect Core 1.0 §10.1.1).
///
/// # Errors
/// [`Decision::Defect`] when it is nobody's signature; [`Decision::FixSetup`] on a page without cryptography; and what
/// fetching the keys comes to.
pub(super) fn verify<'a>(
    provider: &'a Provider,
    id_token: &'a UnverifiedIdToken,
    keys: Keys,
) -> LocalBoxFuture<'a, Result<Keys, Error>> {
    Box::pin(try_keys(provider, id_token, keys))
}

async fn try_keys(provider: &Provider, id_token: &UnverifiedIdToken, mut keys: Keys) -> Result<Keys, Error> {
    let mut candidates = id_token.candidates(&keys);
    if candidates.as_ref().is_err_and(Error::needs_new_keys) {
        keys = discovery::keys(provider).await?;
        candidates = id_token.candidates(&keys);
    }
    for check in candidates? {
        let verified = crypto::verifies_rs256(&check.jwk_json, &check.signing_input, &check.signature).await;
        if verified
            .map_err(|error| Error::new(Decision::FixSetup, format!("You cannot sign in here: {error}.")))?
        {
            return Ok(keys);
        }
    }
    Err(UnverifiedIdToken::forged())
}
