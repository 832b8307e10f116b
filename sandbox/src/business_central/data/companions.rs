//! Records that come with another: its picture, its printed form, its figures.

use super::super::schema::{self, EntityType, Navigation};
use super::super::value::Value;
use super::{Company, Row};

/// The types whose records Business Central makes by itself.
static COMPANIONS: [&EntityType; 5] = [
    &schema::PICTURE,
    &schema::PDF_DOCUMENT,
    &schema::CUSTOMER_FINANCIAL_DETAIL,
    &schema::AGED_ACCOUNTS_RECEIVABLE,
    &schema::AGED_ACCOUNTS_PAYABLE,
];

/// What companions repeat of the record they belong to: their property, and its.
const REPEATED: [(&str, &str); 11] = [
    ("number", "number"),
    ("customerNumber", "number"),
    ("vendorNumber", "number"),
    ("name", "displayName"),
    ("currencyCode", "currencyCode"),
    ("balanceDue", "balanceDue"),
    ("balanceDue", "balance"),
    ("balance", "balanceDue"),
    ("currentAmount", "balanceDue"),
    ("currentAmount", "balance"),
    ("lastModifiedDateTime", "lastModifiedDateTime"),
];

/// Whether Business Central makes records of `kind` by itself.
pub(super) fn is_companion(kind: &EntityType) -> bool {
    COMPANIONS.iter().any(|other| other.is(kind))
}

impl Company {
    /// Adds the companions of a record that has just been made.
    pub(in super::super) fn add_companions(&mut self, of: &Row) {
        for navigation in of.kind.navigations.iter().filter(|navigation| is_companion(navigation.target)) {
            if let Some(table) = self.table_mut(navigation.target) {
                let row = companion(Row::new(navigation.target, table.next_id()), of, navigation);
                table.add(row);
            }
        }
    }
}

fn companion(mut row: Row, of: &Row, navigation: &Navigation) -> Row {
    for (own, referenced) in navigation.pairs() {
        row.put(referenced, of.get(own));
    }
    for (own, theirs) in REPEATED {
        if of.has(theirs) {
            row.try_put(own, of.get(theirs));
        }
    }
    for (name, value) in [
        ("periodLengthFilter", "30D"),
        ("period1Label", "1 - 30 Days"),
        ("period2Label", "31 - 60 Days"),
        ("period3Label", "> 60 Days"),
    ] {
        row.try_put(name, Value::text(value));
    }
    row.member_named_after("parentType", of.kind)
}
