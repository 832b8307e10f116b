//! A record in the making: blank in every field until it is set.

use super::super::calendar::{Date, Moment};
use super::super::decimal::Decimal;
use super::super::schema::{EntityType, Kind};
use super::super::value::{Guid, Value};

#[derive(Clone)]
pub(in super::super) struct Row {
    pub(in super::super) kind: &'static EntityType,
    cells: Vec<Value>,
    /// How often it was changed.
    pub(super) version: u32,
}

impl Row {
    /// A record with nothing in it.
    pub(in super::super) fn blank(kind: &'static EntityType) -> Self {
        let cells = kind.properties.iter().map(|property| Value::blank(property.kind)).collect();
        Self { kind, cells, version: 0 }
    }

    /// A record of a type that is named by one GUID.
    pub(in super::super) fn new(kind: &'static EntityType, id: Guid) -> Self {
        Self::blank(kind).set(kind.key[0], id)
    }

    /// Sets a property if the type has it.
    pub(in super::super) fn try_put(&mut self, name: &str, value: impl Into<Value>) {
        if let Some(column) = self.kind.column(name) {
            self.cells[column] = value.into();
        }
    }

    /// [`Self::try_put`], to be gone on with.
    pub(super) fn try_set(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.try_put(name, value);
        self
    }

    pub(super) fn set(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.put(name, value);
        self
    }

    pub(in super::super) fn put(&mut self, name: &str, value: impl Into<Value>) {
        let column = self.column(name);
        self.cells[column] = value.into();
    }

    /// Sets a property to what another record is called; a text that is too long for it is cut off.
    pub(in super::super) fn put_cut(&mut self, name: &str, value: Value) {
        let column = self.column(name);
        let longest = usize::from(self.kind.properties[column].max_length);
        self.cells[column] = match value {
            Value::Text(text) if longest > 0 && text.chars().count() > longest => {
                Value::text(text.chars().take(longest).collect::<String>())
            }
            other => other,
        };
    }

    /// Sets an enumeration's field to the member of this escaped name.
    pub(in super::super) fn member(mut self, name: &str, member: &str) -> Self {
        let Some(column) = self.kind.column(name) else { return self };
        if let Kind::Enum(enumeration) = self.kind.properties[column].kind {
            let found = enumeration.members.iter().find(|other| other.name == member);
            self.cells[column] = Value::Member(found.unwrap_or(&enumeration.members[0]));
        }
        self
    }

    /// Sets an enumeration's field, if there is one, to the member that is called like a type: "Sales Order".
    pub(in super::super) fn member_named_after(self, name: &str, kind: &EntityType) -> Self {
        let member = match kind.name {
            // Named after the table, which is older than the name of the type.
            "project" => "Job".to_owned(),
            "journalLine" if self.kind.column("fileName").is_some() => "Journal".to_owned(),
            _ => kind.caption.0.replace(' ', "_x0020_"),
        };
        self.member(name, &member)
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
        self.guid(self.kind.key[0])
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
