use crate::{Fault, Object, Value, is_number};

fn fault(text: &str) -> Fault {
    Value::parse(text).unwrap_err().fault
}

#[test]
fn members_are_found_by_name() {
    let value = Value::parse(" {\"a\": 1, \"b\":[true , null,{}],\n\"a\" : \"two\",\t\"o\":{\"@x\":[]}}\r\n")
        .unwrap();
    let object = value.as_object().unwrap();
    assert_eq!(object.text("a"), "two", "of two with one name the last counts");
    assert_eq!(object.list("b"), [Value::Bool(true), Value::Null, Value::Object(Object::default())]);
    assert_eq!(object.related("o").unwrap().fields().count(), 1);
    assert_eq!(object.related_many("b").count(), 1);
    assert_eq!((object.text("b"), object.string("b"), object.get("c")), ("", None, None));
    assert_eq!(value.to_string(), r#"{"a":1,"b":[true,null,{}],"a":"two","o":{"@x":[]}}"#);
}

#[test]
fn numbers_keep_every_digit() {
    for text in ["0", "-0", "12.50", "1e999", "-1.5E-7", "123456789012345678901234567890.10"] {
        assert_eq!(Value::parse(text).unwrap(), Value::Number(text.into()));
        assert_eq!(Value::parse(text).unwrap().to_string(), text);
    }
    for text in ["01", ".5", "5.x", "+1", "1e5x", "0x1", "NaN", "--1", "1.2.3"] {
        assert_eq!(fault(text), Fault::Expected("a value"), "{text}");
        assert!(!is_number(text), "{text}");
    }
    for (text, number) in [("7", Some(7)), ("\"7\"", Some(7)), ("7.0", None), ("9e99", None), ("[7]", None)] {
        assert_eq!(Value::parse(text).unwrap().as_integer(), number, "{text}");
    }
}

#[test]
fn strings_are_unescaped() {
    for (text, expected) in [
        (r#""""#, ""),
        (r#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{c}\n\r\tz"),
        (r#""\u00e4\u20AC""#, "ä€"),
        (r#""\ud83d\ude00""#, "😀"),
        (r#""x\ud83d""#, "x\u{fffd}"),
        (r#""\ud83dx""#, "\u{fffd}x"),
        (r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
        (r#""\ud83d\u0041""#, "\u{fffd}A"),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
        ("\"\u{7f}\u{2028}\"", "\u{7f}\u{2028}"),
    ] {
        assert_eq!(Value::parse(text).unwrap().as_text(), Some(expected), "{text}");
    }
    for text in [r#""\x""#, r#""\u12g4""#, r#""\u+123""#, "\"\n\"", "\"\u{1f}\"", r#""\ud83d\uzzzz""#] {
        assert!(matches!(fault(text), Fault::Expected(_)), "{text}");
    }
}

#[test]
fn what_is_cut_off_is_told_from_what_is_wrong() {
    for text in [
        "",
        " ",
        "[",
        "[1",
        "[1,",
        "{",
        "{\"a",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1,",
        "nul",
        "-",
        "1.",
        "[1e",
        "\"\\u12",
    ] {
        assert_eq!(fault(text), Fault::Truncated, "{text}");
    }
    for text in [
        "[1 2]",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "[}",
        "]",
        "1 1",
        "nothing",
        "'a'",
        "\u{feff}1",
        "ä",
    ] {
        assert!(matches!(fault(text), Fault::Expected(_)), "{text}");
    }
    let error = Value::parse("{\n  \"title\": \"ä\"\n  \"logo\": 1\n}").unwrap_err();
    assert_eq!(error.to_string(), "expected `,` or `}` at line 3 column 3");
}

#[test]
fn depth_is_bounded_and_exhausts_nothing() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert!(Value::parse(&nested(64)).is_ok());
    assert_eq!(fault(&nested(65)), Fault::TooDeep);
    assert_eq!(fault(&nested(200_000)), Fault::TooDeep);
    assert_eq!(fault(&"[".repeat(200_000)), Fault::Truncated);
    assert_eq!(fault(&"{\"a\":".repeat(200_000)), Fault::Truncated);
}

#[test]
fn what_is_made_is_written() {
    let mut object = Object::default();
    object.set("text", "a\"b\\c\u{1}\n");
    object.set("number", 7);
    object.set("list", vec![Value::from(true), Value::Null]);
    object.set_some("some", Some("x"));
    object.set_some("none", None);
    assert_eq!(object.take("number"), Some(Value::Number("7".into())));
    let text = r#"{"text":"a\"b\\c\u0001\u000a","list":[true,null],"some":"x"}"#;
    assert_eq!(Value::from(object).to_string(), text);
}

#[cfg(not(target_arch = "wasm32"))]
mod properties;
