//! Signing out at the Authority, once this tab has forgotten the session.

use super::discovery;
use super::kept::Session;
use crate::browser::{location, window};
use authority::Client;

/// Leaves for the Authority's sign-out (OpenID Connect RP-Initiated Logout 1.0 §2; ASVS 7.4.4). Completes only if that
/// came to nothing, with whether the Authority was to blame: it may still know the user.
pub async fn leave(client: Client, session: Session) -> bool {
    // Entra accepts a registered redirect URI only, so the callback's address serves for the way back, too.
    let back = client.redirect_uri.clone();
    let person = session.person();
    let address = person
        .and_then(|person| authority::logout::address(&person.provider, &client, &person.identity, &back));
    let Some(address) = address else { return false };
    // Nobody is to end at the browser's own page about an address that does not answer.
    if !window::is_online() || discovery::provider(&client.authority).await.is_err() {
        return true;
    }
    location::leave(&address);
    window::come_back().await;
    false
}
