//! The other documents: quotes, credit memos, shipments, and everything about purchases.

use super::super::decimal::Decimal;
use super::super::schema::{self, EntityType, Kind};
use super::super::value::Value;
use super::documents::Documents;
use super::random::Random;
use super::row::Row;
use super::{Date, ids};

/// A kind of document: its head and lines, the beginning of its numbers, how many the first company has.
pub(super) struct Paper {
    pub(super) head: &'static EntityType,
    pub(super) lines: &'static EntityType,
    prefix: &'static str,
    count: usize,
}

pub(super) static PAPERS: [Paper; 7] = [
    Paper { head: &schema::SALES_QUOTE, lines: &schema::SALES_QUOTE_LINE, prefix: "SQ-", count: 40 },
    Paper {
        head: &schema::SALES_CREDIT_MEMO,
        lines: &schema::SALES_CREDIT_MEMO_LINE,
        prefix: "SC-",
        count: 30,
    },
    Paper { head: &schema::SALES_SHIPMENT, lines: &schema::SALES_SHIPMENT_LINE, prefix: "SS-", count: 60 },
    Paper { head: &schema::PURCHASE_ORDER, lines: &schema::PURCHASE_ORDER_LINE, prefix: "PO-", count: 60 },
    Paper {
        head: &schema::PURCHASE_INVOICE,
        lines: &schema::PURCHASE_INVOICE_LINE,
        prefix: "PI-",
        count: 80,
    },
    Paper {
        head: &schema::PURCHASE_CREDIT_MEMO,
        lines: &schema::PURCHASE_CREDIT_MEMO_LINE,
        prefix: "PC-",
        count: 20,
    },
    Paper {
        head: &schema::PURCHASE_RECEIPT,
        lines: &schema::PURCHASE_RECEIPT_LINE,
        prefix: "PR-",
        count: 50,
    },
];

/// What a head repeats of whom it is about, in the parts of that name.
const ADDRESS: [(&str, &str); 6] = [
    ("AddressLine1", "addressLine1"),
    ("AddressLine2", "addressLine2"),
    ("City", "city"),
    ("Country", "country"),
    ("State", "state"),
    ("PostCode", "postalCode"),
];

/// Makes the documents of one kind; `parties` are customers or vendors.
pub(super) fn generate(company: usize, paper: &Paper, parties: &[Row], items: &[Row]) -> Documents {
    let mut random = Random::new(company, paper.head.set);
    let mut all = Documents { heads: Vec::new(), lines: Vec::new() };
    let count = if company == 0 { paper.count } else { paper.count / 5 };
    for index in 0..count {
        let date = super::documents::day(index, count);
        let party = random.pick(parties);
        let mut head = head(company, paper, index, party, date);
        let first = all.lines.len();
        for _ in 0..random.between(1, 5) {
            let at = all.lines.len();
            let sequence = (i64::try_from(at - first).unwrap_or(0) + 1) * 10_000;
            let row = Row::new(paper.lines, ids::of(company, ids::set(paper.lines), at))
                .set("documentId", head.id())
                .try_set("documentNo", head.get("number"))
                .set("sequence", sequence);
            all.lines.push(line(row, at, &mut random, items, date));
        }
        let sum = |name: &str| all.lines[first..].iter().map(|line| line.decimal(name)).sum::<Decimal>();
        for (total, part) in [
            ("discountAmount", "discountAmount"),
            ("totalAmountExcludingTax", "amountExcludingTax"),
            ("totalTaxAmount", "totalTaxAmount"),
            ("totalAmountIncludingTax", "amountIncludingTax"),
        ] {
            head.try_put(total, sum(part));
        }
        all.heads.push(head);
    }
    all
}

