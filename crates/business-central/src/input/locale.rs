//! A field's value in a person's own writing, both ways.

use super::{DateWriting, InputError, NumberWriting, day, parse, write_day};
use crate::{Date, Json, Kind, Property, Value, case, names, value};

/// How and when a person writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    /// How they write numbers.
    pub numbers: NumberWriting,
    /// How they write dates.
    pub dates: DateWriting,
    /// What day it is for them: the short forms of a date begin there.
    pub today: Date,
}

/// What `text` means for the field `property`, as Business Central takes it: as [`parse`], and also dates in the locale's
/// order and in short (see [`day`]), `yes` and `no`, and a member of an enum by what it reads as. `members` are those of the
/// field's enum, as the metadata names them; none when they are unknown.
///
/// # Errors
/// An [`InputError`] that says what the field takes.
pub fn read(
    property: &Property,
    members: &[String],
    text: &str,
    locale: &Locale,
) -> Result<Json, InputError> {
    let trimmed = text.trim();
    match &property.kind {
        Kind::Date if !trimmed.is_empty() => {
            let date = day(trimmed, locale.dates.order, locale.today).ok_or(InputError::NotADate)?;
            Ok(Json::from(&date.to_string()))
        }
        Kind::Boolean => match case::lower(trimmed).as_str() {
            "yes" | "y" | "true" | "1" => Ok(Json::Bool(true)),
            "no" | "n" | "false" | "0" => Ok(Json::Bool(false)),
            _ => Err(InputError::NotYesOrNo),
        },
        Kind::Enum(_) if !members.is_empty() => {
            member(members, text).map(Json::from).ok_or(InputError::NotAChoice)
        }
        kind => parse(kind, text, property.max_length, locale.numbers),
    }
}

/// The member that `text` names: as it goes over the wire, or else as it reads, in any letter case.
fn member<'a>(members: &'a [String], text: &str) -> Option<&'a str> {
    let reads = |member: &str| names::decode(member).trim().to_owned();
    let (text, lower) = (text.trim(), case::lower(text.trim()));
    let find = |is: &dyn Fn(&str) -> bool| members.iter().map(String::as_str).find(|member| is(member));
    find(&|member| member == text)
        .or_else(|| find(&|member| reads(member) == text))
        .or_else(|| find(&|member| case::lower(&reads(member)) == lower))
}

