//! A session, as `sessionStorage` holds it.

use authority::{Granted, HandedOut, Identity, Provider, Renewed, Secret, Standing, UnixTime};
use json::{Object, Value};
use settings::{App, Mode};
use std::time::Duration;

/// A clock that was set back by more than this makes every time that was noted before worthless.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(300);

/// What a session was made for. A session is of no use for anything else: if the settings change any of it, it goes.
#[derive(Clone, Debug)]
pub struct Bound(Object);

impl PartialEq for Bound {
    fn eq(&self, other: &Self) -> bool {
        // As they are kept; to compare values as such would be code for this alone.
        self.0.to_string() == other.0.to_string()
    }
}

impl Bound {
    /// What the session of somebody who signed in to a connection of `mode` is bound to; `None` where nobody does.
    #[must_use]
    pub fn to_sign_in(mode: &Mode) -> Option<Self> {
        let registration = mode.registration()?;
        let mut bound = Object::default();
        bound.set("authority", &registration.authority);
        bound.set("client_id", &registration.client_id);
        bound.set("scope", &registration.scope);
        bound.set("service", &registration.service);
        bound.set_some("delegate", mode.delegate());
        Some(Self(bound))
    }

    /// What a token is bound to that the companion of `app` hands out, to the session of `person` where it asks who that is.
    #[must_use]
    pub fn to_companion(app: &App, person: Option<&Session>) -> Self {
        let mut bound = Object::default();
        bound.set("companion", &app.companion);
        bound.set("service", &app.service);
        bound.set_some("person", person.map(|person| &*person.id));
        Self(bound)
    }

    /// Whether it is the companion's token.
    #[must_use]
    pub fn is_to_companion(&self) -> bool {
        self.0.get("companion").is_some()
    }

    /// The address of whoever the tokens are for; nobody else gets one.
    #[must_use]
    pub fn service(&self) -> &str {
        self.0.text("service")
    }
}

/// A session: a token, whom it is for, and how another is come by.
#[derive(Clone)]
pub struct Session {
    /// Random, made at the beginning. Tabs that were duplicated have the same.
    pub id: String,
    /// Counts the renewals: of two states of one session, the higher is the newer.
    pub generation: u64,
    /// What it was made for.
    pub bound: Bound,
    /// The access token; opaque, never decoded. Sent in the `Authorization` header and nowhere else.
    pub access_token: Secret,
    /// When the access token was asked for, by this computer's clock.
    pub obtained_at: UnixTime,
    /// When the access token is to be renewed.
    pub renew_at: UnixTime,
    /// When the access token ends.
    pub expires_at: UnixTime,
    /// What became of its tokens at the service.
    pub standing: Standing,
    /// Where its tokens come from.
    pub source: Source,
}

/// Where the tokens of a session come from.
#[derive(Clone)]
pub enum Source {
    /// From the Authority, for somebody who signed in.
    Person(Box<Person>),
    /// From a companion, which hands out the application's own. It can be asked again at any time.
    Companion {
        /// The one environment that the companion is for.
        environment: String,
    },
}

