use super::*;
use crate::business_central::data::World;
use crate::business_central::schema::{CUSTOMER, GENERAL_LEDGER_ENTRY, ITEM};

fn parse(text: &str) -> Result<Option<Filter>, Failure> {
    Filter::parse(text, &CUSTOMER)
}

fn matches(kind: &'static EntityType, text: &str) -> usize {
    let world = World::generate(420);
    let table = world.companies[0].table(kind).unwrap();
    let filter = Filter::parse(text, kind).unwrap_or_else(|failure| panic!("{text}: {failure:?}")).unwrap();
    (0..table.len()).filter(|row| filter.holds(table, *row)).count()
}

#[test]
fn filters_find_what_they_say() {
    for (text, expected) in [
        ("number eq 'C00010'", 1),
        ("number eq 'c00010'", 1),
        ("number ne 'C00010'", 59),
        ("number le 'C00030'", 3),
        ("(number eq 'C00010') or (number eq 'C00030')", 2),
        ("number gt 'C00100' and number lt 'C00130'", 2),
        ("contains(displayName,'SCRIPT')", 1),
        ("startswith(displayName,'ümlaut')", 1),
        ("endswith(displayName,'#1')", 1),
        ("displayName eq 'O''Neil \"Quote\" %26 Co #1'", 1),
        ("contains(displayName,'القهوة')", 1),
        ("contains(displayName,'')", 60),
        ("id eq 00000000-0000-0000-0000-000000000000", 0),
        ("lastModifiedDateTime gt 0001-01-01T00:00:00Z", 60),
        ("lastModifiedDateTime gt 2099-01-01", 0),
        ("displayName eq null", 0),
    ] {
        assert_eq!(matches(&CUSTOMER, text), expected, "{text}");
    }
}

#[test]
fn literals_are_typed_by_their_field() {
    assert_eq!(matches(&GENERAL_LEDGER_ENTRY, "entryNumber le 10"), 10);
    assert_eq!(matches(&GENERAL_LEDGER_ENTRY, "documentType eq 'Credit_x0020_Memo'"), 60);
    assert_eq!(matches(&GENERAL_LEDGER_ENTRY, "documentType eq Microsoft.NAV.x'Credit Memo'"), 60);
    assert_eq!(matches(&GENERAL_LEDGER_ENTRY, "documentType eq '_x0020_'"), 40);
    assert_eq!(matches(&GENERAL_LEDGER_ENTRY, "debitAmount gt 0 and creditAmount gt 0"), 0);
    assert_eq!(matches(&GENERAL_LEDGER_ENTRY, "postingDate lt 2024-01-01"), 0);
    assert_eq!(matches(&ITEM, "blocked eq true"), 4);
    assert!(matches(&ITEM, "inventory lt -0.5") > 0);
    for odd in [
        "displayName eq 5",
        "balanceDue eq 'x'",
        "balanceDue gt 1e3",
        "id eq '00000000-0000-0000-0000-000000000000'",
        "blocked eq 'Sometimes'",
        "taxLiable eq 1",
        "lastModifiedDateTime gt yesterday",
        "contains(balanceDue,'1')",
    ] {
        assert!(parse(odd).is_err_and(|failure| failure.status == 400), "{odd}");
    }
    for odd in ["'2024-01-01'", "2024-01-01T00:00:00Z", "01.01.2024"] {
        let filter = Filter::parse(&format!("postingDate eq {odd}"), &GENERAL_LEDGER_ENTRY);
        assert!(filter.is_err_and(|failure| failure.status == 400), "a date is {odd}");
    }
}

#[test]
fn or_is_executed_over_one_field_only() {
    assert!(parse("(city eq 'a' or city eq 'b') and number eq 'x'").is_ok());
    assert!(parse("city eq 'a' or (city gt 'b' and city lt 'c') or contains(city,'d')").is_ok());
    for distinct in [
        "city eq 'a' or number eq 'b'",
        "contains(displayName,'x') or contains(number,'x')",
        "(city eq 'a' and number eq 'b') or city eq 'c'",
        "city eq 'a' and (number eq 'b' or displayName eq 'c')",
    ] {
        let failure = parse(distinct).unwrap_err();
        assert_eq!(failure.status, 400);
        let expected = "The 'OR' operator is not supported on distinct fields on an OData filter.";
        assert_eq!(failure.message, expected, "{distinct}");
    }
}

#[test]
fn in_and_lambdas_are_ignored_without_a_word() {
    for ignored in [
        "city in ('a','b')",
        "number eq 'C00010' and city in ('a')",
        "lines/any(l:l/quantity gt 3)",
        "lines/all(l: l/quantity gt 3)",
    ] {
        assert!(matches!(parse(ignored), Ok(None)), "{ignored}");
    }
    // A text that merely says so is no operator.
    assert!(matches!(parse("city eq 'in ('"), Ok(Some(_))));
}

#[test]
fn what_is_not_executed_is_refused() {
    for odd in [
        "not contains(city,'a')",
        "length(city) eq 3",
        "contains(tolower(city),'a')",
        "balanceDue add 1 eq 2",
    ] {
        assert!(parse(odd).is_err_and(|failure| failure.status == 501), "{odd}");
    }
    for odd in ["nothing eq 1", "customer/city eq 'a'", "contains(nothing,'a')"] {
        assert!(
            parse(odd).is_err_and(|failure| failure.message.contains("Could not find a property")),
            "{odd}"
        );
    }
}

#[test]
fn broken_filters_are_refused_and_never_panic() {
    let deep = format!("{}city eq 'a'{}", "(".repeat(4000), ")".repeat(4000));
    for odd in [
        "",
        " ",
        "(",
        ")",
        "city",
        "city eq",
        "city eq (",
        "city eq 'a",
        "city 'a' eq",
        "city eq 'a' and",
        "eq eq eq",
        "city eq 'a' city eq 'b'",
        "contains(city)",
        "contains(city,'a'",
        "contains('a',city)",
        ",",
        "'",
        "''",
        "city eq ''''' or",
        "and",
        "city eq 'a' or or city eq 'b'",
        &deep,
    ] {
        assert!(parse(odd).is_err(), "{odd}");
    }
}
