//! Writing into a string, which can't fail.

use std::fmt::{Arguments, Write as _};

/// Appends formatted text.
pub(super) fn put(out: &mut String, text: Arguments<'_>) {
    let _ = out.write_fmt(text);
}

/// Appends `text` as a JSON string.
pub(super) fn put_json(out: &mut String, text: &str) {
    out.push_str(&serde_json::Value::from(text).to_string());
}
