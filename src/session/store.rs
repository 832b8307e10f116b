//! What is kept of a session, and when it may still be used.

use crate::browser::storage::{self, Store, StoreError};
use authority::{Client, Decision, Identity, Issuer, Provider, Secret, UnixTime};
use json::{Object, Value};
use settings::Registration;

const PREFIX: &str = "portico.session.";
const SIGNED_OUT: &str = "portico.signed-out.";

/// What a session was made for. A session is of no use for anything else: if the settings change any of it, it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    authority: String,
    client_id: String,
    scope: String,
    service: String,
}

impl Bound {
    /// What a session for `registration` is bound to.
    #[must_use]
    pub fn to(registration: &Registration) -> Self {
        Self {
            authority: registration.authority.clone(),
            client_id: registration.client_id.clone(),
            scope: registration.scope.clone(),
            service: registration.service.clone(),
        }
    }

    fn to_json(&self) -> Value {
        let mut kept = Object::default();
        kept.set("authority", &self.authority);
        kept.set("client_id", &self.client_id);
        kept.set("scope", &self.scope);
        kept.set("service", &self.service);
        kept.into()
    }

    fn from_json(kept: &Value) -> Option<Self> {
        let kept = kept.as_object()?;
        Some(Self {
            authority: kept.string("authority")?,
            client_id: kept.string("client_id")?,
            scope: kept.string("scope")?,
            service: kept.string("service")?,
        })
    }
}

/// A signed-in user's session, as `sessionStorage` holds it.
#[derive(Clone)]
pub struct Session {
    /// What it was made for.
    pub bound: Bound,
    /// The access token; opaque, never decoded. Sent in the `Authorization` header and nowhere else.
    pub access_token: Secret,
    /// The refresh token, where the Authority gave one.
    pub refresh_token: Option<Secret>,
    /// When the access token ends, by this computer's clock.
    pub expires_at: UnixTime,
    /// Who signed in.
    pub identity: Identity,
    /// The Authority's addresses, for signing out.
    pub provider: Provider,
}

impl Session {
    /// Whether the access token still serves at `now`.
    #[must_use]
    pub fn is_valid(&self, now: UnixTime) -> bool {
        now < self.expires_at
    }

    /// As the storage keeps it, with the tokens in plain text.
    fn to_json(&self) -> Value {
        let mut kept = Object::default();
        kept.set("bound", self.bound.to_json());
        kept.set("access_token", self.access_token.expose());
        kept.set_some("refresh_token", self.refresh_token.as_ref().map(Secret::expose));
        kept.set("expires_at", self.expires_at.seconds());
        kept.set("identity", self.identity.to_json());
        kept.set("provider", self.provider.to_json());
        kept.into()
    }

    fn from_json(kept: &Value) -> Option<Self> {
        let kept = kept.as_object()?;
        Some(Self {
            bound: Bound::from_json(kept.get("bound")?)?,
            access_token: Secret::new(kept.string("access_token")?),
            refresh_token: kept.string("refresh_token").map(Secret::new),
            expires_at: UnixTime::from_json(kept.get("expires_at")?)?,
            identity: Identity::from_json(kept.get("identity")?)?,
            provider: Provider::from_json(kept.get("provider")?)?,
        })
    }
}

/// The session of the connection `name`, if it was made for `registration` as it stands in the settings now. One that
/// was made for other settings is dropped.
#[must_use]
pub fn find(name: &str, registration: &Registration) -> Option<Session> {
    let key = format!("{PREFIX}{name}");
    let session = Session::from_json(&storage::get(Store::Tab, &key)?)?;
    if session.bound != Bound::to(registration) {
        storage::remove(Store::Tab, &key);
        return None;
    }
    Some(session)
}

/// Keeps `session` as the one of the connection `name`.
///
/// # Errors
/// [`StoreError`] when the storage is full or forbidden; the session then lives in memory and a reload signs out.
pub fn keep(name: &str, session: &Session) -> Result<(), StoreError> {
    storage::remove(Store::Tab, &format!("{SIGNED_OUT}{name}"));
    storage::set(Store::Tab, &format!("{PREFIX}{name}"), session.to_json())
}

/// Forgets the session of the connection `name`, and remembers that the user wanted it so.
pub fn forget(name: &str) {
    storage::remove(Store::Tab, &format!("{PREFIX}{name}"));
    let _ = storage::set(Store::Tab, &format!("{SIGNED_OUT}{name}"), true);
}

/// Whether the user signed out of the connection `name` in this tab and has not asked to sign in since.
#[must_use]
pub fn is_signed_out(name: &str) -> bool {
    storage::get(Store::Tab, &format!("{SIGNED_OUT}{name}")).is_some_and(|kept| kept == Value::Bool(true))
}

/// Notes that the user wants to sign in to the connection `name` again.
pub fn welcome_back(name: &str) {
    storage::remove(Store::Tab, &format!("{SIGNED_OUT}{name}"));
}

/// Where the Authority sends the user back to: as the settings say, or the portal's base path and `auth/`.
#[must_use]
pub fn redirect_uri(registration: &Registration, origin: &str, base: &str) -> String {
    registration.redirect_uri.clone().unwrap_or_else(|| format!("{origin}{base}auth/"))
}

/// The portal as the Authority of `registration` knows it.
///
/// # Errors
/// [`Decision::FixSetup`] when the settings cannot be used for signing in.
pub fn client(registration: &Registration, origin: &str, base: &str) -> Result<Client, authority::Error> {
    let issuer = Issuer::new(registration.authority.as_str()).map_err(|error| {
        authority::Error::new(Decision::FixSetup, format!("The authority in the settings: {error}."))
    })?;
    Client::new(
        issuer,
        registration.client_id.as_str(),
        redirect_uri(registration, origin, base),
        &registration.scope,
    )
}

#[cfg(test)]
mod tests {
    use super::Session;
    use json::Value;

    const KEPT: &str = r#"{"bound":{"authority":"https://login.example/t","client_id":"app","scope":"s","service":"https://bc.example"},"access_token":"a","refresh_token":"r","expires_at":1800000000,"identity":{"issuer":"https://login.example/t","subject":"ada","login_hint":"h","expires_at":1,"issued_at":2,"authenticated_at":3,"nonce":"n"},"provider":{"issuer":"https://login.example/t","authorization_endpoint":"https://login.example/a","token_endpoint":"https://login.example/b","jwks_uri":"https://login.example/c","end_session_endpoint":"https://login.example/d","announces_iss":true,"answers_in_fragment":false}}"#;

    fn read(kept: &str) -> Option<Session> {
        Session::from_json(&Value::parse(kept).unwrap())
    }

    #[test]
    fn a_session_survives_a_reload() {
        assert_eq!(read(KEPT).unwrap().to_json().to_string(), KEPT);
        let without = KEPT.replace(r#""refresh_token":"r","#, "");
        assert_eq!(read(&without).unwrap().to_json().to_string(), without);
    }

    #[test]
    fn what_is_no_session_counts_as_absent() {
        for (whole, broken) in [
            (r#""access_token":"a","#, ""),
            ("1800000000", "\"soon\""),
            ("1800000000", "-1"),
            ("https://login.example/t\",\"sub", "http://login.example/t\",\"sub"),
            ("\"ada\"", "7"),
            ("true", "null"),
            ("false", "0"),
            (r#""token_endpoint":"https://login.example/b","#, ""),
        ] {
            assert!(KEPT.contains(whole));
            assert!(read(&KEPT.replacen(whole, broken, 1)).is_none(), "{whole}");
        }
        assert!(read("null").is_none() && read("[]").is_none());
    }
}
