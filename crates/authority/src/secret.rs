//! Texts that must not be seen: tokens, codes and code verifiers.

use std::fmt;

/// A token, code or code verifier.
///
/// It can't be printed or stored by accident: `Debug` shows nothing, there is no `Display`, and no way to JSON
/// but [`Secret::expose`] (checklist rules 45 and 47; ASVS 16.2.5). Only `sessionStorage` and the
/// `Authorization` header should ever hold what that returns.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Hides `text`.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}
