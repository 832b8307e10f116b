//! Reading JSON whose members may have any type, or be missing.

use serde_json::{Map, Value};

pub(crate) type Object = Map<String, Value>;

/// The object that `text` is; `None` for anything else.
pub(crate) fn object(text: &[u8]) -> Option<Object> {
    serde_json::from_slice(text).ok()
}

/// A member that is a text and not empty.
pub(crate) fn text<'a>(object: &'a Object, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// A member that is a list of texts; anything in it that is no text is left out.
pub(crate) fn texts<'a>(object: &'a Object, name: &str) -> Option<Vec<&'a str>> {
    Some(object.get(name)?.as_array()?.iter().filter_map(Value::as_str).collect())
}
