//! Number series: what a record is called when nobody says.

use super::super::data::{Row, Table};
use super::super::schema::Kind;
use super::super::value::{Guid, Value};

/// How a series goes on: prefix, first number, step, digits.
type Series = (&'static str, usize, usize, usize);

fn series(set: &str) -> Option<Series> {
    Some(match set {
        "customers" => ("C", 10, 10, 5),
        "vendors" => ("V", 10, 10, 5),
        "items" => ("IT-", 1_000, 10, 4),
        "contacts" => ("CT", 10, 10, 6),
        "employees" => ("E", 10, 10, 4),
        "projects" => ("J", 10, 10, 5),
        "opportunities" => ("OP", 10, 10, 6),
        "bankAccounts" => ("B", 10, 10, 3),
        "fixedAssets" => ("FA", 10, 10, 6),
        "salesQuotes" => ("SQ-", 1_001, 1, 0),
        "salesOrders" => ("SO-", 101_001, 1, 0),
        "salesInvoices" => ("D-", 1_001, 1, 0),
        "salesCreditMemos" => ("SCM-", 1_001, 1, 0),
        "purchaseOrders" => ("PO-", 106_001, 1, 0),
        "purchaseInvoices" => ("PI-", 107_001, 1, 0),
        "purchaseCreditMemos" => ("PCM-", 109_001, 1, 0),
        _ => return None,
    })
}

/// Gives the row a number, or a key of text, if it needs one and has none; `nth` counts the records there ever
/// were.
pub(super) fn fill(table: &Table, row: &mut Row, nth: usize) {
    let kind = row.kind;
    if let Some((prefix, first, step, digits)) = series(kind.set)
        && row.get("number").is_blank()
    {
        let name = |at: usize| format!("{prefix}{:0digits$}", first + at * step);
        let taken = |text: &String| {
            let column = kind.column("number").unwrap_or_default();
            table.first_with(&[(column, Value::text(text.as_str()))]).is_some()
        };
        if let Some(free) = (nth..).map(name).find(|text| !taken(text)) {
            row.put("number", free);
        }
    }
    if let ([name], false) = (kind.key, kind.has_guid_key())
        && matches!(kind.column(name).map(|column| kind.properties[column].kind), Some(Kind::Text))
        && row.get(name).is_blank()
    {
        row.put(name, Guid(rand::random()).to_string().replace('-', ""));
    }
}
