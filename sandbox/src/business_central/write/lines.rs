//! Lines of documents: what an item or an account brings along, and what a line comes to.

use super::super::data::Row;
use super::super::decimal::Decimal;
use super::super::failure::Failure;
use super::super::schema::{self, EntityType};
use super::super::value::{Guid, Value};
use super::documents::{self, Family};
use super::input::Input;
use super::rules::invalid;
use super::{Desk, relations};

const ITEM: &str = "Item";
const ACCOUNT: &str = "Account";
const COMMENT: &str = "Comment";

/// The value added tax of everything that is traded here.
const TAX: (&str, i64) = ("VAT20", 20);

/// A new line needs its document; its type follows from what is given.
pub(super) fn defaults(desk: &Desk<'_>, row: &mut Row, input: &Input) -> Result<(), Failure> {
    let kind = row.kind;
    if let Some(Value::Guid(id)) = input.given(kind, "documentId") {
        row.put("documentId", *id);
    }
    let Some(family) = Family::of_line(kind) else { return Ok(()) };
    let id = row.guid("documentId");
    if id == Guid::ZERO {
        let message = "You must specify a document id to make a line.";
        return Err(Failure::bad("Application_DialogException", message));
    }
    let Some(head) = desk.record(family.head, id) else {
        return Err(relations::missing("documentId", &id.to_string(), family.head));
    };
    documents::is_open(head, &Input::default())?;
    let has = |name| input.given(kind, name).is_some_and(|value| !value.is_blank());
    if has("itemId") && has("accountId") {
        let message = "Both \"itemId\" and \"accountId\" are specified. Only one of them can be given.";
        return Err(Failure::bad("Application_DialogException", message));
    }
    let line_type = match () {
        () if has("accountId") => ACCOUNT,
        () if has("itemId") || has("lineObjectNumber") => ITEM,
        () => COMMENT,
    };
    *row = row.clone().member("lineType", line_type);
    row.try_put("discountAppliedBeforeTax", true);
    Ok(())
}

/// Finds the item or the account, and takes over what it says.
pub(super) fn related(desk: &Desk<'_>, row: &mut Row, input: &Input, family: &Family) -> Result<(), Failure> {
    let kind = row.kind;
    let given = |name| input.given(kind, name).filter(|value| !value.is_blank());
    let line_type = kind.column("lineType").unwrap_or_default();
    if let Some(value) = input.given(kind, "lineType") {
        let is_other = row.cell(line_type).order(value).is_ne();
        row.put_cell(line_type, value.clone());
        if is_other && given("itemId").is_none() && given("accountId").is_none() {
            row.put("itemId", Guid::ZERO);
            row.put("accountId", Guid::ZERO);
            row.put("lineObjectNumber", "");
        }
    } else if given("itemId").is_some() {
        *row = row.clone().member("lineType", ITEM);
    } else if given("accountId").is_some() {
        *row = row.clone().member("lineType", ACCOUNT);
    }
    let own = row.text("lineType");
    let (target, id): (&'static EntityType, _) = match &*own {
        ITEM => (&schema::ITEM, "itemId"),
        ACCOUNT => (&schema::ACCOUNT, "accountId"),
        _ => return Ok(()),
    };
    let found = match (given(id), given("lineObjectNumber")) {
        (Some(Value::Guid(value)), _) => {
            let found = desk.record(target, *value);
            found.ok_or_else(|| relations::missing(id, &value.to_string(), target))?
        }
        (_, Some(Value::Text(number))) => {
            let found = desk.record_named(target, "number", &Value::Text(number.clone()));
            found.ok_or_else(|| relations::missing("lineObjectNumber", number, target))?
        }
        _ => return Ok(()),
    };
    take_over(row, found, id, family)?;
    if own.as_ref() == ITEM
        && let Some(unit) = desk.record(&schema::UNIT_OF_MEASURE, found.guid("baseUnitOfMeasureId"))
        && given("unitOfMeasureId").is_none()
        && given("unitOfMeasureCode").is_none()
    {
        relations::point(row, "unitOfMeasureId", unit);
    }
    Ok(())
}

