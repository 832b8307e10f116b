use crate::{Comparison, Field, Filter, Kind, Literal, Test, TextMatch};

#[test]
fn filters_print_as_odata() {
    let field = |name| Field::new(name).unwrap();
    let country = [Literal::text("DE"), Literal::text("AT")].map(|value| Test::Is(Comparison::Equal, value));
    let filter = field("balanceDue")
        .is(Comparison::Greater, Literal::number("0").unwrap())
        .and(field("country").any_of(country))
        .and(field("displayName").any_of([Test::Text(TextMatch::Contains, "O'Brien".into())]))
        .and(field("postingDate").equals(Literal::blank(&Kind::Date).unwrap()));
    assert_eq!(
        filter.to_string(),
        "balanceDue gt 0 and (country eq 'DE' or country eq 'AT') and contains(displayName,'O''Brien') \
         and postingDate eq 0001-01-01"
    );
    assert_eq!(field("a").any_of([]), Filter::default());
}

#[test]
fn a_filter_tells_its_conditions() {
    let filter = Filter::parse("a eq 1 and (b eq 'x' or contains(b,'y'))").unwrap();
    let parts: Vec<(&str, usize)> =
        filter.conditions().map(|(field, tests)| (field.name(), tests.len())).collect();
    assert_eq!(parts, [("a", 1), ("b", 2)]);
    let again = filter.conditions().map(|(field, tests)| field.clone().any_of(tests.to_vec()));
    assert_eq!(again.fold(Filter::default(), Filter::and), filter);
}

#[test]
fn names_cannot_carry_a_filter() {
    for name in ["", "a b", "a eq 1 or b", "1a", "a/b", "a,b", "a'", "(a)", "$filter", "a\u{0}"] {
        assert_eq!(Field::new(name), None, "{name}");
    }
    assert!(Field::new("_x0020_größe1").is_some());
    assert!(Field::new(&"a".repeat(128)).is_some() && Field::new(&"a".repeat(129)).is_none());
}

#[test]
fn what_people_ask_about_a_field() {
    let field = || Field::new("a").unwrap();
    let number = |text| Literal::number(text).unwrap();
    for (filter, expected) in [
        (Some(field().one_of(["x", "y"].map(Literal::text))), "(a eq 'x' or a eq 'y')"),
        (Some(field().one_of([])), ""),
        (Some(field().has(TextMatch::StartsWith, "x")), "startswith(a,'x')"),
        (Some(field().between(number("1"), number("2.5"))), "a ge 1 and a le 2.5"),
        (field().is_blank(&Kind::Text), "a eq ''"),
        (field().is_blank(&Kind::Date), "a eq 0001-01-01"),
        (field().is_not_blank(&Kind::Enum("e".into())), "a ne '_x0020_'"),
        (field().is_not_blank(&Kind::Guid), "a ne 00000000-0000-0000-0000-000000000000"),
        (field().is_blank(&Kind::Decimal), "-"),
    ] {
        assert_eq!(filter.map_or("-".to_owned(), |filter| filter.to_string()), expected);
    }
}

#[test]
fn an_or_across_fields_becomes_several_filters() {
    for (text, expected) in [
        ("", vec![""]),
        ("a eq 1 or b eq 2", vec!["a eq 1", "b eq 2"]),
        ("a eq 1 or b eq 2 or a eq 3", vec!["(a eq 1 or a eq 3)", "b eq 2"]),
        ("a eq 1 and b eq 2 or c eq 3", vec!["a eq 1 and b eq 2", "c eq 3"]),
        ("c eq 3 and (a eq 1 or b eq 2)", vec!["c eq 3 and a eq 1", "c eq 3 and b eq 2"]),
        (
            "(a eq 1 or b eq 2) and (c eq 3 or d eq 4)",
            vec!["a eq 1 and c eq 3", "a eq 1 and d eq 4", "b eq 2 and c eq 3", "b eq 2 and d eq 4"],
        ),
    ] {
        let found = Filter::parse_any(text).unwrap();
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), expected, "{text}");
    }
    let many = |number: usize| (0..number).map(|at| format!("f{at} eq 1")).collect::<Vec<_>>().join(" or ");
    assert_eq!(Filter::parse_any(&many(16)).map(|filters| filters.len()), Ok(16));
    assert!(Filter::parse_any(&many(17)).unwrap_err().reason.contains("too many"));
    let pairs = vec!["(a eq 1 or b eq 1)"; 64].join(" and ");
    assert!(Filter::parse_any(&pairs).unwrap_err().reason.contains("too many"));
}

