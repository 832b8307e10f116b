//! What a spreadsheet is given for the values of a list.
//!
//! Numbers go without grouping and with the decimal sign that the spreadsheet reads, so that they add up; dates as
//! `2026-11-27`, which spreadsheets read in every language; texts and enum members as the list shows them.

use crate::schema::Column;
use business_central::{Record, Typed as _, Value};

/// How a spreadsheet reads values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writing {
    /// What stands before the decimals.
    pub(super) decimal: char,
    /// A moment (RFC 3339) as the spreadsheet reads it.
    pub(super) moment: fn(&str) -> String,
}

/// What `record` says in `column`.
pub(super) fn cell(column: &Column, record: &Record, writing: &Writing) -> String {
    match record.value(&column.field.name, &column.field.kind) {
        Value::Number(digits) => number(digits, writing.decimal),
        Value::Date(date) => date.to_string(),
        Value::DateTime(instant) => (writing.moment)(instant),
        _ => harmless(column.text(record)),
    }
}

/// The caption of `column`.
pub(super) fn head(column: &Column) -> String {
    harmless(column.caption.clone())
}

fn number(digits: &str, decimal: char) -> String {
    digits.chars().map(|character| if character == '.' { decimal } else { character }).collect()
}

/// `text` such that no spreadsheet takes it for a formula, which could send the sheet's contents elsewhere (OWASP,
/// "CSV Injection"): one that begins like a formula gets an apostrophe.
fn harmless(text: String) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{Writing, cell, harmless};
    use crate::list::columns::Field;
    use crate::schema::Column;
    use business_central::{Json, Kind, Record};

    #[test]
    fn only_texts_that_begin_like_a_formula_get_an_apostrophe() {
        for text in ["=1+1", "+41 44", "-x", "@x", "\tx", "\r"] {
            assert_eq!(harmless(text.to_owned()), format!("'{text}"));
        }
        for text in ["", "x=1", " =1", "'=1", "1-2"] {
            assert_eq!(harmless(text.to_owned()), text);
        }
    }

    #[test]
    fn values_are_what_a_spreadsheet_reads() {
        let writing = Writing { decimal: ',', moment: |instant| format!("local {instant}") };
        for (kind, json, expected) in [
            (Kind::Decimal, "-1234.50", "-1234,50"),
            (Kind::Decimal, "123456789012345678.9", "123456789012345678,9"),
            (Kind::Integer, "1000", "1000"),
            (Kind::Date, "\"2026-11-27\"", "2026-11-27"),
            (Kind::Date, "\"0001-01-01\"", ""),
            (Kind::DateTime, "\"2026-11-27T10:00:00Z\"", "local 2026-11-27T10:00:00Z"),
            (Kind::Enum("e".into()), "\"Not_x0020_Started\"", "Not Started"),
            (Kind::Text, "\"=cmd|'/c calc'!A1\"", "'=cmd|'/c calc'!A1"),
            (Kind::Text, "\"00123\"", "00123"),
            (Kind::Boolean, "true", "Yes"),
        ] {
            let Json::Object(record) = Json::parse(&format!("{{\"x\":{json}}}")).unwrap() else {
                panic!("no object")
            };
            let record: Record = record;
            let column = Column::new(None, "sets", Field { name: "x".to_owned(), kind });
            assert_eq!(cell(&column, &record, &writing), expected, "{json}");
        }
    }
}
