//! What went wrong, as what to do about it.

mod refusal;

use std::time::Duration;

pub use refusal::Refusal;

use crate::Answer;

/// Why a request has no result. Every variant is a decision for the caller; the text is for a person.
///
/// Statuses: <https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/webservices/web-service-troubleshooting>,
/// codes: <https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/webservices/dynamics-error-codes>.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// 401: the token is missing, expired or for someone else. Get a new one; if that does not help, the user has no
    /// access to this environment.
    #[error("Business Central no longer accepts this sign-in. Sign in again.")]
    SignInAgain(Refusal),
    /// 403 or `Authorization_…`: the user may not see or do this.
    #[error("You don't have permission for this. Ask the administrator of Business Central for access.")]
    Forbidden(Refusal),
    /// 404: no such record or entity set.
    #[error(
        "This isn't in Business Central. It may have been deleted, or the extension it belongs to removed."
    )]
    NotFound(Refusal),
    /// 404 `NoEnvironment`.
    #[error("There is no such environment. Choose another environment.")]
    NoSuchEnvironment(Refusal),
    /// `Internal_CompanyNotFound`.
    #[error("There is no such company in this environment. Choose another company.")]
    NoSuchCompany(Refusal),
    /// 409 or 412, or `Request_EntityChanged`: someone else changed the record since it was read.
    #[error("Someone else has changed this in the meantime. Read it again.")]
    Changed(Refusal),
    /// 429, or a 5xx that names its time: too many requests. To be tried again after `after`, if that is known.
    #[error("Business Central is busy right now. Try again in a moment.")]
    Throttled {
        /// How long the service asks to wait.
        after: Option<Duration>,
        /// What it said.
        refusal: Refusal,
    },
    /// 408, 502, 503, 504 or `Internal_TenantUnavailable`, more than once.
    #[error("Business Central is not available right now. Try again in a moment.")]
    Unavailable(Refusal),
    /// Any other 5xx: the service failed, and its message is for those who look after it.
    #[error(
        "Business Central ran into an error of its own. Try again; if it stays so, tell its administrator."
    )]
    Failed(Refusal),
    /// A value can't stand in its field: to be corrected where it was entered. The message tells what is wrong with it, and
    /// [`Refusal::field`] with which field, as far as that can be told.
    #[error("{}", .0.said())]
    Invalid(Refusal),
    /// `Internal_EntityWithSameKeyExists`: there is one with this number or key already. Choose another one.
    #[error("{}", .0.said())]
    Exists(Refusal),
    /// 405, 501 or a code that says so: this can't be done through the API, by nobody.
    #[error("This can't be done from here. Do it in Business Central itself.")]
    Unsupported(Refusal),
    /// 413: more than the service takes at once.
    #[error("This is more than Business Central takes at once. Do it in smaller parts.")]
    TooLarge(Refusal),
    /// Any other refusal; its message is meant for the user ("Application_…") or tells what is wrong with the request.
    #[error("{}", .0.said())]
    Refused(Refusal),
    /// No answer at all. A browser does not tell why.
    #[error(
        "Business Central could not be reached. The network may be down, or something on the way blocks it."
    )]
    Unreachable,
    /// A change was sent, and no answer came that tells what became of it: read the entity again and see. It is not sent
    /// once more, for it might be made twice.
    #[error("It is not known whether this was done, because the answer got lost. Look before you try again.")]
    LostAnswer,
    /// This computer is offline.
    #[error("This computer is offline. Connect it to the network and try again.")]
    Offline,
    /// No answer within the time limit.
    #[error("Business Central took too long to answer. Try again.")]
    TimedOut,
    /// The user gave up waiting.
    #[error("Cancelled.")]
    Cancelled,
    /// An answer that makes no sense.
    #[error(
        "The answer could not be read: {0}. Try again; if it stays so, something on the way changes the answers."
    )]
    Unreadable(Unreadable),
    /// The link to the next page leads to another origin, which must not get the token.
    #[error(
        "Business Central's answer leads to another server. The portal did not go there, for it can't be trusted. \
         Load the page again; if it stays so, tell whoever looks after this portal."
    )]
    ForeignLink,
    /// The link to the next page was followed before.
    #[error("Business Central gave the same page twice. Load the list again, or narrow it down by a filter.")]
    RepeatedLink,
    /// Longer than [`QUERY_LIMIT`](crate::QUERY_LIMIT), or 414.
    #[error("This search is too long for Business Central. Use fewer conditions or a shorter text.")]
    QueryTooLong,
}

