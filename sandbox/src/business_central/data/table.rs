//! The records of one entity set: kept, or computed from their position when there may be a million.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::super::schema::{EntityType, Kind, Navigation};
use super::super::value::{Guid, Value};
use super::ids;
use super::ledger::Ledger;
use super::row::Row;

/// A table. Its clone shares the rows: a change copies the list of them, never the records.
#[derive(Clone)]
pub(in super::super) struct Table {
    pub(in super::super) kind: &'static EntityType,
    /// Another number after every change, and never one that any table had before.
    pub(in super::super) version: u64,
    company: usize,
    rows: Rows,
}

#[derive(Clone)]
enum Rows {
    Kept {
        rows: Vec<Arc<Row>>,
        /// Where the record with an id is, for types that are named by one GUID.
        index: HashMap<Guid, usize>,
        /// How many there ever were: the next id is made of it.
        serial: usize,
    },
    Posted(Arc<Ledger>),
}

static VERSIONS: AtomicU64 = AtomicU64::new(1);

impl Table {
    pub(super) fn kept(kind: &'static EntityType, company: usize, rows: Vec<Row>) -> Self {
        let serial = rows.len();
        let rows = rows.into_iter().map(Arc::new).collect();
        let mut table =
            Self { kind, version: 0, company, rows: Rows::Kept { rows, index: HashMap::new(), serial } };
        table.changed();
        table
    }

    pub(super) fn posted(kind: &'static EntityType, company: usize, ledger: Ledger) -> Self {
        let version = VERSIONS.fetch_add(1, Ordering::Relaxed);
        Self { kind, version, company, rows: Rows::Posted(Arc::new(ledger)) }
    }

    pub(in super::super) fn len(&self) -> usize {
        match &self.rows {
            Rows::Kept { rows, .. } => rows.len(),
            Rows::Posted(ledger) => ledger.len(),
        }
    }

    pub(in super::super) fn cell(&self, row: usize, column: usize) -> Value {
        match &self.rows {
            Rows::Kept { rows, .. } => rows[row].cell(column).clone(),
            Rows::Posted(ledger) => ledger.cell(row, column),
        }
    }

    /// What the cell of a named property holds.
    pub(in super::super) fn value(&self, row: usize, name: &str) -> Option<Value> {
        self.kind.column(name).map(|column| self.cell(row, column))
    }

    /// How often the record was changed.
    pub(in super::super) fn revision(&self, row: usize) -> u64 {
        match &self.rows {
            Rows::Kept { rows, .. } => rows[row].revision,
            Rows::Posted(_) => 0,
        }
    }

    /// The record itself, to be changed and put back. Entries of the ledger are never changed.
    pub(in super::super) fn row(&self, row: usize) -> Option<&Row> {
        match &self.rows {
            Rows::Kept { rows, .. } => rows.get(row).map(AsRef::as_ref),
            Rows::Posted(_) => None,
        }
    }

    /// Every kept record.
    pub(in super::super) fn rows(&self) -> impl Iterator<Item = &Row> {
        let rows = match &self.rows {
            Rows::Kept { rows, .. } => rows.as_slice(),
            Rows::Posted(_) => &[],
        };
        rows.iter().map(AsRef::as_ref)
    }

    /// The row of the record with this id, without a search.
    pub(in super::super) fn find(&self, id: Guid) -> Option<usize> {
        match &self.rows {
            Rows::Kept { index, .. } => index.get(&id).copied(),
            Rows::Posted(ledger) => {
                ids::row(id, self.company, ids::set(self.kind)).filter(|row| *row < ledger.len())
            }
        }
    }

    /// The row of the record with this key: a value for each of its properties.
    pub(in super::super) fn find_key(&self, key: &[Value]) -> Option<usize> {
        if let ([Value::Guid(id)], true) = (key, self.kind.has_guid_key()) {
            return self.find(*id);
        }
        let columns: Option<Vec<_>> = self.kind.key.iter().map(|name| self.kind.column(name)).collect();
        let columns = columns.filter(|columns| columns.len() == key.len())?;
        (0..self.len()).find(|row| {
            let mut cells = columns.iter().map(|column| self.cell(*row, *column)).zip(key);
            cells.all(|(cell, value)| cell.order(value).is_eq())
        })
    }

