//! What went wrong, as the user is told it: one shape for every failure, shown by one view.

use crate::browser::{clock, crypto::NoCrypto, page, storage::StoreError};
use authority::Decision;
use business_central as bc;
use origin::AddressError;
use settings::Mistake;

/// A failure in the user's words: what happened, what to do, a button that does it, and details to copy for support.
/// It never holds a token, a code or an answer's body.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What happened, in one sentence.
    pub title: String,
    /// What the user can do about it; empty when the title says it.
    pub remedy: String,
    /// The button that does it.
    pub action: Option<Action>,
    /// Labelled facts for support: time, code, correlation id.
    pub details: Vec<(&'static str, String)>,
    /// What whoever asked may know to do about it.
    pub cause: Cause,
}

/// What a failure means to the part of the portal that asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cause {
    /// Nothing that it could do something about.
    #[default]
    Other,
    /// Someone else changed the record since it was read.
    Changed,
    /// It is not there, or not any more.
    NotFound,
    /// It is not known whether the change was made.
    Lost,
}

/// What the button of a [`Problem`] does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Try the same again, where the problem is shown.
    Retry,
    /// Leave for the Authority, with these parameters.
    SignIn(authority::SignIn),
    /// Go to another address, such as the Authority's page for an administrator's consent.
    Open {
        /// What the button says.
        label: &'static str,
        /// Where it leads.
        address: String,
    },
    /// Load the page anew.
    Reload,
}

impl Action {
    /// What the button says that leads [to the start](Self::to_start).
    pub const START: &str = "Start page";

    /// Go to the portal's first page: there is nothing to be done here.
    #[must_use]
    pub fn to_start() -> Self {
        Self::Open { label: Self::START, address: page::base() }
    }
}

impl Problem {
    /// A problem without a button or details.
    pub fn new(title: impl Into<String>, remedy: impl Into<String>) -> Self {
        let (title, remedy) = (title.into(), remedy.into());
        Self { title, remedy, action: None, details: Vec::new(), cause: Cause::Other }
    }

    /// With a button.
    #[must_use]
    pub fn with(mut self, action: Action) -> Self {
        self.action = Some(action);
        self
    }

    /// Mistakes in `portal.json`: each is told by field, fault and remedy.
    #[must_use]
    pub fn from_mistakes(mistakes: &[Mistake]) -> Self {
        let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        Self::new("The settings of this portal (portal.json) have a mistake.", told.join("\n"))
            .with(Action::Reload)
    }

    /// The browser keeps nothing for this site.
    #[must_use]
    pub fn from_storage(error: StoreError) -> Self {
        let remedy = match error {
            StoreError::Blocked => {
                "Allow cookies and site data for this address in the browser's settings, then reload."
            }
            StoreError::Full => {
                "Close other tabs of this site or clear its data in the browser's settings, then reload."
            }
        };
        Self::new(format!("You cannot sign in here: {error}."), remedy).with(Action::Reload)
    }

    /// The portal's own address names what cannot be an address of Business Central.
    #[must_use]
    pub fn from_address(error: AddressError) -> Self {
        Self::new(format!("This address leads nowhere: {error}."), "Start from the portal's first page.")
            .with(Action::to_start())
    }

    /// The browser has no cryptography for this page.
    #[must_use]
    pub fn from_crypto(error: NoCrypto) -> Self {
        Self::new(format!("You cannot sign in here: {error}."), "Open the portal by its https address.")
    }
}

impl From<authority::Error> for Problem {
    fn from(error: authority::Error) -> Self {
        Self::of_authority(&error)
    }
}

impl Problem {
    /// What a failure on the way to a token comes to.
    #[must_use]
    pub fn of_authority(error: &authority::Error) -> Self {
        let sign_in = |prompt| Action::SignIn(authority::SignIn { prompt, ..Default::default() });
        let (remedy, action) = match error.decision() {
            Decision::RetryAfter(_) => ("Nothing was changed. Try again in a moment.", sign_in(None)),
            Decision::SignInAgain(with) => ("", Action::SignIn(with.clone())),
            Decision::ChooseAccount => ("", sign_in(Some(authority::Prompt::SelectAccount))),
            Decision::AskAdminForConsent { url } => (
                "Ask an administrator to open the page behind this button and agree.",
                Action::Open { label: "Page for the administrator", address: url.clone() },
            ),
            Decision::FixSetup => ("Whoever looks after this portal can help.", sign_in(None)),
            Decision::Denied => ("Nothing was changed. You can try again.", sign_in(None)),
            Decision::Defect => (
                "Nothing was kept. Try again; if it stays so, tell whoever looks after this portal.",
                sign_in(None),
            ),
        };
        let facts = error.details();
        let mut details = vec![("Time", clock::now_as_text())];
        let number = facts.aadsts.map(|number| format!("AADSTS{number}"));
        for (label, value) in [
            ("Code", facts.code.clone()),
            ("Detail", facts.suberror.clone()),
            ("Number", number),
            ("Correlation id", facts.correlation_id.clone()),
            ("Time at the service", facts.timestamp.clone()),
        ] {
            details.extend(value.map(|value| (label, value)));
        }
        Self { action: Some(action), details, ..Self::new(error.to_string(), remedy) }
    }
}

impl From<bc::Error> for Problem {
    fn from(error: bc::Error) -> Self {
        let action = match &error {
            bc::Error::SignInAgain(_) => Action::SignIn(authority::SignIn::default()),
            bc::Error::ForeignLink | bc::Error::RepeatedLink | bc::Error::Changed(_) => Action::Reload,
            error if error.may_pass() => Action::Retry,
            _ => Action::to_start(),
        };
        let mut details = vec![("Time", clock::now_as_text())];
        if let Some(refusal) = error.refusal() {
            if refusal.status != 0 {
                details.push(("Status", refusal.status.to_string()));
            }
            for (label, value) in [("Code", &refusal.code), ("Message", &refusal.message)] {
                if !value.is_empty() {
                    details.push((label, value.clone()));
                }
            }
        }
        details.extend(error.correlation_id().map(|id| ("Correlation id", id.to_owned())));
        let text = error.to_string();
        let (title, remedy) = match (&error, text.split_once(". ")) {
            // Business Central's own words, which may well have a "No." in the middle.
            (bc::Error::Invalid(_) | bc::Error::Exists(_), _) => (text, String::new()),
            (bc::Error::Refused(_), _) => {
                (text, "Business Central says so; its administrator can say more.".to_owned())
            }
            // The first sentence says what happened, the rest what to do.
            (_, Some((title, remedy))) => (format!("{title}."), remedy.to_owned()),
            (_, None) => (text, String::new()),
        };
        let cause = match error {
            bc::Error::Changed(_) => Cause::Changed,
            bc::Error::NotFound(_) => Cause::NotFound,
            bc::Error::LostAnswer => Cause::Lost,
            _ => Cause::Other,
        };
        Self { title, remedy, action: Some(action), details, cause }
    }
}
