//! The demo data: two companies of a bicycle, coffee and furniture trade that doesn't exist. All of it is made
//! from a seed, so that every start and every machine shows the same records.

mod accounts;
mod base;
mod documents;
mod ids;
mod items;
mod ledger;
mod parties;
mod random;
mod row;
mod words;

use ledger::Ledger;
pub(super) use row::Row;

use std::collections::{HashMap, HashSet};

use super::calendar::Date;
use super::schema::{self, EntityType};
use super::value::{Guid, Value};

/// Everything that this Business Central knows.
pub(super) struct World {
    /// The set `companies`; its n-th record describes the n-th of `companies`.
    pub(super) directory: Table,
    pub(super) companies: Vec<Company>,
}

/// One company and its tables.
pub(super) struct Company {
    pub(super) id: Guid,
    tables: Vec<Table>,
}

/// The records of one entity set: kept, or computed from their position when there may be a million.
pub(super) struct Table {
    pub(super) kind: &'static EntityType,
    company: usize,
    rows: Rows,
    /// The rows of records that were created since, by their ids.
    created: HashMap<Guid, usize>,
    /// The rows of records that were deleted. Their places stay, so that all others keep theirs.
    gone: HashSet<usize>,
}

enum Rows {
    Kept(Vec<Row>),
    Posted(Ledger),
}

/// How many records a company has.
struct Size {
    customers: usize,
    vendors: usize,
    items: usize,
    orders: usize,
    invoices: usize,
    entries: usize,
}

/// The second name is what a careless page breaks on: markup, quotes, an ampersand, an umlaut, a percent sign
/// and a right-to-left word.
const NAMES: [(&str, &str); 2] = [
    ("CRONUS International", "CRONUS International Ltd."),
    ("CRONUS Süd & \"Söhne\" שלום", "CRONUS Süd & \"Söhne\" <b>100%</b> O'Hara שלום"),
];

impl World {
    /// Makes the data, with `rows` general ledger entries in the first company (at most 2³¹).
    pub(super) fn generate(rows: usize) -> Self {
        let sizes = [
            Size { customers: 60, vendors: 40, items: 120, orders: 200, invoices: 300, entries: rows },
            Size { customers: 14, vendors: 8, items: 24, orders: 12, invoices: 18, entries: rows.min(420) },
        ];
        let companies =
            sizes.iter().enumerate().map(|(index, size)| Company::generate(index, size)).collect();
        let directory = NAMES.iter().enumerate().map(|(index, (name, display_name))| {
            let day = Date::of(2024, 1, 8).unwrap_or(Date::BLANK);
            Row::new(&schema::COMPANY, ids::company(index))
                .set("systemVersion", "29.0.41000.0")
                .set("timestamp", 20_416 + i64::try_from(index).unwrap_or(0))
                .set("name", *name)
                .set("displayName", *display_name)
                .set("systemCreatedAt", day.at(30_000_000))
                .set("systemCreatedBy", ids::of(0, 99, 1))
                .set("systemModifiedAt", day.plus(200).at(40_000_123))
                .set("systemModifiedBy", ids::of(0, 99, 1))
        });
        Self { directory: Table::new(&schema::COMPANY, 0, Rows::Kept(directory.collect())), companies }
    }
}

impl Company {
    fn generate(index: usize, size: &Size) -> Self {
        let base = base::generate(index);
        let accounts = accounts::chart();
        let ledger = Ledger::new(index, size.entries, &accounts);
        let items = items::generate(index, size.items, &base);
        let mut customers = parties::customers(index, size.customers, &base);
        let vendors = parties::vendors(index, size.vendors, &base);
        let orders = documents::orders(index, size.orders, &customers, &items);
        let invoices = documents::invoices(index, size.invoices, &customers, &items);
        parties::put_balances(&mut customers, &invoices.heads);
        let kept = [
            (&schema::ITEM, items),
            (&schema::UNIT_OF_MEASURE, base.units),
            (&schema::CUSTOMER, customers),
            (&schema::VENDOR, vendors),
            (&schema::SALES_INVOICE, invoices.heads),
            (&schema::SALES_INVOICE_LINE, invoices.lines),
            (&schema::ACCOUNT, accounts::rows(index, &accounts, &ledger)),
            (&schema::CURRENCY, base.currencies),
            (&schema::PAYMENT_TERM, base.terms),
            (&schema::COUNTRY_REGION, base.countries),
            (&schema::SALES_ORDER, orders.heads),
            (&schema::SALES_ORDER_LINE, orders.lines),
        ];
        let mut tables: Vec<_> =
            kept.into_iter().map(|(kind, rows)| Table::new(kind, index, Rows::Kept(rows))).collect();
        tables.push(Table::new(&schema::GENERAL_LEDGER_ENTRY, index, Rows::Posted(ledger)));
        Self { id: ids::company(index), tables }
    }

