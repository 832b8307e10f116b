use std::collections::HashSet;

use super::super::decimal::Decimal;
use super::super::schema::Kind;
use super::super::value::Value;
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
            (&schema::SALES_QUOTE, &schema::SALES_QUOTE_LINE),
            (&schema::SALES_CREDIT_MEMO, &schema::SALES_CREDIT_MEMO_LINE),
            (&schema::PURCHASE_ORDER, &schema::PURCHASE_ORDER_LINE),
            (&schema::PURCHASE_INVOICE, &schema::PURCHASE_INVOICE_LINE),
            (&schema::PURCHASE_CREDIT_MEMO, &schema::PURCHASE_CREDIT_MEMO_LINE),
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
        for table in &company.tables {
            for property in table.kind.properties {
                let leads = |navigation: &&schema::Navigation| {
                    !navigation.many && navigation.on == Some((property.name, "id"))
                };
                let navigations: Vec<_> = table.kind.navigations.iter().filter(leads).collect();
                for row in (0..table.len()).filter(|_| !navigations.is_empty()) {
                    let id = guid(table, row, property.name);
                    // What an attachment belongs to may be one of several types.
                    let found = navigations
                        .iter()
                        .any(|navigation| company.table(navigation.target).unwrap().find(id).is_some());
                    assert!(id == Guid::ZERO || found, "{}.{}", table.kind.name, property.name);
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
    for table in &world.companies[0].tables {
        for (column, property) in table.kind.properties.iter().enumerate() {
            let Kind::Enum(enumeration) = property.kind else { continue };
            // Says what the parent is; not everything that could be one has a set.
            if ["parentType", "relatedType"].contains(&property.name) {
                continue;
            }
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
    let tables = world.companies.iter().flat_map(|company| &company.tables).chain(&world.shared.tables);
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

#[test]
fn every_set_has_records() {
    let world = World::generate(100);
    for company in [&world.shared, &world.companies[0], &world.companies[1]] {
        for table in &company.tables {
            assert!(table.len() > 0, "{}", table.kind.set);
            for row in 0..table.len() {
                assert_eq!(table.find_key(&table.key(row)), Some(row), "{} {row}", table.kind.set);
            }
        }
    }
}
