use super::{Operator, Part, read, write};
use business_central::{Filter, Literal};

fn told(text: &str) -> Vec<String> {
    let parts = read(&Filter::parse(text).unwrap());
    let tell = |part: &Part| match part {
        Part::Condition(condition) => {
            let values: Vec<&str> = condition.values.iter().map(Literal::as_str).collect();
            format!("{} {:?} {}", condition.field.name(), condition.operator, values.join(" "))
        }
        Part::Other(filter) => format!("other {filter}"),
    };
    parts.iter().map(tell).collect()
}

#[test]
fn filters_are_read_as_people_think_of_them() {
    for (filter, parts) in [
        ("", &[][..]),
        ("contains(name,'a''b')", &["name Contains 'a''b'"]),
        ("startswith(name,'a') and endswith(name,'b')", &["name StartsWith 'a'", "name EndsWith 'b'"]),
        ("city eq ''", &["city Is ''"]),
        ("city ne ''", &["city IsNot ''"]),
        ("s eq 'Open' or s eq 'Paid'", &["s Is 'Open' 'Paid'"]),
        ("b ge 1 and b le 2", &["b Between 1 2"]),
        ("b ge 1 and b lt 2", &["b Within 1 2"]),
        ("b le 2 and b ge 1", &["b AtMost 2", "b AtLeast 1"]),
        ("b ge 1 and c le 2", &["b AtLeast 1", "c AtMost 2"]),
        ("b ge 1 and b le 2 and b le 3", &["b Between 1 2", "b AtMost 3"]),
        ("b gt 1 and b lt 2", &["b Above 1", "b Below 2"]),
        ("a eq true", &["a Is true"]),
        ("contains(n,'a') or startswith(n,'b')", &["other (contains(n,'a') or startswith(n,'b'))"]),
        ("n gt 1 or n eq 0", &["other (n gt 1 or n eq 0)"]),
    ] {
        assert_eq!(told(filter), parts, "{filter}");
    }
}

#[test]
fn a_text_match_of_no_text_is_no_condition() {
    let mut parts = read(&Filter::parse("contains(n,'a')").unwrap());
    let Some(Part::Condition(condition)) = parts.first_mut() else { panic!("a condition") };
    condition.values = read(&Filter::parse("n eq 1").unwrap())
        .into_iter()
        .find_map(|part| match part {
            Part::Condition(condition) if condition.operator == Operator::Is => Some(condition.values),
            _ => None,
        })
        .unwrap();
    assert!(write(&parts).is_empty());
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::{Filter, read, write};
    use business_central::{Comparison, Field, Literal, Test, TextMatch};
    use proptest::{collection::vec, prelude::*};

    fn test() -> impl Strategy<Value = Test> {
        let comparison = prop_oneof![
            Just(Comparison::Equal),
            Just(Comparison::NotEqual),
            Just(Comparison::Greater),
            Just(Comparison::GreaterOrEqual),
            Just(Comparison::Less),
            Just(Comparison::LessOrEqual),
        ];
        let text_match =
            prop_oneof![Just(TextMatch::Contains), Just(TextMatch::StartsWith), Just(TextMatch::EndsWith),];
        let literal = prop_oneof![
            "[^\\x00]{0,6}".prop_map(|text| Literal::text(&text)),
            "[1-9][0-9]{0,3}".prop_map(|text| Literal::number(&text).unwrap()),
            Just(Literal::parse("2026-02-28").unwrap()),
        ];
        prop_oneof![
            (comparison, literal).prop_map(|(comparison, value)| Test::Is(comparison, value)),
            (text_match, "[^\\x00]{0,6}").prop_map(|(text_match, text)| Test::Text(text_match, text)),
        ]
    }

    fn filter() -> impl Strategy<Value = Filter> {
        let condition =
            ("[ab]", vec(test(), 1..4)).prop_map(|(field, tests)| Field::new(&field).unwrap().any_of(tests));
        vec(condition, 0..6).prop_map(|all| all.into_iter().fold(Filter::default(), Filter::and))
    }

    proptest! {
        #[test]
        fn what_is_read_is_written_again(filter in filter()) {
            prop_assert_eq!(write(&read(&filter)), filter);
        }
    }
}
