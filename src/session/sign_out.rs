//! Signing out: this tab first, then the Authority.

use super::store::{self, Session};
use crate::browser::{location, window};
use settings::Registration;

/// Forgets the session at once, then leaves for the Authority's sign-out if there is one and a network to reach it
/// (OpenID Connect RP-Initiated Logout 1.0 §2; ASVS 7.4.4). Answers whether the browser is on its way.
#[must_use]
pub fn sign_out(connection: &str, registration: &Registration, session: &Session, base: &str) -> bool {
    store::forget(connection);
    let Ok(client) = store::client(registration, &location::origin(), base) else { return false };
    // Entra accepts a registered redirect URI only, so the callback's address serves for the way back, too.
    let back = client.redirect_uri.clone();
    match authority::logout::address(&session.provider, &client, &session.identity, &back) {
        Some(address) if window::is_online() => {
            location::leave(&address);
            true
        }
        _ => false,
    }
}
