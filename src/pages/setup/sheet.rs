//! The lines of a check, what became of each, and how that looks and reads.

use crate::browser::element::Element;
use crate::problem::Problem;
use crate::view::element;
use leptos::prelude::{ArcRwSignal, Get, GetUntracked as _, Set, With as _};
use std::fmt::Write as _;

/// What is checked. A line is named by this wherever it is: on the page, in the report, in the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// `portal.json` is there and right.
    Settings,
    /// The browser has cryptography for this page, and keeps something for this site.
    Context,
    /// This computer's clock.
    Clock,
    /// The Content Security Policy that runs.
    Policy,
    /// The discovery document, the issuer that it names, and the keys.
    Authority,
    /// Whether the Authority takes a code challenge.
    Pkce,
    /// Where the Authority sends the user back to.
    RedirectUri,
    /// Whether somebody has signed in.
    SignIn,
    /// The companion of an AzApp connection.
    Companion,
    /// What the service allows pages of other origins.
    Cors,
    /// Whether the service takes the token.
    Token,
    /// The environment that the settings name.
    Environment,
    /// The company that the settings name.
    Company,
    /// What may be read there.
    Permissions,
}

impl Check {
    /// What the line is called.
    #[must_use]
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Settings => "Settings",
            Self::Context => "Secure context",
            Self::Clock => "Clock",
            Self::Policy => "Content Security Policy",
            Self::Authority => "Authority",
            Self::Pkce => "PKCE",
            Self::RedirectUri => "Redirect URI",
            Self::SignIn => "Sign-in",
            Self::Companion => "Companion",
            Self::Cors => "CORS",
            Self::Token => "Token",
            Self::Environment => "Environment",
            Self::Company => "Company",
            Self::Permissions => "Permissions",
        }
    }
}

/// Why a line is red: what is wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// In one sentence.
    pub what: String,
    /// For whoever sets the portal up.
    pub remedy: String,
}

impl Fault {
    /// A fault and its remedy.
    pub(super) fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self::new(problem.title, problem.remedy)
    }
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Its turn has not come.
    Waiting,
    /// It is being looked at.
    Running,
    /// All is well; what was found.
    Passed(String),
    /// Something is wrong.
    Failed(Fault),
    /// It could not be looked at; why.
    NotReached(String),
}

impl Outcome {
    fn word(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "checking",
            Self::Passed(_) => "passed",
            Self::Failed(_) => "failed",
            Self::NotReached(_) => "not reached",
        }
    }

    fn is_over(&self) -> bool {
        !matches!(self, Self::Waiting | Self::Running)
    }
}

/// The lines about one thing: the host, or a connection.
#[derive(Clone)]
pub(super) struct Sheet {
    name: String,
    lines: Vec<(Check, ArcRwSignal<Outcome>)>,
}

impl Sheet {
    /// A sheet about `name` with a line for each of `checks`.
    #[must_use]
    pub(super) fn new(name: &str, checks: &[Check]) -> Self {
        let lines = checks.iter().map(|check| (*check, ArcRwSignal::new(Outcome::Waiting))).collect();
        Self { name: name.to_owned(), lines }
    }

    fn set(&self, check: Check, outcome: Outcome) {
        if let Some((_, line)) = self.lines.iter().find(|(known, _)| *known == check) {
            line.set(outcome);
        }
    }

    /// `check` is being looked at.
    pub(super) fn begin(&self, check: Check) {
        self.set(check, Outcome::Running);
    }

    /// What became of `check`: with what was found, or the fault. Whether all is well.
    pub(super) fn judge(&self, check: Check, found: Result<String, Fault>) -> bool {
        let is_well = found.is_ok();
        self.set(check, found.map_or_else(Outcome::Failed, Outcome::Passed));
        is_well
    }

    /// `check` could not be looked at.
    pub(super) fn pass_over(&self, check: Check, why: &str) {
        self.set(check, Outcome::NotReached(why.to_owned()));
    }

    /// Nothing more will be looked at: each line that waits, or is being looked at, is not reached.
    pub(super) fn end(&self, why: &str) {
        for (_, line) in self.lines.iter().filter(|(_, line)| !line.get_untracked().is_over()) {
            line.set(Outcome::NotReached(why.to_owned()));
        }
    }

