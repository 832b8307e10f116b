//! What a tab reported: its console, its addresses, its navigations.

use std::{collections::BTreeSet, sync::Mutex};

use tokio::sync::watch;

use super::socket::{COMMAND_LIMIT, lock};

/// One line of the console.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Such as `error`.
    pub(crate) level: String,
    pub(crate) text: String,
    /// Of the file or request that it is about, if any.
    pub(crate) address: String,
    /// Whether it is the browser's own line about a request that failed or was refused.
    pub(crate) about_request: bool,
}

/// How far the tab got.
#[derive(Clone, Debug, Default)]
pub(super) struct Moves {
    /// Documents that replaced the one before.
    pub(super) documents: u64,
    /// These, and changes of the address within a document.
    pub(super) all: u64,
    /// Navigations that arrived or failed, by their names.
    pub(super) ended: BTreeSet<String>,
}

/// What one tab reported so far.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    console: Mutex<Vec<Line>>,
    addresses: Mutex<Vec<String>>,
    moves: watch::Sender<Moves>,
    refused: Mutex<String>,
}

impl Trace {
    /// Every line of the console, oldest first.
    pub(crate) fn console(&self) -> Vec<Line> {
        lock(&self.console).clone()
    }

    /// Every address the tab asked for or showed, with its fragment, oldest first.
    pub(crate) fn addresses(&self) -> Vec<String> {
        lock(&self.addresses).clone()
    }

    /// Forgets the console so far.
    pub(crate) fn forget_console(&self) {
        lock(&self.console).clear();
    }

    /// Passes on the result of a look at the page, and remembers why the last one failed.
    pub(super) fn looked<T>(&self, result: Result<T, String>) -> Result<T, String> {
        if let Err(error) = &result {
            lock(&self.refused).clone_from(error);
        }
        result
    }

    /// Why the last look at the page that failed did so.
    pub(crate) fn refused(&self) -> String {
        lock(&self.refused).clone()
    }

    pub(super) fn says(&self, line: Line) {
        lock(&self.console).push(line);
    }

    pub(super) fn address(&self, address: String) {
        lock(&self.addresses).push(address);
    }

    pub(super) fn moved(&self, change: impl FnOnce(&mut Moves)) {
        self.moves.send_modify(change);
    }

    pub(super) fn moves(&self) -> Moves {
        self.moves.borrow().clone()
    }

    /// Waits until the tab got that far.
    pub(super) async fn arrives(&self, far: impl FnMut(&Moves) -> bool) -> Result<(), String> {
        let mut moves = self.moves.subscribe();
        match tokio::time::timeout(COMMAND_LIMIT, moves.wait_for(far)).await {
            Ok(Ok(_)) => Ok(()),
            _ => Err("the navigation doesn't end".to_owned()),
        }
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} {}", self.level, self.text, self.address)
    }
}
