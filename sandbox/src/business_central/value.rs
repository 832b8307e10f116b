//! The values that a field can hold: Business Central knows no null, every kind has a blank.

use std::cmp::Ordering;
use std::sync::Arc;

use super::calendar::{Date, Moment};
use super::decimal::Decimal;
use super::schema::{Kind, Member};
use super::text::{put, put_json};

/// One field of one record. Two values are only ever compared when they are of the same kind: the filter
/// parser turns every literal into the kind of the field it is compared with.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(Arc<str>),
    Integer(i64),
    Decimal(Decimal),
    Boolean(bool),
    Date(Date),
    Moment(Moment),
    Guid(Guid),
    Member(&'static Member),
}

impl Value {
    pub(super) fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// What Business Central sends where nothing was entered: `""`, `0`, `false`, `0001-01-01`, the
    /// all-zero GUID, the first member of an enumeration.
    pub(super) fn blank(kind: Kind) -> Self {
        match kind {
            Kind::Text | Kind::Stream => Self::text(""),
            Kind::Integer | Kind::Long => Self::Integer(0),
            Kind::Decimal => Self::Decimal(Decimal::ZERO),
            Kind::Boolean => Self::Boolean(false),
            Kind::Date => Self::Date(Date::BLANK),
            Kind::Moment => Self::Moment(Moment::BLANK),
            Kind::Guid => Self::Guid(Guid::ZERO),
            Kind::Enum(enumeration) => Self::Member(&enumeration.members[0]),
        }
    }

    /// Whether this is what Business Central sends where nothing was entered.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Integer(number) => *number == 0,
            Self::Decimal(number) => *number == Decimal::ZERO,
            Self::Boolean(yes) => !yes,
            Self::Date(date) => *date == Date::BLANK,
            Self::Moment(moment) => *moment == Moment::BLANK,
            Self::Guid(id) => *id == Guid::ZERO,
            Self::Member(member) => member.name == "_x0020_",
        }
    }

    /// The order of the service. Text is compared without case, as under Business Central Online's default
    /// collation (`Latin1_General_100_CI_AS`); accents count.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => compare_text(a, b),
            (Self::Integer(a), Self::Integer(b)) => a.cmp(b),
            (Self::Decimal(a), Self::Decimal(b)) => a.cmp(b),
            (Self::Boolean(a), Self::Boolean(b)) => a.cmp(b),
            (Self::Date(a), Self::Date(b)) => a.cmp(b),
            (Self::Moment(a), Self::Moment(b)) => a.cmp(b),
            (Self::Guid(a), Self::Guid(b)) => a.cmp(b),
            (Self::Member(a), Self::Member(b)) => a.value.cmp(&b.value),
            _ => Ordering::Equal,
        }
    }

    /// Appends the value as JSON. Members of enumerations go out under their escaped name.
    pub(super) fn write_json(&self, out: &mut String) {
        match self {
            Self::Text(text) => put_json(out, text),
            Self::Integer(number) => put(out, format_args!("{number}")),
            Self::Decimal(number) => put(out, format_args!("{number}")),
            Self::Boolean(yes) => out.push_str(if *yes { "true" } else { "false" }),
            Self::Date(date) => put(out, format_args!("\"{date}\"")),
            Self::Moment(moment) => put(out, format_args!("\"{moment}\"")),
            Self::Guid(guid) => put(out, format_args!("\"{guid}\"")),
            Self::Member(member) => put_json(out, member.name),
        }
    }
}

fn compare_text(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() {
        a.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(b.bytes().map(|byte| byte.to_ascii_lowercase()))
    } else {
        a.to_lowercase().cmp(&b.to_lowercase())
    }
}

/// A GUID, printed in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Guid(pub(super) u128);

impl Guid {
    pub(super) const ZERO: Self = Self(0);

    /// Reads the bare form `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`; anything else is `None`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 36
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => *byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            });
        shaped.then(|| u128::from_str_radix(&text.replace('-', ""), 16).ok().map(Self)).flatten()
    }
}

impl std::fmt::Display for Guid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let n = self.0;
        write!(
            f,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            n >> 96,
            (n >> 80) & 0xffff,
            (n >> 64) & 0xffff,
            (n >> 48) & 0xffff,
            n & 0xffff_ffff_ffff
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_prints_as_it_was_read_and_odd_shapes_are_refused() {
        let text = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
        assert_eq!(Guid::parse(text).unwrap().to_string(), text);
        assert_eq!(Guid::parse(&text.to_uppercase()).unwrap().to_string(), text);
        for odd in ["", "0f1e2d3c", "{0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f}", &text.replace('0', "g"), "é"] {
            assert!(Guid::parse(odd).is_none(), "{odd}");
        }
        assert_eq!(Guid::ZERO.to_string(), "00000000-0000-0000-0000-000000000000");
    }

    #[test]
    fn text_is_ordered_without_case_but_with_accents() {
        let order = |a: &str, b: &str| Value::text(a).order(&Value::text(b));
        assert_eq!(order("ADA", "ada"), Ordering::Equal);
        assert_eq!(order("Ümlaut", "ümlaut"), Ordering::Equal);
        assert_eq!(order("umlaut", "ümlaut"), Ordering::Less);
        assert_eq!(order("b", "A"), Ordering::Greater);
    }

    #[test]
    fn json_text_is_escaped() {
        let mut out = String::new();
        Value::text("a\"b\\c\u{7}<").write_json(&mut out);
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), "a\"b\\c\u{7}<");
    }
}