#[test]
fn what_people_write_is_read() {
    for (text, canonical) in [
        ("", ""),
        ("  ", ""),
        ("a eq 1", "a eq 1"),
        ("  a   EQ   'x'  ", "a eq 'x'"),
        ("a eq '' AND b ne true", "a eq '' and b ne true"),
        ("((a eq 1))", "a eq 1"),
        ("(a eq 1)and(b eq 2)", "a eq 1 and b eq 2"),
        ("a eq 1 or a eq 2", "(a eq 1 or a eq 2)"),
        ("a eq 1 or (a eq 2 or a eq 3)", "(a eq 1 or a eq 2 or a eq 3)"),
        ("a ge 2026-01-01 and a le 2026-12-31", "a ge 2026-01-01 and a le 2026-12-31"),
        ("a gt 2026-01-01T00:00:00Z", "a gt 2026-01-01T00:00:00Z"),
        ("contains( a , 'x, ''y'' (z)' )", "contains(a,'x, ''y'' (z)')"),
        ("contains(a,'x') or startswith(a,'y')", "(contains(a,'x') or startswith(a,'y'))"),
        ("id eq f2a5738a-44e3-ea11-bb43-000d3a2feca1", "id eq f2a5738a-44e3-ea11-bb43-000d3a2feca1"),
        ("a eq ' and '", "a eq ' and '"),
        ("a eq 'x''' and b eq ''''", "a eq 'x''' and b eq ''''"),
        ("a in ('x', 'y''z')", "(a eq 'x' or a eq 'y''z')"),
        ("a IN(1) and b in ( 2,3 )", "a eq 1 and (b eq 2 or b eq 3)"),
        ("a eq 1 or a in (2,3)", "(a eq 1 or a eq 2 or a eq 3)"),
        ("a eq -1.5 or contains(a,'😀')", "(a eq -1.5 or contains(a,'😀'))"),
    ] {
        assert_eq!(Filter::parse(text).map(|filter| filter.to_string()).as_deref(), Ok(canonical), "{text}");
    }
}

