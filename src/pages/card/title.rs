//! What a record is called.

use business_central::{Json, Record};

/// The names of properties that hold what a record is called, best first.
const NAMES: [&str; 7] =
    ["displayName", "name", "title", "description", "customerName", "vendorName", "fileName"];
/// The names of properties that hold what it goes by.
const NUMBERS: [&str; 5] = ["number", "code", "documentNumber", "entryNumber", "id"];

/// The title of `record`: its name, or for want of one its number; a document's number with the partner's name.
#[must_use]
pub(crate) fn of(record: &Record) -> Option<String> {
    let number = first(record, &NUMBERS[..4]);
    let name = first(record, &NAMES);
    let is_document =
        ["customerName", "vendorName"].iter().any(|partner| !record.text(partner).trim().is_empty());
    match (number, name) {
        (Some(number), Some(name)) if is_document => Some(format!("{number} · {name}")),
        (number, name) => name.or(number).or_else(|| first(record, &NUMBERS)),
    }
}

fn first(record: &Record, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let json = record.get(name)?;
        let text = json.as_text().map_or_else(|| json.to_string(), str::to_owned);
        (!text.trim().is_empty() && *json != Json::Null).then_some(text)
    })
}

#[cfg(test)]
mod tests {
    use business_central::{Json, Record};

    fn record(json: &str) -> Record {
        let Json::Object(record) = Json::parse(json).unwrap() else { panic!("no object") };
        record
    }

    #[test]
    fn titles() {
        for (json, title) in [
            (r#"{"number":"10000","displayName":"Birch & Co"}"#, Some("Birch & Co")),
            (r#"{"number":"S-1","customerName":"Birch & Co"}"#, Some("S-1 · Birch & Co")),
            (r#"{"number":"S-1","customerName":" "}"#, Some("S-1")),
            (r#"{"entryNumber":7,"description":""}"#, Some("7")),
            (r#"{"id":"x","displayName":null}"#, Some("x")),
            ("{}", None),
        ] {
            assert_eq!(super::of(&record(json)).as_deref(), title, "{json}");
        }
    }
}
