//! Signing out at the Authority, once this tab has forgotten the session.

use super::discovery;
use super::kept::Session;
use crate::browser::{location, window};
use authority::{Client, Issuer};

/// Where `session` ends at the Authority (OpenID Connect RP-Initiated Logout 1.0 §2; ASVS 7.4.4), if it says so.
#[must_use]
pub fn address(client: &Client, session: &Session) -> Option<String> {
    let person = session.person()?;
    // Entra accepts a registered redirect URI only, so the callback's address serves for the way back, too.
    authority::logout::address(&person.provider, client, &person.identity, &client.redirect_uri)
}

/// Leaves for `address`, of `authority`. Completes only if that came to nothing, with whether the Authority was to blame: it
/// may still know the user.
pub async fn leave(authority: Issuer, address: String) -> bool {
    // Nobody is to end at the browser's own page about an address that does not answer.
    if !window::is_online() || discovery::provider(&authority).await.is_err() {
        return true;
    }
    location::leave(&address);
    window::come_back().await;
    false
}
