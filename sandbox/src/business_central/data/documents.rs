//! Sales orders and sales invoices: totals are the sums of the lines, relations lead to records.

use super::super::decimal::Decimal;
use super::super::schema::{self, EntityType};
use super::super::value::{Guid, Value};
use super::random::Random;
use super::row::Row;
use super::{Date, ids};

/// Documents and the lines of all of them.
pub(super) struct Documents {
    pub(super) heads: Vec<Row>,
    pub(super) lines: Vec<Row>,
}

pub(super) fn orders(company: usize, count: usize, customers: &[Row], items: &[Row]) -> Documents {
    let mut random = Random::new(company, "orders");
    let mut all = Documents { heads: Vec::new(), lines: Vec::new() };
    for index in 0..count {
        let customer = random.pick(customers);
        let date = day(index, count);
        let requested = if random.chance(30) { Date::BLANK } else { date.plus(10) };
        let head = head(&schema::SALES_ORDER, company, index, &mut random, customer, date)
            .set("number", format!("SO-{}", 101_001 + index))
            .set("orderDate", date)
            .set("requestedDeliveryDate", requested)
            .set("partialShipping", random.chance(40))
            .set("fullyShipped", random.chance(50))
            .member("status", ["Draft", "In_x0020_Review", "Open", "Open"][random.below(4)]);
        all.add(head, &schema::SALES_ORDER_LINE, company, &mut random, items, date);
    }
    for line in &mut all.lines {
        let quantity = line.decimal("quantity");
        line.put("shipQuantity", quantity);
        line.put("invoiceQuantity", quantity);
    }
    all
}

pub(super) fn invoices(company: usize, count: usize, customers: &[Row], items: &[Row]) -> Documents {
    let mut random = Random::new(company, "invoices");
    let mut all = Documents { heads: Vec::new(), lines: Vec::new() };
    for index in 0..count {
        let customer = random.pick(customers);
        let date = day(index, count);
        let status = match index {
            _ if index % 67 == 66 => "_x0020_",
            _ if index % 41 == 40 => "Canceled",
            _ if index % 43 == 42 => "Corrective",
            _ if index + 12 > count => ["Draft", "In_x0020_Review"][index % 2],
            _ if index * 3 > count * 2 => "Open",
            _ => "Paid",
        };
        let draft = matches!(status, "Draft" | "In_x0020_Review" | "_x0020_");
        let due = date.plus(30);
        let head = head(&schema::SALES_INVOICE, company, index, &mut random, customer, date)
            .set(
                "number",
                if draft { format!("D-{}", 1001 + index) } else { format!("SI-{}", 103_001 + index) },
            )
            .set("invoiceDate", date)
            .set("dueDate", due)
            .set(
                "promisedPayDate",
                if status == "Open" && random.chance(30) { due.plus(7) } else { Date::BLANK },
            )
            .set("customerPurchaseOrderReference", if random.chance(50) { "by telephone" } else { "" })
            .set("disputeStatus", if status == "Open" && random.chance(10) { "DAMAGED" } else { "" })
            .member("status", status);
        all.add(head, &schema::SALES_INVOICE_LINE, company, &mut random, items, date);
        if let Some(head) = all.heads.last_mut() {
            let total = head.decimal("totalAmountIncludingTax");
            let remaining = match status {
                "Open" if index % 5 == 0 => total.percent(Decimal::whole(40)),
                "Open" => total,
                _ => Decimal::ZERO,
            };
            head.put("remainingAmount", remaining);
        }
    }
    all
}

impl Documents {
    /// Writes the lines of a document, sums them up into its head and keeps both.
    fn add(
        &mut self,
        mut head: Row,
        kind: &'static EntityType,
        company: usize,
        random: &mut Random,
        items: &[Row],
        date: Date,
    ) {
        let first = self.lines.len();
        for sequence in 1..=random.between(1, 6) {
            let id = ids::of(company, ids::set(kind), self.lines.len());
            let row = Row::new(kind, id)
                .set("documentId", head.id())
                .set("sequence", sequence * 10_000)
                .set("discountAppliedBeforeTax", true);
            self.lines.push(line(row, company, random, items, date, sequence));
        }
        let own = &self.lines[first..];
        let sum = |name| own.iter().map(|line| line.decimal(name)).sum::<Decimal>();
        head.put("discountAmount", sum("discountAmount"));
        head.put("totalAmountExcludingTax", sum("amountExcludingTax"));
        head.put("totalTaxAmount", sum("totalTaxAmount"));
        head.put("totalAmountIncludingTax", sum("amountIncludingTax"));
        self.heads.push(head);
    }
}

