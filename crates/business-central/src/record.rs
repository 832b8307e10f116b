//! One entity, as it came, and its fields by their types.

use crate::{Json, Kind, Record, Value, value};

/// What OData knows of a [`Record`] beyond JSON.
pub trait Typed {
    /// The field called `name`, read as `kind`; [`Value::Blank`] when it did not come. Business Central leaves out what was
    /// not selected.
    fn value(&self, name: &str, kind: &Kind) -> Value<'_>;

    /// The version of the entity, to be sent with a change. Business Central has it in the body only, not in a header.
    fn etag(&self) -> Option<&str>;

    /// The names of the fields, without annotations (OData JSON Format §4.5: names with `@`).
    fn names(&self) -> impl Iterator<Item = &str>;
}

impl Typed for Record {
    fn value(&self, name: &str, kind: &Kind) -> Value<'_> {
        self.get(name).map_or(Value::Blank, |json| value::read(kind, json))
    }

    fn etag(&self) -> Option<&str> {
        self.get("@odata.etag").or_else(|| self.get("@etag")).and_then(Json::as_text)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.fields().map(|(name, _)| name).filter(|name| !name.contains('@'))
    }
}
