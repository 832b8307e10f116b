//! What a command says when it cannot go on.

use std::fmt;
use std::io;
use std::path::Path;

/// A sentence for the person at the terminal: what went wrong and what to do.
#[derive(Debug)]
pub(crate) struct Failure(String);

/// The outcome of every step.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// An input or output error, with the path it happened at.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<pico_args::Error> for Failure {
    fn from(error: pico_args::Error) -> Self {
        Self(error.to_string())
    }
}
