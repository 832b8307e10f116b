//! What goes into a storage, as gloo takes it: anything that serde can serialise.

use json::Value;
use serde::ser::{Error as _, Serialize, SerializeMap as _, Serializer};

/// A JSON value of the portal's own kind, for serde.
pub(super) struct Stored<'a>(pub(super) &'a Value);

impl Serialize for Stored<'_> {
    /// Numbers are whole and not negative, as all that the portal keeps; others are an error, for serde knows no number by
    /// its digits.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(digits) => match digits.parse() {
                Ok(number) => serializer.serialize_u64(number),
                Err(_) => Err(S::Error::custom("no whole number")),
            },
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(entries) => serializer.collect_seq(entries.iter().map(Stored)),
            Value::Object(object) => {
                let mut members = serializer.serialize_map(None)?;
                for (name, value) in object.fields() {
                    members.serialize_entry(name, &Stored(value))?;
                }
                members.end()
            }
        }
    }
}
