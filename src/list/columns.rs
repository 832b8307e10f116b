//! Which columns a list shows when nobody has said, and where a search looks.
//!
//! The API tells names and types, not importance; the names of Business Central's properties are regular enough to
//! guess it. A menu in `portal.json` says it for sure.

use business_central::{Date, Json, Key, Kind, Record, Typed as _};

/// Columns chosen at most: as many as a screen takes in at a glance.
const MOST: usize = 8;

/// A property and its type, as far as known.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The property's name.
    pub name: String,
    /// Its type.
    pub kind: Kind,
}

impl Field {
    /// Whether a person can read its values: not an id, bytes or a structure.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        !matches!(self.kind, Kind::Guid | Kind::Stream | Kind::Other)
    }
}

/// Whether `name` is what people call a record by: its number or code.
#[must_use]
pub fn is_number(name: &str) -> bool {
    matches!(name, "number" | "code" | "entryNumber" | "documentNumber" | "accountNumber" | "no" | "sequence")
}

/// Whether `name` is what a record is called.
#[must_use]
pub fn is_title(name: &str) -> bool {
    matches!(
        name,
        "displayName" | "name" | "title" | "description" | "customerName" | "vendorName" | "fileName"
    )
}

/// The fields to show in a list, in the order in which to show them: what a record is called by, then what happened
/// when, then amounts.
#[must_use]
pub fn choose(fields: &[Field]) -> Vec<Field> {
    let readable = fields.iter().filter(|field| field.is_readable());
    let mut best = ordered(readable, |field| u8::MAX - worth(field));
    best.truncate(MOST);
    ordered(best.into_iter(), place).into_iter().cloned().collect()
}

/// `fields` by `rank`, those of the same rank as they come. A few dozen fields; the standard library's sort would be
/// 9 kB of WebAssembly.
fn ordered<'a>(fields: impl Iterator<Item = &'a Field>, rank: fn(&Field) -> u8) -> Vec<&'a Field> {
    let mut ordered: Vec<&Field> = Vec::new();
    for field in fields {
        let at = ordered.partition_point(|before| rank(before) <= rank(field));
        ordered.insert(at, field);
    }
    ordered
}

fn worth(field: &Field) -> u8 {
    let name = field.name.as_str();
    if ["shipTo", "billTo", "sellTo", "buyFrom", "payTo", "lastModified"]
        .iter()
        .any(|start| name.starts_with(start))
    {
        return 1;
    }
    match (&field.kind, name) {
        (_, "number" | "code") => 100,
        (_, "entryNumber" | "displayName" | "name" | "fileName") => 95,
        (_, "description" | "customerName" | "vendorName" | "title") => 90,
        (Kind::Date, "postingDate" | "orderDate" | "invoiceDate" | "dueDate") => 80,
        (_, "documentNumber" | "accountNumber" | "status" | "debitAmount" | "creditAmount") => 76,
        (Kind::Decimal, _) if is_amount(name) => {
            let is_part = ["iscount", "xcluding", "TaxAmount", "additionalCurrency"]
                .iter()
                .any(|part| name.contains(part));
            if is_part { 22 } else { 74 }
        }
        (_, "documentType" | "type" | "city" | "quantity" | "inventory") => 60,
        (_, "phoneNumber" | "email" | "currencyCode" | "blocked" | "baseUnitOfMeasureCode") => 50,
        (Kind::Date, _) => 45,
        (Kind::Decimal | Kind::Integer | Kind::Enum(_), _) => 30,
        (Kind::Text, _) if name.ends_with("Code") || name.ends_with("Number") => 25,
        (Kind::Text, _) => 20,
        _ => 10,
    }
}

fn place(field: &Field) -> u8 {
    match field.kind {
        _ if is_number(&field.name) && field.name != "accountNumber" && field.name != "documentNumber" => 0,
        Kind::Date if field.name == "postingDate" => 1,
        _ if is_number(&field.name) => 2,
        _ if is_title(&field.name) => 3,
        Kind::Decimal => 5,
        _ => 4,
    }
}

/// Whether a property of this name holds money, which is shown with two decimals at least.
#[must_use]
pub fn is_amount(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["amount", "price", "cost", "balance", "total", "creditlimit", "netchange", "profit"]
        .iter()
        .any(|word| name.contains(word))
        && !name.ends_with("percent")
}

/// The text fields that a search looks into: the number and the name, as far as there are such. Two at most, since
/// Business Central takes one request for each.
#[must_use]
pub fn searched(fields: &[Field]) -> Vec<String> {
    let texts = || fields.iter().filter(|field| field.kind == Kind::Text).map(|field| field.name.as_str());
    let first_of = |names: &[&str]| names.iter().find_map(|name| texts().find(|text| text == name));
    let number = first_of(&["number", "code", "documentNumber", "no"]);
    let title =
        first_of(&["displayName", "name", "customerName", "vendorName", "description", "title", "fileName"]);
    let mut searched: Vec<String> = number.into_iter().chain(title).map(str::to_owned).collect();
    if searched.is_empty() {
        searched.extend(texts().next().map(str::to_owned));
    }
    searched
}

