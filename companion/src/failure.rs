//! A call that couldn't be answered, and what its caller is told.

use std::time::Duration;

use http::StatusCode;
use json::{Object, Value};

use crate::Refusal;
use crate::token::Fault;

/// Why a call isn't answered as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It isn't let through.
    Refused(Refusal),
    /// Its body came too slowly.
    SlowBody,
    /// There is no token, and won't be before this has passed.
    NoToken(Fault, Duration),
    /// Business Central can't be reached.
    ServiceUnreachable,
    /// Business Central took too long. What was written may have been written.
    ServiceTimedOut,
    /// Business Central doesn't let the application in.
    ApplicationRefused,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Failure {
    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Refused(refusal) => refusal.status(),
            Self::SlowBody => StatusCode::REQUEST_TIMEOUT,
            Self::NoToken(..) => StatusCode::SERVICE_UNAVAILABLE,
            Self::ServiceUnreachable => StatusCode::BAD_GATEWAY,
            Self::ServiceTimedOut => StatusCode::GATEWAY_TIMEOUT,
            Self::ApplicationRefused => StatusCode::FORBIDDEN,
        }
    }

    /// What the caller's program may tell failures apart by. It is stable.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::SlowBody => "Companion_TooSlow",
            Self::NoToken(Fault::Refused { .. } | Fault::Credential(_), _) => "Companion_AuthorityRefused",
            Self::NoToken(..) => "Companion_AuthorityUnreachable",
            Self::ServiceUnreachable => "Companion_ServiceUnreachable",
            Self::ServiceTimedOut => "Companion_ServiceTimedOut",
            Self::ApplicationRefused => "Companion_ApplicationRefused",
        }
    }

    /// Why, for the log alone.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.reason(),
            Self::SlowBody => "the body came too slowly",
            Self::NoToken(fault, _) => fault.code(),
            Self::ServiceUnreachable => "Business Central can't be reached, or broke off",
            Self::ServiceTimedOut => "Business Central took too long",
            Self::ApplicationRefused => "Business Central refuses the application, with a fresh token, too",
        }
    }

    /// `Retry-After`, in seconds.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Refused(refusal) => refusal.retry_after(),
            Self::NoToken(_, wait) => Some((wait.as_millis().div_ceil(1000) as u64).max(1)),
            _ => None,
        }
    }

    /// The body, in OData's shape (OData JSON Format §21.1). The message says no more than the status: details are for the
    /// log (ASVS 5.0, 16.5.1).
    #[must_use]
    pub fn body(&self) -> String {
        let mut error = Object::default();
        error.set("code", self.code());
        error.set("message", self.status().canonical_reason().unwrap_or("Refused"));
        let mut body = Object::default();
        body.set("error", error);
        Value::from(body).to_string()
    }
}
