//! What is true of a type beyond its properties: defaults, checks, what may still be changed.

use super::super::data::Row;
use super::super::decimal::Decimal;
use super::super::failure::Failure;
use super::super::schema::{self, EntityType};
use super::super::value::{Guid, Value};
use super::input::Input;
use super::{Desk, documents, lines, relations};

/// What a new record has before the request's own values are put in.
pub(super) fn defaults(desk: &Desk<'_>, row: &mut Row, input: &Input) -> Result<(), Failure> {
    if row.has("currencyCode") && row.has("currencyId") {
        row.put("currencyCode", relations::LOCAL_CURRENCY);
    }
    if let Some(family) = documents::Family::of_head(row.kind) {
        documents::defaults(desk, row, family);
    } else if documents::Family::of_line(row.kind).is_some() {
        lines::defaults(desk, row, input)?;
    }
    match row.kind.set {
        "items" => {
            if let Some(unit) = desk.record_named(&schema::UNIT_OF_MEASURE, "code", &Value::text("PCS")) {
                relations::point(row, "baseUnitOfMeasureId", unit);
            }
        }
        "journals" => row.put("templateDisplayName", "GENERAL"),
        "opportunities" => row.put("creationDate", desk.today()),
        "journalLines" | "customerPayments" | "vendorPayments" => row.put("postingDate", desk.today()),
        _ => {}
    }
    Ok(())
}

/// What follows from the relations that were given.
pub(super) fn related(
    desk: &Desk<'_>,
    row: &mut Row,
    input: &Input,
    before: Option<&Row>,
) -> Result<(), Failure> {
    if let Some(family) = documents::Family::of_head(row.kind) {
        return documents::related(desk, row, input, before, family);
    }
    if let Some(family) = documents::Family::of_line(row.kind) {
        return lines::related(desk, row, input, family);
    }
    if row.kind.is(&schema::JOURNAL_LINE) {
        return journal_account(desk, row, input);
    }
    Ok(())
}

/// Checks the whole record, and computes what depends on it.
pub(super) fn validate(desk: &mut Desk<'_>, row: &mut Row, input: &Input) -> Result<(), Failure> {
    let kind = row.kind;
    for name in ["unitPrice", "unitCost", "directUnitCost", "quantity", "creditLimit"] {
        if let Some(Value::Decimal(number)) = input.given(kind, name)
            && *number < Decimal::ZERO
        {
            return Err(invalid(name, &number.to_string(), "must not be negative"));
        }
    }
    for name in ["discountPercent", "commisionPercent"] {
        if let Some(Value::Decimal(number)) = input.given(kind, name)
            && !(Decimal::ZERO..=Decimal::whole(100)).contains(number)
        {
            return Err(invalid(name, &number.to_string(), "must be between 0 and 100"));
        }
    }
    for name in ["email", "personalEmail", "email2"] {
        if let Some(Value::Text(text)) = input.given(kind, name)
            && !text.is_empty()
            && !is_address(text)
        {
            return Err(invalid(name, text, "is not a valid email address"));
        }
    }
    belongs(desk, row)?;
    if kind.set == "employees" {
        let names = ["givenName", "middleName", "surname"].map(|name| row.text(name).to_string());
        let names: Vec<_> = names.into_iter().filter(|name| !name.is_empty()).collect();
        row.put("displayName", names.join(" "));
    }
    if let Some(family) = documents::Family::of_head(kind) {
        documents::validate(desk, row, input, family)?;
    } else if let Some(family) = documents::Family::of_line(kind) {
        lines::validate(row, input, family)?;
    }
    Ok(())
}

/// Whether a record may still be changed or deleted.
pub(super) fn may_change(desk: &Desk<'_>, row: &Row, input: &Input) -> Result<(), Failure> {
    if documents::Family::of_head(row.kind).is_some() {
        return documents::is_open(row, input);
    }
    match documents::Family::of_line(row.kind) {
        Some(family) => match desk.record(family.head, row.guid("documentId")) {
            Some(head) => documents::is_open(head, &Input::default()),
            None => Ok(()),
        },
        None => Ok(()),
    }
}

