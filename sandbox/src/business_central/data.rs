//! The demo data: two companies of a bicycle, coffee and furniture trade that doesn't exist. All of it is made
//! from a seed, so that every start and every machine shows the same records.

mod accounts;
mod automation;
mod base;
mod codes;
mod companions;
mod documents;
mod figures;
mod filled;
mod ids;
mod items;
mod ledger;
mod papers;
mod parties;
mod random;
mod row;
mod table;
mod words;

use ledger::Ledger;
pub(super) use row::Row;
pub(super) use table::Table;

use super::calendar::Date;
use super::schema::{self, EntityType};
use super::value::Guid;

/// Everything that this Business Central knows.
#[derive(Clone)]
pub(super) struct World {
    /// What belongs to no company. The n-th record of its set `companies` describes the n-th of `companies`.
    pub(super) shared: Company,
    pub(super) companies: Vec<Company>,
}

/// One company and its tables.
#[derive(Clone)]
pub(super) struct Company {
    pub(super) id: Guid,
    tables: Vec<Table>,
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
        Self { shared: Company::shared(), companies }
    }

    /// The company with this id, or what belongs to none for the id of all zeros.
    pub(super) fn company(&self, id: Guid) -> Option<&Company> {
        std::iter::once(&self.shared).chain(&self.companies).find(|company| company.id == id)
    }

    /// [`Self::company`], to be changed.
    pub(super) fn company_mut(&mut self, id: Guid) -> Option<&mut Company> {
        std::iter::once(&mut self.shared).chain(&mut self.companies).find(|company| company.id == id)
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
        shared.tables.push(Table::kept(&schema::COMPANY, 0, directory.collect()));
        shared.tables.push(Table::kept(&schema::APICATEGORYROUTES, 0, routes()));
        shared.add_others(0, schema::APIS.iter().flat_map(|api| api.shared));
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
        let papers: Vec<_> = papers::PAPERS
            .iter()
            .flat_map(|paper| {
                let is_sale = paper.head.column("customerNumber").is_some();
                let parties = if is_sale { &customers } else { &vendors };
                let made = papers::generate(index, paper, parties, &items);
                [(paper.head, made.heads), (paper.lines, made.lines)]
            })
            .collect();
        let kept: [(&'static EntityType, Vec<Row>); 12] = [
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
        let mut tables: Vec<_> = kept
            .into_iter()
            .chain(papers)
            .chain(automation::generate())
            .map(|(kind, rows)| Table::kept(kind, index, rows))
            .collect();
        tables.push(Table::posted(&schema::GENERAL_LEDGER_ENTRY, index, ledger));
        let mut company = Self { id: ids::company(index), tables };
        company.add_others(index, schema::APIS.iter().flat_map(|api| api.types));
        company
    }

    /// Adds a table for every type that has none yet, with records. Those that others refer to come first.
    fn add_others<'a>(&mut self, index: usize, kinds: impl Iterator<Item = &'a &'static EntityType>) {
        let kinds = kinds.copied().filter(|kind| self.table(kind).is_none());
        let mut kinds: Vec<&'static EntityType> = kinds.collect();
        kinds.sort_by_key(|kind| kind.navigations.iter().filter(|navigation| !navigation.many).count());
        self.tables.extend(kinds.iter().map(|kind| Table::kept(kind, index, Vec::new())));
        self.add_figures();
        for kind in kinds {
            let is_empty = self.table(kind).is_some_and(|table| table.len() == 0);
            if is_empty && !companions::is_companion(kind) {
                self.fill(index, kind);
            }
        }
        let all = self.tables.iter().flat_map(|table| (0..table.len()).filter_map(|row| table.copy(row)));
        for row in all.collect::<Vec<_>>() {
            self.add_companions(&row);
        }
    }

    pub(super) fn table(&self, kind: &EntityType) -> Option<&Table> {
        self.tables.iter().find(|table| table.kind.is(kind))
    }

    pub(super) fn table_mut(&mut self, kind: &EntityType) -> Option<&mut Table> {
        self.tables.iter_mut().find(|table| table.kind.is(kind))
    }
}

/// The routes that this Business Central tells of.
fn routes() -> Vec<Row> {
    let route = |api: &&schema::Api| {
        let (publisher, group, version) = match api.route {
            [publisher, group, version] => (*publisher, *group, *version),
            other => ("", "", other.last().copied().unwrap_or_default()),
        };
        Row::blank(&schema::APICATEGORYROUTES)
            .set("route", api.route.join("/"))
            .set("publisher", publisher)
            .set("group", group)
            .set("version", version)
    };
    schema::APIS.iter().map(route).collect()
}

#[cfg(test)]
mod tests;