/// Why an answer could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// A web page, as from a proxy or a sign-in page in between.
    #[error("it is a web page")]
    Html,
    /// It ends in the middle.
    #[error("it ends in the middle")]
    Truncated,
    /// It is not JSON.
    #[error("it is not JSON")]
    Json,
    /// It is nested deeper than any answer.
    #[error("it is nested too deeply")]
    TooDeep,
    /// It is not the XML of a metadata document.
    #[error("it is not a metadata document")]
    Edmx,
    /// It is JSON, but lacks what was asked for.
    #[error("it lacks {0}")]
    Lacks(&'static str),
}

/// Codes that say that a value is not one for its field.
const INVALID: [&str; 7] = [
    "Application_EvaluateException",
    "Application_FieldValidationException",
    "Application_InvalidGUID",
    "Application_StringExceededLength",
    "BadRequest_InvalidOperation",
    "BadRequest_RequiredParamNotProvided",
    "Internal_InvalidTableRelation",
];
/// Codes that say that there is no such thing to do. The last one: the application wants to ask the user, which only
/// Business Central's own pages can.
const UNSUPPORTED: [&str; 3] =
    ["BadRequest_MethodNotAllowed", "BadRequest_MethodNotImplemented", "Application_CallbackNotAllowed"];

impl Error {
    /// What the service said, if it was the service that refused.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::SignInAgain(refusal)
            | Self::Forbidden(refusal)
            | Self::NotFound(refusal)
            | Self::NoSuchEnvironment(refusal)
            | Self::NoSuchCompany(refusal)
            | Self::Changed(refusal)
            | Self::Throttled { refusal, .. }
            | Self::Unavailable(refusal)
            | Self::Failed(refusal)
            | Self::Invalid(refusal)
            | Self::Exists(refusal)
            | Self::Unsupported(refusal)
            | Self::TooLarge(refusal)
            | Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// What support asks for.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.refusal().and_then(|refusal| refusal.correlation_id.as_deref())
    }

    /// Whether asking the same again, later, may help: not where the service says that the request is at fault.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Throttled { .. }
                | Self::Unavailable(_)
                | Self::Failed(_)
                | Self::Unreachable
                | Self::Offline
                | Self::TimedOut
                | Self::Cancelled
                | Self::Unreadable(_)
        )
    }

    /// The meaning of an answer with a status other than 2xx.
    #[must_use]
    pub fn of(answer: &Answer) -> Self {
        let refusal = Refusal::read(answer);
        match (refusal.status, refusal.code.as_str()) {
            (_, "Internal_CompanyNotFound") => Self::NoSuchCompany(refusal),
            (_, "NoEnvironment") => Self::NoSuchEnvironment(refusal),
            (_, "Request_EntityChanged") | (409 | 412, _) => Self::Changed(refusal),
            (401, _) | (_, "Authentication_InvalidCredentials") => Self::SignInAgain(refusal),
            (403, _) => Self::Forbidden(refusal),
            (_, code) if code.starts_with("Authorization_") => Self::Forbidden(refusal),
            (_, code) if INVALID.contains(&code) => Self::Invalid(refusal),
            (_, "Internal_EntityWithSameKeyExists") => Self::Exists(refusal),
            (405 | 501, _) => Self::Unsupported(refusal),
            (_, code) if UNSUPPORTED.contains(&code) => Self::Unsupported(refusal),
            (413, _) => Self::TooLarge(refusal),
            (404 | 410, _) | (_, "BadRequest_ResourceNotFound") => Self::NotFound(refusal),
            (414, _) => Self::QueryTooLong,
            (429, _) => Self::Throttled { after: answer.retry_after, refusal },
            (408 | 502 | 503 | 504, _) | (_, "Internal_TenantUnavailable") => Self::Unavailable(refusal),
            // An extension's own words (AL's Error) are meant for the user, whatever the status.
            (500.., code) if !code.starts_with("Application_") => Self::Failed(refusal),
            _ => Self::Refused(refusal),
        }
    }
}

impl From<Unreadable> for Error {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}

#[cfg(test)]
mod tests;
