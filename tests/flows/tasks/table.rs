//! `docs/tasks.md`: what each task takes.

use std::{
    fs,
    path::Path,
    sync::{Mutex, PoisonError},
};

/// The tasks, in the order of the table.
pub(super) const TASKS: [(&str, &str); 6] = [
    ("phone", "Find a customer by a part of the name and change the phone number"),
    ("order", "Make a sales order of three lines, by keyboard alone"),
    ("conflict", "Correct a conflict with another user, field by field"),
    ("prices", "Change the price of 150 items at once, of which two fail the first time"),
    ("overdue", "Export the overdue invoices to a CSV file"),
    ("view", "Build, save and share a filtered view"),
];

static ROWS: Mutex<Vec<(&str, (usize, usize))>> = Mutex::new(Vec::new());

const HEAD: &str = "\
# What six tasks of a working day take

Written by the end-to-end tests (`cargo xtask test`), which do each of them in a real browser, from the start page on: do
not edit. What is typed as text counts letter by letter; a key with Ctrl held counts once.

| task | clicks | keystrokes |
|---|---|---|
";

/// Remembers what the task called `name` took.
pub(super) fn keep(name: &'static str, count: (usize, usize)) {
    ROWS.lock().unwrap_or_else(PoisonError::into_inner).push((name, count));
}

/// Writes the table, if every task was done.
pub(crate) fn write() {
    let rows = ROWS.lock().unwrap_or_else(PoisonError::into_inner);
    let mut text = HEAD.to_owned();
    for (name, told) in TASKS {
        let Some((_, (clicks, keys))) = rows.iter().find(|(known, _)| *known == name) else { return };
        text += &format!("| {told} | {clicks} | {keys} |\n");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tasks.md");
    fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
