//! Documents: what their heads take over from customer or vendor, their totals, and when they are closed.

use super::super::calendar::Date;
use super::super::data::Row;
use super::super::decimal::Decimal;
use super::super::failure::Failure;
use super::super::schema::{self, EntityType};
use super::super::value::{Guid, Value};
use super::input::Input;
use super::{Desk, relations};

/// A kind of document.
pub(super) struct Family {
    pub(super) head: &'static EntityType,
    pub(super) line: &'static EntityType,
    pub(super) party: &'static Party,
    /// The line's price, named differently from one type to the next.
    pub(super) price: &'static str,
}

/// Whom documents are for.
pub(super) struct Party {
    kind: &'static EntityType,
    id: &'static str,
    number: &'static str,
    /// Who pays, when that is someone else.
    payer: &'static str,
    payer_number: &'static str,
    /// How the address fields of the party, the payer and the place of delivery begin.
    addresses: [&'static str; 3],
    /// The item's property that a line's price starts with.
    pub(super) price_of_item: &'static str,
}

static CUSTOMER: Party = Party {
    kind: &schema::CUSTOMER,
    id: "customerId",
    number: "customerNumber",
    payer: "billToCustomerId",
    payer_number: "billToCustomerNumber",
    addresses: ["sellTo", "billTo", "shipTo"],
    price_of_item: "unitPrice",
};

static VENDOR: Party = Party {
    kind: &schema::VENDOR,
    id: "vendorId",
    number: "vendorNumber",
    payer: "payToVendorId",
    payer_number: "payToVendorNumber",
    addresses: ["buyFrom", "payTo", ""],
    price_of_item: "unitCost",
};

const fn family(
    head: &'static EntityType,
    line: &'static EntityType,
    party: &'static Party,
    price: &'static str,
) -> Family {
    Family { head, line, party, price }
}

static FAMILIES: [Family; 7] = [
    family(&schema::SALES_QUOTE, &schema::SALES_QUOTE_LINE, &CUSTOMER, "unitPrice"),
    family(&schema::SALES_ORDER, &schema::SALES_ORDER_LINE, &CUSTOMER, "unitPrice"),
    family(&schema::SALES_INVOICE, &schema::SALES_INVOICE_LINE, &CUSTOMER, "unitPrice"),
    family(&schema::SALES_CREDIT_MEMO, &schema::SALES_CREDIT_MEMO_LINE, &CUSTOMER, "unitPrice"),
    family(&schema::PURCHASE_ORDER, &schema::PURCHASE_ORDER_LINE, &VENDOR, "directUnitCost"),
    family(&schema::PURCHASE_INVOICE, &schema::PURCHASE_INVOICE_LINE, &VENDOR, "unitCost"),
    family(&schema::PURCHASE_CREDIT_MEMO, &schema::PURCHASE_CREDIT_MEMO_LINE, &VENDOR, "unitCost"),
];

/// What a document's address fields are called after their beginning, and a party's.
const ADDRESS: [(&str, &str); 6] = [
    ("AddressLine1", "addressLine1"),
    ("AddressLine2", "addressLine2"),
    ("City", "city"),
    ("Country", "country"),
    ("State", "state"),
    ("PostCode", "postalCode"),
];

/// The date that a document is of, by any of its names.
const DATES: [&str; 5] = ["postingDate", "orderDate", "invoiceDate", "documentDate", "creditMemoDate"];

impl Family {
    pub(super) fn of_head(kind: &EntityType) -> Option<&'static Self> {
        FAMILIES.iter().find(|family| kind.is(family.head))
    }

    pub(super) fn of_line(kind: &EntityType) -> Option<&'static Self> {
        FAMILIES.iter().find(|family| kind.is(family.line))
    }
}

pub(super) fn defaults(desk: &Desk<'_>, row: &mut Row, family: &Family) {
    let today = desk.today();
    for name in DATES.into_iter().chain(["dueDate"]) {
        row.try_put(name, today);
    }
    row.try_put("validUntilDate", today.plus(30));
    row.try_put("discountAppliedBeforeTax", true);
    if family.head.column("status").is_some() {
        *row = row.clone().member("status", "Draft");
    }
}

/// Takes over what a newly named customer or vendor says.
pub(super) fn related(
    desk: &Desk<'_>,
    row: &mut Row,
    input: &Input,
    before: Option<&Row>,
    family: &Family,
) -> Result<(), Failure> {
    let party = family.party;
    let now = row.guid(party.id);
    if now == Guid::ZERO {
        let message = format!("A \"{}\" or a \"{}\" must be provided.", party.number, party.id);
        return Err(Failure::bad("Application_DialogException", message));
    }
    let Some(found) = desk.record(party.kind, now) else {
        return Err(relations::missing(party.id, &now.to_string(), party.kind));
    };
    let is_new = before.is_none_or(|before| before.guid(party.id) != now);
    if is_new {
        is_free(found, row.kind)?;
        put_address(row, party.addresses[0], found);
        put_address(row, party.addresses[2], found);
        row.try_put(
            "shipToName",
            if party.addresses[2].is_empty() { Value::text("") } else { found.get("displayName") },
        );
        for name in
            ["currencyId", "currencyCode", "paymentTermsId", "shipmentMethodId", "phoneNumber", "email"]
        {
            if found.has(name) && !input.has(row.kind, name) {
                row.try_put(name, found.get(name));
            }
        }
        if found.has("salespersonCode") {
            row.try_put("salesperson", found.get("salespersonCode"));
        }
    }
    let payer_given = input.has(row.kind, party.payer) || input.has(row.kind, party.payer_number);
    let payer = row.guid(party.payer);
    let payer = match desk.record(party.kind, payer) {
        Some(payer) if payer_given || !is_new => payer,
        _ => found,
    };
    if is_new || payer_given {
        relations::point(row, party.payer, payer);
        put_address(row, party.addresses[1], payer);
    }
    if row.has("dueDate")
        && !input.has(row.kind, "dueDate")
        && (is_new || input.has(row.kind, "paymentTermsId"))
    {
        let terms = desk.record(&schema::PAYMENT_TERM, row.guid("paymentTermsId"));
        let formula = terms.map(|terms| terms.text("dueDateCalculation")).unwrap_or_default();
        let given = DATES.iter().find_map(|name| match input.given(row.kind, name) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        });
        row.put("dueDate", due(given.unwrap_or_else(|| desk.today()), &formula));
    }
    Ok(())
}

