//! JSON as Business Central sends it, with numbers as they were written.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::{Record, Unreadable};

/// Deeper than any answer of an OData service (an `$expand` adds two levels), shallow enough for any stack.
const DEEPEST: usize = 48;

/// A JSON value. Numbers keep their text, see [`Amount`](crate::Amount) for why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written.
    Number(Box<str>),
    /// A string.
    Text(Box<str>),
    /// An array.
    List(Vec<Json>),
    /// An object.
    Object(Record),
}

impl Json {
    /// Reads a body.
    ///
    /// # Errors
    /// [`Unreadable`] tells an empty body, a page in HTML, a body that was cut off, one nested too deeply and any other text
    /// apart.
    pub fn parse(body: &str) -> Result<Self, Unreadable> {
        let body = body.trim_start_matches('\u{feff}').trim();
        if body.is_empty() {
            return Err(Unreadable::Empty);
        }
        if body.starts_with('<') {
            return Err(Unreadable::Html);
        }
        read(body, DEEPEST)
    }

    /// The text of a string.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number, written as a number or, as services may (OData JSON Format §3.2, `IEEE754Compatible`), as a string.
    #[must_use]
    pub fn as_integer<N: std::str::FromStr>(&self) -> Option<N> {
        match self {
            Self::Number(text) | Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The entries of an array; none for anything else.
    #[must_use]
    pub fn entries(&self) -> &[Self] {
        match self {
            Self::List(entries) => entries,
            _ => &[],
        }
    }

    /// The object.
    #[must_use]
    pub fn as_object(&self) -> Option<&Record> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }
}

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        if error.is_eof() { Self::Truncated } else { Self::Json }
    }
}

fn read(text: &str, depth: usize) -> Result<Json, Unreadable> {
    let depth = depth.checked_sub(1).ok_or(Unreadable::TooDeep)?;
    Ok(match text.as_bytes().first() {
        Some(b'"') => Json::Text(read_text(text)?),
        Some(b'{') => {
            let mut deserializer = serde_json::Deserializer::from_str(text);
            let fields = deserializer.deserialize_map(Fields)?;
            deserializer.end()?;
            let read_field = |(name, raw): (String, &RawValue)| Ok((name.into(), read(raw.get(), depth)?));
            Json::Object(Record::new(fields.into_iter().map(read_field).collect::<Result<_, Unreadable>>()?))
        }
        Some(b'[') => {
            let entries: Vec<&RawValue> = serde_json::from_str(text)?;
            Json::List(entries.into_iter().map(|raw| read(raw.get(), depth)).collect::<Result<_, _>>()?)
        }
        _ => match serde_json::from_str::<&RawValue>(text)?.get() {
            "null" => Json::Null,
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            number => Json::Number(number.into()),
        },
    })
}

/// A column of limited length may end in half an emoji, which is no Unicode and which serde_json refuses. One such field
/// must not hide a page of records, so it is shown as it was written.
fn read_text(text: &str) -> Result<Box<str>, serde_json::Error> {
    serde_json::from_str::<String>(text).map(String::into_boxed_str).or_else(|error| {
        let written: &RawValue = serde_json::from_str(text)?;
        let half_a_pair = text.contains("\\u");
        written
            .get()
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .filter(|_| half_a_pair)
            .map(Into::into)
            .ok_or(error)
    })
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(fields)
    }
}

/// For people: strings without quotes, the rest as in JSON.
impl fmt::Display for Json {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Bool(value) => write!(formatter, "{value}"),
            Self::Number(text) | Self::Text(text) => formatter.write_str(text),
            Self::List(entries) => {
                for (index, entry) in entries.iter().enumerate() {
                    let separator = if index == 0 { "" } else { ", " };
                    write!(formatter, "{separator}{entry}")?;
                }
                Ok(())
            }
            Self::Object(object) => {
                for (index, (name, value)) in object.fields().enumerate() {
                    let separator = if index == 0 { "" } else { ", " };
                    write!(formatter, "{separator}{name}: {value}")?;
                }
                Ok(())
            }
        }
    }
}