#[test]
fn what_business_central_refuses_or_ignores_is_refused_with_the_place() {
    for (text, position, word) in [
        ("a in 'x'", 5, "in parentheses"),
        ("a in ('x'", 9, "closing parenthesis"),
        ("a in ()", 6, "a value"),
        ("a in (null)", 6, "no null"),
        ("a eq 1 or b eq 2", 10, "same field"),
        ("(a eq 1 or a eq 2) or b eq 2", 22, "same field"),
        ("a eq 1 and b eq 2 or a eq 3", 0, "not an `and`"),
        ("a eq 3 or a eq 1 and b eq 2", 10, "not an `and`"),
        ("not a eq 1", 0, "`not`"),
        ("not(a eq 1)", 0, "`not`"),
        ("not contains(a,'x')", 0, "`not`"),
        ("contains(tolower(a),'x')", 9, "inside a function"),
        ("tolower(a) eq 'x'", 0, "only contains"),
        ("substringof('x',a)", 0, "only contains"),
        ("lines/any(l: l/x eq 1)", 0, "`any`"),
        ("customer/name eq 'x'", 0, "related"),
        ("a eq null", 5, "no null"),
        ("null eq a", 0, "name of a field"),
        ("a add 1 eq 2", 2, "calculate"),
        ("1 eq a", 0, "name of a field"),
        ("'x' eq a", 0, "name of a field"),
        ("a eq b", 5, "a value"),
        ("a eq", 4, "a value"),
        ("a", 1, "expected `eq`"),
        ("a eq 'x", 5, "closing quote"),
        ("a eq 'x'y", 8, "expected `and`"),
        ("a eq x'y'", 5, "a value"),
        ("a eq 'x' b", 9, "expected `and`"),
        ("a eq 1 and", 10, "name of a field"),
        ("(a eq 1", 7, "closing parenthesis"),
        ("a eq 1)", 6, "no opening"),
        ("()", 1, "name of a field"),
        ("contains(a,'x') eq true", 16, "whole test"),
        ("contains(a,1)", 11, "text in quotes"),
        ("contains(a)", 10, "comma"),
        ("contains(a,'x'", 14, "closing parenthesis"),
        ("ä eq 'ö' or b eq 1", 12, "same field"),
        ("a eq '\u{0}'", 5, "cannot be used"),
    ] {
        let error = Filter::parse(text).expect_err(text);
        assert!(error.position == position && error.reason.contains(word), "{text}: {error:?}");
    }
    assert!(Filter::parse(&"(".repeat(100_000)).unwrap_err().reason.contains("parentheses"));
    assert!(Filter::parse("a has 1").unwrap_err().to_string().starts_with("at character 3: "));
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::{Just, Strategy, prop_assert_eq, prop_oneof, proptest};
    use proptest::{bool, collection};

    use crate::filter::{Comparison, Condition, Field, Filter, Literal, Test, TextMatch};

    fn literal() -> impl Strategy<Value = Literal> {
        prop_oneof![
            "[^\\x00]{0,12}".prop_map(|text| Literal::text(&text)),
            "-?(0|[1-9][0-9]{0,8})(\\.[0-9]{1,5})?".prop_map(|text| Literal::number(&text).unwrap()),
            bool::ANY.prop_map(Literal::boolean),
            Just(Literal::parse("2026-02-28").unwrap()),
            Just(Literal::parse("2026-02-28T23:59:59.5-01:00").unwrap()),
            "[0-9a-fA-F]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
                .prop_map(|text| Literal::guid(&text).unwrap()),
        ]
    }

    fn test() -> impl Strategy<Value = Test> {
        let comparison = (0..Comparison::ALL.len()).prop_map(|index| Comparison::ALL[index].1);
        let text_match = (0..TextMatch::ALL.len()).prop_map(|index| TextMatch::ALL[index].1);
        prop_oneof![
            (comparison, literal()).prop_map(|(comparison, value)| Test::Is(comparison, value)),
            (text_match, "[^\\x00]{0,12}").prop_map(|(text_match, text)| Test::Text(text_match, text)),
        ]
    }

    fn filter() -> impl Strategy<Value = Filter> {
        let field = "[a-zA-Z_ü][a-zA-Z0-9_]{0,9}"
            .prop_filter("a value", |name| !matches!(name.as_str(), "true" | "false" | "null"))
            .prop_filter("an operator", |name| !name.eq_ignore_ascii_case("not"))
            .prop_map(|name| Field::new(&name).unwrap());
        let condition =
            (field, collection::vec(test(), 1..4)).prop_map(|(field, tests)| Condition { field, tests });
        collection::vec(condition, 0..4).prop_map(Filter)
    }

    proptest! {
        #[test]
        fn a_printed_filter_reads_back_as_itself(filter in filter()) {
            prop_assert_eq!(Filter::parse(&filter.to_string()), Ok(filter));
        }

        #[test]
        fn no_text_breaks_the_parser_and_what_it_reads_prints_alike(text in "[aob12 '(),]{0,24}|\\PC{0,24}|(a|b| eq | or | and |1|'x'|\\(|\\)|contains|,){0,12}") {
            if let Ok(filter) = Filter::parse(&text) {
                prop_assert_eq!(Filter::parse(&filter.to_string()), Ok(filter));
            }
        }
    }
}
