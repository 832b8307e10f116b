use super::{Choice, choices, condition};
use crate::list_tools::conditions::{Operator, Part, read};
use business_central::{Field, Filter, Kind, input::NumberWriting};

const GERMAN: NumberWriting = NumberWriting { decimal: ',', group: '.' };

fn kinds() -> Vec<Kind> {
    vec![
        Kind::Text,
        Kind::Integer,
        Kind::Decimal,
        Kind::Boolean,
        Kind::Date,
        Kind::DateTime,
        Kind::Guid,
        Kind::Enum("e".into()),
    ]
}

fn made(
    kind: &Kind,
    choice: Choice,
    texts: &[&str],
    writing: NumberWriting,
) -> Result<String, (usize, String)> {
    let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
    condition(&Field::new("f").unwrap(), kind, choice, &texts, writing)
        .map(|condition| condition.filter().to_string())
}

#[test]
fn what_is_typed_becomes_a_filter() {
    let plain = NumberWriting::default();
    for (kind, choice, texts, writing, filter) in [
        (Kind::Text, Choice::With(Operator::Contains), &[" O'Neil "][..], plain, "contains(f,'O''Neil')"),
        (Kind::Text, Choice::With(Operator::StartsWith), &["A"], plain, "startswith(f,'A')"),
        (Kind::Text, Choice::With(Operator::IsNot), &["A"], plain, "f ne 'A'"),
        (Kind::Text, Choice::Blank, &[], plain, "f eq ''"),
        (Kind::Text, Choice::NotBlank, &[], plain, "f ne ''"),
        (Kind::Decimal, Choice::With(Operator::AtLeast), &["1.234,50"], GERMAN, "f ge 1234.50"),
        (Kind::Decimal, Choice::With(Operator::Between), &["-5", "10"], plain, "f ge -5 and f le 10"),
        (Kind::Decimal, Choice::NotBlank, &[], plain, "f ne 0"),
        (Kind::Boolean, Choice::No, &[], plain, "f eq false"),
        (Kind::Date, Choice::With(Operator::Is), &["2026-11-27"], plain, "f eq 2026-11-27"),
        (
            Kind::Date,
            Choice::With(Operator::Between),
            &["2026-01-01", "2026-12-31"],
            plain,
            "f ge 2026-01-01 and f le 2026-12-31",
        ),
        (Kind::Date, Choice::Blank, &[], plain, "f eq 0001-01-01"),
        (
            Kind::DateTime,
            Choice::With(Operator::Within),
            &["2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"],
            plain,
            "f ge 2026-01-01T00:00:00Z and f lt 2026-02-01T00:00:00Z",
        ),
        (
            Kind::Enum("e".into()),
            Choice::With(Operator::Is),
            &["Open", "_x0020_"],
            plain,
            "(f eq 'Open' or f eq '_x0020_')",
        ),
        (Kind::Guid, Choice::Blank, &[], plain, "f eq 00000000-0000-0000-0000-000000000000"),
    ] {
        assert_eq!(made(&kind, choice, texts, writing).as_deref(), Ok(filter), "{texts:?}");
    }
}

#[test]
fn what_is_wrong_is_told_where_it_is() {
    let plain = NumberWriting::default();
    for (kind, choice, texts, at, word) in [
        (Kind::Text, Choice::With(Operator::Contains), &[" "][..], 0, "Enter a value"),
        (Kind::Integer, Choice::With(Operator::Is), &["1.5"], 0, "whole"),
        (Kind::Decimal, Choice::With(Operator::Is), &["x"], 0, "not a number"),
        (Kind::Decimal, Choice::With(Operator::Between), &["9", "10x"], 1, "not a number"),
        (Kind::Decimal, Choice::With(Operator::Between), &["10", "9"], 1, "before the beginning"),
        (Kind::Date, Choice::With(Operator::Between), &["2026-01-02", "2026-01-01"], 1, "before"),
        (Kind::Date, Choice::With(Operator::Is), &[""], 0, "date"),
        (Kind::DateTime, Choice::With(Operator::Below), &["2026-01-01"], 0, "time"),
        (Kind::Enum("e".into()), Choice::With(Operator::Is), &[], 0, "at least one"),
        (Kind::Guid, Choice::With(Operator::Is), &["7"], 0, "not an id"),
        (Kind::Boolean, Choice::Blank, &[], 0, "cannot be compared"),
    ] {
        let (index, told) = made(&kind, choice, texts, plain).unwrap_err();
        assert!(index == at && told.contains(word), "{texts:?}: {index} {told}");
    }
}

/// Whatever the editor makes, Business Central executes; and opened again, it is the same choice.
#[test]
fn every_choice_makes_a_filter_that_reads_back_as_that_choice() {
    for kind in kinds() {
        let text = match kind {
            Kind::Integer | Kind::Decimal => "7",
            Kind::Date => "2026-11-27",
            Kind::DateTime => "2026-11-27T10:00:00Z",
            Kind::Guid => "f2a5738a-44e3-ea11-bb43-000d3a2feca1",
            _ => "Open",
        };
        assert!(!choices(&kind).is_empty());
        for &(choice, words) in choices(&kind) {
            let filter = made(&kind, choice, &vec![text; choice.inputs()], NumberWriting::default());
            let parts = read(&Filter::parse(&filter.unwrap()).unwrap());
            let [Part::Condition(condition)] = parts.as_slice() else { panic!("one: {parts:?}") };
            assert_eq!(Choice::of(condition, &kind), choice);
            assert_eq!(choice.words(&kind), words);
        }
    }
    assert!(choices(&Kind::Stream).is_empty() && choices(&Kind::Other).is_empty());
}
