//! What went wrong, as what to do about it.

use crate::SignIn;
use std::borrow::Cow;
use std::time::Duration;

/// What the caller does next. Decided by HTTP status, `error` and `suberror` only: Microsoft warns that
/// whoever depends on AADSTS numbers or on texts "will be broken over time", so these only choose the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// A passing fault: try again after this time. A session goes on (checklist rule 24), a code is spent
    /// (rule 17).
    RetryAfter(Duration),
    /// The session or the attempt is over: sign in again, like this.
    SignInAgain(SignIn),
    /// This account won't do: sign in with [`Prompt::SelectAccount`](crate::Prompt::SelectAccount).
    ChooseAccount,
    /// Nobody but an administrator can consent, at this address.
    AskAdminForConsent {
        /// Entra's page for the administrator.
        url: String,
    },
    /// The settings or the app registration are wrong; trying again doesn't help.
    FixSetup,
    /// The person or a policy said no.
    Denied,
    /// The Authority broke the protocol, or the portal did; whoever reports it should add the [`Details`].
    Defect,
}

impl Decision {
    /// Whether somebody in front of the screen must act for the Authority to answer.
    pub(crate) fn asks_a_person(&self) -> bool {
        matches!(self, Self::SignInAgain(_) | Self::ChooseAccount | Self::AskAdminForConsent { .. })
    }
}

/// What an administrator or Microsoft's support asks for. It holds no secret and no personal data: members of
/// unexpected form are left out (checklist rule 47).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The `error` of RFC 6749 §4.1.2.1 and §5.2.
    pub code: Option<String>,
    /// Entra's `suberror`.
    pub suberror: Option<String>,
    /// Entra's number for the fault, as in `AADSTS65001`.
    pub aadsts: Option<u32>,
    /// By which the Authority's log names the request.
    pub correlation_id: Option<String>,
    /// When it happened, in the Authority's own words.
    pub timestamp: Option<String>,
}

/// A failure on the way to a token. `Display` is plain language for the person in front of the screen;
/// neither it nor `Debug` contains anything from a token, a code or an answer's body (checklist rules 23 and
/// 47: ASVS 16.2.5).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Error {
    decision: Decision,
    what: Cow<'static, str>,
    details: Box<Details>,
    about: About,
}

/// What only some callers do something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Anything,
    UnknownKey,
    NoPkce,
}

impl Error {
    /// A failure of `what`, told in plain language, about which `decision` is what to do.
    #[must_use]
    pub fn new(decision: Decision, what: impl Into<Cow<'static, str>>) -> Self {
        Self { decision, what: what.into(), details: Box::default(), about: About::Anything }
    }

    /// What to do about it.
    #[must_use]
    pub fn decision(&self) -> &Decision {
        &self.decision
    }

    /// What to tell an administrator.
    #[must_use]
    pub fn details(&self) -> &Details {
        &self.details
    }

    /// Whether the ID token names a key that isn't among the [`Keys`](crate::Keys): fetch them again, once,
    /// and ask again (checklist rule 29: OIDC Core §10.1.1).
    #[must_use]
    pub fn needs_new_keys(&self) -> bool {
        self.about == About::UnknownKey
    }

    /// Whether PKCE is all that is wrong: the Authority announces it, but not with S256 (RFC 9700 §2.1.1).
    #[must_use]
    pub fn rules_out_pkce(&self) -> bool {
        self.about == About::NoPkce
    }

    pub(crate) fn with_details(mut self, details: Details) -> Self {
        *self.details = details;
        self
    }

    pub(crate) fn unknown_key() -> Self {
        let what =
            "The sign-in could not be verified: its signing key is not among the sign-in service's keys.";
        Self { about: About::UnknownKey, ..Self::new(Decision::Defect, what) }
    }

    pub(crate) fn no_pkce() -> Self {
        let what =
            "The sign-in service doesn't offer PKCE with S256, without which this portal won't sign in.";
        Self { about: About::NoPkce, ..Self::new(Decision::FixSetup, what) }
    }
}
