//! Signing out at the Authority.

use crate::exchange::with_query;
use crate::{Client, Identity, Provider};

/// Where to go to end the session at the Authority too, once this portal has forgotten its own (checklist
/// rule 46: ASVS 7.4.4 and 14.3.1), by [OpenID Connect RP-Initiated Logout §2]; `None` if the Authority
/// offers no such place.
///
/// The address names the client and, by the opaque `login_hint` claim, the account; it holds no ID token,
/// because tokens don't belong in addresses (checklist rule 45).
///
/// [OpenID Connect RP-Initiated Logout §2]:
/// https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout
#[must_use]
pub fn address(
    provider: &Provider,
    client: &Client,
    identity: &Identity,
    post_logout_redirect_uri: &str,
) -> Option<String> {
    let mut parameters = vec![
        ("client_id", client.client_id.as_str()),
        ("post_logout_redirect_uri", post_logout_redirect_uri),
    ];
    parameters.extend(identity.login_hint.as_deref().map(|hint| ("logout_hint", hint)));
    Some(with_query(provider.end_session_endpoint.as_deref()?, &parameters))
}