fn head(
    kind: &'static EntityType,
    company: usize,
    index: usize,
    random: &mut Random,
    customer: &Row,
    date: Date,
) -> Row {
    let reference =
        if random.chance(40) { format!("PO {}/{}", random.between(100, 999), index) } else { String::new() };
    let mut row = Row::new(kind, ids::of(company, ids::set(kind), index))
        .set("externalDocumentNumber", reference)
        .set("postingDate", date)
        .set("customerId", customer.id())
        .set("customerNumber", customer.get("number"))
        .set("customerName", customer.get("displayName"))
        .set("billToCustomerId", customer.id())
        .set("billToCustomerNumber", customer.get("number"))
        .set("discountAppliedBeforeTax", true)
        .set("lastModifiedDateTime", date.at(random.between(25_200_000, 64_800_000)));
    for name in ["billToName", "shipToName"] {
        row.put(name, customer.get("displayName"));
    }
    for part in ["sellTo", "billTo", "shipTo"] {
        for (field, of_customer) in [
            ("AddressLine1", "addressLine1"),
            ("AddressLine2", "addressLine2"),
            ("City", "city"),
            ("Country", "country"),
            ("State", "state"),
            ("PostCode", "postalCode"),
        ] {
            row.put(&format!("{part}{field}"), customer.get(of_customer));
        }
    }
    for name in ["currencyId", "currencyCode", "paymentTermsId", "phoneNumber", "email"] {
        row.put(name, customer.get(name));
    }
    row.set("salesperson", customer.get("salespersonCode"))
}

fn line(row: Row, company: usize, random: &mut Random, items: &[Row], date: Date, sequence: i64) -> Row {
    // Now and then one of the kinds that a careless client doesn't expect.
    let kind = match random.below(60) {
        0 if sequence > 1 => {
            return row.member("lineType", "Comment").set("description", "Please ring twice.");
        }
        1 => "Account",
        2 => "Resource",
        3 => "Fixed_x0020_Asset",
        4 => "Charge",
        5 => "Allocation_x0020_Account",
        _ => "Item",
    };
    let item = random.pick(items);
    let row = match kind {
        "Item" => row
            .set("itemId", item.id())
            .set("lineObjectNumber", item.get("number"))
            .set("description", item.get("displayName"))
            .set("unitOfMeasureId", item.get("baseUnitOfMeasureId"))
            .set("unitOfMeasureCode", item.get("baseUnitOfMeasureCode")),
        "Account" => row
            .set("accountId", account(company, "6410"))
            .set("lineObjectNumber", "6410")
            .set("description", "Workshop labour as agreed"),
        _ => row.set("lineObjectNumber", "MISC").set("description", "Freight & handling"),
    };
    let by_weight = matches!(item.get("baseUnitOfMeasureCode"), Value::Text(code) if &*code == "KG");
    let quantity = match (by_weight, random.below(20)) {
        (true, _) => Decimal::hundred_thousandths(random.between(1, 90) * 12_500),
        (_, 0) => -Decimal::whole(1),
        _ => Decimal::whole(random.between(1, 24)),
    };
    let price =
        if kind == "Item" { item.decimal("unitPrice") } else { Decimal::cents(random.between(500, 9_900)) };
    let percent = if random.chance(20) {
        Decimal::hundred_thousandths(random.between(1, 30) * 50_000)
    } else {
        Decimal::ZERO
    };
    let gross = quantity.times(price);
    let discount = gross.percent(percent);
    let net = gross - discount;
    let tax_percent = Decimal::whole(20);
    let tax = net.percent(tax_percent);
    row.member("lineType", kind)
        .set("quantity", quantity)
        .set("unitPrice", price)
        .set("discountPercent", percent)
        .set("discountAmount", discount)
        .set("amountExcludingTax", net)
        .set("taxCode", "VAT20")
        .set("taxPercent", tax_percent)
        .set("totalTaxAmount", tax)
        .set("amountIncludingTax", net + tax)
        .set("netAmount", net)
        .set("netTaxAmount", tax)
        .set("netAmountIncludingTax", net + tax)
        .set("shipmentDate", if random.chance(20) { Date::BLANK } else { date.plus(3) })
}

/// The day of the n-th of `count` documents: they are spread over a year, in order.
pub(super) fn day(index: usize, count: usize) -> Date {
    let first = Date::of(2025, 11, 3).unwrap_or(Date::BLANK);
    first.plus(i32::try_from(index * 360 / count.max(1)).unwrap_or(0))
}

fn account(company: usize, number: &str) -> Guid {
    let chart = super::accounts::chart();
    let at = chart.iter().position(|account| account.number == number);
    at.map_or(Guid::ZERO, |at| ids::of(company, ids::set(&schema::ACCOUNT), at))
}