fn head(company: usize, paper: &Paper, index: usize, party: &Row, date: Date) -> Row {
    let kind = paper.head;
    let mut row = Row::new(kind, ids::of(company, ids::set(kind), index))
        .set("number", format!("{}{}", paper.prefix, 1_001 + index))
        .try_set("lastModifiedDateTime", date.at(36_000_000));
    for (name, days) in [
        ("postingDate", 0),
        ("documentDate", 0),
        ("orderDate", 0),
        ("invoiceDate", 0),
        ("creditMemoDate", 0),
        ("dueDate", 30),
        ("validUntilDate", 21),
        ("requestedReceiptDate", 14),
    ] {
        row.try_put(name, date.plus(days));
    }
    let is_sale = party.kind.is(&schema::CUSTOMER);
    let (name, bill, parts) = match is_sale {
        true => ("customer", "billTo", ["sellTo", "billTo", "shipTo"]),
        false => ("vendor", "payTo", ["buyFrom", "payTo", ""]),
    };
    let title = if is_sale { "Customer" } else { "Vendor" };
    for (property, value) in [
        (format!("{name}Id"), Value::Guid(party.id())),
        (format!("{name}Number"), party.get("number")),
        (format!("{name}Name"), party.get("displayName")),
        (format!("{bill}{title}Id"), Value::Guid(party.id())),
        (format!("{bill}{title}Number"), party.get("number")),
        (format!("{bill}Name"), party.get("displayName")),
    ] {
        row.try_put(&property, value);
    }
    for part in parts {
        for (field, theirs) in ADDRESS {
            row.try_put(&format!("{part}{field}"), party.get(theirs));
        }
    }
    if is_sale {
        row.try_put("shipToName", party.get("displayName"));
        row.try_put("salesperson", party.get("salespersonCode"));
    }
    for name in ["currencyId", "currencyCode", "paymentTermsId", "phoneNumber", "email"] {
        row.try_put(name, party.get(name));
    }
    nth_member(row, "status", index)
}

fn line(row: Row, n: usize, random: &mut Random, items: &[Row], date: Date) -> Row {
    let kind = row.kind;
    // Now and then another type of line, with nothing behind it.
    if n % 5 == 4 {
        return nth_member(row, "lineType", n / 5).set("description", "Freight & handling");
    }
    let item = random.pick(items);
    let mut row = row.member("lineType", "Item").set("lineObjectNumber", item.get("number"));
    for (own, theirs) in [
        ("description", "displayName"),
        ("unitOfMeasureId", "baseUnitOfMeasureId"),
        ("unitOfMeasureCode", "baseUnitOfMeasureCode"),
        ("unitPrice", "unitPrice"),
        ("directUnitCost", "unitCost"),
        ("unitCost", "unitCost"),
    ] {
        row.try_put(own, item.get(theirs));
    }
    row.try_put("itemId", item.id());
    let quantity = Decimal::whole(random.between(1, 30));
    let percent = Decimal::whole(if random.chance(20) { random.between(1, 15) } else { 0 });
    let price = item.decimal(if kind.column("unitPrice").is_some() { "unitPrice" } else { "unitCost" });
    let gross = quantity.times(price);
    let discount = gross.percent(percent);
    let (net, tax_percent) = (gross - discount, Decimal::whole(20));
    let tax = net.percent(tax_percent);
    for (name, value) in [
        ("quantity", quantity),
        ("discountPercent", percent),
        ("discountAmount", discount),
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
    row.try_set("taxCode", "VAT20")
        .try_set("shipmentDate", date.plus(3))
        .try_set("expectedReceiptDate", date.plus(10))
}

/// Sets an enumeration's field, if there is one, to its n-th member, beginning anew after the last.
pub(super) fn nth_member(row: Row, name: &str, n: usize) -> Row {
    let column = row.kind.column(name);
    match column.map(|column| row.kind.properties[column].kind) {
        Some(Kind::Enum(enumeration)) => {
            row.member(name, enumeration.members[n % enumeration.members.len()].name)
        }
        _ => row,
    }
}