    /// The key of a record.
    pub(in super::super) fn key(&self, row: usize) -> Vec<Value> {
        self.kind.key.iter().filter_map(|name| self.value(row, name)).collect()
    }

    /// What the records that `navigation` leads to from `row` have in which column; `None` when a value is
    /// blank, so that it leads nowhere.
    pub(in super::super) fn towards(
        &self,
        row: usize,
        navigation: &Navigation,
    ) -> Option<Vec<(usize, Value)>> {
        let pair = |(own, other): (&str, &str)| {
            let value = self.value(row, own).filter(|value| !value.is_blank())?;
            Some((navigation.target.column(other)?, value))
        };
        navigation.pairs().map(pair).collect()
    }

    /// The first row with these values in these columns.
    pub(in super::super) fn first_with(&self, values: &[(usize, Value)]) -> Option<usize> {
        if let [(column, Value::Guid(id))] = values
            && self.kind.has_guid_key()
            && self.kind.column(self.kind.key[0]) == Some(*column)
        {
            return self.find(*id);
        }
        (0..self.len())
            .find(|row| values.iter().all(|(column, value)| self.cell(*row, *column).order(value).is_eq()))
    }

    /// Whether the rows lie in the order of this column, so that nothing needs sorting.
    pub(in super::super) fn lies_in_order_of(&self, column: usize) -> bool {
        matches!(self.rows, Rows::Posted(_))
            && matches!(self.kind.properties[column].name, "entryNumber" | "postingDate")
    }

    /// A blank record with an id that no other has or had, and the number of records there ever were.
    pub(in super::super) fn draft(&mut self) -> (Row, usize) {
        let (kind, company) = (self.kind, self.company);
        let Rows::Kept { serial, .. } = &mut self.rows else { return (Row::blank(kind), 0) };
        let number = *serial;
        *serial += 1;
        let mut row = Row::blank(kind);
        if kind.has_guid_key() {
            row.put(kind.key[0], ids::of(company, ids::set(kind), number));
        }
        (row, number)
    }

    /// Adds a record at the end.
    pub(in super::super) fn insert(&mut self, row: Row) {
        if let Rows::Kept { rows, .. } = &mut self.rows {
            rows.push(Arc::new(row));
        }
        self.changed();
    }

    /// Puts a changed record in the place of what was there.
    pub(in super::super) fn replace(&mut self, at: usize, mut row: Row) {
        if let Rows::Kept { rows, .. } = &mut self.rows
            && let Some(slot) = rows.get_mut(at)
        {
            row.revision = slot.revision + 1;
            *slot = Arc::new(row);
        }
        self.changed();
    }

    /// Takes out the records at these places.
    pub(in super::super) fn remove(&mut self, places: &[usize]) {
        if let Rows::Kept { rows, .. } = &mut self.rows {
            let mut at = 0;
            rows.retain(|_| {
                at += 1;
                !places.contains(&(at - 1))
            });
        }
        self.changed();
    }

    fn changed(&mut self) {
        self.version = VERSIONS.fetch_add(1, Ordering::Relaxed);
        let kind = self.kind;
        let Rows::Kept { rows, index, .. } = &mut self.rows else { return };
        if !kind.has_guid_key() {
            return;
        }
        let Some(column) = kind.column(kind.key[0]) else { return };
        index.clear();
        index.extend(rows.iter().enumerate().filter_map(|(at, row)| match row.cell(column) {
            Value::Guid(id) => Some((*id, at)),
            _ => None,
        }));
    }

    /// Whether records hold links to streams, which need the record's path.
    pub(in super::super) fn has_streams(&self) -> bool {
        (0..self.kind.properties.len()).any(|column| self.is_stream(column))
    }

    /// Whether the column of a property holds links instead of a value.
    pub(in super::super) fn is_stream(&self, column: usize) -> bool {
        matches!(self.kind.properties[column].kind, Kind::Stream)
    }
}
