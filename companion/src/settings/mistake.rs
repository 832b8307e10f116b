//! A mistake in the settings, as its reader is told.

use std::fmt;

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where: a path such as `principal[0].client_id`, or an environment variable.
    pub field: String,
    /// What is wrong with it.
    pub fault: String,
    /// What to write instead.
    pub remedy: String,
}

impl Mistake {
    /// A mistake at `field`.
    pub fn new(field: impl Into<String>, fault: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { field: field.into(), fault: fault.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}. {}", self.field, self.fault, self.remedy)
    }
}
