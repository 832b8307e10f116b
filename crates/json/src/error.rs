//! Why a text is no JSON.

use std::fmt;

/// Why a text is no JSON, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// What is wrong there.
    pub fault: Fault,
    /// The line, counted from 1.
    pub line: usize,
    /// The byte in that line, counted from 1.
    pub column: usize,
}

/// What is wrong with a text that should be JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It ends in the middle; more of it might be JSON.
    Truncated,
    /// It is JSON, but nested more deeply than [`Value::parse`](crate::Value::parse) reads.
    TooDeep,
    /// Something else stands where this should.
    Expected(&'static str),
}

impl Error {
    /// `fault` at the byte `at` of `text`.
    #[cold]
    pub(crate) fn new(fault: Fault, text: &str, at: usize) -> Self {
        let before = text.as_bytes().get(..at).unwrap_or_default();
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Self { fault, line, column: at - line_start + 1 }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, more) = match self.fault {
            Fault::Truncated => ("ends too early", ""),
            Fault::TooDeep => ("nested too deeply", ""),
            Fault::Expected(what) => ("expected ", what),
        };
        write!(formatter, "{what}{more} at line {} column {}", self.line, self.column)
    }
}

impl std::error::Error for Error {}