/// The required properties that must not be blank; others of the metadata's required ones follow from these.
pub(super) fn must_have_value(name: &str) -> bool {
    matches!(name, "code" | "displayName" | "employeeId" | "parentId" | "notificationUrl" | "resource")
}

/// The properties that together occur once in a set.
pub(super) fn unique(kind: &EntityType) -> Vec<Vec<&'static str>> {
    let mut unique = Vec::new();
    if !kind.has_guid_key() {
        unique.push(kind.key.to_vec());
    }
    match kind.set {
        "itemVariants" => unique.push(vec!["itemId", "code"]),
        "dimensionSetLines" => unique.push(vec!["parentId", "code"]),
        _ if documents::Family::of_head(kind).is_some() => {}
        _ => unique.extend(
            ["number", "code"].into_iter().filter(|name| kind.column(name).is_some()).map(|name| vec![name]),
        ),
    }
    unique
}

/// The record that this one is a part of must exist; a line of a journal takes its name and the next number.
fn belongs(desk: &Desk<'_>, row: &mut Row) -> Result<(), Failure> {
    for navigation in row.kind.navigations.iter().filter(|each| !each.many && each.partner.is_some()) {
        let Some((property, "id")) = navigation.on else { continue };
        if matches!(property, "id" | "parentId") {
            continue;
        }
        let id = row.guid(property);
        let Some(whole) = desk.record(navigation.target, id) else {
            return Err(relations::missing(property, &id.to_string(), navigation.target));
        };
        if property == "journalId" {
            row.put("journalDisplayName", whole.get("code"));
        }
        for name in ["lineNumber", "sequence"] {
            if row.has(name) && row.get(name).is_blank() {
                row.put(name, next_number(desk, row, property, name));
            }
        }
    }
    Ok(())
}

/// One more than the last number among the parts of the same whole, in steps of ten thousand.
fn next_number(desk: &Desk<'_>, row: &Row, property: &str, name: &str) -> i64 {
    let whole = row.guid(property);
    let rows = desk.books.table(row.kind).into_iter().flat_map(|table| table.rows());
    let numbers = rows.filter(|other| other.guid(property) == whole).map(|other| match other.get(name) {
        Value::Integer(number) => number,
        _ => 0,
    });
    numbers.max().unwrap_or(0) + 10_000
}

/// A journal line's account: which table it is in depends on its type.
fn journal_account(desk: &Desk<'_>, row: &mut Row, input: &Input) -> Result<(), Failure> {
    let kind = row.kind;
    if let Some(given) = input.given(kind, "accountType") {
        row.put_cell(kind.column("accountType").unwrap_or_default(), given.clone());
    }
    let target: &'static EntityType = match &*row.text("accountType") {
        "Customer" => &schema::CUSTOMER,
        "Vendor" => &schema::VENDOR,
        "Bank_x0020_Account" => &schema::BANK_ACCOUNT,
        "Employee" => &schema::EMPLOYEE,
        "Fixed_x0020_Asset" => &schema::FIXED_ASSET,
        _ => &schema::ACCOUNT,
    };
    let found = match (input.given(kind, "accountId"), input.given(kind, "accountNumber")) {
        (Some(Value::Guid(id)), _) if *id != Guid::ZERO => {
            let found = desk.record(target, *id);
            found.ok_or_else(|| relations::missing("accountId", &id.to_string(), target))?
        }
        (_, Some(Value::Text(number))) if !number.is_empty() => {
            let found = desk.record_named(target, "number", &Value::Text(number.clone()));
            found.ok_or_else(|| relations::missing("accountNumber", number, target))?
        }
        _ => return Ok(()),
    };
    row.put("accountId", found.id());
    row.put("accountNumber", found.get("number"));
    if row.get("description").is_blank() {
        row.put("description", found.get("displayName"));
    }
    Ok(())
}

fn is_address(text: &str) -> bool {
    text.split(';').all(|one| {
        let one = one.trim();
        one.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && !host.is_empty() && !one.contains([' ', ',']) && !host.contains('@')
        })
    })
}

pub(super) fn invalid(field: &str, value: &str, why: &str) -> Failure {
    Failure::bad("Application_FieldValidationException", format!("'{field}' {why}: {value}."))
}
