//! The menu of a portal whose settings have none.

use settings::{MenuGroup, MenuPage};

const MENU: [(&str, &[&str]); 4] = [
    ("Sales", &["customers", "salesOrders", "salesInvoices"]),
    ("Purchasing", &["vendors"]),
    ("Items", &["items", "unitsOfMeasure"]),
    ("Finance", &["accounts", "generalLedgerEntries", "currencies", "paymentTerms", "countriesRegions"]),
];

/// What most people look for in Business Central.
#[must_use]
pub fn built_in() -> Vec<MenuGroup> {
    let page = |entity: &&str| MenuPage {
        entity: (*entity).to_owned(),
        columns: Vec::new(),
        filter: String::new(),
        sort: String::new(),
        read_only: false,
    };
    let group = |(title, entities): (&str, &[&str])| MenuGroup {
        title: title.to_owned(),
        pages: entities.iter().map(page).collect(),
    };
    MENU.into_iter().map(group).collect()
}
