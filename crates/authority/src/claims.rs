//! The ID token's inside: who signed in, and whether this portal was meant.

use crate::id_token::refused;
use crate::members;
use crate::{Decision, Delegate, Error, Issuer, Secret, UnixTime, UnverifiedIdToken};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use json::{Object, Value};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::time::Duration;

/// How far two clocks may differ (checklist rule 30: OIDC Core §3.1.3.7 item 9 allows "a few minutes").
const LEEWAY: Duration = Duration::from_secs(300);
/// An ID token comes fresh from the token endpoint, so an old one doesn't belong here (checklist rule 31).
const OLDEST: Duration = Duration::from_secs(3600);

/// What an ID token must say to be the answer to this sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Who was asked.
    pub issuer: Issuer,
    /// Who asked.
    pub client_id: String,
    /// What was sent along to be repeated.
    pub nonce: String,
    /// The account that alone may sign in, if there is such a one.
    pub delegate: Option<Delegate>,
}

/// Who signed in. Two sign-ins are the same person's exactly if [`is_same_person`](Identity::is_same_person)
/// says so; names and addresses change and are for display (checklist rule 39: ASVS 10.5.2 and 6.8.1).
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    /// `iss`: who says so.
    pub issuer: Issuer,
    /// `sub`: the person, for this client.
    pub subject: String,
    /// `oid`: the person's object id in Entra.
    pub object_id: Option<String>,
    /// `tid`: the tenant's id in Entra.
    pub tenant: Option<String>,
    /// `name`: for display.
    pub name: Option<String>,
    /// `preferred_username`, else `upn`: the name to sign in with.
    pub user_name: Option<String>,
    /// `login_hint`: opaque, names the account at the next sign-in and at sign-out.
    pub login_hint: Option<String>,
    /// `exp`: until when this was a proof; the session doesn't depend on it.
    pub expires_at: UnixTime,
    /// `iat`: when the proof was given.
    pub issued_at: UnixTime,
    /// `auth_time`: when the person proved who they are.
    pub authenticated_at: Option<UnixTime>,
    /// `nonce`: that of the first sign-in, which a renewed ID token may repeat.
    pub nonce: String,
}

impl Identity {
    /// Whether both are the same person: same issuer, same subject (OIDC Core §5.7).
    #[must_use]
    pub fn is_same_person(&self, other: &Self) -> bool {
        self.issuer == other.issuer && self.subject == other.subject
    }

    /// As `sessionStorage` keeps it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut kept = Object::default();
        kept.set("issuer", self.issuer.as_str());
        kept.set("subject", &self.subject);
        kept.set_some("object_id", self.object_id.as_deref());
        kept.set_some("tenant", self.tenant.as_deref());
        kept.set_some("name", self.name.as_deref());
        kept.set_some("user_name", self.user_name.as_deref());
        kept.set_some("login_hint", self.login_hint.as_deref());
        kept.set("expires_at", self.expires_at.seconds());
        kept.set("issued_at", self.issued_at.seconds());
        if let Some(time) = self.authenticated_at {
            kept.set("authenticated_at", time.seconds());
        }
        kept.set("nonce", &self.nonce);
        kept.into()
    }

    /// Reads what [`to_json`](Identity::to_json) wrote; `None` for anything else.
    #[must_use]
    pub fn from_json(kept: &Value) -> Option<Self> {
        let kept = kept.as_object()?;
        Some(Self {
            issuer: Issuer::from_json(kept.get("issuer")?)?,
            subject: kept.string("subject")?,
            object_id: kept.string("object_id"),
            tenant: kept.string("tenant"),
            name: kept.string("name"),
            user_name: kept.string("user_name"),
            login_hint: kept.string("login_hint"),
            expires_at: time(kept, "expires_at")?,
            issued_at: time(kept, "issued_at")?,
            authenticated_at: time(kept, "authenticated_at"),
            nonce: kept.string("nonce")?,
        })
    }
}

impl fmt::Debug for Identity {
    /// Names nobody (checklist rule 47).
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Identity").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl UnverifiedIdToken {
    /// Who signed in, if this ID token answers this very sign-in. Its signature must have been verified
    /// before.
    ///
    /// Checked as [OIDC Core
    /// §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation) says:
    ///
    /// - rule 25: `iss` is the issuer, to the letter;
    /// - rule 26: `aud` is this client and nobody else;
    /// - rule 27: `azp`, if present, is this client;
    /// - rule 30: `exp` hasn't passed, with five minutes' leeway;
    /// - rule 31: `iat` is present, not ahead and not over an hour old; `nbf`, if present, has passed;
    /// - rule 32: `nonce` is the one that was sent;
    /// - rule 33: `sub` is 1 to 255 ASCII characters (OIDC Core §2);
    /// - rule 34: no `max_age` is ever asked for, so `auth_time` is noted, not judged;
    /// - rule 35: `at_hash`, if present, is that of `access_token` (OIDC Core §3.1.3.6).
    ///
    /// # Errors
    /// [`Decision::FixSetup`] when only the times don't fit, for then this computer's clock is wrong;
    /// [`Decision::ChooseAccount`] when the ID token is right but of another account than the delegate; otherwise
    /// [`Decision::Defect`].
    pub fn accept(
        &self,
        expected: &Expected,
        access_token: &Secret,
        now: UnixTime,
    ) -> Result<Identity, Error> {
        if members::text(&self.claims, "nonce") != Some(expected.nonce.as_str()) {
            return Err(refused("it belongs to another sign-in"));
        }
        self.check(expected, access_token, now)
    }

