//! This portal, as the Authority knows it.

use crate::{Decision, Delegate, Error, Issuer};
use origin::Origin;

/// What every sign-in needs: `openid` for an ID token, `profile` for the person's name, `offline_access` for
/// a refresh token ([OIDC Core §5.4 and
/// §11](https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess)).
const ALWAYS: [&str; 3] = ["openid", "profile", "offline_access"];

/// A public client: an app registration without a secret (RFC 6749 §2.1; checklist rule 19).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Client {
    /// Where people sign in.
    pub authority: Issuer,
    /// The app registration's client ID.
    pub client_id: String,
    /// Where the Authority sends people back, exactly as registered.
    pub redirect_uri: String,
    /// What is asked for, `openid profile offline_access` included.
    pub scope: String,
    /// The account that alone may sign in, if there is such a one.
    pub delegate: Option<Delegate>,
}

impl Client {
    /// The client `client_id` of `authority`; `openid profile offline_access` are added to `scope`.
    ///
    /// # Errors
    /// [`Decision::FixSetup`] when
    /// - the client ID is blank;
    /// - the redirect URI is neither `https` nor on this computer, or has a fragment (checklist rule 6: RFC
    ///   9700 §2.1, RFC 6749 §3.1.2);
    /// - the scope names more than one resource (checklist rule 8: RFC 9700 §2.3; Entra allows one).
    pub fn new(
        authority: Issuer,
        client_id: impl Into<String>,
        redirect_uri: impl Into<String>,
        scope: &str,
    ) -> Result<Self, Error> {
        let (client_id, redirect_uri) = (client_id.into(), redirect_uri.into());
        if client_id.trim().is_empty() {
            return Err(wrong("The settings lack a client ID: copy it from the app registration."));
        }
        if !Origin::of(&redirect_uri).is_ok_and(|origin| origin.is_trustworthy()) {
            return Err(wrong(
                "The redirect URI in the settings must begin with https:// (http:// is for this computer \
                 only).",
            ));
        }
        if redirect_uri.contains('#') {
            return Err(wrong("The redirect URI in the settings must not have a #."));
        }
        let given: Vec<&str> = scope.split_ascii_whitespace().collect();
        let mut resources = given.iter().filter_map(|name| resource(name));
        let first = resources.next();
        if resources.any(|resource| Some(resource) != first) {
            return Err(wrong("The scope in the settings must name one service only."));
        }
        let added = ALWAYS.into_iter().filter(|name| !given.contains(name));
        let scopes: Vec<&str> = given.iter().copied().chain(added).collect();
        Ok(Self { authority, client_id, redirect_uri, scope: scopes.join(" "), delegate: None })
    }

    /// The same, for `delegate` alone.
    #[must_use]
    pub fn for_delegate(self, delegate: Option<Delegate>) -> Self {
        Self { delegate, ..self }
    }
}

/// Entra writes a permission behind its resource: `https://service.example/.default`.
fn resource(scope: &str) -> Option<&str> {
    scope.rsplit_once('/').map(|(resource, _)| resource)
}

fn wrong(what: &'static str) -> Error {
    Error::new(Decision::FixSetup, what)
}
