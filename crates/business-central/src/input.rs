//! What a person typed, as a value of its field's type, and what is wrong with it.

mod day;
mod locale;

pub use day::{DateOrder, DateWriting, day, write_day};
pub use locale::{Locale, read, write};

use json::is_number;

use crate::{Date, Json, Kind, literal::is_guid};

/// How a person's locale writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberWriting {
    /// What stands before the decimals.
    pub decimal: char,
    /// What sets thousands apart; any kind of space is taken for another.
    pub group: char,
}

impl Default for NumberWriting {
    fn default() -> Self {
        Self { decimal: '.', group: ',' }
    }
}

/// Why a text is no value of its field, in words for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// The field takes a number.
    #[error("This is not a number.")]
    NotANumber,
    /// The field takes no decimals.
    #[error("Only whole numbers can be entered here.")]
    NotWhole,
    /// The field takes a date.
    #[error("This is not a date.")]
    NotADate,
    /// The field takes yes or no.
    #[error("Only yes or no can be entered here.")]
    NotYesOrNo,
    /// The field takes one of its enum's members.
    #[error("This is none of the choices.")]
    NotAChoice,
    /// The field takes an id.
    #[error("This is not an id.")]
    NotAnId,
    /// The text has more characters than the field takes (`MaxLength` of the metadata).
    #[error("This is {length} characters long; the field takes {limit}.")]
    TooLong {
        /// The text's length, in characters.
        length: usize,
        /// The most that the field takes.
        limit: u32,
    },
    /// The field can't be typed into.
    #[error("This field cannot be changed here.")]
    NotTyped,
}

/// What `text` means for a field of that `kind`, as Business Central takes it. A blank is never `null`: it is an empty
/// text, the number 0, the date `0001-01-01`, an id of zeros, or an enum's blank member.
///
/// # Errors
/// An [`InputError`] that says what the field takes.
pub fn parse(
    kind: &Kind,
    text: &str,
    max_length: Option<u32>,
    writing: NumberWriting,
) -> Result<Json, InputError> {
    let trimmed = text.trim();
    match kind {
        Kind::Text => {
            let length = text.chars().count();
            match max_length {
                Some(limit) if length > limit as usize => Err(InputError::TooLong { length, limit }),
                _ => Ok(Json::from(text)),
            }
        }
        Kind::Integer | Kind::Decimal if trimmed.is_empty() => Ok(Json::Number("0".into())),
        Kind::Integer | Kind::Decimal => {
            let digits = number(trimmed, writing).ok_or(InputError::NotANumber)?;
            if *kind == Kind::Integer && digits.contains('.') {
                return Err(InputError::NotWhole);
            }
            Ok(Json::Number(digits.into()))
        }
        Kind::Boolean => match trimmed {
            "true" => Ok(Json::Bool(true)),
            "false" => Ok(Json::Bool(false)),
            _ => Err(InputError::NotYesOrNo),
        },
        Kind::Date if trimmed.is_empty() => Ok(Json::from(&Date::BLANK.to_string())),
        Kind::Date => {
            let date = Date::parse(trimmed).ok_or(InputError::NotADate)?;
            Ok(Json::from(&date.to_string()))
        }
        Kind::Guid if trimmed.is_empty() => Ok(Json::from("00000000-0000-0000-0000-000000000000")),
        Kind::Guid if is_guid(trimmed) => Ok(Json::from(trimmed)),
        Kind::Guid => Err(InputError::NotAnId),
        // Members go out as they came in.
        Kind::Enum(_) if trimmed.is_empty() => Ok(Json::from("_x0020_")),
        Kind::Enum(_) => Ok(Json::from(text)),
        Kind::DateTime | Kind::Stream | Kind::Other => Err(InputError::NotTyped),
    }
}

/// `text` as JSON writes a number (RFC 8259 §6), every digit kept; `None` if it is none.
///
/// Thousands may be set apart, but rightly: `1,23` is no 123. Where a point cannot set thousands apart, it stands before
/// decimals, whatever the locale: keypads have no other key.
#[must_use]
pub fn number(text: &str, writing: NumberWriting) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.replace('\u{2212}', "-");
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(&text)),
    };
    let digits = plain(unsigned, writing)
        .or_else(|| plain(unsigned, NumberWriting { decimal: '.', group: '\u{0}' }))?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let number =
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") };
    // -0 is what nobody means.
    let number = if number.bytes().any(|byte| matches!(byte, b'1'..=b'9')) { number } else { "0".to_owned() };
    is_number(&number).then_some(number)
}