    /// Who the renewed session belongs to, if this ID token came with a refreshed access token of `previous`.
    ///
    /// Checklist rule 36 ([OIDC Core
    /// §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)): as
    /// [`accept`](UnverifiedIdToken::accept), and issuer, subject and audience are those of `previous`, `iat`
    /// is not earlier, `auth_time` is the same where both have one, and `nonce` is absent or the same.
    ///
    /// # Errors
    /// As [`accept`](UnverifiedIdToken::accept).
    pub fn accept_renewed(
        &self,
        previous: &Identity,
        client_id: &str,
        access_token: &Secret,
        now: UnixTime,
    ) -> Result<Identity, Error> {
        let expected = Expected {
            issuer: previous.issuer.clone(),
            client_id: client_id.to_owned(),
            nonce: previous.nonce.clone(),
            // The same person as before, which is checked below; the account's names may have changed.
            delegate: None,
        };
        if self.claims.get("nonce").is_some_and(|nonce| nonce.as_text() != Some(&expected.nonce)) {
            return Err(refused("it belongs to another sign-in"));
        }
        let renewed = self.check(&expected, access_token, now)?;
        if !renewed.is_same_person(previous) {
            return Err(refused("it names another person"));
        }
        if renewed.issued_at < previous.issued_at {
            return Err(refused("it is older than the one before"));
        }
        if let (Some(then), Some(now)) = (previous.authenticated_at, renewed.authenticated_at)
            && then != now
        {
            return Err(refused("it belongs to another sign-in"));
        }
        Ok(renewed)
    }

    /// Everything but the nonce.
    fn check(&self, expected: &Expected, access_token: &Secret, now: UnixTime) -> Result<Identity, Error> {
        let claims = &self.claims;
        if members::text(claims, "iss") != Some(expected.issuer.as_str()) {
            return Err(refused("it comes from another service than was asked"));
        }
        if !is_for(claims, &expected.client_id) {
            return Err(refused("it is meant for another app"));
        }
        let subject = members::text(claims, "sub")
            .filter(|subject| subject.len() <= 255 && subject.is_ascii())
            .ok_or_else(|| refused("it names nobody"))?;
        let hash = URL_SAFE_NO_PAD.encode(&Sha256::digest(access_token.expose())[..16]);
        if claims.get("at_hash").is_some_and(|at_hash| at_hash.as_text() != Some(&hash)) {
            return Err(refused("it belongs to another access token"));
        }
        let (issued_at, expires_at) = check_times(claims, now)?;
        if let Some(delegate) = &expected.delegate {
            delegate.check(claims)?;
        }
        let own = |name| members::text(claims, name).map(str::to_owned);
        Ok(Identity {
            issuer: expected.issuer.clone(),
            subject: subject.to_owned(),
            object_id: own("oid"),
            tenant: own("tid"),
            name: own("name"),
            user_name: own("preferred_username").or_else(|| own("upn")),
            login_hint: own("login_hint"),
            expires_at,
            issued_at,
            authenticated_at: time(claims, "auth_time"),
            nonce: expected.nonce.clone(),
        })
    }
}

/// Rules 26 and 27. No audience but this client is trusted, so a second one is refused whatever `azp` says.
fn is_for(claims: &Object, client_id: &str) -> bool {
    let audience = match claims.get("aud") {
        Some(Value::Text(audience)) => **audience == *client_id,
        Some(Value::List(audiences)) => {
            !audiences.is_empty() && audiences.iter().all(|audience| audience.as_text() == Some(client_id))
        }
        _ => false,
    };
    audience && claims.get("azp").is_none_or(|party| party.as_text() == Some(client_id))
}

/// Rules 30 and 31: when the token was issued and when it expires.
fn check_times(claims: &Object, now: UnixTime) -> Result<(UnixTime, UnixTime), Error> {
    let issued_at = time(claims, "iat").ok_or_else(|| refused("it doesn't say when it was issued"))?;
    let expires_at = time(claims, "exp").ok_or_else(|| refused("it doesn't say when it expires"))?;
    let not_before = time(claims, "nbf").unwrap_or(issued_at);
    if claims.get("nbf").is_some() && time(claims, "nbf").is_none() {
        return Err(refused("it doesn't say from when on it is valid"));
    }
    let latest_start = issued_at.max(not_before);
    if latest_start > now.plus(LEEWAY) {
        return Err(clock(now.distance(latest_start), "behind"));
    }
    if expires_at.plus(LEEWAY) <= now || issued_at.plus(OLDEST) < now {
        return Err(clock(now.distance(issued_at), "ahead"));
    }
    Ok((issued_at, expires_at))
}

/// A `NumericDate`, which may have a fraction (RFC 7519 §2).
fn time(claims: &Object, name: &str) -> Option<UnixTime> {
    members::seconds(claims.get(name)?).map(UnixTime::from_seconds)
}

fn clock(difference: Duration, direction: &str) -> Error {
    let (amount, unit) = match difference.as_secs() / 60 {
        minutes @ ..120 => (minutes, "minutes"),
        minutes @ 120..2880 => (minutes / 60, "hours"),
        minutes => (minutes / 1440, "days"),
    };
    let what = format!(
        "This computer's clock seems to be {amount} {unit} {direction}, or the sign-in is out of date. \
         Please check date and time, then sign in again."
    );
    Error::new(Decision::FixSetup, what)
}
