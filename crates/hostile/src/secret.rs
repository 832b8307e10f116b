//! A secret that stands for every token, code and password, and must not be told.

use std::fmt::{Debug, Display};

/// It has what no permitted part of an error has: small and capital letters and digits, mixed; and none of the letters with
/// which `{:?}` writes a control character.
pub(crate) const SECRET: &str = "QzVk7Jw3XpLm9RsYbN2g";

/// A part of it this long is told from chance.
const PART: usize = 6;

/// Whether `text` holds a part of the secret.
pub(crate) fn is_in(text: &str) -> bool {
    SECRET.as_bytes().windows(PART).any(|part| text.as_bytes().windows(PART).any(|other| part == other))
}

/// What developers are shown of `thing`.
pub(crate) fn shown(thing: &impl Debug) -> String {
    format!("{thing:?} {thing:#?}")
}

/// Neither people nor developers are told any of the secret by `error`.
pub(crate) fn assert_not_in<E: Debug + Display>(error: &E) {
    let told = format!("{error} {}", shown(error));
    assert!(!is_in(&told), "a secret is told: {told}");
}