/// What the fields of these records seem to be, for as long as the service hasn't said.
#[must_use]
pub fn inferred<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for record in records {
        for name in record.names() {
            let kind = record.get(name).map_or(Kind::Other, |json| seeming_kind(name, json));
            match fields.iter_mut().find(|field| field.name == name) {
                None => fields.push(Field { name: name.to_owned(), kind }),
                // A blank tells nothing, and a whole number may have been a decimal all along.
                Some(field)
                    if field.kind == Kind::Other
                        || (field.kind == Kind::Integer && kind == Kind::Decimal) =>
                {
                    field.kind = kind;
                }
                Some(_) => {}
            }
        }
    }
    fields
}

fn seeming_kind(name: &str, json: &Json) -> Kind {
    match json {
        Json::Bool(_) => Kind::Boolean,
        Json::Number(digits) if digits.contains(['.', 'e', 'E']) || is_amount(name) => Kind::Decimal,
        Json::Number(_) => Kind::Integer,
        Json::Text(text) if Key::guid(text).is_some() => Kind::Guid,
        Json::Text(text) if Date::parse(text).is_some() => Kind::Date,
        Json::Text(text) if text.get(..10).and_then(Date::parse).is_some() && text[10..].starts_with('T') => {
            Kind::DateTime
        }
        Json::Text(_) => Kind::Text,
        Json::Null | Json::List(_) | Json::Object(_) => Kind::Other,
    }
}

/// The width of the column of `field`: what it needs at least, in rem, and its share of the room that is left.
#[must_use]
pub fn width(field: &Field) -> (usize, usize) {
    match field.kind {
        Kind::Boolean => (6, 0),
        Kind::Date => (7, 0),
        Kind::DateTime => (10, 0),
        Kind::Integer => (7, 0),
        Kind::Decimal => (8, 1),
        _ if is_title(&field.name) => (12, 4),
        _ if is_number(&field.name) => (8, 0),
        Kind::Enum(_) => (7, 1),
        _ if field.name == "email" => (11, 2),
        _ if field.name.ends_with("Code") => (7, 0),
        _ => (8, 2),
    }
}

/// Whether the values of `kind` stand to the right, digit below digit.
#[must_use]
pub fn is_figure(kind: &Kind) -> bool {
    matches!(kind, Kind::Integer | Kind::Decimal)
}

#[cfg(test)]
mod tests {
    use super::{Field, choose, inferred, searched};
    use business_central::{Json, Kind, Record};

    fn fields(of: &[(&str, Kind)]) -> Vec<Field> {
        of.iter().map(|(name, kind)| Field { name: (*name).to_owned(), kind: kind.clone() }).collect()
    }

    fn names(fields: &[Field]) -> Vec<&str> {
        fields.iter().map(|field| field.name.as_str()).collect()
    }

    fn record(json: &str) -> Record {
        let Json::Object(record) = Json::parse(json).unwrap() else { panic!("no object") };
        record
    }

    #[test]
    fn a_ledger_shows_when_what_and_how_much() {
        let ledger = fields(&[
            ("id", Kind::Guid),
            ("entryNumber", Kind::Integer),
            ("postingDate", Kind::Date),
            ("documentNumber", Kind::Text),
            ("documentType", Kind::Enum("t".into())),
            ("accountId", Kind::Guid),
            ("accountNumber", Kind::Text),
            ("description", Kind::Text),
            ("debitAmount", Kind::Decimal),
            ("creditAmount", Kind::Decimal),
            ("additionalCurrencyDebitAmount", Kind::Decimal),
            ("lastModifiedDateTime", Kind::DateTime),
        ]);
        let chosen = choose(&ledger);
        assert_eq!(
            names(&chosen),
            [
                "entryNumber",
                "postingDate",
                "documentNumber",
                "accountNumber",
                "description",
                "documentType",
                "debitAmount",
                "creditAmount"
            ]
        );
        assert_eq!(searched(&ledger), ["documentNumber", "description"]);
    }

    #[test]
    fn ids_and_bytes_are_no_columns() {
        let chosen = choose(&fields(&[("id", Kind::Guid), ("picture", Kind::Stream), ("more", Kind::Other)]));
        assert!(chosen.is_empty());
    }

    #[test]
    fn an_unknown_set_is_searched_by_its_first_text() {
        let unknown = fields(&[("Size", Kind::Integer), ("Label", Kind::Text), ("Remark", Kind::Text)]);
        assert_eq!(searched(&unknown), ["Label"]);
        assert!(searched(&fields(&[("Size", Kind::Integer)])).is_empty());
    }

    #[test]
    fn without_metadata_the_records_tell_their_types() {
        let records = [
            record(
                r#"{"@odata.etag":"x","id":"f2a5738a-44e3-ea11-bb43-000d3a2feca1","n":1,"on":"2026-11-22","at":"2026-11-22T10:00:00Z","f":null,"t":""}"#,
            ),
            record(r#"{"n":1.5,"f":true,"t":"2026"}"#),
        ];
        let found = inferred(&records);
        let kinds = [
            ("id", Kind::Guid),
            ("n", Kind::Decimal),
            ("on", Kind::Date),
            ("at", Kind::DateTime),
            ("f", Kind::Boolean),
            ("t", Kind::Text),
        ];
        assert_eq!(found, fields(&kinds));
    }
}
