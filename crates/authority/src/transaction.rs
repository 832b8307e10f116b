//! The memory of one sign-in attempt.

use crate::exchange::is_safe;
use crate::{Issuer, Prompt, ReturnTo, Secret, UnixTime};
use json::{Object, Value};
use std::fmt;
use std::time::Duration;

/// How long a sign-in may take (checklist rule 15). An authorization code lives no longer either (RFC 6749
/// §4.1.2).
const AGE_LIMIT: Duration = Duration::from_secs(600);

/// One sign-in attempt, to be kept in `sessionStorage` under its [`state`](Transaction::state) until its
/// answer comes.
///
/// It isn't `Clone`, and redeeming a code consumes it: a code is sent once (checklist rule 17). It names the
/// issuer that was asked, so that no other's answer is taken for it (checklist rule 7: RFC 9700 §4.4.2).
pub struct Transaction {
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) code_verifier: Secret,
    pub(crate) issuer: Issuer,
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) prompt: Option<Prompt>,
    pub(crate) return_to: ReturnTo,
    pub(crate) created_at: UnixTime,
}

impl Transaction {
    /// The random name of this attempt, which the answer repeats.
    #[must_use]
    pub fn state(&self) -> &str {
        &self.state
    }

    /// Where the person goes on, whether the attempt succeeds or not.
    #[must_use]
    pub fn return_to(&self) -> &ReturnTo {
        &self.return_to
    }

    /// Whether the attempt is too old to be answered (ten minutes), so that its record can go. A record from
    /// the future, made before the clock was set back, is as worthless.
    #[must_use]
    pub fn is_stale(&self, now: UnixTime) -> bool {
        self.created_at.distance(now) > AGE_LIMIT
    }

    /// As `sessionStorage` keeps it, code verifier included.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut kept = Object::default();
        kept.set("state", &self.state);
        kept.set("nonce", &self.nonce);
        kept.set("code_verifier", self.code_verifier.expose());
        kept.set("issuer", self.issuer.as_str());
        kept.set("client_id", &self.client_id);
        kept.set("redirect_uri", &self.redirect_uri);
        kept.set_some("prompt", self.prompt.map(Prompt::as_str));
        kept.set("return_to", self.return_to.as_str());
        kept.set("created_at", self.created_at.seconds());
        kept.into()
    }

    /// Reads what [`to_json`](Transaction::to_json) wrote; `None` for anything else.
    #[must_use]
    pub fn from_json(kept: &Value) -> Option<Self> {
        let kept = kept.as_object()?;
        Some(Self {
            state: kept.string("state")?,
            nonce: kept.string("nonce")?,
            code_verifier: Secret::new(kept.string("code_verifier")?),
            issuer: Issuer::from_json(kept.get("issuer")?)?,
            client_id: kept.string("client_id")?,
            redirect_uri: kept.string("redirect_uri").filter(|address| is_safe(address))?,
            prompt: Prompt::of(kept.text("prompt")),
            return_to: ReturnTo::from_json(kept.get("return_to")?)?,
            created_at: UnixTime::from_json(kept.get("created_at")?)?,
        })
    }
}

impl fmt::Debug for Transaction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Transaction")
            .field("issuer", &self.issuer)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}
