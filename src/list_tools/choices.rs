//! Which comparisons a field's type offers, in words; and a condition made of what was typed.

#[cfg(test)]
mod tests;

use super::conditions::{Condition, Operator};
use crate::list::order::numbers;
use business_central::input::{self, NumberWriting};
use business_central::{Date, Field, Json, Kind, Literal};

/// A comparison as it is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// With values to be entered.
    With(Operator),
    /// The field has no value: Business Central knows no null, but a blank of each type.
    Blank,
    /// It has one.
    NotBlank,
    /// Yes.
    Yes,
    /// No.
    No,
}

use Choice::{Blank, NotBlank, With};

const TEXTS: &[(Choice, &str)] = &[
    (With(Operator::Contains), "contains"),
    (With(Operator::StartsWith), "begins with"),
    (With(Operator::EndsWith), "ends with"),
    (With(Operator::Is), "is"),
    (With(Operator::IsNot), "is not"),
    (Blank, "is blank"),
    (NotBlank, "is not blank"),
];

const NUMBERS: &[(Choice, &str)] = &[
    (With(Operator::AtLeast), "is at least"),
    (With(Operator::AtMost), "is at most"),
    (With(Operator::Between), "is between"),
    (With(Operator::Is), "is"),
    (With(Operator::IsNot), "is not"),
    (With(Operator::Above), "is more than"),
    (With(Operator::Below), "is less than"),
    (Blank, "is zero"),
    (NotBlank, "is not zero"),
];

const DATES: &[(Choice, &str)] = &[
    (With(Operator::Between), "is between"),
    (With(Operator::Is), "is on"),
    (With(Operator::AtLeast), "is from"),
    (With(Operator::AtMost), "is until"),
    (With(Operator::IsNot), "is not on"),
    (With(Operator::Above), "is after"),
    (With(Operator::Below), "is before"),
    (Blank, "is blank"),
    (NotBlank, "is not blank"),
];

const MOMENTS: &[(Choice, &str)] = &[
    (With(Operator::Within), "is between"),
    (With(Operator::AtLeast), "is from"),
    (With(Operator::Below), "is before"),
    (Blank, "is blank"),
    (NotBlank, "is not blank"),
];

const MEMBERS: &[(Choice, &str)] = &[(With(Operator::Is), "is"), (With(Operator::IsNot), "is not")];

const IDS: &[(Choice, &str)] = &[
    (With(Operator::Is), "is"),
    (With(Operator::IsNot), "is not"),
    (Blank, "is blank"),
    (NotBlank, "is not blank"),
];

const YES_NO: &[(Choice, &str)] = &[(Choice::Yes, "is yes"), (Choice::No, "is no")];

/// What is offered for a field of `kind`; nothing where Business Central could not compare.
#[must_use]
pub(super) fn choices(kind: &Kind) -> &'static [(Choice, &'static str)] {
    match kind {
        Kind::Text => TEXTS,
        Kind::Integer | Kind::Decimal => NUMBERS,
        Kind::Boolean => YES_NO,
        Kind::Date => DATES,
        Kind::DateTime => MOMENTS,
        Kind::Guid => IDS,
        Kind::Enum(_) => MEMBERS,
        Kind::Stream | Kind::Other => &[],
    }
}

/// What a field of `kind` holds when nothing was entered. An enum's blank is one of its members.
fn blank(kind: &Kind) -> Option<Literal> {
    match kind {
        Kind::Integer | Kind::Decimal => Literal::number("0"),
        Kind::Enum(_) => None,
        _ => Literal::blank(kind),
    }
}

impl Choice {
    /// How many values are to be entered; an enum's members are ticked instead.
    #[must_use]
    pub(super) fn inputs(self) -> usize {
        match self {
            With(Operator::Between | Operator::Within) => 2,
            With(_) => 1,
            _ => 0,
        }
    }

