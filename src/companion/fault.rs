//! Why a companion is of no help, and what to do about it: in the words of somebody who only wants to see the books, with
//! what an administrator has to look at.

use crate::problem::Action;
use authority::{Prompt, SignIn};
use json::Value;
use std::time::Duration;

/// After a refusal that only an administrator can change, there is no use in asking sooner.
const LONG: Duration = Duration::from_secs(60);

/// What is wrong with a companion or its answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No answer at all. A browser does not tell why.
    #[error("The companion of this portal cannot be reached.")]
    Unreachable,
    /// No answer in time.
    #[error("The companion of this portal did not answer within 15 seconds.")]
    TimedOut,
    /// A web page, as from a sign-in page in between or from a host that serves one for every address.
    #[error("A web page answered in place of this portal's companion.")]
    Page,
    /// An answer that makes no sense.
    #[error("The answer of this portal's companion could not be read.")]
    Unreadable,
    /// Too many requests.
    #[error("The companion of this portal is busy right now.")]
    Busy {
        /// How long it asks to wait.
        after: Option<Duration>,
    },
    /// Any other refusal.
    #[error("{}", told(*.status, .code).0)]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The companion's own name for it; empty where it gave none.
        code: String,
    },
    /// It does what this version of the portal does not know.
    #[error("The companion of this portal does what the portal does not know ({field} is “{value}”).")]
    Newer {
        /// The member of its answer.
        field: &'static str,
        /// What that says.
        value: String,
    },
    /// It is for something else than the settings say.
    #[error("The companion of this portal is for the {what} “{theirs}”, but the settings name “{ours}”.")]
    Differs {
        /// The field of the settings.
        what: &'static str,
        /// What the settings say.
        ours: String,
        /// What the companion says.
        theirs: String,
    },
    /// It asks who people are, and the settings don't say where they sign in.
    #[error("The companion of this portal asks who you are, but the settings don't say where to sign in.")]
    AsksWho,
}

/// Whoever can do more than the user.
const HELP: &str = "Try again in a moment. If it stays so, tell whoever looks after this portal.";

impl Fault {
    /// The meaning of an answer other than 200.
    #[must_use]
    pub fn of(status: u16, body: &str, retry_after: Option<Duration>) -> Self {
        let code = code(body);
        match status {
            429 => Self::Busy { after: retry_after },
            _ if code.is_empty() && body.trim_start().starts_with('<') && status < 500 => Self::Page,
            _ => Self::Refused { status, code },
        }
    }

    /// What a refusal with this code, met on the way to Business Central, means if it is the companion's own.
    #[must_use]
    pub fn of_code(status: u16, code: &str) -> Option<Self> {
        let is_own = code.starts_with(OWN);
        is_own.then(|| match status {
            429 => Self::Busy { after: None },
            _ => Self::Refused { status, code: code.to_owned() },
        })
    }

    /// Business Central refuses the application's own token.
    #[must_use]
    pub fn application_refused() -> Self {
        Self::Refused { status: 401, code: APPLICATION_REFUSED.to_owned() }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::Unreachable => format!("{HELP} It may be down, or not know this portal."),
            Self::TimedOut | Self::Unreadable => HELP.to_owned(),
            Self::Page => {
                format!("{HELP} companion in portal.json must be its address, past every sign-in page.")
            }
            Self::Busy { after: Some(after) } => format!("Try again in {} seconds.", after.as_secs().max(1)),
            Self::Busy { after: None } => "Try again in a minute.".to_owned(),
            Self::Refused { status, code } => told(*status, code).1.to_owned(),
            Self::Newer { .. } => "Tell whoever looks after this portal: it is too old for it.".to_owned(),
            Self::Differs { what, .. } => {
                format!(
                    "Tell whoever looks after this portal: {what} in portal.json must be the companion's."
                )
            }
            Self::AsksWho => {
                "Tell whoever looks after this portal: portal.json lacks authority, clientId and scope \
                              of the companion's own API."
                    .to_owned()
            }
        }
    }

    /// What the button does. `is_signed_in`: whether somebody signed in to the companion.
    #[must_use]
    pub fn action(&self, is_signed_in: bool) -> Action {
        match self {
            Self::Refused { status, code } if is_signed_in && told(*status, code).2 => {
                Action::SignIn(SignIn { prompt: Some(Prompt::SelectAccount), ..SignIn::default() })
            }
            _ => Action::Retry,
        }
    }

    /// How long there is no use in asking again, where that is known.
    #[must_use]
    pub fn pause(&self) -> Option<Duration> {
        match self {
            Self::Busy { after } => Some(after.unwrap_or(LONG)),
            Self::Refused { status, code } if *status < 500 || code.ends_with("Refused") => Some(LONG),
            _ => None,
        }
    }
}

/// What the codes of a companion's own errors begin with.
const OWN: &str = "Companion_";

/// Whether an answer with this body, met on the way to Business Central, is the companion's own; one without any code may
/// be.
#[must_use]
pub fn may_be_own(body: &str) -> bool {
    let code = code(body);
    code.is_empty() || code.starts_with(OWN)
}

/// The companion's refusals that have words of their own: their code, what happened, what to do about it, and whether
/// another account may help.
const KNOWN: [(&str, &str, &str, bool); 5] = [
    ("Companion_SignInRequired", "The companion of this portal does not accept your sign-in.", HELP, true),
    (
        "Companion_NotAllowed",
        "The companion of this portal does not allow this.",
        "Whoever looks after this portal can: the companion's settings say who may ask, from where, and for what.",
        true,
    ),
    (
        "Companion_Misdirected",
        "The companion of this portal does not expect to be reached at this address.",
        "Tell whoever looks after this portal: its settings must list the host.",
        false,
    ),
    (
        "Companion_AuthorityRefused",
        "The sign-in service refuses the application behind this connection.",
        "Tell whoever looks after this portal: companion check says what is wrong.",
        false,
    ),
    (
        APPLICATION_REFUSED,
        "Business Central does not let the application of this connection in.",
        "Tell whoever looks after this portal: it may lack its card or permission sets there.",
        false,
    ),
];

const APPLICATION_REFUSED: &str = "Companion_ApplicationRefused";

/// What happened, what to do, and whether another account may help: by the companion's code, or by the status.
fn told(status: u16, code: &str) -> (&'static str, &'static str, bool) {
    if let Some((_, what, remedy, account)) = KNOWN.iter().find(|(known, ..)| *known == code) {
        return (what, remedy, *account);
    }
    match status {
        401 => told(status, KNOWN[0].0),
        404 | 405 if code.is_empty() => (
            "There is no companion at the address that the settings name.",
            "Tell whoever looks after this portal: companion in portal.json must be the companion's address.",
            false,
        ),
        502 | 504 => ("Business Central did not answer the companion of this portal.", HELP, false),
        500.. => ("The companion of this portal is not available right now.", HELP, false),
        _ => ("The companion of this portal refuses.", HELP, false),
    }
}

/// The companion's own name for an error: `{"error":{"code","message"}}`, the shape that OData has, too.
fn code(body: &str) -> String {
    let is_code = |code: &&str| {
        code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
    };
    let value = Value::parse(body).ok();
    let error = value.as_ref().and_then(Value::as_object).and_then(|answer| answer.related("error"));
    error.map(|error| error.text("code")).filter(is_code).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