/// Somebody who signed in.
#[derive(Clone)]
pub struct Person {
    /// The refresh token, where the Authority gave one and has not refused it.
    pub refresh_token: Option<Secret>,
    /// When the refresh token ends, where the Authority says so.
    pub renewable_until: Option<UnixTime>,
    /// What was granted.
    pub scope: String,
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
            obtained_at,
            renew_at: granted.renew_at,
            expires_at: granted.expires_at,
            standing: Standing::default(),
            source: Source::Person(Box::new(Person {
                refresh_token: granted.refresh_token,
                renewable_until: granted.renewable_until,
                scope: granted.scope,
                identity,
                provider,
            })),
        }
    }

    /// A session with a companion for `environment` that has handed out nothing yet: its first token is due.
    #[must_use]
    pub fn with_companion(id: String, bound: Bound, environment: String) -> Self {
        let never = UnixTime::from_seconds(0);
        Self {
            id,
            generation: 0,
            bound,
            access_token: Secret::new(""),
            obtained_at: never,
            renew_at: never,
            expires_at: never,
            standing: Standing::default(),
            source: Source::Companion { environment },
        }
    }

    /// Whoever signed in; none for a token that a companion handed out.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        match &self.source {
            Source::Person(person) => Some(person),
            Source::Companion { .. } => None,
        }
    }

    /// Replaces the refresh token, or takes it away.
    pub fn set_refresh_token(&mut self, refresh_token: Option<Secret>) {
        if let Source::Person(person) = &mut self.source {
            person.refresh_token = refresh_token;
        }
    }

    /// What came of a renewal that was asked for at `obtained_at`. `identity` is who it is for, if the Authority said so
    /// again.
    pub fn renew(&mut self, renewed: Renewed, obtained_at: UnixTime, identity: Option<Identity>) {
        self.replace_token(renewed.access_token, [obtained_at, renewed.renew_at, renewed.expires_at]);
        if let Source::Person(person) = &mut self.source {
            person.refresh_token = Some(renewed.refresh_token);
            person.renewable_until = renewed.renewable_until.or(person.renewable_until);
            person.scope = renewed.scope;
            if let Some(identity) = identity {
                person.identity = identity;
            }
        }
    }

    /// What a companion handed out that was asked at `obtained_at`.
    pub fn take_over(&mut self, token: HandedOut, obtained_at: UnixTime) {
        self.replace_token(token.access_token, [obtained_at, token.renew_at, token.expires_at]);
    }

    fn replace_token(&mut self, token: Secret, times: [UnixTime; 3]) {
        self.generation += 1;
        self.access_token = token;
        [self.obtained_at, self.renew_at, self.expires_at] = times;
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

    /// Whether another token can be had when this one has ended.
    #[must_use]
    pub fn is_renewable(&self) -> bool {
        self.person().is_none_or(|person| person.refresh_token.is_some())
    }

    /// Whether the session serves at `now`, be it after a renewal.
    #[must_use]
    pub fn is_alive(&self, now: UnixTime) -> bool {
        self.is_valid(now) || self.is_renewable()
    }

    /// When the user will have to sign in again, if that is known.
    #[must_use]
    pub fn ends_at(&self) -> Option<UnixTime> {
        let person = self.person()?;
        match person.refresh_token {
            Some(_) => person.renewable_until.map(|until| until.max(self.expires_at)),
            None => Some(self.expires_at),
        }
    }

    /// Whether `other` is a newer state of this very session.
    #[must_use]
    pub fn is_older_than(&self, other: &Self) -> bool {
        let is_same = match (self.person(), other.person()) {
            (Some(one), Some(other)) => one.identity.is_same_person(&other.identity),
            (one, other) => one.is_none() && other.is_none(),
        };
        self.id == other.id && self.generation < other.generation && self.bound == other.bound && is_same
    }

    /// As the storage keeps it, with the tokens in plain text.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut kept = Object::default();
        kept.set("id", &self.id);
        kept.set("generation", self.generation);
        kept.set("bound", self.bound.0.clone());
        kept.set("access_token", self.access_token.expose());
        for (name, at) in
            [("obtained_at", self.obtained_at), ("renew_at", self.renew_at), ("expires_at", self.expires_at)]
        {
            kept.set(name, at.seconds());
        }
        kept.set("standing", self.standing.to_json());
        match &self.source {
            Source::Companion { environment } => kept.set("environment", environment),
            Source::Person(person) => {
                kept.set_some("refresh_token", person.refresh_token.as_ref().map(Secret::expose));
                if let Some(until) = person.renewable_until {
                    kept.set("renewable_until", until.seconds());
                }
                kept.set("scope", &person.scope);
                kept.set("identity", person.identity.to_json());
                kept.set("provider", person.provider.to_json());
            }
        }
        kept.into()
    }

    /// Reads what [`to_json`](Session::to_json) wrote; `None` for anything else.
    #[must_use]
    pub fn from_json(kept: &Value) -> Option<Self> {
        let kept = kept.as_object()?;
        let at = |name| UnixTime::from_json(kept.get(name)?);
        let source = match kept.string("environment") {
            Some(environment) => Source::Companion { environment },
            None => Source::Person(Box::new(Person {
                refresh_token: kept.string("refresh_token").map(Secret::new),
                renewable_until: at("renewable_until"),
                scope: kept.string("scope")?,
                identity: Identity::from_json(kept.get("identity")?)?,
                provider: Provider::from_json(kept.get("provider")?)?,
            })),
        };
        Some(Self {
            id: kept.string("id")?,
            generation: kept.get("generation").and_then(Value::as_integer)?.try_into().ok()?,
            bound: Bound(kept.related("bound")?.clone()),
            access_token: Secret::new(kept.string("access_token")?),
            obtained_at: at("obtained_at")?,
            renew_at: at("renew_at")?,
            expires_at: at("expires_at")?,
            standing: Standing::from_json(kept.get("standing")?)?,
            source,
        })
    }
}

#[cfg(test)]
mod tests;