/// The digits of `text`, with a point before the decimals and nothing between the thousands.
fn plain(text: &str, writing: NumberWriting) -> Option<String> {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = match text.split_once(writing.decimal) {
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    if !is_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let mut groups = whole.split(writing.group);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let is_grouped =
        rest.is_empty() || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3));
    if !is_grouped || !is_digits(first) || !rest.iter().all(|group| is_digits(group)) {
        return None;
    }
    let fraction = if fraction.is_empty() { String::new() } else { format!(".{fraction}") };
    Some(format!("{first}{}{fraction}", rest.concat()))
}

#[cfg(test)]
mod tests {
    use super::{InputError, NumberWriting, number, parse};
    use crate::{Json, Kind};

    const ENGLISH: NumberWriting = NumberWriting { decimal: '.', group: ',' };
    const GERMAN: NumberWriting = NumberWriting { decimal: ',', group: '.' };
    const SWISS: NumberWriting = NumberWriting { decimal: '.', group: '’' };

    #[test]
    fn numbers_as_people_write_them() {
        for (writing, text, expected) in [
            (ENGLISH, "1,234.50", Some("1234.50")),
            (ENGLISH, "1234.5", Some("1234.5")),
            (ENGLISH, "1,23", None),
            (ENGLISH, ".5", Some("0.5")),
            (ENGLISH, "5.", Some("5")),
            (ENGLISH, "007", Some("7")),
            (ENGLISH, "-0.00", Some("0")),
            (ENGLISH, "\u{2212}12", Some("-12")),
            (ENGLISH, "+12", Some("12")),
            (ENGLISH, "1e3", None),
            (ENGLISH, "twelve", None),
            (ENGLISH, "", None),
            (ENGLISH, "-", None),
            (ENGLISH, "1.2.3", None),
            (GERMAN, "1.234,50", Some("1234.50")),
            (GERMAN, "1.234", Some("1234")),
            (GERMAN, "12.5", Some("12.5")),
            (GERMAN, "12,5", Some("12.5")),
            (GERMAN, "1 234,5", Some("1234.5")),
            (SWISS, "1’234.5", Some("1234.5")),
            (GERMAN, "123456789012345678,90", Some("123456789012345678.90")),
        ] {
            assert_eq!(number(text, writing).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn values_and_their_mistakes() {
        let state = Kind::Enum("NAV.state".into());
        for (kind, text, expected) in [
            (Kind::Text, " a ", Ok(Json::from(" a "))),
            (Kind::Text, "toolong", Err(InputError::TooLong { length: 7, limit: 6 })),
            (Kind::Integer, "1,000", Ok(Json::Number("1000".into()))),
            (Kind::Integer, "1.5", Err(InputError::NotWhole)),
            (Kind::Decimal, " ", Ok(Json::Number("0".into()))),
            (Kind::Decimal, "x", Err(InputError::NotANumber)),
            (Kind::Boolean, "true", Ok(Json::Bool(true))),
            (Kind::Boolean, "maybe", Err(InputError::NotYesOrNo)),
            (Kind::Date, "2024-02-29", Ok(Json::from("2024-02-29"))),
            (Kind::Date, "2023-02-29", Err(InputError::NotADate)),
            (Kind::Date, "", Ok(Json::from("0001-01-01"))),
            (Kind::Guid, "", Ok(Json::from("00000000-0000-0000-0000-000000000000"))),
            (Kind::Guid, "x", Err(InputError::NotAnId)),
            (state.clone(), "Not_x0020_Started", Ok(Json::from("Not_x0020_Started"))),
            (state, "", Ok(Json::from("_x0020_"))),
            (Kind::Stream, "", Err(InputError::NotTyped)),
        ] {
            assert_eq!(
                parse(&kind, text, Some(6).filter(|_| text == "toolong"), ENGLISH),
                expected,
                "{text}"
            );
        }
    }
}
