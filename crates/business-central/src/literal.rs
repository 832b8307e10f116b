//! Values inside a filter or a key, in OData's spelling (OData ABNF, `primitiveLiteral`).

use std::fmt;

use json::is_number;

use crate::{Date, Kind};

/// A value that Business Central can compare with. There is none for `null`: comparing with it is ignored by some
/// versions, so a blank is compared with as what it is, see [`Literal::blank`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Literal(String);

impl Literal {
    /// Text, or a member of an enum by its name as it came.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self(format!("'{}'", text.replace('\'', "''")))
    }

    /// A number in JSON's spelling; `None` for any other text.
    #[must_use]
    pub fn number(text: &str) -> Option<Self> {
        is_number(text).then(|| Self(text.to_owned()))
    }

    /// `true` or `false`.
    #[must_use]
    pub fn boolean(value: bool) -> Self {
        Self(value.to_string())
    }

    /// A day.
    #[must_use]
    pub fn date(date: Date) -> Self {
        Self(date.to_string())
    }

    /// A moment with its offset (RFC 3339), such as `2026-01-31T08:00:00Z`; `None` for any other text.
    #[must_use]
    pub fn date_time(text: &str) -> Option<Self> {
        is_date_time(text).then(|| Self(text.to_owned()))
    }

    /// A GUID with its four hyphens; `None` for any other text.
    #[must_use]
    pub fn guid(text: &str) -> Option<Self> {
        is_guid(text).then(|| Self(text.to_owned()))
    }

    /// `text`, as it stands in a record's field of that kind; `None` when the kind can't hold it or can't be compared.
    #[must_use]
    pub fn of(kind: &Kind, text: &str) -> Option<Self> {
        match kind {
            Kind::Text | Kind::Enum(_) => Some(Self::text(text)),
            Kind::Integer => Self::number(text).filter(|_| !text.contains(['.', 'e', 'E'])),
            Kind::Decimal => Self::number(text),
            Kind::Boolean => text.parse().ok().map(Self::boolean),
            Kind::Date => Date::parse(text).map(Self::date),
            Kind::DateTime => Self::date_time(text),
            Kind::Guid => Self::guid(text),
            Kind::Stream | Kind::Other => None,
        }
    }

    /// What stands in a field of that kind when nothing was entered; `None` when such a field is never blank.
    #[must_use]
    pub fn blank(kind: &Kind) -> Option<Self> {
        match kind {
            Kind::Text => Some(Self::text("")),
            Kind::Enum(_) => Some(Self::text("_x0020_")),
            Kind::Date => Some(Self::date(Date::BLANK)),
            Kind::DateTime => Some(Self("0001-01-01T00:00:00Z".to_owned())),
            Kind::Guid => Some(Self("00000000-0000-0000-0000-000000000000".to_owned())),
            Kind::Integer | Kind::Decimal | Kind::Boolean | Kind::Stream | Kind::Other => None,
        }
    }

    /// Reads a literal as it stands in a filter or a key; `None` when it is none (or `null`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(quoted) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
            let inner = quoted.replace("''", "\u{0}");
            return (!inner.contains('\'') && !quoted.contains('\u{0}')).then(|| Self(text.to_owned()));
        }
        let plain = is_number(text)
            || matches!(text, "true" | "false")
            || Date::parse(text).is_some()
            || is_date_time(text)
            || is_guid(text);
        plain.then(|| Self(text.to_owned()))
    }

    /// The text of a quoted literal, without its quotes.
    #[must_use]
    pub fn unquoted(&self) -> Option<String> {
        let inner = self.0.strip_prefix('\'')?.strip_suffix('\'')?;
        Some(inner.replace("''", "'"))
    }

    /// The GUID, if it is one.
    pub(crate) fn as_guid(&self) -> Option<String> {
        is_guid(&self.0).then(|| self.0.clone())
    }

    /// The literal in OData's spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Whether `text` is a GUID in its usual spelling, in either case.
pub(crate) fn is_guid(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// `date "T" hh ":" mm [":" ss ["." fraction]] ("Z" / ("+" / "-") hh ":" mm)`.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let Some(zone) = time.find(['Z', '+', '-']) else { return false };
    let (clock, offset) = time.split_at(zone);
    let two = |part: &str, limit: u8| {
        part.len() == 2
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part.parse().is_ok_and(|n: u8| n <= limit)
    };
    let hours_minutes = |part: &str| part.split_once(':').is_some_and(|(h, m)| two(h, 23) && two(m, 59));
    let (hm, seconds) = match clock.match_indices(':').nth(1) {
        Some((at, _)) => (&clock[..at], Some(&clock[at + 1..])),
        None => (clock, None),
    };
    let seconds_fit = seconds.is_none_or(|seconds| match seconds.split_once('.') {
        Some((whole, part)) => {
            two(whole, 60) && (1..=12).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        }
        None => two(seconds, 60),
    });
    Date::parse(date).is_some()
        && hours_minutes(hm)
        && seconds_fit
        && (offset == "Z" || offset.get(1..).is_some_and(hours_minutes))
}

#[cfg(test)]
mod tests {
    use super::Literal;
    use crate::Kind;

    #[test]
    fn text_cannot_leave_its_quotes() {
        assert_eq!(Literal::text("O'Brien' or 1 eq 1").as_str(), "'O''Brien'' or 1 eq 1'");
        assert_eq!(Literal::text("''").unquoted().as_deref(), Some("''"));
        for broken in ["'a' or b eq 'c'", "'a", "a'", "'", "'a'b'", "null", "", "x", "1 or 1"] {
            assert_eq!(Literal::parse(broken), None, "{broken}");
        }
    }

    #[test]
    fn literals_follow_their_kind() {
        for (kind, text, expected) in [
            (Kind::Text, "1", Some("'1'")),
            (Kind::Enum("e".into()), "Sales_x0020_Order", Some("'Sales_x0020_Order'")),
            (Kind::Integer, "12", Some("12")),
            (Kind::Integer, "1.5", None),
            (Kind::Decimal, "-1.50", Some("-1.50")),
            (Kind::Decimal, "1,5", None),
            (Kind::Boolean, "true", Some("true")),
            (Kind::Boolean, "yes", None),
            (Kind::Date, "2026-01-31", Some("2026-01-31")),
            (Kind::Date, "2026-02-31", None),
            (Kind::DateTime, "2026-01-31T08:00Z", Some("2026-01-31T08:00Z")),
            (Kind::DateTime, "2026-01-31T08:00:00.123+01:00", Some("2026-01-31T08:00:00.123+01:00")),
            (Kind::DateTime, "2026-01-31T25:00:00Z", None),
            (Kind::DateTime, "2026-01-31T08:00:00", None),
            (
                Kind::Guid,
                "f2a5738a-44e3-ea11-bb43-000d3a2feca1",
                Some("f2a5738a-44e3-ea11-bb43-000d3a2feca1"),
            ),
            (Kind::Guid, "f2a5738a44e3ea11bb43000d3a2feca1", None),
            (Kind::Other, "x", None),
        ] {
            assert_eq!(Literal::of(&kind, text).as_ref().map(Literal::as_str), expected, "{kind:?} {text}");
        }
    }

    #[test]
    fn every_blank_can_be_read_back() {
        for kind in [Kind::Text, Kind::Enum("e".into()), Kind::Date, Kind::DateTime, Kind::Guid] {
            let blank = Literal::blank(&kind).unwrap();
            assert_eq!(Literal::parse(blank.as_str()), Some(blank));
        }
    }
}