fn take_over(row: &mut Row, found: &Row, id: &str, family: &Family) -> Result<(), Failure> {
    let number = found.text("number");
    if matches!(found.get("blocked"), Value::Boolean(true)) {
        return Err(invalid("blocked", &number, "must be No"));
    }
    if found.has("directPosting") && !matches!(found.get("directPosting"), Value::Boolean(true)) {
        return Err(invalid("directPosting", &number, "must be Yes"));
    }
    row.put("itemId", Guid::ZERO);
    row.put("accountId", Guid::ZERO);
    row.put(id, found.id());
    row.put("lineObjectNumber", found.get("number"));
    row.put("description", found.get("displayName"));
    row.try_put("taxCode", TAX.0);
    row.put("taxPercent", Decimal::whole(TAX.1));
    if found.has(family.party.price_of_item) {
        row.put(family.price, found.decimal(family.party.price_of_item));
    }
    Ok(())
}

/// Checks the line's own values and computes its amounts.
pub(super) fn validate(row: &mut Row, input: &Input, family: &Family) -> Result<(), Failure> {
    let kind = row.kind;
    let priced = [family.price, "quantity", "discountAmount", "discountPercent"];
    if &*row.text("lineType") == COMMENT {
        let wrong = |name: &&&str| input.given(kind, name).is_some_and(|value| !value.is_blank());
        if let Some(name) = priced.iter().find(wrong) {
            return Err(invalid(name, COMMENT, "must be 0 on a line of this type"));
        }
    }
    let gross = row.decimal("quantity").times(row.decimal(family.price));
    let by_amount = input.has(kind, "discountAmount") && !input.has(kind, "discountPercent");
    if by_amount {
        let amount = row.decimal("discountAmount");
        if amount < Decimal::ZERO || amount > gross {
            return Err(invalid("discountAmount", &amount.to_string(), "must lie between 0 and the amount"));
        }
        row.put("discountPercent", amount.as_percent_of(gross));
    } else {
        row.put("discountAmount", gross.percent(row.decimal("discountPercent")));
    }
    for name in ["shipQuantity", "invoiceQuantity", "receiveQuantity"] {
        if input.has(kind, "quantity") && !input.has(kind, name) {
            row.try_put(name, row.decimal("quantity"));
        }
    }
    if input.has(kind, "quantity") || input.has(kind, family.price) {
        row.try_put("invoiceDiscountAllocation", Decimal::ZERO);
    }
    let allocated = row.decimal("invoiceDiscountAllocation");
    amounts(row, family, allocated);
    Ok(())
}

/// What quantity, price, discount and its part of the document's discount come to.
fn amounts(row: &mut Row, family: &Family, allocated: Decimal) {
    let gross = row.decimal("quantity").times(row.decimal(family.price));
    let amount = gross - row.decimal("discountAmount");
    let tax = row.decimal("taxPercent");
    row.put("amountExcludingTax", amount);
    row.put("totalTaxAmount", amount.percent(tax));
    row.put("amountIncludingTax", amount + amount.percent(tax));
    let net = amount - allocated;
    row.put("netAmount", net);
    row.put("netTaxAmount", net.percent(tax));
    row.put("netAmountIncludingTax", net + net.percent(tax));
}

/// Spreads what a document's discount exceeds its lines' own over the lines, by their amounts.
pub(super) fn spread(
    desk: &mut Desk<'_>,
    family: &'static Family,
    head: Guid,
    wanted: Decimal,
) -> Result<(), Failure> {
    let lines: Vec<(usize, Row)> = {
        let rows = desk.table(family.line)?.rows().enumerate();
        rows.filter(|(_, line)| line.guid("documentId") == head)
            .map(|(at, line)| (at, line.clone()))
            .collect()
    };
    let sum = |name: &str| lines.iter().map(|(_, line)| line.decimal(name)).sum::<Decimal>();
    let (own, whole) = (sum("discountAmount"), sum("amountExcludingTax"));
    let mut left = wanted - own;
    if left < Decimal::ZERO || left > whole {
        return Err(invalid(
            "discountAmount",
            &wanted.to_string(),
            "must lie between the lines' discounts and the total",
        ));
    }
    let share = left.as_percent_of(whole);
    let last = lines.len().saturating_sub(1);
    for (nth, (at, mut line)) in lines.into_iter().enumerate() {
        let part = if nth == last { left } else { line.decimal("amountExcludingTax").percent(share) };
        left = left - part;
        line.try_put("invoiceDiscountAllocation", part);
        amounts(&mut line, family, part);
        desk.table_mut(family.line)?.replace(at, line);
    }
    Ok(())
}
