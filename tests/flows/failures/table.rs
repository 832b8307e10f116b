//! `docs/failures.md`: a row for each case, in the order of the cases.

use std::{
    fs,
    path::Path,
    sync::{Mutex, PoisonError},
};

use super::cases::{CASES, Case, ELSEWHERE, When};

/// What became of a case.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) case: &'static str,
    /// Requests that the Authority saw.
    pub(super) authorize: usize,
    pub(super) token: usize,
    /// The alert; empty where it went on by itself.
    pub(super) what: String,
    pub(super) remedy: String,
    pub(super) button: String,
}

static ROWS: Mutex<Vec<Row>> = Mutex::new(Vec::new());

const HEAD: &str = "\
# What happens when something goes wrong

Written by the end-to-end tests (`cargo xtask test`), which bring about each of these faults in a real browser: do not edit.
For each they also check that there is one alert at most, that nothing of a failed sign-in is kept, that a session is kept
that was there, and that address and half-typed words are as they were. Each fault's name leads to a picture of its alert.
No fault makes the portal send a person to the sign-in service more than three times, or ask for a token more than three
times. (A browser itself sends a request once more whose connection was closed without a word: that is the second token
request where there is no answer.)
";

/// Remembers a row.
pub(super) fn keep(row: Row) {
    ROWS.lock().unwrap_or_else(PoisonError::into_inner).push(row);
}

/// Writes the table, if every case ran.
pub(crate) fn write() {
    let rows = ROWS.lock().unwrap_or_else(PoisonError::into_inner);
    if rows.len() < CASES.len() + ELSEWHERE.len() {
        return;
    }
    let line = |name: &str, fault: String, heals: bool| {
        let row = rows.iter().find(|row| row.case == name);
        row.map(|row| row.line(&fault, heals)).unwrap_or_default()
    };
    let mut text = HEAD.to_owned();
    for (whens, heading) in [
        (&[When::SigningIn] as &[When], "While signing in"),
        (&[When::ComingBack], "On the way back from the sign-in"),
        (&[When::Renewing], "When the token is due"),
        (&[When::Asking, When::ReadingOn], "When Business Central is asked"),
    ] {
        text += &format!(
            "\n## {heading}\n\n| fault | sign-ins | token requests | what the user is told | button |\n|---|---|---|---|---|\n"
        );
        for case in CASES.iter().filter(|case| whens.contains(&case.when)) {
            text += &line(case.name, fault(case), case.heals);
        }
        for (name, told) in ELSEWHERE.iter().filter(|_| whens.contains(&When::ComingBack)) {
            text += &line(name, (*told).to_owned(), true);
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/failures.md");
    fs::write(&path, text).unwrap_or_else(|error| eprintln!("{}: {error}", path.display()));
}

/// What the case is called: a link to the picture of its alert, if it has one.
fn fault(case: &Case) -> String {
    match case.heals {
        true => case.told.to_owned(),
        false => format!("[{}](alerts/{}.png)", case.told, case.name),
    }
}

impl Row {
    fn line(&self, fault: &str, heals: bool) -> String {
        let told = format!("{} {}", self.what, self.remedy);
        let told = if heals { "nothing: it goes on by itself" } else { told.trim() };
        let (authorize, token) = (self.authorize.to_string(), self.token.to_string());
        let cells = [fault, &authorize, &token, told, &self.button];
        format!("| {} |\n", cells.map(|cell| cell.replace(['|', '\n'], " ")).join(" | "))
    }
}
