//! The demo data: two companies of a bicycle, coffee and furniture trade that doesn't exist. All of it is made
//! from a seed, so that every start and every machine shows the same records.

mod accounts;
mod base;
mod books;
mod companions;
mod documents;
mod ids;
mod items;
mod ledger;
mod parties;
mod random;
mod row;
mod table;
mod words;

use std::sync::Arc;

pub(super) use books::Books;
pub(super) use row::Row;
pub(super) use table::Table;

use ledger::Ledger;

use super::calendar::Date;
use super::schema::{self, EntityType};
use super::value::{Guid, Value};

/// Everything that this Business Central knows. A clone shares the records, and is how a change begins: it is
/// kept when it succeeded, dropped when it didn't.
#[derive(Clone)]
pub(super) struct World {
    /// What belongs to no company; the n-th record of its set `companies` describes the n-th of `companies`.
    pub(super) shared: Arc<Company>,
    pub(super) companies: Vec<Arc<Company>>,
}

/// One company and its tables.
#[derive(Clone)]
pub(super) struct Company {
    pub(super) id: Guid,
    tables: Vec<(&'static EntityType, Arc<Table>)>,
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
        let companies = sizes.iter().enumerate();
        let companies = companies.map(|(index, size)| Arc::new(Company::generate(index, size))).collect();
        Self { shared: Arc::new(Company::shared()), companies }
    }

    /// The company at a place, or what belongs to none.
    pub(super) fn books_mut(&mut self, company: Option<usize>) -> Option<&mut Company> {
        match company {
            Some(at) => self.companies.get_mut(at).map(Arc::make_mut),
            None => Some(Arc::make_mut(&mut self.shared)),
        }
    }
}

impl Company {
    fn shared() -> Self {
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
        let mut shared = Self { id: Guid::ZERO, tables: Vec::new() };
        shared.add(Table::kept(&schema::COMPANY, 0, directory.collect()));
        shared.add_missing(0, schema::APIS.iter().flat_map(|api| api.shared));
        shared
    }

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
        let mut company = Self { id: ids::company(index), tables: Vec::new() };
        for (kind, rows) in kept {
            company.add(Table::kept(kind, index, rows));
        }
        company.add(Table::posted(&schema::GENERAL_LEDGER_ENTRY, index, ledger));
        company.add_missing(index, schema::APIS.iter().flat_map(|api| api.types));
        company
    }

    fn add(&mut self, table: Table) {
        self.tables.push((table.kind, Arc::new(table)));
    }

    /// Adds an empty table for every other type.
    fn add_missing<'a>(&mut self, index: usize, kinds: impl Iterator<Item = &'a &'static EntityType>) {
        for kind in kinds {
            if self.table(kind).is_none() {
                self.add(Table::kept(kind, index, Vec::new()));
            }
        }
    }

    pub(super) fn table(&self, kind: &EntityType) -> Option<&Table> {
        self.tables.iter().find(|(other, _)| kind.is(other)).map(|(_, table)| &**table)
    }

    /// A table to change; others that share it keep what they have.
    pub(super) fn table_mut(&mut self, kind: &EntityType) -> Option<&mut Table> {
        self.tables.iter_mut().find(|(other, _)| kind.is(other)).map(|(_, table)| Arc::make_mut(table))
    }

    pub(super) fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().map(|(_, table)| &**table)
    }
}

#[cfg(test)]
mod tests;
