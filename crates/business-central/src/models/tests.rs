use super::{Company, Customer, Entity, GeneralLedgerEntry, SalesOrder, SalesOrderLine};
use crate::{Date, Json, Kind, Metadata};

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

/// Compares with Microsoft's own samples, which are not part of this project: `PORTICO_REFERENCE` names the folder.
#[test]
fn the_real_samples_are_read() {
    let folder =
        std::env::var_os("PORTICO_REFERENCE").map(|folder| std::path::PathBuf::from(folder).join("samples"));
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else {
        eprintln!("Skipped: PORTICO_REFERENCE names no folder with samples.");
        return;
    };
    let sample = |name: &str| {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let Json::List(mut entries) = Json::parse(&text).unwrap() else { panic!("{name}") };
        let Some(Json::Object(record)) = entries.pop() else { panic!("{name}") };
        record
    };
    let customer = Customer::from(&sample("customer_get.json"));
    assert!(
        !customer.number.is_empty()
            && customer.id.is_some()
            && customer.currency_id.is_none()
            && customer.tax_liable
    );
    let entry = GeneralLedgerEntry::from(&sample("generalledgerentry_get.json"));
    assert_eq!(
        (entry.entry_number, entry.credit_amount.as_str(), entry.debit_amount.is_zero()),
        (1, "128.4", true)
    );
    assert!(entry.posting_date.is_some());
    let order = SalesOrder::from(&sample("salesorder_get.json"));
    assert!(order.order_date < order.posting_date && order.customer_id.is_some());
    let company = Company::from(&sample("company_get.json"));
    assert!(!company.id.is_empty() && !company.display_name.is_empty());
}

/// Compares every struct with Microsoft's own metadata, which is not part of this project.
#[test]
fn every_field_is_one_of_its_set() {
    let folder = std::env::var_os("PORTICO_REFERENCE").map(std::path::PathBuf::from);
    let Some(xml) =
        folder.and_then(|folder| std::fs::read_to_string(folder.join("api-v2.0-metadata.xml")).ok())
    else {
        eprintln!("Skipped: PORTICO_REFERENCE names no folder with api-v2.0-metadata.xml.");
        return;
    };
    let metadata = Metadata::parse(&xml).unwrap();
    let compare = |set: &str, fields: &[&str], types: &[&str]| {
        let entity_type = metadata.type_of(set).unwrap_or_else(|| panic!("{set}"));
        for (name, written) in fields.iter().zip(types) {
            let property = entity_type.property(name).unwrap_or_else(|| panic!("{set}.{name}"));
            let fits = match (&property.kind, *written) {
                (Kind::Text | Kind::Enum(_) | Kind::DateTime, "String")
                | (Kind::Integer, "i64")
                | (Kind::Decimal, "Amount")
                | (Kind::Boolean, "bool")
                | (Kind::Date, "Option<Date>") => true,
                // A company's id is never blank.
                (Kind::Guid, written) => written == "Option<String>" || set == "companies",
                _ => false,
            };
            assert!(fits, "{set}.{name} is no {written}");
        }
    };
    macro_rules! compare {
        ($($entity:ident)*) => { $(compare(super::$entity::SET, super::$entity::FIELDS, super::$entity::TYPES);)* };
    }
    compare!(Account BankAccount Company Contact CountryRegion Currency CurrencyExchangeRate Customer CustomerPayment DefaultDimension Dimension DimensionValue Employee GeneralLedgerEntry Item ItemCategory ItemLedgerEntry ItemVariant Journal JournalLine Location Opportunity PaymentMethod PaymentTerm Project PurchaseInvoice PurchaseInvoiceLine PurchaseOrder PurchaseOrderLine PurchaseReceipt SalesCreditMemo SalesCreditMemoLine SalesInvoice SalesInvoiceLine SalesOrder SalesOrderLine SalesQuote SalesQuoteLine SalesShipment SalespersonPurchaser ShipmentMethod TaxArea TaxGroup UnitOfMeasure Vendor VendorPayment);
}