/// A field's value as the person would type it, for [`read`] to read back. Numbers keep every digit and are written without
/// thousands set apart; a blank is an empty text.
#[must_use]
pub fn write(kind: &Kind, json: &Json, locale: &Locale) -> String {
    match value::read(kind, json) {
        Value::Blank | Value::Stream => String::new(),
        Value::Text(text) => text.into_owned(),
        Value::Number(digits) => digits.replace('.', locale.numbers.decimal.encode_utf8(&mut [0; 4])),
        Value::Bool(true) => "Yes".to_owned(),
        Value::Bool(false) => "No".to_owned(),
        Value::Date(date) => write_day(date, locale.dates),
        Value::DateTime(text) | Value::Guid(text) => text.to_owned(),
        Value::Enum(member) => names::decode(member).trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Locale, read, write};
    use crate::input::{DateOrder, DateWriting, InputError, NumberWriting};
    use crate::{Date, Json, Kind, Property};

    const GERMAN: Locale = Locale {
        numbers: NumberWriting { decimal: ',', group: '.' },
        dates: DateWriting { order: DateOrder::DayMonthYear, separator: '.' },
        today: Date::BLANK,
    };

    fn state() -> Kind {
        Kind::Enum("NAV.state".into())
    }

    fn members() -> Vec<String> {
        ["_x0020_", "Not_x0020_Started", "Open", "open"].map(str::to_owned).to_vec()
    }

    #[test]
    fn values_and_their_mistakes() {
        for (kind, text, expected) in [
            (Kind::Date, "24.12.2026", Ok(r#""2026-12-24""#)),
            (Kind::Date, " ", Ok(r#""0001-01-01""#)),
            (Kind::Date, "30.2.2026", Err(InputError::NotADate)),
            (Kind::Decimal, "-1.234,50", Ok("-1234.50")),
            (Kind::Decimal, "a", Err(InputError::NotANumber)),
            (Kind::Integer, "1,5", Err(InputError::NotWhole)),
            (Kind::Boolean, "Yes", Ok("true")),
            (Kind::Boolean, " n ", Ok("false")),
            (Kind::Boolean, "", Err(InputError::NotYesOrNo)),
            (state(), "Not_x0020_Started", Ok(r#""Not_x0020_Started""#)),
            (state(), "not started", Ok(r#""Not_x0020_Started""#)),
            (state(), "Open", Ok(r#""Open""#)),
            (state(), "open", Ok(r#""open""#)),
            (state(), "", Ok(r#""_x0020_""#)),
            (state(), "Started", Err(InputError::NotAChoice)),
            (Kind::Text, " 1,5 ", Ok(r#"" 1,5 ""#)),
            (Kind::DateTime, "2026-01-31T08:00Z", Err(InputError::NotTyped)),
        ] {
            let found = read(&Property::new("f", kind), &members(), text, &GERMAN);
            assert_eq!(found.map(|json| json.to_string()), expected.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn limits_and_unknown_enums_are_as_without_a_locale() {
        let code = Property { max_length: Some(2), ..Property::new("code", Kind::Text) };
        assert_eq!(read(&code, &[], "äö", &GERMAN), Ok(Json::from("äö")));
        let too_long = InputError::TooLong { length: 3, limit: 2 };
        assert_eq!(read(&code, &[], "äöü", &GERMAN), Err(too_long));
        let unknown = Property::new("state", state());
        assert_eq!(read(&unknown, &[], "Whatever", &GERMAN), Ok(Json::from("Whatever")));
        let without_blank = ["A".to_owned()];
        assert_eq!(read(&unknown, &without_blank, "", &GERMAN), Err(InputError::NotAChoice));
    }

    #[test]
    fn values_as_people_write_them() {
        for (kind, json, expected) in [
            (Kind::Decimal, "-123456789012345678.90", "-123456789012345678,90"),
            (Kind::Decimal, "0", "0"),
            (Kind::Date, r#""2026-02-01""#, "01.02.2026"),
            (Kind::Date, r#""0001-01-01""#, ""),
            (Kind::Boolean, "false", "No"),
            (state(), r#""Not_x0020_Started""#, "Not Started"),
            (state(), r#""_x0020_""#, ""),
            (Kind::Text, r#"" a ""#, " a "),
            (Kind::Text, "null", ""),
            (Kind::Guid, r#""00000000-0000-0000-0000-000000000000""#, ""),
        ] {
            assert_eq!(write(&kind, &Json::parse(json).unwrap(), &GERMAN), expected, "{json}");
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use super::{Locale, read, write};
    use crate::input::{DateOrder, DateWriting, NumberWriting};
    use crate::{Date, Json, Kind, Property};
    use proptest::prelude::*;

    fn locales() -> impl Strategy<Value = Locale> {
        let numbers = prop::sample::select(vec![('.', ','), (',', '.'), (',', '\u{202f}'), ('.', '’')]);
        let orders = prop::sample::select(vec![
            DateOrder::YearMonthDay,
            DateOrder::DayMonthYear,
            DateOrder::MonthDayYear,
        ]);
        let separators = prop::sample::select(vec!['.', '/', '-', ' ']);
        (numbers, orders, separators, 1753_u16..=9999).prop_map(
            |((decimal, group), order, separator, year)| Locale {
                numbers: NumberWriting { decimal, group },
                dates: DateWriting { order, separator },
                today: Date::new(year, 6, 30).unwrap_or(Date::BLANK),
            },
        )
    }

    fn values() -> impl Strategy<Value = (Kind, Json)> {
        let number = |digits: String| Json::Number(digits.into());
        let is_zero = |digits: &String| !digits.contains(|c: char| ('1'..='9').contains(&c));
        prop_oneof![
            "(0|[1-9][0-9]{0,17})(\\.[0-9]{1,5})?".prop_map(move |digits| (Kind::Decimal, number(digits))),
            "-(0|[1-9][0-9]{0,17})\\.[0-9]{1,5}"
                .prop_filter("-0 is 0", move |digits| !is_zero(digits))
                .prop_map(move |digits| (Kind::Decimal, number(digits))),
            "-?[1-9][0-9]{0,9}".prop_map(move |digits| (Kind::Integer, number(digits))),
            (1753_u16..=9999, 1_u8..=12, 1_u8..=31)
                .prop_filter_map("no such day", |(year, month, day)| Date::new(year, month, day))
                .prop_map(|date| (Kind::Date, Json::from(&date.to_string()))),
            Just((Kind::Date, Json::from("0001-01-01"))),
            any::<bool>().prop_map(|yes| (Kind::Boolean, Json::Bool(yes))),
            prop::sample::select(vec!["_x0020_", "Sales_x0020_Order", "Non_x002D_Inventory", "Open"])
                .prop_map(|member| (Kind::Enum("NAV.e".into()), Json::from(member))),
            any::<String>().prop_map(|text| (Kind::Text, Json::from(&text))),
        ]
    }

    proptest! {
        /// What is shown and left alone goes back as it came, so that it is no change.
        #[test]
        fn what_is_written_is_read_back((kind, json) in values(), locale in locales()) {
            let members: Vec<String> =
                ["_x0020_", "Sales_x0020_Order", "Non_x002D_Inventory", "Open"].map(str::to_owned).to_vec();
            let text = write(&kind, &json, &locale);
            let back = read(&Property::new("f", kind), &members, &text, &locale).unwrap();
            let mut changes = crate::Changes::default();
            let mut record = crate::Record::default();
            record.set("f", json);
            changes.set(&record, "f", back.clone());
            prop_assert!(changes.is_empty(), "{} became {}", text, back);
        }

        /// Whatever is typed is a value of its field's type or a mistake, never a panic.
        #[test]
        fn whatever_is_typed(
            text in prop_oneof!["[0-9./ -]{0,12}", any::<String>()], locale in locales(),
        ) {
            if let Ok(json) = read(&Property::new("f", Kind::Date), &[], &text, &locale) {
                prop_assert!(json.as_text().and_then(Date::parse).is_some());
            }
            if let Ok(json) = read(&Property::new("f", Kind::Decimal), &[], &text, &locale) {
                prop_assert!(matches!(&json, Json::Number(digits) if json::is_number(digits)));
            }
        }
    }
}
