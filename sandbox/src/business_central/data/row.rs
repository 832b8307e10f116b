//! A record in the making: blank in every field until it is set.

use super::super::calendar::{Date, Moment};
use super::super::decimal::Decimal;
use super::super::schema::{EntityType, Kind};
use super::super::value::{Guid, Value};

#[derive(Clone)]
pub(in super::super) struct Row {
    kind: &'static EntityType,
    cells: Vec<Value>,
    /// How often it was changed.
    pub(super) version: u32,
}

impl Row {
    pub(in super::super) fn new(kind: &'static EntityType, id: Guid) -> Self {
        let cells = kind.properties.iter().map(|property| Value::blank(property.kind)).collect();
        Self { kind, cells, version: 0 }.set("id", id)
    }

    pub(super) fn set(mut self, name: &str, value: impl Into<Value>) -> Self {
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

    /// Whether records of its kind have a property of this name.
    pub(in super::super) fn has(&self, name: &str) -> bool {
        self.kind.column(name).is_some()
    }

    pub(super) fn cell(&self, column: usize) -> &Value {
        &self.cells[column]
    }

    pub(in super::super) fn get(&self, name: &str) -> Value {
        self.cells[self.column(name)].clone()
    }

    pub(in super::super) fn id(&self) -> Guid {
        self.guid("id")
    }

    pub(in super::super) fn guid(&self, name: &str) -> Guid {
        match self.get(name) {
            Value::Guid(id) => id,
            _ => Guid::ZERO,
        }
    }

    pub(in super::super) fn decimal(&self, name: &str) -> Decimal {
        match self.get(name) {
            Value::Decimal(number) => number,
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
