use super::{Company, Entity, GeneralLedgerEntry, SalesOrderLine};
use crate::{Date, Json};

fn read<E: for<'a> From<&'a crate::Record>>(json: &str) -> E {
    let Json::Object(record) = Json::parse(json).unwrap() else { panic!("no object") };
    E::from(&record)
}

#[test]
fn blanks_become_the_type_s_blank() {
    let blank = r#"{"id":"00000000-0000-0000-0000-000000000000","entryNumber":0,"postingDate":"0001-01-01","description":"",
        "debitAmount":0,"accountNumber":null}"#;
    assert_eq!(read::<GeneralLedgerEntry>(blank), GeneralLedgerEntry::default());
    assert_eq!(read::<GeneralLedgerEntry>("{}"), GeneralLedgerEntry::default());
    let odd = r#"{"entryNumber":"7","postingDate":7,"description":[],"debitAmount":"x"}"#;
    assert_eq!(
        read::<GeneralLedgerEntry>(odd),
        GeneralLedgerEntry { entry_number: 7, ..GeneralLedgerEntry::default() }
    );
}

#[test]
fn amounts_and_dates_are_exact() {
    let entry: GeneralLedgerEntry =
        read(r#"{"postingDate":"2026-02-28","debitAmount":999999999999999.99,"entryNumber":12}"#);
    assert_eq!(entry.posting_date, Date::new(2026, 2, 28));
    assert_eq!((entry.debit_amount.as_str(), entry.entry_number), ("999999999999999.99", 12));
}

#[test]
fn a_query_asks_for_the_fields_of_the_struct() {
    assert_eq!(Company::query().on(""), "?$select=id,name,displayName,systemVersion,businessProfileId");
    assert_eq!(SalesOrderLine::SET, "salesOrderLines");
}
