//! Documents: what their lines cost, and what that comes to.

use axum::http::StatusCode;

use super::super::calendar::Moment;
use super::super::data::{Company, Row};
use super::super::decimal::Decimal;
use super::super::failure::Failure;
use super::super::schema::{self, EntityType, Navigation};
use super::super::value::{Guid, Value};
use super::{fields, invalid, table};

/// What a head repeats of its customer, for each of the three addresses.
const ADDRESS: [(&str, &str); 6] = [
    ("AddressLine1", "addressLine1"),
    ("AddressLine2", "addressLine2"),
    ("City", "city"),
    ("Country", "country"),
    ("State", "state"),
    ("PostCode", "postalCode"),
];

/// The type of the document that lines of `kind` belong to.
fn head_of(kind: &EntityType) -> Option<&'static EntityType> {
    let leads = |navigation: &&Navigation| navigation.on.is_some_and(|(own, _)| own == "documentId");
    let to_head = kind.navigations.iter().find(leads);
    to_head.map(|navigation| navigation.target)
}

/// The type of the lines of documents of `kind`.
fn lines_of(kind: &EntityType) -> Option<&'static EntityType> {
    let leads = |navigation: &&Navigation| navigation.on.is_some_and(|(_, theirs)| theirs == "documentId");
    let to_lines = kind.navigations.iter().find(leads);
    to_lines.map(|navigation| navigation.target)
}