    /// Whether `check` passed; tracked.
    #[must_use]
    pub(super) fn has_passed(&self, check: Check) -> bool {
        let line = self.lines.iter().find(|(known, _)| *known == check);
        line.is_some_and(|(_, line)| line.with(|outcome| matches!(outcome, Outcome::Passed(_))))
    }

    /// How many lines passed, failed, were not reached, and are still to be judged; tracked.
    #[must_use]
    pub(super) fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for (_, line) in &self.lines {
            counts[line.with(|outcome| match outcome {
                Outcome::Passed(_) => 0,
                Outcome::Failed(_) => 1,
                Outcome::NotReached(_) => 2,
                Outcome::Waiting | Outcome::Running => 3,
            })] += 1;
        }
        counts
    }

    /// The lines as text, for whoever is asked for help. It holds what the page shows, which is no secret and nobody's
    /// name.
    #[must_use]
    pub(super) fn report(&self) -> String {
        let mut text = format!("{}\n", self.name);
        for (check, line) in &self.lines {
            let outcome = line.get_untracked();
            let told = match &outcome {
                Outcome::Passed(told) | Outcome::NotReached(told) => told.clone(),
                Outcome::Failed(Fault { what, remedy }) => format!("{what} {remedy}"),
                Outcome::Waiting | Outcome::Running => String::new(),
            };
            let told = told.replace('\n', "\n    ");
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{:12} {}: {told}", outcome.word(), check.title());
        }
        text
    }

    /// The lines on the page.
    #[must_use]
    pub(super) fn view(&self) -> Element {
        let lines = self.lines.iter().map(|(check, outcome)| line(*check, outcome.clone()));
        element("ol").class("checks").children(lines)
    }
}

fn line(check: Check, outcome: ArcRwSignal<Outcome>) -> Element {
    let (word, told) = (outcome.clone(), outcome);
    let state = word.clone();
    element("li")
        .live_attribute("data-outcome", move || Some(state.get().word().replace(' ', "-")))
        .child(element("span").class("outcome").live_text(move || word.get().word().to_owned()))
        .child(element("span").class("check-title").text(check.title()))
        .part(move || match told.get() {
            Outcome::Failed(Fault { what, remedy }) => element("div")
                .class("told")
                .attribute("role", "alert")
                .child(element("p").class("what").text(&what))
                .child(element("p").text(&remedy)),
            Outcome::Passed(text) | Outcome::NotReached(text) => element("p").class("told").text(&text),
            Outcome::Waiting | Outcome::Running => element("p").class("told"),
        })
}

/// All of `sheets` in one sentence; tracked.
#[must_use]
pub(super) fn summary(sheets: &[Sheet]) -> String {
    let mut sum = [0; 4];
    for sheet in sheets {
        for (total, count) in sum.iter_mut().zip(sheet.counts()) {
            *total += count;
        }
    }
    let [passed, failed, not_reached, left] = sum;
    let so_far = format!("{passed} passed, {failed} failed, {not_reached} not reached");
    if left > 0 { format!("Checking … {so_far}") } else { format!("{so_far}.") }
}

#[cfg(test)]
mod tests {
    use super::{Check, Fault, Sheet, summary};

    #[test]
    fn what_waits_when_it_ends_was_not_reached() {
        let sheet = Sheet::new("CRONUS", &[Check::Authority, Check::Pkce, Check::Token, Check::Company]);
        sheet.begin(Check::Authority);
        assert!(sheet.judge(Check::Authority, Ok("It answers.".to_owned())));
        assert!(!sheet.judge(Check::Pkce, Err(Fault::new("There is none.", "Get one.\nSoon."))));
        sheet.begin(Check::Token);
        assert_eq!(sheet.counts(), [1, 1, 0, 2]);
        assert_eq!(summary(std::slice::from_ref(&sheet)), "Checking … 1 passed, 1 failed, 0 not reached");
        sheet.end("PKCE failed.");
        // A line that the sheet does not have is nobody's.
        sheet.begin(Check::Clock);
        assert_eq!(summary(&[sheet.clone(), sheet.clone()]), "2 passed, 2 failed, 4 not reached.");
        assert_eq!(
            sheet.report(),
            "CRONUS\npassed       Authority: It answers.\nfailed       PKCE: There is none. Get one.\n    Soon.\n\
             not reached  Token: PKCE failed.\nnot reached  Company: PKCE failed.\n"
        );
    }
}
