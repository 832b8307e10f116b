//! A session, as `sessionStorage` holds it.

use authority::{Granted, Identity, Provider, Renewed, Secret, Standing, UnixTime};
use json::{Object, Value};
use settings::Mode;
use std::time::Duration;

/// A clock that was set back by more than this makes every time that was noted before worthless.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(300);

/// What a session was made for. A session is of no use for anything else: if the settings change any of it, it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    authority: String,
    client_id: String,
    scope: String,
    service: String,
    delegate: Option<String>,
}

impl Bound {
    /// What a session of `mode` is bound to; `None` for a mode in which nobody signs in here.
    #[must_use]
    pub fn to(mode: &Mode) -> Option<Self> {
        let registration = mode.registration()?;
        Some(Self {
            authority: registration.authority.clone(),
            client_id: registration.client_id.clone(),
            scope: registration.scope.clone(),
            service: registration.service.clone(),
            delegate: mode.delegate().map(str::to_owned),
        })
    }

    fn to_json(&self) -> Value {
        let mut kept = Object::default();
        kept.set("authority", &self.authority);
        kept.set("client_id", &self.client_id);
        kept.set("scope", &self.scope);
        kept.set("service", &self.service);
        kept.set_some("delegate", self.delegate.as_deref());
        kept.into()
    }

    fn from_json(kept: &Value) -> Option<Self> {
        let kept = kept.as_object()?;
        Some(Self {
            authority: kept.string("authority")?,
            client_id: kept.string("client_id")?,
            scope: kept.string("scope")?,
            service: kept.string("service")?,
            delegate: kept.string("delegate"),
        })
    }
}

/// A signed-in user's session.
#[derive(Clone)]
pub struct Session {
    /// Random, made at the sign-in. Tabs that were duplicated have the same.
    pub id: String,
    /// Counts the renewals: of two states of one session, the higher is the newer.
    pub generation: u64,
    /// What it was made for.
    pub bound: Bound,
    /// The access token; opaque, never decoded. Sent in the `Authorization` header and nowhere else.
    pub access_token: Secret,
    /// The refresh token, where the Authority gave one and has not refused it.
    pub refresh_token: Option<Secret>,
    /// When the access token was asked for, by this computer's clock.
    pub obtained_at: UnixTime,
    /// When the access token is to be renewed.
    pub renew_at: UnixTime,
    /// When the access token ends.
    pub expires_at: UnixTime,
    /// When the refresh token ends, where the Authority says so.
    pub renewable_until: Option<UnixTime>,
    /// What was granted.
    pub scope: String,
    /// What became of its tokens at the service.
    pub standing: Standing,
    /// Who signed in.
    pub identity: Identity,
    /// The Authority's addresses, for renewing and for signing out.
    pub provider: Provider,
}

impl Session {
    /// What came of a sign-in for `bound` that began to redeem its code at `obtained_at`.
    #[must_use]
    pub fn begin(
        id: String,
        bound: Bound,
        granted: Granted,
        obtained_at: UnixTime,
        identity: Identity,
        provider: Provider,
    ) -> Self {
        Self {
            id,
            generation: 0,
            bound,
            access_token: granted.access_token,
            refresh_token: granted.refresh_token,
            obtained_at,
            renew_at: granted.renew_at,
            expires_at: granted.expires_at,
            renewable_until: granted.renewable_until,
            scope: granted.scope,
            standing: Standing::default(),
            identity,
            provider,
        }
    }

    /// What came of a renewal that was asked for at `obtained_at`. `identity` is who it is for, if the Authority said so
    /// again.
    pub fn renew(&mut self, renewed: Renewed, obtained_at: UnixTime, identity: Option<Identity>) {
        self.generation += 1;
        self.access_token = renewed.access_token;
        self.refresh_token = Some(renewed.refresh_token);
        self.obtained_at = obtained_at;
        self.renew_at = renewed.renew_at;
        self.expires_at = renewed.expires_at;
        self.renewable_until = renewed.renewable_until.or(self.renewable_until);
        self.scope = renewed.scope;
        if let Some(identity) = identity {
            self.identity = identity;
        }
    }

    /// Whether the access token still serves at `now`.
    #[must_use]
    pub fn is_valid(&self, now: UnixTime) -> bool {
        now < self.expires_at
    }

    /// Whether the access token should be renewed before it is used again.
    #[must_use]
    pub fn is_due(&self, now: UnixTime) -> bool {
        now >= self.renew_at || now.plus(CLOCK_TOLERANCE) < self.obtained_at
    }

    /// Whether the session serves at `now`, be it after a renewal.
    #[must_use]
    pub fn is_alive(&self, now: UnixTime) -> bool {
        self.is_valid(now) || self.refresh_token.is_some()
    }

    /// When the user will have to sign in again, if that is known.
    #[must_use]
    pub fn ends_at(&self) -> Option<UnixTime> {
        match self.refresh_token {
            Some(_) => self.renewable_until.map(|until| until.max(self.expires_at)),
            None => Some(self.expires_at),
        }
    }

    /// Whether `other` is a newer state of this very session.
    #[must_use]
    pub fn is_older_than(&self, other: &Self) -> bool {
        self.id == other.id
            && self.generation < other.generation
            && self.bound == other.bound
            && self.identity.is_same_person(&other.identity)
    }

    /// As the storage keeps it, with the tokens in plain text.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut kept = Object::default();
        kept.set("id", &self.id);
        kept.set("generation", self.generation);
        kept.set("bound", self.bound.to_json());
        kept.set("access_token", self.access_token.expose());
        kept.set_some("refresh_token", self.refresh_token.as_ref().map(Secret::expose));
        for (name, at) in [
            ("obtained_at", Some(self.obtained_at)),
            ("renew_at", Some(self.renew_at)),
            ("expires_at", Some(self.expires_at)),
            ("renewable_until", self.renewable_until),
        ] {
            if let Some(at) = at {
                kept.set(name, at.seconds());
            }
        }
        kept.set("scope", &self.scope);
        kept.set("standing", self.standing.to_json());
        kept.set("identity", self.identity.to_json());
        kept.set("provider", self.provider.to_json());
        kept.into()
    }

    /// Reads what [`to_json`](Session::to_json) wrote; `None` for anything else.
    #[must_use]
    pub fn from_json(kept: &Value) -> Option<Self> {
        let kept = kept.as_object()?;
        let at = |name| UnixTime::from_json(kept.get(name)?);
        Some(Self {
            id: kept.string("id")?,
            generation: kept.get("generation").and_then(Value::as_integer)?.try_into().ok()?,
            bound: Bound::from_json(kept.get("bound")?)?,
            access_token: Secret::new(kept.string("access_token")?),
            refresh_token: kept.string("refresh_token").map(Secret::new),
            obtained_at: at("obtained_at")?,
            renew_at: at("renew_at")?,
            expires_at: at("expires_at")?,
            renewable_until: at("renewable_until"),
            scope: kept.string("scope")?,
            standing: Standing::from_json(kept.get("standing")?)?,
            identity: Identity::from_json(kept.get("identity")?)?,
            provider: Provider::from_json(kept.get("provider")?)?,
        })
    }
}

#[cfg(test)]
mod tests;