    /// The choice that `condition`, on a field of `kind`, is.
    #[must_use]
    pub(super) fn of(condition: &Condition, kind: &Kind) -> Self {
        let only = match condition.values.as_slice() {
            [value] => Some(value),
            _ => None,
        };
        let is_blank = only.is_some() && only == blank(kind).as_ref();
        match (condition.operator, only.map(Literal::as_str)) {
            (Operator::Is, _) if is_blank => Blank,
            (Operator::IsNot, _) if is_blank => NotBlank,
            (Operator::Is, Some("true")) | (Operator::IsNot, Some("false")) => Self::Yes,
            (Operator::Is, Some("false")) | (Operator::IsNot, Some("true")) => Self::No,
            (operator, _) => With(operator),
        }
    }

    /// It in words, for a field of `kind`.
    #[must_use]
    pub(super) fn words(self, kind: &Kind) -> &'static str {
        // A hand-written filter may compare what the editor doesn't offer.
        let known = [choices(kind), DATES, TEXTS, NUMBERS, MOMENTS, YES_NO].into_iter().flatten();
        known.into_iter().find(|(choice, _)| *choice == self).map_or("is", |(_, words)| words)
    }
}

/// The condition that `choice` and the typed `texts` make, for `field` of `kind`. Moments come as RFC 3339 writes them.
///
/// # Errors
/// Which of the texts is wrong, and what about it.
pub(super) fn condition(
    field: &Field,
    kind: &Kind,
    choice: Choice,
    texts: &[String],
    writing: NumberWriting,
) -> Result<Condition, (usize, String)> {
    let with = |operator, values| Condition { field: field.clone(), operator, values };
    let none = || (0, "This field cannot be compared so.".to_owned());
    let operator = match choice {
        Blank => return Ok(with(Operator::Is, vec![blank(kind).ok_or_else(none)?])),
        NotBlank => return Ok(with(Operator::IsNot, vec![blank(kind).ok_or_else(none)?])),
        Choice::Yes => return Ok(with(Operator::Is, vec![Literal::boolean(true)])),
        Choice::No => return Ok(with(Operator::Is, vec![Literal::boolean(false)])),
        With(operator) => operator,
    };
    if texts.is_empty() {
        return Err((0, "Choose at least one.".to_owned()));
    }
    let mut values = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        values.push(value(kind, text, writing).map_err(|wrong| (index, wrong))?);
    }
    if let (1, [first, second]) = (choice.inputs() / 2, values.as_slice()) {
        let (first, second) = (first.as_str(), second.as_str());
        let is_ascending = match kind {
            Kind::Integer | Kind::Decimal => numbers(first, second).is_le(),
            // Dates and moments of one form sort as their texts do.
            _ => first <= second,
        };
        if !is_ascending {
            return Err((1, "This comes before the beginning.".to_owned()));
        }
    }
    Ok(with(operator, values))
}

fn value(kind: &Kind, text: &str, writing: NumberWriting) -> Result<Literal, String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(match kind {
            Kind::Date | Kind::DateTime => "Enter a date.".to_owned(),
            _ => "Enter a value.".to_owned(),
        });
    }
    match kind {
        // A moment is entered whole or not at all.
        Kind::DateTime => Literal::date_time(trimmed).ok_or_else(|| "Enter a date and a time.".to_owned()),
        Kind::Date => Date::parse(trimmed).map(Literal::date).ok_or_else(|| "Enter a date.".to_owned()),
        Kind::Text => Ok(Literal::text(trimmed)),
        Kind::Enum(_) => Ok(Literal::text(text)),
        _ => {
            let read = input::parse(kind, trimmed, None, writing).map_err(|error| error.to_string())?;
            let read = match &read {
                Json::Number(digits) => digits,
                other => other.as_text().unwrap_or_default(),
            };
            Literal::of(kind, read).ok_or_else(|| "This cannot be compared with.".to_owned())
        }
    }
}
