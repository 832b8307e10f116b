//! Writing: records are made, changed and deleted as Business Central does it, with its checks and its errors.
//!
//! Everything here works on a draft of the data ([`super::data::World`] is cheap to clone): what fails half way
//! leaves nothing behind.

mod documents;
mod input;
mod lines;
mod numbers;
mod relations;
mod removal;
mod rules;
mod target;

use super::calendar::{Date, Moment};
use super::data::{Company, Row, Table};
use super::failure::Failure;
use super::permissions::{self, Action};
use super::schema::EntityType;
use super::value::{Guid, Value};
use crate::people::Caller;

use input::Input;
pub(super) use input::{Object, object};
pub(super) use target::{Change, Target};

/// Where one request's changes are made.
pub(super) struct Desk<'a> {
    pub(super) books: &'a mut Company,
    pub(super) caller: &'a Caller,
    pub(super) now: Moment,
}

impl Desk<'_> {
    /// Makes a record of `kind` with what `object` says, and its parts with it (deep insert); `within` is what
    /// the address says. Returns its key.
    pub(super) fn create(
        &mut self,
        kind: &'static EntityType,
        within: &[(usize, Value)],
        object: &Object,
    ) -> Result<Vec<Value>, Failure> {
        permissions::check(self.caller, Action::Insert, kind)?;
        let input = Input::read(kind, object, within)?;
        let (mut row, number) = self.table_mut(kind)?.draft();
        for (column, value) in within {
            row.put_cell(*column, value.clone());
        }
        rules::defaults(self, &mut row, &input)?;
        self.apply(&mut row, &input, None)?;
        numbers::fill(self.table(kind)?, &mut row, number);
        self.check(&row, None)?;
        self.stamp(&mut row);
        let key = key_of(&row);
        self.table_mut(kind)?.insert(row.clone());
        self.books.add_companions(&row);
        for (navigation, objects) in &input.children {
            let place = self.table(kind)?.find_key(&key).unwrap_or_default();
            let within = self.table(kind)?.towards(place, navigation).unwrap_or_default();
            for object in objects {
                self.create(navigation.target, &within, object)?;
            }
        }
        documents::follow(self, &row)?;
        Ok(key)
    }

    /// Changes the record at `place` by what `object` says; what it doesn't name stays.
    pub(super) fn change(
        &mut self,
        kind: &'static EntityType,
        place: usize,
        object: &Object,
    ) -> Result<Vec<Value>, Failure> {
        permissions::check(self.caller, Action::Modify, kind)?;
        let input = Input::read(kind, object, &[])?;
        if input.children.iter().any(|(_, objects)| !objects.is_empty()) {
            let message = "Related records cannot be changed together with the record they belong to.";
            return Err(Failure::bad("BadRequest", message));
        }
        let before = self.table(kind)?.row(place).cloned().ok_or_else(|| Failure::no_record(kind.set))?;
        rules::may_change(self, &before, &input)?;
        let mut row = before.clone();
        self.apply(&mut row, &input, Some(&before))?;
        self.check(&row, Some(place))?;
        self.stamp(&mut row);
        let key = key_of(&row);
        self.table_mut(kind)?.replace(place, row.clone());
        documents::follow(self, &row)?;
        Ok(key)
    }

    /// Deletes the record at `place` and what is a part of it.
    pub(super) fn delete(&mut self, kind: &'static EntityType, place: usize) -> Result<(), Failure> {
        permissions::check(self.caller, Action::Delete, kind)?;
        let row = self.table(kind)?.row(place).cloned().ok_or_else(|| Failure::no_record(kind.set))?;
        rules::may_change(self, &row, &Input::default())?;
        removal::unused(self, &row)?;
        removal::take_out(self, &row)?;
        documents::follow(self, &row)
    }

    /// Puts what was given into the row, relations first: what they bring along may be overruled by the rest.
    fn apply(&mut self, row: &mut Row, input: &Input, before: Option<&Row>) -> Result<(), Failure> {
        relations::apply(self, row, input)?;
        rules::related(self, row, input, before)?;
        for (column, value) in &input.fields {
            if !relations::is_part(row.kind, *column) {
                row.put_cell(*column, value.clone());
            }
        }
        rules::validate(self, row, input)
    }

    /// What must hold for every record: required fields are filled, its key and its number are its own.
    fn check(&self, row: &Row, place: Option<usize>) -> Result<(), Failure> {
        let kind = row.kind;
        for (column, property) in kind.properties.iter().enumerate() {
            if property.required && row.cell(column).is_blank() && rules::must_have_value(property.name) {
                let message = format!("'{}' must have a value in '{}'.", property.name, kind.name);
                return Err(Failure::bad("Application_FieldValidationException", message));
            }
        }
        for names in rules::unique(kind) {
            let values: Vec<_> =
                names.iter().filter_map(|name| Some((kind.column(name)?, row.get(name)))).collect();
            let blank = values.iter().all(|(_, value)| value.is_blank());
            let found = self.table(kind)?.first_with(&values);
            if !blank && found.is_some() && found != place {
                let told = names.iter().map(|name| format!("{name}='{}'", row.text(name)));
                let told = told.collect::<Vec<_>>().join(", ");
                let message = format!("The record in table {} already exists. {told}", kind.table);
                return Err(Failure::bad("Internal_EntityWithSameKeyExists", message));
            }
        }
        Ok(())
    }

    fn stamp(&self, row: &mut Row) {
        // One set's metadata misspells the name.
        for name in ["lastModifiedDateTime", "lastModfiedDateTime", "systemModifiedAt"] {
            row.try_put(name, self.now);
        }
        if row.has("systemCreatedAt") && row.get("systemCreatedAt").is_blank() {
            row.put("systemCreatedAt", self.now);
        }
    }

    fn today(&self) -> Date {
        self.now.date()
    }

    fn table(&self, kind: &'static EntityType) -> Result<&Table, Failure> {
        self.books.table(kind).ok_or_else(|| Failure::no_segment(kind.set))
    }

    fn table_mut(&mut self, kind: &'static EntityType) -> Result<&mut Table, Failure> {
        self.books.table_mut(kind).ok_or_else(|| Failure::no_segment(kind.set))
    }

    /// The record of `kind` with this id.
    fn record(&self, kind: &'static EntityType, id: Guid) -> Option<&Row> {
        let table = self.books.table(kind)?;
        table.row(table.find(id)?)
    }

    /// The record of `kind` whose text `name` is this one.
    fn record_named(&self, kind: &'static EntityType, name: &str, text: &Value) -> Option<&Row> {
        let table = self.books.table(kind)?;
        table.row(table.first_with(&[(kind.column(name)?, text.clone())])?)
    }
}

fn key_of(row: &Row) -> Vec<Value> {
    row.kind.key.iter().map(|name| row.get(name)).collect()
}
