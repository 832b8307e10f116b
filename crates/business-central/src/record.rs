//! One entity, its fields in the order in which they came.

use crate::{Json, Kind, Value, value};

/// The fields of an entity, together with what OData says about it (`@odata.etag` and the like).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record(Vec<(Box<str>, Json)>);

impl Record {
    /// A record of these fields. Of two with one name the last counts, as in most readers of JSON.
    #[must_use]
    pub fn new(fields: Vec<(Box<str>, Json)>) -> Self {
        Self(fields)
    }

    /// The field called `name`, as it came. `None` when it did not come; Business Central leaves out what was not selected.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().rev().find(|(field, _)| **field == *name).map(|(_, value)| value)
    }

    /// The field called `name`, read as `kind`; [`Value::Blank`] when it did not come.
    #[must_use]
    pub fn value(&self, name: &str, kind: &Kind) -> Value<'_> {
        self.get(name).map_or(Value::Blank, |json| value::read(kind, json))
    }

    /// The field called `name` as text; empty when it is missing or not text.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.get(name).and_then(Json::as_text).unwrap_or_default()
    }

    /// The record that `$expand` put in the place of a navigation to one.
    #[must_use]
    pub fn related(&self, navigation: &str) -> Option<&Self> {
        self.get(navigation).and_then(Json::as_object)
    }

    /// The records that `$expand` put in the place of a navigation to many.
    pub fn related_many(&self, navigation: &str) -> impl Iterator<Item = &Self> {
        self.get(navigation).map(Json::entries).unwrap_or_default().iter().filter_map(Json::as_object)
    }

    /// The version of the entity, to be sent with a change. Business Central has it in the body only, not in a header.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.get("@odata.etag").or_else(|| self.get("@etag")).and_then(Json::as_text)
    }

    /// Every field and annotation, in the order in which they came.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// The names of the fields, without annotations (OData JSON Format §4.5: names with `@`).
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields().map(|(name, _)| name).filter(|name| !name.contains('@'))
    }

    pub(crate) fn take(&mut self, name: &str) -> Option<Json> {
        let at = self.0.iter().rposition(|(field, _)| **field == *name)?;
        Some(self.0.remove(at).1)
    }
}
