//! The records of one entity set: kept, or computed from their position when there may be a million.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::super::schema::{EntityType, Kind, Navigation};
use super::super::value::{Guid, Value};
use super::ids;
use super::ledger::Ledger;
use super::row::Row;

/// A table. Its clone shares the records, and is what a change that fails is taken back to.
#[derive(Clone)]
pub(in super::super) struct Table {
    pub(in super::super) kind: &'static EntityType,
    company: usize,
    /// The number of the set in ids of its records.
    set: usize,
    rows: Rows,
    /// The rows of records whose ids don't tell them.
    index: HashMap<Guid, usize>,
    /// The rows of records that were deleted. Their places stay, so that all others keep theirs.
    gone: HashSet<usize>,
}

#[derive(Clone)]
enum Rows {
    Kept(Vec<Arc<Row>>),
    Posted(Arc<Ledger>),
}

impl Table {
    pub(super) fn kept(kind: &'static EntityType, company: usize, rows: Vec<Row>) -> Self {
        let mut table = Self::new(kind, company, Rows::Kept(Vec::new()));
        for row in rows {
            table.add(row);
        }
        table
    }

    pub(super) fn posted(kind: &'static EntityType, company: usize, ledger: Ledger) -> Self {
        Self::new(kind, company, Rows::Posted(Arc::new(ledger)))
    }

    fn new(kind: &'static EntityType, company: usize, rows: Rows) -> Self {
        let set = ids::set(kind);
        Self { kind, company, set, rows, index: HashMap::new(), gone: HashSet::new() }
    }

    /// How many rows there are, those of deleted records among them.
    pub(in super::super) fn len(&self) -> usize {
        match &self.rows {
            Rows::Kept(rows) => rows.len(),
            Rows::Posted(ledger) => ledger.len(),
        }
    }

    pub(in super::super) fn cell(&self, row: usize, column: usize) -> Value {
        match &self.rows {
            Rows::Kept(rows) => rows[row].cell(column).clone(),
            Rows::Posted(ledger) => ledger.cell(row, column),
        }
    }

    /// What the cell of a named property holds.
    pub(in super::super) fn value(&self, row: usize, name: &str) -> Option<Value> {
        self.kind.column(name).map(|column| self.cell(row, column))
    }

    /// The row of the record with this id, without a search.
    pub(in super::super) fn find(&self, id: Guid) -> Option<usize> {
        let row = self.index.get(&id).copied().or_else(|| ids::row(id, self.company, self.set))?;
        (self.is_there(row) && self.id(row) == id).then_some(row)
    }

    /// The id of the record in that row, for types that are named by one GUID.
    pub(in super::super) fn id(&self, row: usize) -> Guid {
        match self.value(row, self.kind.key[0]) {
            Some(Value::Guid(id)) => id,
            _ => Guid::ZERO,
        }
    }

    /// An id that tells the row of the record that is added next.
    pub(super) fn next_id(&self) -> Guid {
        ids::of(self.company, self.set, self.len())
    }

    /// The key of the record in that row: a value for each of its properties.
    pub(in super::super) fn key(&self, row: usize) -> Vec<Value> {
        self.kind.key.iter().filter_map(|name| self.value(row, name)).collect()
    }

    /// The row of the record with this key.
    pub(in super::super) fn find_key(&self, key: &[Value]) -> Option<usize> {
        let columns: Option<Vec<_>> = self.kind.key.iter().map(|name| self.kind.column(name)).collect();
        let columns = columns.filter(|columns| columns.len() == key.len())?;
        self.first_with(&columns.into_iter().zip(key.iter().cloned()).collect::<Vec<_>>())
    }

    /// The first record with these values in these columns.
    pub(in super::super) fn first_with(&self, values: &[(usize, Value)]) -> Option<usize> {
        if let [(column, Value::Guid(id))] = values
            && self.kind.has_guid_key()
            && self.kind.column(self.kind.key[0]) == Some(*column)
        {
            return self.find(*id);
        }
        let fits =
            |row: &usize| values.iter().all(|(column, value)| self.cell(*row, *column).order(value).is_eq());
        (0..self.len()).find(|row| self.is_there(*row) && fits(row))
    }

    /// What the records that `navigation` leads to from `row` have in which column; `None` when a value is blank,
    /// so that it leads nowhere.
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

    /// Whether the row is that of a record.
    pub(in super::super) fn is_there(&self, row: usize) -> bool {
        row < self.len() && !self.gone.contains(&row)
    }

    /// Whether every row is that of a record.
    pub(in super::super) fn is_whole(&self) -> bool {
        self.gone.is_empty()
    }

    /// How often the record was changed.
    pub(in super::super) fn version(&self, row: usize) -> u32 {
        match &self.rows {
            Rows::Kept(rows) => rows[row].version,
            Rows::Posted(_) => 0,
        }
    }

    /// The rows whose cell in this column is `value`.
    pub(in super::super) fn rows_where(&self, column: usize, value: &Value) -> Vec<usize> {
        let is_meant = |row: &usize| self.is_there(*row) && self.cell(*row, column).order(value).is_eq();
        (0..self.len()).filter(is_meant).collect()
    }

    /// A copy of the record in that row; none where records are worked out.
    pub(in super::super) fn copy(&self, row: usize) -> Option<Row> {
        match &self.rows {
            Rows::Kept(rows) => rows.get(row).map(|row| Row::clone(row)),
            Rows::Posted(_) => None,
        }
    }

    /// Puts `changed` into that row, as its next version.
    pub(in super::super) fn put(&mut self, row: usize, mut changed: Row) {
        if let Rows::Kept(rows) = &mut self.rows {
            changed.version = rows[row].version + 1;
            rows[row] = Arc::new(changed);
        }
    }

    /// Adds a record and tells its row.
    pub(in super::super) fn add(&mut self, row: Row) -> usize {
        let at = self.len();
        if self.kind.has_guid_key() && ids::row(row.id(), self.company, self.set) != Some(at) {
            self.index.insert(row.id(), at);
        }
        if let Rows::Kept(rows) = &mut self.rows {
            rows.push(Arc::new(row));
        }
        at
    }

    /// Deletes the record in that row.
    pub(in super::super) fn remove(&mut self, row: usize) {
        self.gone.insert(row);
    }

    /// Whether the rows lie in the order of this column, so that nothing needs sorting.
    pub(in super::super) fn lies_in_order_of(&self, column: usize) -> bool {
        matches!(self.rows, Rows::Posted(_))
            && matches!(self.kind.properties[column].name, "entryNumber" | "postingDate")
    }

    /// Whether the column of a property holds links to bytes instead of a value.
    pub(in super::super) fn is_stream(&self, column: usize) -> bool {
        matches!(self.kind.properties[column].kind, Kind::Stream)
    }

    /// Whether records hold such links, which need the record's path.
    pub(in super::super) fn has_streams(&self) -> bool {
        (0..self.kind.properties.len()).any(|column| self.is_stream(column))
    }
}
