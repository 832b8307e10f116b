//! Relations by id and by number: `customerId` and `customerNumber` name the same customer, and whichever is
//! given sets the other.

use super::super::data::Row;
use super::super::failure::Failure;
use super::super::schema::{self, EntityType, Kind};
use super::super::value::{Guid, Value};
use super::Desk;
use super::input::Input;

/// A related record: the property with its id, its type, and the properties that repeat what it is called; the
/// first of them may be given in place of the id.
struct Relation {
    id: &'static str,
    target: &'static EntityType,
    repeats: &'static [(&'static str, &'static str)],
}

const fn to(
    id: &'static str,
    target: &'static EntityType,
    repeats: &'static [(&'static str, &'static str)],
) -> Relation {
    Relation { id, target, repeats }
}

static RELATIONS: [Relation; 30] = [
    to("customerId", &schema::CUSTOMER, &[("customerNumber", "number"), ("customerName", "displayName")]),
    to(
        "billToCustomerId",
        &schema::CUSTOMER,
        &[("billToCustomerNumber", "number"), ("billToName", "displayName")],
    ),
    to("vendorId", &schema::VENDOR, &[("vendorNumber", "number"), ("vendorName", "displayName")]),
    to("payToVendorId", &schema::VENDOR, &[("payToVendorNumber", "number"), ("payToName", "displayName")]),
    to("currencyId", &schema::CURRENCY, &[("currencyCode", "code")]),
    to("paymentTermsId", &schema::PAYMENT_TERM, &[]),
    to("shipmentMethodId", &schema::SHIPMENT_METHOD, &[]),
    to("paymentMethodId", &schema::PAYMENT_METHOD, &[]),
    to("itemId", &schema::ITEM, &[("itemNumber", "number")]),
    to("itemVariantId", &schema::ITEM_VARIANT, &[]),
    to("itemCategoryId", &schema::ITEM_CATEGORY, &[("itemCategoryCode", "code")]),
    to("taxGroupId", &schema::TAX_GROUP, &[("taxGroupCode", "code")]),
    to("taxAreaId", &schema::TAX_AREA, &[("taxAreaDisplayName", "displayName")]),
    to("baseUnitOfMeasureId", &schema::UNIT_OF_MEASURE, &[("baseUnitOfMeasureCode", "code")]),
    to("unitOfMeasureId", &schema::UNIT_OF_MEASURE, &[("unitOfMeasureCode", "code")]),
    to(
        "generalProductPostingGroupId",
        &schema::GENERAL_PRODUCT_POSTING_GROUP,
        &[("generalProductPostingGroupCode", "code")],
    ),
    to("inventoryPostingGroupId", &schema::INVENTORY_POSTING_GROUP, &[("inventoryPostingGroupCode", "code")]),
    to("locationId", &schema::LOCATION, &[]),
    to("dimensionId", &schema::DIMENSION, &[("dimensionCode", "code")]),
    to("dimensionValueId", &schema::DIMENSION_VALUE, &[("dimensionValueCode", "code")]),
    to("valueId", &schema::DIMENSION_VALUE, &[("valueCode", "code"), ("valueDisplayName", "displayName")]),
    to("balancingAccountId", &schema::ACCOUNT, &[("balancingAccountNumber", "number")]),
    to("disputeStatusId", &schema::DISPUTE_STATUS, &[("disputeStatus", "code")]),
    to("employeeId", &schema::EMPLOYEE, &[("employeeNumber", "number")]),
    to("jobId", &schema::PROJECT, &[("jobNumber", "number")]),
    to("fixedAssetLocationId", &schema::FIXED_ASSET_LOCATION, &[("fixedAssetLocationCode", "code")]),
    to("customerReturnReasonId", &schema::CUSTOMER_RETURN_REASON, &[]),
    to("vendorReturnReasonId", &schema::CUSTOMER_RETURN_REASON, &[]),
    to("accountId", &schema::ACCOUNT, &[("accountNumber", "number")]),
    to("invoiceId", &schema::SALES_INVOICE, &[("invoiceNumber", "number")]),
];

/// Codes without an id beside them.
static CODES: [(&str, &EntityType); 12] = [
    ("salesperson", &schema::SALESPERSON_PURCHASER),
    ("salespersonCode", &schema::SALESPERSON_PURCHASER),
    ("purchaser", &schema::SALESPERSON_PURCHASER),
    ("country", &schema::COUNTRY_REGION),
    ("sellToCountry", &schema::COUNTRY_REGION),
    ("billToCountry", &schema::COUNTRY_REGION),
    ("shipToCountry", &schema::COUNTRY_REGION),
    ("buyFromCountry", &schema::COUNTRY_REGION),
    ("payToCountry", &schema::COUNTRY_REGION),
    ("currencyCode", &schema::CURRENCY),
    ("shortcutDimension1Code", &schema::DIMENSION_VALUE),
    ("shortcutDimension2Code", &schema::DIMENSION_VALUE),
];

