//! Filters, limited to what Business Central executes.
//!
//! Business Central answers some filters with an error and silently ignores others, which shows records that should not
//! be there (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/webservices/odata-known-limitations>).
//! A [`Filter`] is therefore a conjunction of conditions on one field each: an `or` joins tests of the same field only, and
//! there is no way to write `in`, `not`, `any`, `all`, arithmetic, nested functions or a comparison with `null`.

mod parse;
#[cfg(test)]
mod tests;

use std::fmt;

pub use parse::FilterError;

use crate::{Kind, Literal, case};

/// The conditions a record must meet, all of them. The default has none: every record passes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter(Vec<Condition>);

/// One field, and the tests of which at least one must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    field: Field,
    tests: Vec<Test>,
}

/// The name of a field of the entity itself (not of a related one).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field(String);

/// A question about one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// The field compared with a value.
    Is(Comparison, Literal),
    /// The field's text searched for a text.
    Text(TextMatch, String),
}

/// How a field is compared with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `eq`.
    Equal,
    /// `ne`.
    NotEqual,
    /// `gt`.
    Greater,
    /// `ge`.
    GreaterOrEqual,
    /// `lt`.
    Less,
    /// `le`.
    LessOrEqual,
}

/// Where in the field's text the searched text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextMatch {
    /// `contains`.
    Contains,
    /// `startswith`.
    StartsWith,
    /// `endswith`.
    EndsWith,
}

impl Comparison {
    /// Each comparison with its operator.
    pub(crate) const ALL: [(&'static str, Self); 6] = [
        ("eq", Self::Equal),
        ("ne", Self::NotEqual),
        ("gt", Self::Greater),
        ("ge", Self::GreaterOrEqual),
        ("lt", Self::Less),
        ("le", Self::LessOrEqual),
    ];
}

impl TextMatch {
    /// Each match with its function.
    pub(crate) const ALL: [(&'static str, Self); 3] =
        [("contains", Self::Contains), ("startswith", Self::StartsWith), ("endswith", Self::EndsWith)];
}

/// The word that stands for `value` in `words`, each of which has one.
fn word<T: PartialEq>(words: &[(&'static str, T)], value: &T) -> &'static str {
    words.iter().find(|(_, candidate)| candidate == value).map_or("", |(word, _)| word)
}

impl Field {
    /// The field called `name`; `None` when that is no OData identifier (OData CSDL §15.2: a letter or underscore, then
    /// letters, digits and underscores, at most 128).
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let letter = |character: char| character.is_alphabetic() || character == '_';
        let fits = name.chars().count() <= 128
            && name.starts_with(letter)
            && name.chars().all(|character| letter(character) || character.is_numeric());
        fits.then(|| Self(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The field equals `value`.
    #[must_use]
    pub fn equals(self, value: Literal) -> Filter {
        self.is(Comparison::Equal, value)
    }

    /// The field compares with `value` as `comparison` says.
    #[must_use]
    pub fn is(self, comparison: Comparison, value: Literal) -> Filter {
        self.any_of([Test::Is(comparison, value)])
    }

    /// At least one of `tests` holds for the field. No tests, no condition.
    #[must_use]
    pub fn any_of(self, tests: impl IntoIterator<Item = Test>) -> Filter {
        let tests: Vec<Test> = tests.into_iter().collect();
        if tests.is_empty() { Filter::default() } else { Filter(vec![Condition { field: self, tests }]) }
    }
}

/// The ways in which people ask about a field.
impl Field {
    /// The field is one of `values`: what OData writes as `in`, which Business Central ignores.
    #[must_use]
    pub fn one_of(self, values: impl IntoIterator<Item = Literal>) -> Filter {
        self.any_of(values.into_iter().map(|value| Test::Is(Comparison::Equal, value)))
    }

    /// The field's text is found as `text_match` says. Upper and lower case differ.
    #[must_use]
    pub fn has(self, text_match: TextMatch, text: &str) -> Filter {
        self.any_of([Test::Text(text_match, text.to_owned())])
    }

    /// The field is `from` or more, and `to` or less.
    #[must_use]
    pub fn between(self, from: Literal, to: Literal) -> Filter {
        let lower = self.clone().is(Comparison::GreaterOrEqual, from);
        lower.and(self.is(Comparison::LessOrEqual, to))
    }

    /// Nothing was entered into the field, which is of that kind; `None` for a kind that is never blank, such as a number.
    #[must_use]
    pub fn is_blank(self, kind: &Kind) -> Option<Filter> {
        Some(self.is(Comparison::Equal, Literal::blank(kind)?))
    }

    /// Something was entered into the field, which is of that kind.
    #[must_use]
    pub fn is_not_blank(self, kind: &Kind) -> Option<Filter> {
        Some(self.is(Comparison::NotEqual, Literal::blank(kind)?))
    }
}

impl Filter {
    /// Both this and `other`.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The conditions in their order: a field, and the tests of which at least one must hold.
    pub fn conditions(&self) -> impl Iterator<Item = (&Field, &[Test])> {
        self.0.iter().map(|condition| (&condition.field, condition.tests.as_slice()))
    }

    /// Whether every record passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Two filters that together let the same records pass, each with half of the tests of the longest `or`; and whether
    /// none passes both. `None` when there is no `or`.
    pub(crate) fn halves(&self) -> Option<([Self; 2], bool)> {
        let several = self.0.iter().enumerate().filter(|(_, condition)| condition.tests.len() > 1);
        let (at, condition) = several.max_by_key(|(_, condition)| condition.tests.len())?;
        let (first, second) = condition.tests.split_at(condition.tests.len() / 2);
        // A field equals one of two values at most. Not so with numbers, which can be spelled differently, and perhaps not
        // with small and capital letters.
        let value = |test: &Test| match test {
            Test::Is(Comparison::Equal, value) => value.unquoted().or_else(|| value.as_guid()),
            _ => None,
        };
        let values = |tests: &[Test]| {
            tests.iter().map(|test| value(test).map(|text| case::lower(&text))).collect::<Option<Vec<_>>>()
        };
        let is_disjoint = match (values(first), values(second)) {
            (Some(first), Some(second)) => !first.iter().any(|value| second.contains(value)),
            _ => false,
        };
        let with = |tests: &[Test]| {
            let mut half = self.clone();
            half.0[at].tests = tests.to_vec();
            half
        };
        Some(([with(first), with(second)], is_disjoint))
    }
}

/// The filter in OData's spelling, which [`Filter::parse`] reads back.
impl fmt::Display for Filter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, condition) in self.0.iter().enumerate() {
            if index > 0 {
                formatter.write_str(" and ")?;
            }
            write!(formatter, "{condition}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field.name();
        let several = self.tests.len() > 1;
        for (index, test) in self.tests.iter().enumerate() {
            formatter.write_str(if index > 0 {
                " or "
            } else if several {
                "("
            } else {
                ""
            })?;
            match test {
                Test::Is(comparison, value) => {
                    write!(formatter, "{field} {} {value}", word(&Comparison::ALL, comparison))?;
                }
                Test::Text(text_match, text) => {
                    write!(
                        formatter,
                        "{}({field},{})",
                        word(&TextMatch::ALL, text_match),
                        Literal::text(text)
                    )?;
                }
            }
        }
        formatter.write_str(if several { ")" } else { "" })
    }
}
