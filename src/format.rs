//! Values as a person reads them: the user's locale for numbers and dates, captions for enum members, blanks as blanks.

use crate::browser::intl::{self, NumberStyle};
use crate::list::columns::{is_amount, is_number};
use business_central::{Kind, Value, names};

/// `value`, a value of the property `name` of type `kind`, as text. `member` tells the caption of an enum's member.
#[must_use]
pub fn text(
    value: &Value<'_>,
    name: &str,
    kind: &Kind,
    member: impl FnOnce(&str) -> Option<String>,
) -> String {
    match value {
        Value::Blank | Value::Stream => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Guid(text) => (*text).to_owned(),
        Value::Bool(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
        Value::Number(digits) => intl::number(digits, number_style(name, kind)),
        Value::Date(date) => intl::date(&date.to_string()),
        Value::DateTime(instant) => intl::date_time(instant),
        Value::Enum(escaped) => member(escaped).unwrap_or_else(|| names::decode(escaped)),
    }
}

/// How a number is written: money with two decimals at least; what only counts or names something without grouping.
fn number_style(name: &str, kind: &Kind) -> NumberStyle {
    let names_something =
        is_number(name) || name.ends_with("Number") || name.ends_with("Id") || name.ends_with("ear");
    NumberStyle {
        least_decimals: if *kind != Kind::Integer && is_amount(name) { 2 } else { 0 },
        grouped: *kind != Kind::Integer || !names_something,
    }
}

/// `count` of what `caption` names: `1,234 customers`.
#[must_use]
pub fn count(count: u64, caption: &str) -> String {
    let number = intl::number(&count.to_string(), NumberStyle { least_decimals: 0, grouped: true });
    format!("{number} {}", in_sentence(caption))
}

/// A caption in the middle of a sentence, in the user's language.
#[must_use]
pub fn in_sentence(caption: &str) -> String {
    // Other languages write their nouns otherwise; captions come in the user's.
    if intl::language().starts_with("en") { uncapitalised(caption) } else { caption.to_owned() }
}

/// `Sales Orders` is `sales orders`, `G/L Entries` is `G/L entries`.
fn uncapitalised(caption: &str) -> String {
    let words = caption.split(' ').map(|word| {
        let is_plain = word.len() > 1
            && !word.contains('/')
            && !word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
        if is_plain { word.to_ascii_lowercase() } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{number_style, text, uncapitalised};
    use business_central::{Kind, Value};

    #[test]
    fn blanks_are_blank_and_members_have_captions() {
        let kind = Kind::Enum("status".into());
        let member = |name: &str| (name == "Open").then(|| "Offen".to_owned());
        assert_eq!(text(&Value::Blank, "postingDate", &Kind::Date, member), "");
        assert_eq!(text(&Value::Enum("Open"), "status", &kind, member), "Offen");
        assert_eq!(text(&Value::Enum("Not_x0020_Started"), "status", &kind, member), "Not Started");
        assert_eq!(text(&Value::Bool(false), "blocked", &Kind::Boolean, member), "No");
        assert_eq!(text(&Value::Text("<b>".into()), "name", &Kind::Text, member), "<b>");
    }

    #[test]
    fn numbers_are_written_for_what_they_are() {
        for (name, kind, decimals, grouped) in [
            ("balanceDue", Kind::Decimal, 2, true),
            ("quantity", Kind::Decimal, 0, true),
            ("discountPercent", Kind::Decimal, 0, true),
            ("entryNumber", Kind::Integer, 0, false),
            ("entries", Kind::Integer, 0, true),
        ] {
            let style = number_style(name, &kind);
            assert_eq!((style.least_decimals, style.grouped), (decimals, grouped), "{name}");
        }
    }

    #[test]
    fn captions_go_into_sentences() {
        for (caption, expected) in [
            ("Customers", "customers"),
            ("Sales Orders", "sales orders"),
            ("G/L Entries", "G/L entries"),
            ("VAT Setup", "VAT setup"),
        ] {
            assert_eq!(uncapitalised(caption), expected);
        }
    }
}
