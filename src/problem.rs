//! What went wrong, as the user is told it: one shape for every failure, shown by one view.

use business_central as bc;

/// A failure in the user's words: what happened, what to do, a button that does it, and details to copy for support.
/// It never holds a token, a code or an answer's body.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What happened, in one sentence.
    pub title: String,
    /// What the user can do about it.
    pub remedy: String,
    /// The button that does it.
    pub action: Option<Action>,
    /// Labelled facts for support: time, code, correlation id.
    pub details: Vec<(&'static str, String)>,
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