/// What a new head or line has from the start.
pub(super) fn begin(
    company: &mut Company,
    kind: &'static EntityType,
    row: &mut Row,
    named: &[&'static str],
) -> Result<(), Failure> {
    if let Some(head) = head_of(kind) {
        let document = row.guid("documentId");
        if table(company, head)?.find(document).is_none() {
            return Err(Failure::new(
                StatusCode::BAD_REQUEST,
                "Application_DialogException",
                "You must specify a document id to create a line.",
            ));
        }
        if !named.contains(&"sequence") {
            let own = table(company, kind)?;
            let (of, sequence) = (kind.column("documentId"), kind.column("sequence"));
            let rows = of.map(|of| own.rows_where(of, &Value::Guid(document))).unwrap_or_default();
            let last = rows.into_iter().filter_map(|at| match own.cell(at, sequence?) {
                Value::Integer(number) => Some(number),
                _ => None,
            });
            row.put("sequence", last.max().unwrap_or(0) + 10_000);
        }
    }
    for party in ["customer", "vendor"] {
        let id = format!("{party}Id");
        if lines_of(kind).is_some() && row.has(&id) && row.guid(&id) == Guid::ZERO {
            return Err(invalid(format!(r#"A "{party}Number" or a "{id}" must be provided."#)));
        }
    }
    work_out(company, kind, row, named)
}

/// Works out what depends on what was `named`.
pub(super) fn work_out(
    company: &mut Company,
    kind: &'static EntityType,
    row: &mut Row,
    named: &[&'static str],
) -> Result<(), Failure> {
    if head_of(kind).is_some() {
        item(company, row, named)?;
        amounts(row, named);
    }
    if lines_of(kind).is_some() && named.iter().any(|name| name.starts_with("customer")) {
        customer(company, row)?;
    }
    if lines_of(kind).is_some() && named.iter().any(|name| name.starts_with("vendor")) {
        vendor(company, row)?;
    }
    Ok(())
}

/// A head repeats the name and addresses of its customer, who must not be blocked.
fn customer(company: &mut Company, row: &mut Row) -> Result<(), Failure> {
    let customers = table(company, &schema::CUSTOMER)?;
    let Some(customer) = customers.find(row.guid("customerId")).and_then(|at| customers.copy(at)) else {
        return Ok(());
    };
    if matches!(customer.get("blocked"), Value::Member(member) if member.name == "All") {
        return Err(invalid("You cannot create this type of document while the customer is blocked."));
    }
    for name in ["billToName", "shipToName"] {
        row.try_put(name, customer.get("displayName"));
    }
    row.try_put("billToCustomerId", customer.id());
    row.try_put("billToCustomerNumber", customer.get("number"));
    repeat(row, &customer, &["sellTo", "billTo", "shipTo"]);
    Ok(())
}

/// A head repeats the name and addresses of its vendor, who must not be blocked.
fn vendor(company: &mut Company, row: &mut Row) -> Result<(), Failure> {
    let vendors = table(company, &schema::VENDOR)?;
    let Some(vendor) = vendors.find(row.guid("vendorId")).and_then(|at| vendors.copy(at)) else {
        return Ok(());
    };
    if matches!(vendor.get("blocked"), Value::Member(member) if member.name == "All") {
        return Err(invalid("You cannot create this type of document while the vendor is blocked."));
    }
    row.try_put("payToName", vendor.get("displayName"));
    row.try_put("payToVendorId", vendor.id());
    row.try_put("payToVendorNumber", vendor.get("number"));
    repeat(row, &vendor, &["buyFrom", "payTo"]);
    Ok(())
}

/// Puts the address of `party` into each of these `parts` of a head, and what else it has from the other.
fn repeat(row: &mut Row, party: &Row, parts: &[&str]) {
    for part in parts {
        for (field, theirs) in ADDRESS {
            row.try_put(&format!("{part}{field}"), party.get(theirs));
        }
    }
    for name in ["currencyId", "currencyCode", "paymentTermsId", "phoneNumber", "email"] {
        row.try_put(name, party.get(name));
    }
}

/// What a line's quantity is multiplied by: lines of purchases have a cost instead of a price.
fn price_of(row: &Row) -> &'static str {
    ["unitPrice", "directUnitCost", "unitCost"].into_iter().find(|name| row.has(name)).unwrap_or("unitPrice")
}

/// A line takes over what its item is called, costs and is counted in. An item goes by its id or its number.
fn item(company: &mut Company, row: &mut Row, named: &[&'static str]) -> Result<(), Failure> {
    let items = table(company, &schema::ITEM)?;
    let is_by_number = named.contains(&"lineObjectNumber") && !named.contains(&"itemId");
    let is_item = !matches!(row.get("lineType"), Value::Member(member) if !matches!(member.name, "Item" | "Comment"))
        || !named.contains(&"lineType");
    let found = if is_by_number && is_item {
        let number = row.get("lineObjectNumber");
        let column = schema::ITEM.column("number").unwrap_or_default();
        let found = items.rows_where(column, &number).into_iter().next();
        if found.is_none() && !matches!(&number, Value::Text(text) if text.is_empty()) {
            let told = if let Value::Text(text) = number { text.to_string() } else { String::new() };
            let message = format!(
                "The field No. of table Sales Line contains a value ({told}) that cannot be found in the related table (Item)."
            );
            return Err(Failure::new(StatusCode::BAD_REQUEST, "Internal_InvalidTableRelation", message));
        }
        found
    } else if named.contains(&"itemId") {
        items.find(row.guid("itemId"))
    } else {
        return Ok(());
    };
    let Some(item) = found.and_then(|at| items.copy(at)) else { return Ok(()) };
    row.put("itemId", item.id());
    row.put("lineObjectNumber", item.get("number"));
    *row = row.clone().member("lineType", "Item");
    for (own, theirs) in [
        ("description", "displayName"),
        ("unitOfMeasureId", "baseUnitOfMeasureId"),
        ("unitOfMeasureCode", "baseUnitOfMeasureCode"),
    ] {
        if !named.contains(&own) {
            row.try_put(own, item.get(theirs));
        }
    }
    let price = price_of(row);
    if !named.contains(&price) {
        row.try_put(price, item.get(if price == "unitPrice" { "unitPrice" } else { "unitCost" }));
    }
    Ok(())
}

fn amounts(row: &mut Row, named: &[&'static str]) {
    let gross = row.decimal("quantity").times(row.decimal(price_of(row)));
    if !named.contains(&"discountAmount") {
        row.try_put("discountAmount", gross.percent(row.decimal("discountPercent")));
    }
    let net = gross - row.decimal("discountAmount");
    let tax_percent = Decimal::whole(20);
    let tax = net.percent(tax_percent);
    for (name, value) in [
        ("amountExcludingTax", net),
        ("taxPercent", tax_percent),
        ("totalTaxAmount", tax),
        ("amountIncludingTax", net + tax),
        ("netAmount", net),
        ("netTaxAmount", tax),
        ("netAmountIncludingTax", net + tax),
    ] {
        row.try_put(name, value);
    }
    row.try_put("taxCode", "VAT20");
}

/// Adds the lines up into the head: of the head in that row, or of the head of the line in it. The head has another
/// version then.
pub(super) fn add_up(
    company: &mut Company,
    kind: &'static EntityType,
    row: usize,
    now: Moment,
) -> Result<(), Failure> {
    let (head, id) = match (head_of(kind), lines_of(kind)) {
        (Some(head), _) => {
            let Some(line) = table(company, kind)?.copy(row) else { return Ok(()) };
            (head, line.guid("documentId"))
        }
        (None, Some(_)) => {
            let Some(own) = table(company, kind)?.copy(row) else { return Ok(()) };
            (kind, own.id())
        }
        (None, None) => return Ok(()),
    };
    let Some(lines) = lines_of(head) else { return Ok(()) };
    let own = table(company, lines)?;
    let of = lines.column("documentId").map(|column| own.rows_where(column, &Value::Guid(id)));
    let rows: Vec<Row> = of.unwrap_or_default().into_iter().filter_map(|at| own.copy(at)).collect();
    let heads = table(company, head)?;
    let Some((at, mut changed)) = heads.find(id).and_then(|at| Some((at, heads.copy(at)?))) else {
        return Ok(());
    };
    for (name, of_line) in [
        ("discountAmount", "discountAmount"),
        ("totalAmountExcludingTax", "amountExcludingTax"),
        ("totalTaxAmount", "totalTaxAmount"),
        ("totalAmountIncludingTax", "amountIncludingTax"),
    ] {
        changed.try_put(name, rows.iter().map(|line| line.decimal(of_line)).sum::<Decimal>());
    }
    if head.column("remainingAmount").is_some() {
        let total = changed.get("totalAmountIncludingTax");
        changed.put("remainingAmount", total);
    }
    fields::touch(&mut changed, now);
    heads.put(at, changed);
    Ok(())
}

/// Which documents keep the record of a set, and the property in which they refer to it.
static REFERRING: [(&str, &str, &EntityType); 4] = [
    ("customers", "customerId", &schema::SALES_ORDER),
    ("customers", "customerId", &schema::SALES_INVOICE),
    ("vendors", "vendorId", &schema::PURCHASE_ORDER),
    ("vendors", "vendorId", &schema::PURCHASE_INVOICE),
];

/// Whether what a relation leads to goes with its record: lines, attachments, the picture.
fn is_part(navigation: &Navigation) -> bool {
    let is_owned = navigation.on.is_some_and(|(own, _)| own == "id") && navigation.partner.is_some();
    is_owned && navigation.name != "timeRegistrationEntries"
}

/// Deletes the record in that row, with its lines; what others still refer to stays.
pub(super) fn delete(
    company: &mut Company,
    kind: &'static EntityType,
    row: usize,
    now: Moment,
) -> Result<(), Failure> {
    let Some(own) = table(company, kind)?.copy(row) else { return Err(Failure::no_record(kind.set)) };
    let id = Value::Guid(own.id());
    for (set, column, document) in REFERRING {
        let Some(column) = document.column(column).filter(|_| kind.set == set) else { continue };
        if !table(company, document)?.rows_where(column, &id).is_empty() {
            let message = format!(
                "You cannot delete {} because there is at least one outstanding {} for this {}.",
                kind.table,
                document.caption.0,
                kind.caption.0.to_lowercase()
            );
            return Err(Failure::new(StatusCode::BAD_REQUEST, "Application_DialogException", message));
        }
    }
    for navigation in kind.navigations.iter().filter(|navigation| is_part(navigation)) {
        let parts = table(company, navigation.target)?;
        let columns = navigation.pairs().filter_map(|(own, theirs)| Some((own, parts.kind.column(theirs)?)));
        let rows: Vec<usize> =
            columns.take(1).flat_map(|(name, column)| parts.rows_where(column, &own.get(name))).collect();
        rows.into_iter().for_each(|at| parts.remove(at));
    }
    let head = head_of(kind).map(|head| (head, own.guid("documentId")));
    table(company, kind)?.remove(row);
    if let Some((head, document)) = head
        && let Some(at) = table(company, head)?.find(document)
    {
        return add_up(company, head, at, now);
    }
    Ok(())
}
