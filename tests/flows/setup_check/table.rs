//! `docs/setup-check.md`: what each line says when it is red.

use std::{
    fs,
    path::Path,
    sync::{Mutex, PoisonError},
};

use super::cases::CASES;

static TOLD: Mutex<Vec<(&str, String)>> = Mutex::new(Vec::new());

const HEAD: &str = "\
# The setup check, line by line

Written by the end-to-end tests (`cargo xtask test`), which bring each of these faults about in a real browser: do not edit.
Each turns exactly one line of a portal's page `/setup` red; the lines that make no sense without it are not reached.

| line | what is wrong | what the line says | |
|---|---|---|---|
";

/// Remembers what the line of the case called `name` says.
pub(super) fn keep(name: &'static str, told: &str) {
    TOLD.lock().unwrap_or_else(PoisonError::into_inner).push((name, told.to_owned()));
}

/// Writes the table, if every case was brought about.
pub(crate) fn write() {
    let told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    let mut text = HEAD.to_owned();
    for case in CASES {
        let Some((_, said)) = told.iter().find(|(known, _)| *known == case.name) else { return };
        // Each run has other ports.
        let said = without_ports(said)
            .replace('<', "&lt;")
            .replace("\n\n", "\n")
            .replace('\n', "<br>")
            .replace('|', "\\|");
        text +=
            &format!("| {} | {} | {said} | [picture](setup/{}.png) |\n", case.line, case.fault, case.name);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/setup-check.md");
    fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// `text` with the same number for every port of this computer.
fn without_ports(text: &str) -> String {
    let mut parts = text.split("localhost:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + "localhost:8080" + part.trim_start_matches(|digit: char| digit.is_ascii_digit())
    })
}
