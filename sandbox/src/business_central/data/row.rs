//! A record in the making: blank in every field until it is set.

use std::sync::Arc;

use super::super::calendar::{Date, Moment};
use super::super::decimal::Decimal;
use super::super::schema::{EntityType, Kind};
use super::super::value::{Guid, Value};

#[derive(Clone)]
pub(in super::super) struct Row {
    pub(in super::super) kind: &'static EntityType,
    /// How often the record was changed.
    pub(super) revision: u64,
    cells: Vec<Value>,
}

impl Row {
    /// A record with nothing in it.
    pub(in super::super) fn blank(kind: &'static EntityType) -> Self {
        let cells = kind.properties.iter().map(|property| Value::blank(property.kind)).collect();
        Self { kind, revision: 0, cells }
    }

    pub(super) fn new(kind: &'static EntityType, id: Guid) -> Self {
        Self::blank(kind).set(kind.key[0], id)
    }

    pub(in super::super) fn has(&self, name: &str) -> bool {
        self.kind.column(name).is_some()
    }

    /// Sets a property if the type has it.
    pub(in super::super) fn try_put(&mut self, name: &str, value: impl Into<Value>) {
        if let Some(column) = self.kind.column(name) {
            self.cells[column] = value.into();
        }
    }

    pub(in super::super) fn put_cell(&mut self, column: usize, value: Value) {
        self.cells[column] = value;
    }

    /// What a property holds, as text; blank when the type has no such text.
    pub(in super::super) fn text(&self, name: &str) -> Arc<str> {
        match self.kind.column(name).map(|column| &self.cells[column]) {
            Some(Value::Text(text)) => Arc::clone(text),
            Some(Value::Member(member)) => member.name.into(),
            _ => "".into(),
        }
    }

    pub(in super::super) fn set(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.put(name, value);
        self
    }

    pub(in super::super) fn put(&mut self, name: &str, value: impl Into<Value>) {
        let column = self.column(name);
        self.cells[column] = value.into();
    }

    /// Sets an enumeration's field to the member of this escaped name.
    pub(in super::super) fn member(mut self, name: &str, member: &str) -> Self {
        let column = self.column(name);
        if let Kind::Enum(enumeration) = self.kind.properties[column].kind {
            let found = enumeration.members.iter().find(|other| other.name == member);
            self.cells[column] = Value::Member(found.unwrap_or(&enumeration.members[0]));
        }
        self
    }

    pub(in super::super) fn cell(&self, column: usize) -> &Value {
        &self.cells[column]
    }

    pub(in super::super) fn get(&self, name: &str) -> Value {
        self.cells[self.column(name)].clone()
    }

    pub(in super::super) fn id(&self) -> Guid {
        self.guid("id")
    }

    pub(in super::super) fn guid(&self, name: &str) -> Guid {
        match self.kind.column(name).map(|column| &self.cells[column]) {
            Some(Value::Guid(id)) => *id,
            _ => Guid::ZERO,
        }
    }

    pub(in super::super) fn decimal(&self, name: &str) -> Decimal {
        match self.kind.column(name).map(|column| &self.cells[column]) {
            Some(Value::Decimal(number)) => *number,
            _ => Decimal::ZERO,
        }
    }

    fn column(&self, name: &str) -> usize {
        match self.kind.column(name) {
            Some(column) => column,
            None => panic!("the demo data sets {}.{name}, which the schema lacks", self.kind.name),
        }
    }
}

macro_rules! into_value {
    ($($from:ty => $variant:ident),*) => {
        $(impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

into_value!(
    &str => Text, String => Text, i64 => Integer, Decimal => Decimal, bool => Boolean,
    Date => Date, Moment => Moment, Guid => Guid
);