    pub(super) fn table(&self, kind: &EntityType) -> Option<&Table> {
        self.tables.iter().find(|table| std::ptr::eq(table.kind, kind))
    }

    pub(super) fn table_mut(&mut self, kind: &EntityType) -> Option<&mut Table> {
        self.tables.iter_mut().find(|table| std::ptr::eq(table.kind, kind))
    }
}

impl Table {
    fn new(kind: &'static EntityType, company: usize, rows: Rows) -> Self {
        Self { kind, company, rows, created: HashMap::new(), gone: HashSet::new() }
    }

    /// How many rows there are, those of deleted records among them.
    pub(super) fn len(&self) -> usize {
        match &self.rows {
            Rows::Kept(rows) => rows.len(),
            Rows::Posted(ledger) => ledger.len(),
        }
    }

    pub(super) fn cell(&self, row: usize, column: usize) -> Value {
        match &self.rows {
            Rows::Kept(rows) => rows[row].cell(column).clone(),
            Rows::Posted(ledger) => ledger.cell(row, column),
        }
    }

    /// The row of the record with this id, without a search.
    pub(super) fn find(&self, id: Guid) -> Option<usize> {
        let row = if std::ptr::eq(self.kind, &raw const schema::COMPANY) {
            (0..NAMES.len()).find(|index| ids::company(*index) == id)?
        } else {
            self.created.get(&id).copied().or_else(|| ids::row(id, self.company, ids::set(self.kind)))?
        };
        (self.is_there(row) && matches!(self.cell(row, 0), Value::Guid(found) if found == id)).then_some(row)
    }

    /// Whether the row is that of a record.
    pub(super) fn is_there(&self, row: usize) -> bool {
        row < self.len() && !self.gone.contains(&row)
    }

    /// Whether every row is that of a record.
    pub(super) fn is_whole(&self) -> bool {
        self.gone.is_empty()
    }

    /// How often the record was changed.
    pub(super) fn version(&self, row: usize) -> u32 {
        match &self.rows {
            Rows::Kept(rows) => rows[row].version,
            Rows::Posted(_) => 0,
        }
    }

    /// The rows whose cell in this column is `value`.
    pub(super) fn rows_where(&self, column: usize, value: &Value) -> Vec<usize> {
        let is_meant = |row: &usize| self.is_there(*row) && self.cell(*row, column).order(value).is_eq();
        (0..self.len()).filter(is_meant).collect()
    }

    /// A copy of the record in that row; none where records are worked out.
    pub(super) fn copy(&self, row: usize) -> Option<Row> {
        match &self.rows {
            Rows::Kept(rows) => rows.get(row).cloned(),
            Rows::Posted(_) => None,
        }
    }

    /// Puts `changed` into that row, as its next version.
    pub(super) fn put(&mut self, row: usize, mut changed: Row) {
        if let Rows::Kept(rows) = &mut self.rows {
            changed.version = rows[row].version + 1;
            rows[row] = changed;
        }
    }

    /// Adds a record and tells its row.
    pub(super) fn add(&mut self, row: Row) -> usize {
        let at = self.len();
        self.created.insert(row.id(), at);
        if let Rows::Kept(rows) = &mut self.rows {
            rows.push(row);
        }
        at
    }

    /// Deletes the record in that row.
    pub(super) fn remove(&mut self, row: usize) {
        self.gone.insert(row);
    }

    /// Whether the rows lie in the order of this column, so that nothing needs sorting.
    pub(super) fn lies_in_order_of(&self, column: usize) -> bool {
        matches!(self.rows, Rows::Posted(_))
            && matches!(self.kind.properties[column].name, "entryNumber" | "postingDate")
    }

    /// What the cell of a named property holds.
    pub(super) fn value(&self, row: usize, name: &str) -> Option<Value> {
        self.kind.column(name).map(|column| self.cell(row, column))
    }
}

#[cfg(test)]
mod tests;
