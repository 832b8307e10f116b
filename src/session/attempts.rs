//! Sign-in attempts: one record each, keyed by its `state`. There is no global "interaction in progress" that could
//! get stuck; what was abandoned is pruned.

use crate::browser::storage::{self, Store, StoreError};
use authority::{Transaction, UnixTime};
use json::{Object, Value};
use std::time::Duration;

const PREFIX: &str = "portico.attempt.";
const RETURN_TO: &str = "portico.return-to";
const REDIRECTS: &str = "portico.redirects.";

/// A minute's worth of navigations to the Authority that the portal may make by itself.
const REDIRECTS_A_MINUTE: usize = 3;

/// One way to the Authority and back.
pub struct Attempt {
    /// The connection it signs in to.
    pub connection: String,
    /// What the answer is checked against.
    pub transaction: Transaction,
    /// Whether it was begun because Business Central refused the tokens of the session before.
    pub after_refusal: bool,
}

impl Attempt {
    /// As the storage keeps it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut kept = Object::default();
        kept.set("connection", &self.connection);
        kept.set("transaction", self.transaction.to_json());
        kept.set("after_refusal", self.after_refusal);
        kept.into()
    }

    /// Reads what [`to_json`](Attempt::to_json) wrote; `None` for anything else.
    #[must_use]
    pub fn from_json(kept: &Value) -> Option<Self> {
        let kept = kept.as_object()?;
        let transaction = Transaction::from_json(kept.get("transaction")?)?;
        let after_refusal = kept.get("after_refusal")?.as_bool()?;
        Some(Self { connection: kept.string("connection")?, transaction, after_refusal })
    }
}

/// Keeps `attempt` until its answer comes, and drops those whose answer would come too late.
///
/// # Errors
/// [`StoreError`]: without the record the answer could not be trusted, so there is no use in leaving.
pub fn keep(attempt: &Attempt, now: UnixTime) -> Result<(), StoreError> {
    for key in storage::keys(Store::Tab, PREFIX) {
        let stored = storage::get(Store::Tab, &key);
        let attempt = stored.as_ref().and_then(Attempt::from_json);
        if attempt.is_none_or(|attempt| attempt.transaction.is_stale(now)) {
            storage::remove(Store::Tab, &key);
        }
    }
    storage::set(Store::Tab, &format!("{PREFIX}{}", attempt.transaction.state()), attempt.to_json())
}

/// Takes the attempt with this `state` out of the storage: it can be answered once. Where it was to lead is remembered
/// until it is [`over`], for a user who loads the page anew in the middle of it.
#[must_use]
pub fn take(state: &str) -> Option<Attempt> {
    let key = format!("{PREFIX}{state}");
    let kept = storage::get(Store::Tab, &key);
    storage::remove(Store::Tab, &key);
    let attempt = Attempt::from_json(&kept?)?;
    let _ = storage::set(Store::Tab, RETURN_TO, attempt.transaction.return_to().as_str());
    Some(attempt)
}

/// The attempt that was taken has ended, one way or the other.
pub fn over() {
    storage::remove(Store::Tab, RETURN_TO);
}

/// Where an attempt was to lead that was taken and never ended: a path of the portal.
#[must_use]
pub fn interrupted() -> Option<String> {
    let return_to = storage::text(Store::Tab, RETURN_TO);
    over();
    return_to
}

/// Whether the portal may leave for the Authority by itself once more, and if so counts it: at most three times a
/// minute for a connection, lest a portal and an Authority that disagree send the user round in circles.
#[must_use]
pub fn may_redirect(connection: &str, now: UnixTime) -> bool {
    let key = format!("{REDIRECTS}{connection}");
    let kept = storage::get(Store::Tab, &key).unwrap_or(Value::Null);
    let mut recent = Vec::new();
    for at in kept.entries().iter().filter_map(UnixTime::from_json) {
        // A time that lies ahead was written before the clock was set back; it must not count for ever.
        if at <= now && at.distance(now) < Duration::from_secs(60) {
            recent.push(Value::from(at.seconds()));
        }
    }
    if recent.len() >= REDIRECTS_A_MINUTE {
        return false;
    }
    recent.push(now.seconds().into());
    storage::set(Store::Tab, &key, recent).is_ok()
}
