//! Why there is no token.

use std::time::Duration;

use authority::Decision;

use crate::credential::CredentialError;

/// Why a request for a token failed. `Display` is for the log and for `companion check`; a caller learns the kind alone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The Authority can't be reached, or answered that it can't answer: worth trying again.
    #[error("the Authority can't be reached or is out of order")]
    Unreachable,
    /// The Authority asks to wait this long.
    #[error("the Authority asks to wait {} seconds", .0.as_secs())]
    Throttled(Duration),
    /// The Authority refuses the application, or gives answers that make no sense: an administrator has to act.
    #[error("{what}")]
    Refused {
        /// What is wrong and what helps.
        what: String,
        /// Entra's number for it.
        aadsts: Option<u32>,
        /// By which the Authority's log names the request.
        correlation_id: Option<String>,
    },
    /// The credential can't be read or used.
    #[error("{0}")]
    Credential(CredentialError),
}

impl Fault {
    /// The fault that an error of the Authority's is. `status` and `retry_after` are those of its answer.
    #[must_use]
    pub fn of(error: &authority::Error, status: u16, retry_after: Option<Duration>) -> Self {
        match error.decision() {
            Decision::RetryAfter(wait) if status == 429 || retry_after.is_some() => Self::Throttled(*wait),
            Decision::RetryAfter(_) => Self::Unreachable,
            _ => Self::Refused {
                what: error.to_string(),
                aadsts: error.details().aadsts,
                correlation_id: error.details().correlation_id.clone(),
            },
        }
    }

    /// A stable word for logs, metrics and `/health`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreachable => "authority_unreachable",
            Self::Throttled(_) => "authority_throttles",
            Self::Refused { .. } => "authority_refuses",
            Self::Credential(_) => "credential_unusable",
        }
    }
}
