//! What tells one entity from the others of its set.

use std::fmt;

use crate::{EntityType, Json, Literal, Record};

/// A key, printed as what stands in the parentheses of OData's key predicate (OData URL Conventions §4.3): a lone value
/// (`f2a5738a-…`), or names with values when there are several (`customerId=…,name='x'`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key(String);

impl Key {
    /// The key of `record`. `None` when a key field is missing, as it is when it was not selected, or empty.
    #[must_use]
    pub fn of(entity_type: &EntityType, record: &Record) -> Option<Self> {
        let value = |name: &String| {
            let property = entity_type.property(name)?;
            match record.get(name)? {
                Json::Text(text) => Literal::of(&property.kind, text),
                Json::Number(text) => Literal::number(text),
                Json::Bool(value) => Some(Literal::boolean(*value)),
                _ => None,
            }
        };
        match entity_type.key.as_slice() {
            [] => None,
            [name] => value(name).map(|value| Self(value.to_string())),
            names => {
                let parts: Option<Vec<String>> =
                    names.iter().map(|name| value(name).map(|value| format!("{name}={value}"))).collect();
                parts.map(|parts| Self(parts.join(",")))
            }
        }
    }

    /// The key of `record` while its type is unknown: its `id`, by which nearly every entity of Business Central goes.
    #[must_use]
    pub fn by_id(record: &Record) -> Option<Self> {
        Literal::guid(record.text("id")).map(|id| Self(id.to_string()))
    }

    /// A key of one GUID, as most are.
    #[must_use]
    pub fn guid(id: &str) -> Option<Self> {
        Literal::guid(id).map(|id| Self(id.to_string()))
    }

    /// Reads a key as it is printed, from an address for example; `None` when it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_key = Literal::parse(text).is_some() || {
            let parts = split(text);
            parts.iter().all(|part| {
                part.split_once('=').is_some_and(|(name, value)| {
                    crate::Field::new(name).is_some() && Literal::parse(value).is_some()
                })
            })
        };
        is_key.then(|| Self(text.to_owned()))
    }

    /// The key as it is printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The parts between the commas that do not stand in quotes.
fn split(text: &str) -> Vec<&str> {
    let mut quoted = false;
    text.split(|character| {
        quoted ^= character == '\'';
        character == ',' && !quoted
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::Key;
    use crate::{EntityType, Json, Kind, Property, Record};

    fn entity_type(key: &[(&str, Kind)]) -> EntityType {
        let property = |(name, kind): &(&str, Kind)| Property::new(name, kind.clone());
        EntityType {
            key: key.iter().map(|(name, _)| (*name).to_owned()).collect(),
            properties: key.iter().map(property).collect(),
            ..EntityType::default()
        }
    }

    fn record(json: &str) -> Record {
        let Json::Object(record) = Json::parse(json).unwrap() else { panic!("no object") };
        record
    }

    #[test]
    fn keys_follow_their_types() {
        let id = "f2a5738a-44e3-ea11-bb43-000d3a2feca1";
        let several = [("customerId", Kind::Guid), ("number", Kind::Text), ("line", Kind::Integer)];
        for (key, json, expected) in [
            (&[("id", Kind::Guid)][..], format!(r#"{{"id":"{id}"}}"#), Some(id.to_owned())),
            (&[("id", Kind::Guid)], r#"{"id":"x"}"#.to_owned(), None),
            (&[("id", Kind::Guid)], "{}".to_owned(), None),
            (&[("id", Kind::Guid)], r#"{"id":null}"#.to_owned(), None),
            (&[("code", Kind::Text)], r#"{"code":"O'B,=)/"}"#.to_owned(), Some("'O''B,=)/'".to_owned())),
            (&[("no", Kind::Integer)], r#"{"no":7}"#.to_owned(), Some("7".to_owned())),
            (
                &several,
                format!(r#"{{"line":1,"number":"a,b='c'","customerId":"{id}"}}"#),
                Some(format!("customerId={id},number='a,b=''c''',line=1")),
            ),
            (&[], "{}".to_owned(), None),
        ] {
            let found = Key::of(&entity_type(key), &record(&json));
            assert_eq!(found.as_ref().map(Key::as_str), expected.as_deref(), "{json}");
            if let Some(key) = found {
                assert_eq!(Key::parse(key.as_str()), Some(key));
            }
        }
    }

    #[test]
    fn no_key_can_be_made_up() {
        for text in ["", "x", "a=", "=1", "a=1,", "a=x", "'a'b'", "1)/companies(2", "a=1,b c=2", "null"] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }

    #[test]
    fn without_a_type_the_id_is_the_key() {
        let id = "f2a5738a-44e3-ea11-bb43-000d3a2feca1";
        assert_eq!(Key::by_id(&record(&format!(r#"{{"id":"{id}"}}"#))), Key::guid(id));
        assert_eq!(Key::by_id(&record(r#"{"id":7}"#)), None);
    }
}
