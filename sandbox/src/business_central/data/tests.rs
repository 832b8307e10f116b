use std::collections::HashSet;

use super::super::decimal::Decimal;
use super::super::schema::Kind;
use super::*;

fn decimal(table: &Table, row: usize, name: &str) -> Decimal {
    match table.value(row, name) {
        Some(Value::Decimal(number)) => number,
        other => panic!("{name}: {other:?}"),
    }
}

fn guid(table: &Table, row: usize, name: &str) -> Guid {
    match table.value(row, name) {
        Some(Value::Guid(id)) => id,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn totals_are_the_sums_of_the_lines() {
    let world = World::generate(100);
    for company in &world.companies {
        for (heads, lines) in [
            (&schema::SALES_ORDER, &schema::SALES_ORDER_LINE),
            (&schema::SALES_INVOICE, &schema::SALES_INVOICE_LINE),
        ] {
            let (heads, lines) = (company.table(heads).unwrap(), company.table(lines).unwrap());
            for head in 0..heads.len() {
                let id = guid(heads, head, "id");
                let own: Vec<_> =
                    (0..lines.len()).filter(|line| guid(lines, *line, "documentId") == id).collect();
                assert!(!own.is_empty());
                for (total, part) in [
                    ("totalAmountExcludingTax", "amountExcludingTax"),
                    ("totalTaxAmount", "totalTaxAmount"),
                    ("totalAmountIncludingTax", "amountIncludingTax"),
                ] {
                    let sum: Decimal = own.iter().map(|line| decimal(lines, *line, part)).sum();
                    assert_eq!(decimal(heads, head, total), sum);
                }
            }
        }
    }
}

#[test]
fn every_relation_leads_to_a_record_or_is_blank() {
    let world = World::generate(100);
    for company in &world.companies {
        for table in company.tables() {
            for navigation in table.kind.navigations.iter().filter(|navigation| !navigation.many) {
                let target = company.table(navigation.target).unwrap();
                // Pictures, attachments and the like name their parent's type beside its id.
                if navigation.on.is_none_or(|(property, _)| matches!(property, "parentId" | "id")) {
                    continue;
                }
                for row in 0..table.len() {
                    let found = table.towards(row, navigation).map(|within| target.first_with(&within));
                    assert_ne!(found, Some(None), "{}.{} of {row}", table.kind.name, navigation.name);
                }
            }
        }
    }
}

#[test]
fn debit_and_credit_are_equal_and_entries_lie_in_order() {
    let rows = 2_100;
    let world = World::generate(rows);
    let ledger = world.companies[0].table(&schema::GENERAL_LEDGER_ENTRY).unwrap();
    let sum = |name| (0..rows).map(|row| decimal(ledger, row, name)).sum::<Decimal>();
    assert_eq!(sum("debitAmount"), sum("creditAmount"));
    let dates: Vec<_> = (0..rows).map(|row| ledger.value(row, "postingDate").unwrap()).collect();
    assert!(dates.is_sorted_by(|a, b| a.order(b).is_le()));

    let accounts = world.companies[0].table(&schema::ACCOUNT).unwrap();
    let net = |row: &usize| decimal(ledger, *row, "debitAmount") - decimal(ledger, *row, "creditAmount");
    for account in 0..accounts.len() {
        let id = guid(accounts, account, "id");
        let own: Decimal =
            (0..rows).filter(|row| guid(ledger, *row, "accountId") == id).map(|row| net(&row)).sum();
        assert_eq!(decimal(accounts, account, "netChange"), own);
    }
}

#[test]
fn every_member_of_every_enumeration_occurs() {
    let world = World::generate(100);
    let (mut used, mut known) = (HashSet::new(), HashSet::new());
    for table in world.companies[0].tables().filter(|table| table.len() > 0) {
        for (column, property) in table.kind.properties.iter().enumerate() {
            let Kind::Enum(enumeration) = property.kind else { continue };
            known.extend(enumeration.members.iter().map(|member| (enumeration.name, member.name)));
            used.extend((0..table.len()).filter_map(|row| match table.cell(row, column) {
                Value::Member(member) => Some((enumeration.name, member.name)),
                _ => None,
            }));
        }
    }
    assert_eq!(known.difference(&used).collect::<Vec<_>>(), Vec::<&(&str, &str)>::new());
}

#[test]
fn text_fits_its_field() {
    let world = World::generate(100);
    let tables = world.companies.iter().chain([&world.shared]).flat_map(|company| company.tables());
    for table in tables {
        for (column, property) in
            table.kind.properties.iter().enumerate().filter(|(_, each)| each.max_length > 0)
        {
            for row in 0..table.len() {
                let Value::Text(text) = table.cell(row, column) else { panic!("{}", property.name) };
                assert!(
                    text.encode_utf16().count() <= usize::from(property.max_length),
                    "{}: {text}",
                    property.name
                );
            }
        }
    }
}

#[test]
fn rows_may_be_few_or_none() {
    for rows in [0, 1, 22] {
        let world = World::generate(rows);
        let table = world.companies[0].table(&schema::GENERAL_LEDGER_ENTRY).unwrap();
        assert_eq!(table.len(), rows);
        (0..rows).for_each(|row| drop(table.cell(row, 7)));
    }
}