/// Totals a head whose discount was given, and spreads that over its lines.
pub(super) fn validate(
    desk: &mut Desk<'_>,
    row: &mut Row,
    input: &Input,
    family: &'static Family,
) -> Result<(), Failure> {
    if let Some(Value::Decimal(wanted)) = input.given(row.kind, "discountAmount") {
        super::lines::spread(desk, family, row.id(), *wanted)?;
        total(desk, row, family);
    }
    Ok(())
}

/// A posted, cancelled or reviewed document stays as it is.
pub(super) fn is_open(head: &Row, input: &Input) -> Result<(), Failure> {
    let status = head.text("status");
    let allowed = match &*status {
        "Draft" | "_x0020_" | "Sent" | "Accepted" => true,
        // An open order is released and may be changed; an open invoice is posted.
        "Open" => head.kind.set.ends_with("Orders"),
        _ => false,
    };
    // What is known of a posted invoice later on: who disputes it, when it is to be paid.
    let later = ["disputeStatusId", "disputeStatus", "promisedPayDate"];
    let only_later = !input.fields.is_empty()
        && input.fields.iter().all(|(column, _)| later.contains(&head.kind.properties[*column].name));
    if allowed || (only_later && &*status == "Open") {
        return Ok(());
    }
    let message = format!(
        "{} {} cannot be changed or deleted because its status is '{}'.",
        head.kind.caption.0,
        head.text("number"),
        status.replace("_x0020_", " ")
    );
    Err(Failure::bad("Application_DialogException", message))
}

/// After a line was made, changed or deleted: its document's totals follow, and with them the etag.
pub(super) fn follow(desk: &mut Desk<'_>, row: &Row) -> Result<(), Failure> {
    let Some(family) = Family::of_line(row.kind) else { return Ok(()) };
    let Some(place) = desk.table(family.head)?.find(row.guid("documentId")) else { return Ok(()) };
    let Some(mut head) = desk.table(family.head)?.row(place).cloned() else { return Ok(()) };
    total(desk, &mut head, family);
    desk.stamp(&mut head);
    desk.table_mut(family.head)?.replace(place, head);
    Ok(())
}

fn total(desk: &Desk<'_>, head: &mut Row, family: &Family) {
    let id = head.id();
    let lines = || {
        let rows = desk.books.table(family.line).into_iter().flat_map(|table| table.rows());
        rows.filter(move |line| line.guid("documentId") == id)
    };
    let sum = |names: &[&str]| -> Decimal {
        lines().map(|line| names.iter().map(|name| line.decimal(name)).sum::<Decimal>()).sum()
    };
    let net = sum(&["netAmount"]);
    head.try_put("discountAmount", sum(&["discountAmount", "amountExcludingTax"]) - net);
    head.put("totalAmountExcludingTax", net);
    head.put("totalTaxAmount", sum(&["netTaxAmount"]));
    head.put("totalAmountIncludingTax", sum(&["netAmountIncludingTax"]));
}

fn put_address(row: &mut Row, prefix: &str, of: &Row) {
    if prefix.is_empty() {
        return;
    }
    for (own, theirs) in ADDRESS {
        row.try_put(&format!("{prefix}{own}"), of.get(theirs));
    }
}

/// Refuses documents for those who are blocked for them.
fn is_free(party: &Row, kind: &EntityType) -> Result<(), Failure> {
    let blocked = party.text("blocked");
    let stops = match &*blocked {
        "All" => true,
        "Invoice" => kind.set.contains("Invoice") || kind.set.contains("CreditMemo"),
        _ => false,
    };
    if !stops {
        return Ok(());
    }
    let message = format!(
        "You cannot create this type of document because {} {} is blocked with type {blocked}.",
        party.kind.caption.0,
        party.text("number")
    );
    Err(Failure::bad("Application_FieldValidationException", message))
}

/// The day that a date formula leads to: `14D`, `2M`, `CM` (the month's end).
fn due(from: Date, formula: &str) -> Date {
    let number = |unit: char| formula.strip_suffix(unit).and_then(|digits| digits.parse::<u32>().ok());
    match (number('D'), number('M')) {
        (Some(days), _) => from.plus(i32::try_from(days).unwrap_or(0)),
        (_, Some(months)) => from.plus_months(months),
        _ if formula == "CM" => from.end_of_month(),
        _ => from,
    }
}
