//! What a field says, once its type is known.

use std::borrow::Cow;

use crate::{Date, Json, Kind, literal::is_guid, names};
use json::is_number;

/// The value of one field, ready to be formatted for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing was entered. Business Central hardly ever sends `null`: it writes an empty text, `0001-01-01`, a GUID of
    /// zeros, or an enum's blank member. A number is never blank: 0 is a number.
    Blank,
    /// Text.
    Text(Cow<'a, str>),
    /// A number with all its digits.
    Number(&'a str),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Date(Date),
    /// A moment, as written (RFC 3339).
    DateTime(&'a str),
    /// An id.
    Guid(&'a str),
    /// A member of an enum, as it came and as it must go out again; [`names::decode`] gives its readable form.
    Enum(&'a str),
    /// The bytes of a document or picture, to be had from an address of their own.
    Stream,
}

impl Value<'_> {
    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        *self == Value::Blank
    }
}

/// Reads `json` as `kind`. What does not fit its type, as with services that describe themselves wrongly, is shown as
/// what it looks like rather than not at all.
#[must_use]
pub fn read<'a>(kind: &Kind, json: &'a Json) -> Value<'a> {
    match json {
        Json::Null => Value::Blank,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(text) => Value::Number(text),
        Json::Text(text) => read_text(kind, text),
        Json::List(entries) if entries.is_empty() => Value::Blank,
        Json::List(_) | Json::Object(_) => Value::Text(Cow::Owned(in_words(json))),
    }
}

fn read_text<'a>(kind: &Kind, text: &'a str) -> Value<'a> {
    if text.is_empty() {
        return Value::Blank;
    }
    match kind {
        Kind::Integer | Kind::Decimal if is_number(text) => Value::Number(text),
        Kind::Date => match Date::parse(text) {
            Some(date) if date.is_blank() => Value::Blank,
            Some(date) => Value::Date(date),
            None => Value::Text(text.into()),
        },
        Kind::DateTime => match text.get(..10).and_then(Date::parse) {
            Some(date) if date.is_blank() => Value::Blank,
            Some(_) => Value::DateTime(text),
            None => Value::Text(text.into()),
        },
        Kind::Guid if is_zero_guid(text) => Value::Blank,
        Kind::Guid if is_guid(text) => Value::Guid(text),
        Kind::Enum(_) if names::decode(text).trim().is_empty() => Value::Blank,
        Kind::Enum(_) => Value::Enum(text),
        Kind::Other if is_zero_guid(text) || text == "0001-01-01" => Value::Blank,
        Kind::Stream => Value::Stream,
        _ => Value::Text(text.into()),
    }
}

/// For people: strings without quotes, lists without brackets.
fn in_words(json: &Json) -> String {
    let parts: Vec<String> = match json {
        Json::Null => Vec::new(),
        Json::Bool(_) | Json::Number(_) => return json.to_string(),
        Json::Text(text) => return text.to_string(),
        Json::List(entries) => entries.iter().map(in_words).collect(),
        Json::Object(object) => {
            object.fields().map(|(name, value)| format!("{name}: {}", in_words(value))).collect()
        }
    };
    parts.join(", ")
}

fn is_zero_guid(text: &str) -> bool {
    is_guid(text) && text.bytes().all(|byte| matches!(byte, b'0' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::{Value, read};
    use crate::{Date, Json, Kind};

    #[test]
    fn a_blank_is_a_blank_in_every_type() {
        let kind = Kind::Enum("Microsoft.NAV.customerBlocked".into());
        for (kind, json) in [
            (Kind::Text, "\"\""),
            (Kind::Text, "null"),
            (Kind::Date, "\"0001-01-01\""),
            (Kind::DateTime, "\"0001-01-01T00:00:00Z\""),
            (Kind::Guid, "\"00000000-0000-0000-0000-000000000000\""),
            (kind.clone(), "\"_x0020_\""),
            (kind.clone(), "\" \""),
            (kind, "\"\""),
            (Kind::Other, "[]"),
        ] {
            assert!(read(&kind, &Json::parse(json).unwrap()).is_blank(), "{kind:?} {json}");
        }
    }

    #[test]
    fn values_keep_their_type_and_digits() {
        let id = "f2a5738a-44e3-ea11-bb43-000d3a2feca1";
        for (kind, json, expected) in [
            (Kind::Decimal, "999999999999999.99".to_owned(), Value::Number("999999999999999.99")),
            (Kind::Decimal, "\"12.50\"".to_owned(), Value::Number("12.50")),
            (Kind::Decimal, "0".to_owned(), Value::Number("0")),
            (Kind::Decimal, "\"n/a\"".to_owned(), Value::Text("n/a".into())),
            (Kind::Boolean, "false".to_owned(), Value::Bool(false)),
            (Kind::Date, "\"2026-02-28\"".to_owned(), Value::Date(Date::new(2026, 2, 28).unwrap())),
            (Kind::Date, "\"soon\"".to_owned(), Value::Text("soon".into())),
            (Kind::DateTime, "\"2026-02-28T01:02:03Z\"".to_owned(), Value::DateTime("2026-02-28T01:02:03Z")),
            (Kind::Guid, format!("\"{id}\""), Value::Guid(id)),
            (Kind::Enum("e".into()), "\"Sales_x0020_Order\"".to_owned(), Value::Enum("Sales_x0020_Order")),
            (Kind::Other, "{\"a\":[1,\"x\"],\"b\":true}".to_owned(), Value::Text("a: 1, x, b: true".into())),
        ] {
            assert_eq!(read(&kind, &Json::parse(&json).unwrap()), expected, "{json}");
        }
    }
}