/// What the company's own currency is called; it is no record of `currencies`.
pub(super) const LOCAL_CURRENCY: &str = "GBP";

fn of(kind: &'static EntityType) -> impl Iterator<Item = &'static Relation> {
    // A purchase credit memo's invoice is a purchase invoice; a journal line's account can be of several types.
    let differs = |relation: &Relation| {
        (relation.id == "invoiceId" && !kind.is(&schema::SALES_CREDIT_MEMO))
            || (relation.id == "accountId" && kind.is(&schema::JOURNAL_LINE))
            || kind
                .column(relation.id)
                .is_some_and(|column| !matches!(kind.properties[column].kind, Kind::Guid))
    };
    RELATIONS.iter().filter(move |relation| kind.column(relation.id).is_some() && !differs(relation))
}

/// Whether [`apply`] sets this column.
pub(super) fn is_part(kind: &'static EntityType, column: usize) -> bool {
    let name = kind.properties[column].name;
    of(kind)
        .any(|relation| relation.id == name || relation.repeats.first().is_some_and(|(own, _)| *own == name))
}

/// Sets the relations that were given, by id or by number. Both may be given, if they mean the same record.
pub(super) fn apply(desk: &Desk<'_>, row: &mut Row, input: &Input) -> Result<(), Failure> {
    let kind = row.kind;
    for relation in of(kind) {
        let number = relation.repeats.first();
        let by_id = input.given(kind, relation.id);
        let by_number = number.and_then(|(own, theirs)| Some((*theirs, input.given(kind, own)?)));
        let found = match (by_id, by_number) {
            (None, None) => continue,
            (Some(Value::Guid(id)), _) if *id != Guid::ZERO => {
                let found = desk.record(relation.target, *id);
                Some(found.ok_or_else(|| missing(relation.id, &id.to_string(), relation.target))?)
            }
            (_, Some((_, text))) if is_local(relation, text) => None,
            (_, Some((theirs, text))) if !text.is_blank() => {
                let found = desk.record_named(relation.target, theirs, text);
                Some(found.ok_or_else(|| missing(theirs, &plain(text), relation.target))?)
            }
            _ => None,
        };
        if let (Some(found), Some((theirs, text))) = (found, by_number)
            && !text.is_blank()
            && found.get(theirs).order(text).is_ne()
        {
            return Err(missing(theirs, &plain(text), relation.target));
        }
        set(row, relation, found, by_number.map(|(_, text)| text));
    }
    for (name, target) in CODES {
        let Some(text) = input.given(kind, name).filter(|text| !text.is_blank()) else { continue };
        let known = desk.record_named(target, "code", text).is_some();
        if !known && !(name == "currencyCode" && plain(text) == LOCAL_CURRENCY) {
            return Err(missing(name, &plain(text), target));
        }
    }
    Ok(())
}

/// Points a row at a record, as if its id had been given.
pub(super) fn point(row: &mut Row, id: &str, record: &Row) {
    if let Some(relation) = of(row.kind).find(|relation| relation.id == id) {
        set(row, relation, Some(record), None);
    }
}

fn set(row: &mut Row, relation: &Relation, found: Option<&Row>, text: Option<&Value>) {
    row.put(relation.id, found.map_or(Guid::ZERO, Row::id));
    for (at, (own, theirs)) in relation.repeats.iter().enumerate() {
        let value = match (found, text) {
            (Some(found), _) => found.get(theirs),
            (None, Some(text)) if at == 0 => text.clone(),
            (None, _) if relation.id == "currencyId" => Value::text(LOCAL_CURRENCY),
            (None, _) => Value::text(""),
        };
        row.try_put(own, value);
    }
}

fn is_local(relation: &Relation, text: &Value) -> bool {
    relation.id == "currencyId" && plain(text).eq_ignore_ascii_case(LOCAL_CURRENCY)
}

fn plain(value: &Value) -> String {
    if let Value::Text(text) = value { text.to_string() } else { String::new() }
}

pub(super) fn missing(field: &str, value: &str, target: &EntityType) -> Failure {
    let message = format!(
        "The field '{field}' contains a value ({value}) that cannot be found in the related table ({}).",
        target.table
    );
    Failure::bad("Internal_InvalidTableRelation", message)
}
