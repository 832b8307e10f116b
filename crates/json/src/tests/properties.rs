//! For any input: nothing panics, and what is read is what another reader of JSON reads.

use crate::{Fault, Object, Value};
use proptest::prelude::*;

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?"
            .prop_map(|text| Value::Number(text.into())),
        any::<String>().prop_map(|text| Value::from(&text)),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..6).prop_map(|members| {
                let members = members.into_iter().map(|(name, value)| (name.into(), value));
                Value::from(Object::new(members.collect()))
            }),
        ]
    })
}

/// Texts that are nearly JSON.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("[".to_owned()),
        Just("]".to_owned()),
        Just(",".to_owned()),
        Just(":".to_owned()),
        Just("\"a\"".to_owned()),
        Just("null".to_owned()),
        "\"(\\\\[\"\\\\/bfnrtux]|\\\\u[0-9a-fd]{4}|[ -~äß\\n]){0,4}\"?",
        "-?[0-9]{0,3}\\.?[0-9]{0,2}(e[+-]?)?[0-9]{0,2}",
        "[ \\t\\r\\n]",
        ".{0,3}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn same(ours: &Value, theirs: &serde_json::Value) -> bool {
    match (ours, theirs) {
        (Value::Null, serde_json::Value::Null) => true,
        (Value::Bool(ours), serde_json::Value::Bool(theirs)) => ours == theirs,
        (Value::Number(ours), serde_json::Value::Number(theirs)) => {
            // Theirs rounds the last digit its own way.
            let ours: f64 = ours.parse().unwrap();
            theirs.as_f64().is_some_and(|theirs| (ours - theirs).abs() <= ours.abs() * 1e-15)
        }
        (Value::Text(ours), serde_json::Value::String(theirs)) => **ours == **theirs,
        (Value::List(ours), serde_json::Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Value::Object(ours), serde_json::Value::Object(theirs)) => {
            ours.fields().all(|(name, _)| theirs.contains_key(name))
                && theirs.iter().all(|(name, theirs)| ours.get(name).is_some_and(|ours| same(ours, theirs)))
        }
        _ => false,
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(value in any_value()) {
        prop_assert_eq!(Value::parse(&value.to_string()), Ok(value));
    }

    #[test]
    fn what_is_written_is_read_by_others(value in any_value()) {
        // They refuse numbers that no float holds.
        if let Ok(theirs) = serde_json::from_str(&value.to_string()) {
            prop_assert!(same(&value, &theirs), "{} is {}", value, theirs);
        }
    }

    #[test]
    fn any_text_is_read_as_others_read_it(text in prop_oneof![any_text(), ".{0,20}"]) {
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        match (Value::parse(&text), theirs) {
            (Ok(ours), Ok(theirs)) => prop_assert!(same(&ours, &theirs), "{} is {}", ours, theirs),
            // Here, half a surrogate pair and a number that no float holds hide nothing.
            (Ok(_), Err(error)) => {
                let told = error.to_string();
                prop_assert!(told.contains("surrogate") || told.contains("hex escape") || told.contains("out of range"), "{}", told);
            }
            (Err(error), theirs) => prop_assert!(theirs.is_err(), "{}", error),
        }
    }

    #[test]
    fn a_text_cut_anywhere_is_told(value in any_value(), at in any::<prop::sample::Index>()) {
        let whole = Value::from(vec![value]).to_string();
        let at = (0..=at.index(whole.len())).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
        prop_assert_eq!(Value::parse(&whole[..at]).map_err(|error| error.fault), Err(Fault::Truncated));
    }
}
