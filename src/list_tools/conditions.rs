//! A filter as the conditions that people think in: one field, one comparison, its values.
//!
//! A filter becomes chips and chips become that very filter again; whatever is no such condition stays as it is.

#[cfg(test)]
mod tests;

use business_central::{Comparison, Field, Filter, Literal, Test, TextMatch};

/// A part of a filter that is shown by itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// A condition that can be changed.
    Condition(Condition),
    /// What can only be taken away, such as a text that is contained or begun with.
    Other(Filter),
}

/// One field compared.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Condition {
    /// The field.
    pub(super) field: Field,
    /// How it is compared.
    pub(super) operator: Operator,
    /// With what: two values for a range, one or more for [`Operator::Is`], else one.
    pub(super) values: Vec<Literal>,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    /// The text stands somewhere in it.
    Contains,
    /// It begins with the text.
    StartsWith,
    /// It ends with the text.
    EndsWith,
    /// It is one of the values.
    Is,
    /// It is not the value.
    IsNot,
    /// It is the value or more.
    AtLeast,
    /// It is the value or less.
    AtMost,
    /// It is more than the value.
    Above,
    /// It is less than the value.
    Below,
    /// It is the first value or more, and the second or less.
    Between,
    /// It is the first value or more, and less than the second.
    Within,
}

const COMPARISONS: [(Comparison, Operator); 6] = [
    (Comparison::Equal, Operator::Is),
    (Comparison::NotEqual, Operator::IsNot),
    (Comparison::GreaterOrEqual, Operator::AtLeast),
    (Comparison::LessOrEqual, Operator::AtMost),
    (Comparison::Greater, Operator::Above),
    (Comparison::Less, Operator::Below),
];

const MATCHES: [(TextMatch, Operator); 3] = [
    (TextMatch::Contains, Operator::Contains),
    (TextMatch::StartsWith, Operator::StartsWith),
    (TextMatch::EndsWith, Operator::EndsWith),
];

/// The parts of `filter`, in its order. A lower and an upper bound of a field, one right after the other, are a range.
#[must_use]
pub(super) fn read(filter: &Filter) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (field, tests) in filter.conditions() {
        let Some((operator, values)) = compared(tests) else {
            parts.push(Part::Other(field.clone().any_of(tests.to_vec())));
            continue;
        };
        let range = match operator {
            Operator::AtMost => Some(Operator::Between),
            Operator::Below => Some(Operator::Within),
            _ => None,
        };
        match (parts.last_mut(), range) {
            (Some(Part::Condition(lower)), Some(range))
                if lower.field == *field && lower.operator == Operator::AtLeast =>
            {
                lower.operator = range;
                lower.values.extend(values);
            }
            _ => parts.push(Part::Condition(Condition { field: field.clone(), operator, values })),
        }
    }
    parts
}

fn compared(tests: &[Test]) -> Option<(Operator, Vec<Literal>)> {
    match tests {
        [Test::Is(comparison, value)] => {
            let (_, operator) = COMPARISONS.iter().find(|(known, _)| known == comparison)?;
            Some((*operator, vec![value.clone()]))
        }
        [Test::Text(text_match, text)] => {
            let (_, operator) = MATCHES.iter().find(|(known, _)| known == text_match)?;
            Some((*operator, vec![Literal::text(text)]))
        }
        several => {
            let value = |test: &Test| match test {
                Test::Is(Comparison::Equal, value) => Some(value.clone()),
                _ => None,
            };
            Some((Operator::Is, several.iter().map(value).collect::<Option<_>>()?))
        }
    }
}

/// The filter that has these parts.
#[must_use]
pub(super) fn write(parts: &[Part]) -> Filter {
    parts.iter().fold(Filter::default(), |filter, part| {
        filter.and(match part {
            Part::Condition(condition) => condition.filter(),
            Part::Other(other) => other.clone(),
        })
    })
}

impl Condition {
    /// The filter that has this condition alone.
    #[must_use]
    pub(super) fn filter(&self) -> Filter {
        let Self { field, operator, values } = self;
        let comparison =
            |operator| COMPARISONS.iter().find(|(_, known)| *known == operator).map(|(found, _)| *found);
        let is = |operator, value: &Literal| {
            comparison(operator).map(|comparison| Test::Is(comparison, value.clone()))
        };
        let upper = match operator {
            Operator::Between => Operator::AtMost,
            Operator::Within => Operator::Below,
            _ => {
                let test = |value: &Literal| match MATCHES.iter().find(|(_, known)| known == operator) {
                    Some((text_match, _)) => Some(Test::Text(*text_match, value.unquoted()?)),
                    None => is(*operator, value),
                };
                return field.clone().any_of(values.iter().filter_map(test));
            }
        };
        [Operator::AtLeast, upper].into_iter().zip(values).fold(Filter::default(), |range, (bound, value)| {
            range.and(field.clone().any_of(is(bound, value)))
        })
    }
}
