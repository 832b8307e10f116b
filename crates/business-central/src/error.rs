//! What went wrong, as what to do about it.

use std::time::Duration;

use crate::{Answer, literal::is_guid, request::object};

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
    /// 403: the user may not see this.
    #[error("You don't have permission to see this. Ask the administrator of Business Central for access.")]
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
    /// Any other refusal; its message is meant for the user ("Application_…") or tells what is wrong with the request.
    #[error("{}", said(.0))]
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

/// What the service said when it refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The code, such as `Application_DialogException`; empty when the body had none.
    pub code: String,
    /// The message without its correlation id; empty when the body had none that a person could read.
    pub message: String,
    /// What Microsoft's support asks for. Business Central puts it into the message.
    pub correlation_id: Option<String>,
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
            (404 | 410, _) => Self::NotFound(refusal),
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

fn said(refusal: &Refusal) -> String {
    if refusal.message.is_empty() {
        format!("Business Central refused with status {}.", refusal.status)
    } else {
        refusal.message.clone()
    }
}

impl Refusal {
    /// Reads `{"error":{"code","message"}}`, the shape of OData, or what gateways send in its place.
    fn read(answer: &Answer) -> Self {
        let object = object(&answer.body).unwrap_or_default();
        let error = object.related("error").unwrap_or(&object);
        let (message, correlation_id) = split_correlation_id(error.text("message"));
        Self { status: answer.status, code: error.text("code").to_owned(), message, correlation_id }
    }
}

/// Business Central ends its messages with `  CorrelationId:  <guid>.`
fn split_correlation_id(message: &str) -> (String, Option<String>) {
    const MARK: &str = "CorrelationId:";
    let Some(at) = message.rfind(MARK) else { return (message.trim().to_owned(), None) };
    let (before, after) = (&message[..at], message[at + MARK.len()..].trim_start());
    let Some((id, rest)) = after.split_at_checked(36).filter(|(id, _)| is_guid(id)) else {
        return (message.trim().to_owned(), None);
    };
    let rest = rest.strip_prefix('.').unwrap_or(rest).trim();
    let separator = if rest.is_empty() { "" } else { " " };
    (format!("{}{separator}{rest}", before.trim()), Some(id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::Error;
    use crate::Answer;

    fn error(status: u16, body: &str) -> Error {
        Error::of(&Answer { status, retry_after: None, body: body.to_owned() })
    }

    #[test]
    fn status_and_code_make_the_decision() {
        let with = |code: &str| format!(r#"{{"error":{{"code":"{code}","message":"No."}}}}"#);
        for (status, code, expected) in [
            (401, "Unauthorized", "SignInAgain"),
            (400, "Authentication_InvalidCredentials", "SignInAgain"),
            (403, "x", "Forbidden"),
            (404, "BadRequest_NotFound", "NotFound"),
            (404, "NoEnvironment", "NoSuchEnvironment"),
            (404, "Internal_CompanyNotFound", "NoSuchCompany"),
            (400, "Internal_CompanyNotFound", "NoSuchCompany"),
            (409, "x", "Changed"),
            (412, "x", "Changed"),
            (400, "Request_EntityChanged", "Changed"),
            (414, "", "QueryTooLong"),
            (429, "", "Throttled"),
            (408, "", "Unavailable"),
            (502, "", "Unavailable"),
            (503, "", "Unavailable"),
            (504, "", "Unavailable"),
            (500, "Internal_TenantUnavailable", "Unavailable"),
            (400, "Application_DialogException", "Refused"),
            (500, "Application_DialogException", "Refused"),
            (500, "Internal_ServerError", "Failed"),
            (500, "", "Failed"),
            (302, "", "Refused"),
        ] {
            let found = format!("{:?}", error(status, &with(code)));
            assert!(found.starts_with(expected), "{status} {code}: {found}");
        }
    }

    #[test]
    fn what_may_pass_is_the_services_own_trouble() {
        for (status, passes) in
            [(400, false), (403, false), (404, false), (429, true), (500, true), (503, true)]
        {
            assert_eq!(error(status, "").may_pass(), passes, "{status}");
        }
    }

    #[test]
    fn the_correlation_id_leaves_the_message() {
        let id = "31ed4f3c-0f2a-4c0c-9b7b-0f6a2a1b3c4d";
        for (message, shown, found) in [
            (format!("You must enter a name.  CorrelationId:  {id}."), "You must enter a name.", Some(id)),
            (format!("Stop. CorrelationId: {id}"), "Stop.", Some(id)),
            (format!("A CorrelationId:  {id}. B"), "A B", Some(id)),
            ("No CorrelationId: at all.".to_owned(), "No CorrelationId: at all.", None),
            ("Plain.".to_owned(), "Plain.", None),
        ] {
            let error = error(
                400,
                &format!(r#"{{"error":{{"code":"Application_DialogException","message":"{message}"}}}}"#),
            );
            assert_eq!((error.to_string().as_str(), error.correlation_id()), (shown, found), "{message}");
        }
    }

    #[test]
    fn any_body_gives_an_error_a_person_can_read() {
        for (body, shown) in [
            ("", "Business Central refused with status 400."),
            ("<html><body>Bad gateway</body></html>", "Business Central refused with status 400."),
            (r#"{"message":"Unauthorized"}"#, "Unauthorized"),
            (r#"{"error":"boom"}"#, "Business Central refused with status 400."),
            (r#"{"error":{"code":1,"message":null}}"#, "Business Central refused with status 400."),
            (r#"{"error":{"code":"x","message":"Half"#, "Business Central refused with status 400."),
            ("[]", "Business Central refused with status 400."),
        ] {
            assert_eq!(error(400, body).to_string(), shown, "{body}");
        }
    }
}
