//! Texts that must not be seen: tokens, codes and code verifiers.

use std::fmt;

/// A token, code or code verifier.
///
/// It can't be printed by accident: `Debug` shows nothing, there is no `Display`, and serialising it takes a
/// deliberate `#[serde(with = "authority::secret::stored")]` at the field (checklist rules 45 and 47; ASVS
/// 16.2.5). Only `sessionStorage` and the `Authorization` header should ever hold what [`Secret::expose`]
/// returns.
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

/// For `#[serde(with = "authority::secret::stored")]` at a [`Secret`] that goes to `sessionStorage`.
pub mod stored {
    use super::Secret;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the secret in plain text.
    ///
    /// # Errors
    /// Those of `serializer`.
    pub fn serialize<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
        secret.expose().serialize(serializer)
    }

    /// Reads a secret written by [`serialize`].
    ///
    /// # Errors
    /// Those of `deserializer`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
        String::deserialize(deserializer).map(Secret)
    }
}

/// For `#[serde(with = "authority::secret::stored_option")]` at an `Option<Secret>` that goes to
/// `sessionStorage`.
pub mod stored_option {
    use super::Secret;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the secret, if there is one, in plain text.
    ///
    /// # Errors
    /// Those of `serializer`.
    pub fn serialize<S: Serializer>(secret: &Option<Secret>, serializer: S) -> Result<S::Ok, S::Error> {
        secret.as_ref().map(Secret::expose).serialize(serializer)
    }

    /// Reads an optional secret written by [`serialize`].
    ///
    /// # Errors
    /// Those of `deserializer`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Secret>, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.map(Secret))
    }
}
