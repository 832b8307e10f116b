//! Records that come with another: its picture, its printed form, its figures.

use super::super::schema::{self, EntityType, Kind, Navigation};
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
const REPEATED: [(&str, &str); 9] = [
    ("number", "number"),
    ("customerNumber", "number"),
    ("vendorNumber", "number"),
    ("name", "displayName"),
    ("currencyCode", "currencyCode"),
    ("balanceDue", "balanceDue"),
    ("balanceDue", "balance"),
    ("balance", "balanceDue"),
    ("lastModifiedDateTime", "lastModifiedDateTime"),
];

impl Company {
    /// Adds the companions of a record that has just been made.
    pub(in super::super) fn add_companions(&mut self, of: &Row) {
        for navigation in of.kind.navigations {
            if !COMPANIONS.iter().any(|kind| navigation.target.is(kind)) {
                continue;
            }
            if let Some(table) = self.table_mut(navigation.target) {
                let (draft, _) = table.draft();
                table.insert(companion(draft, of, navigation));
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
    for name in ["currentAmount", "overdueAmount"] {
        if row.has("balanceDue") || row.has("balance") {
            row.try_put(name, of.decimal(if of.has("balanceDue") { "balanceDue" } else { "balance" }));
        }
    }
    row.try_put("periodLengthFilter", "30D");
    // `parentType` is called like the parent's type.
    if let Some(column) = row.kind.column("parentType")
        && let Kind::Enum(enumeration) = row.kind.properties[column].kind
    {
        let name = of.kind.caption.0.replace(' ', "_x0020_");
        let found = enumeration.members.iter().find(|member| member.name == name);
        row.put_cell(column, Value::Member(found.unwrap_or(&enumeration.members[0])));
    }
    row
}
