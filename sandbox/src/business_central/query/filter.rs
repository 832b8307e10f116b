//! `$filter`: read, checked against the entity type, and executed as Business Central executes it.

use std::cmp::Ordering;

use super::super::calendar::{Date, Moment};
use super::super::data::Table;
use super::super::decimal::Decimal;
use super::super::failure::Failure;
use super::super::schema::{EntityType, Kind};
use super::super::value::{Guid, Value};
use super::lexer::{Token, tokens};

/// Deeper parentheses are refused before they exhaust the stack.
const DEEPEST: usize = 60;

/// A condition on one record.
#[derive(Debug)]
pub(in super::super) enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Compare {
        column: usize,
        operator: Operator,
        value: Value,
    },
    /// The needle is in lower case: text is compared without case, see [`Value::order`].
    Search {
        column: usize,
        place: Place,
        needle: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) enum Operator {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

#[derive(Clone, Copy, Debug)]
pub(in super::super) enum Place {
    Anywhere,
    Start,
    End,
}

impl Filter {
    /// The records whose `column` holds `value`.
    pub(in super::super) fn equal(column: usize, value: Value) -> Self {
        Self::Compare { column, operator: Operator::Equal, value }
    }

    /// Reads a filter on records of `kind`. `None` is a filter with `in` or a lambda: Business Central below
    /// schema version 2.1 ignores it without a word and answers with everything.
    pub(in super::super) fn parse(text: &str, kind: &'static EntityType) -> Result<Option<Self>, Failure> {
        let tokens = tokens(text)?;
        let ignored = tokens.windows(2).any(|pair| match pair {
            [(_, Token::Word(word)), (_, Token::Open)] => {
                word == "in" || word.ends_with("/any") || word.ends_with("/all")
            }
            _ => false,
        });
        if ignored {
            return Ok(None);
        }
        let mut parser = Parser { text, tokens: tokens.into_iter().peekable(), kind };
        let filter = parser.any(0)?;
        match parser.tokens.next() {
            None => Ok(Some(filter)),
            Some((at, _)) => Err(parser.syntax(at)),
        }
    }

    pub(in super::super) fn holds(&self, table: &Table, row: usize) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.holds(table, row)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(table, row)),
            Self::Compare { column, operator, value } => {
                operator.holds(table.cell(row, *column).order(value))
            }
            Self::Search { column, place, needle } => match table.cell(row, *column) {
                Value::Text(text) => place.holds(&text, needle),
                _ => false,
            },
        }
    }

    /// Whether every record that passes has one and the same value in one of these columns.
    pub(in super::super) fn pins(&self, columns: &[usize]) -> bool {
        match self {
            Self::And(parts) => parts.iter().any(|part| part.pins(columns)),
            Self::Compare { column, operator: Operator::Equal, .. } => columns.contains(column),
            _ => false,
        }
    }

    fn columns(&self, into: &mut Vec<usize>) {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.columns(into)),
            Self::Compare { column, .. } | Self::Search { column, .. } => into.push(*column),
        }
    }
}

impl Operator {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "eq" => Self::Equal,
            "ne" => Self::NotEqual,
            "gt" => Self::Greater,
            "ge" => Self::GreaterOrEqual,
            "lt" => Self::Less,
            "le" => Self::LessOrEqual,
            _ => return None,
        })
    }

    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
        }
    }
}

impl Place {
    fn holds(self, text: &str, needle: &str) -> bool {
        if text.is_ascii() {
            let (text, needle) = (text.as_bytes(), needle.as_bytes());
            let same = |part: &[u8]| part.eq_ignore_ascii_case(needle);
            match self {
                _ if needle.is_empty() => true,
                _ if needle.len() > text.len() => false,
                Self::Anywhere => text.windows(needle.len()).any(same),
                Self::Start => same(&text[..needle.len()]),
                Self::End => same(&text[text.len() - needle.len()..]),
            }
        } else {
            let text = text.to_lowercase();
            match self {
                Self::Anywhere => text.contains(needle),
                Self::Start => text.starts_with(needle),
                Self::End => text.ends_with(needle),
            }
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: std::iter::Peekable<std::vec::IntoIter<(usize, Token)>>,
    kind: &'static EntityType,
}

impl Parser<'_> {
    /// `a or b or …`: only over one field.
    fn any(&mut self, depth: usize) -> Result<Filter, Failure> {
        let mut parts = vec![self.all(depth)?];
        while self.takes("or") {
            parts.push(self.all(depth)?);
        }
        if parts.len() == 1 {
            return Ok(parts.remove(0));
        }
        let filter = Filter::Or(parts);
        let mut columns = Vec::new();
        filter.columns(&mut columns);
        if columns.iter().any(|column| *column != columns[0]) {
            let message = "The 'OR' operator is not supported on distinct fields on an OData filter.";
            return Err(Failure::query(message));
        }
        Ok(filter)
    }

    fn all(&mut self, depth: usize) -> Result<Filter, Failure> {
        let mut parts = vec![self.condition(depth)?];
        while self.takes("and") {
            parts.push(self.condition(depth)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Filter::And(parts) })
    }

    fn condition(&mut self, depth: usize) -> Result<Filter, Failure> {
        match self.tokens.next() {
            Some((at, Token::Open)) if depth == DEEPEST => Err(self.syntax(at)),
            Some((_, Token::Open)) => {
                let inner = self.any(depth + 1)?;
                self.expect(&Token::Close)?;
                Ok(inner)
            }
            Some((at, Token::Word(word))) => {
                if self.tokens.next_if(|(_, token)| *token == Token::Open).is_some() {
                    self.function(&word)
                } else {
                    self.comparison(&word, at)
                }
            }
            Some((at, _)) => Err(self.syntax(at)),
            None => Err(self.syntax(self.text.len())),
        }
    }

    fn function(&mut self, name: &str) -> Result<Filter, Failure> {
        let place = match name {
            "contains" => Place::Anywhere,
            "startswith" => Place::Start,
            "endswith" => Place::End,
            _ => return Err(Failure::not_implemented(&format!("the function '{name}' in a filter"))),
        };
        let (at, token) = self.token()?;
        let Token::Word(field) = token else { return Err(self.syntax(at)) };
        if self.tokens.peek().is_some_and(|(_, token)| *token == Token::Open) {
            return Err(Failure::not_implemented("a function within a function"));
        }
        let column = self.column(&field)?;
        self.expect(&Token::Comma)?;
        let (at, token) = self.token()?;
        let Token::Text(needle) = token else { return Err(self.syntax(at)) };
        self.expect(&Token::Close)?;
        if !matches!(self.kind.properties[column].kind, Kind::Text) {
            return Err(Failure::query(format!(
                "No function signature for the function with name '{name}' matches the specified arguments."
            )));
        }
        Ok(Filter::Search { column, place, needle: needle.to_lowercase() })
    }

    fn comparison(&mut self, field: &str, at: usize) -> Result<Filter, Failure> {
        if field == "not" {
            return Err(Failure::not_implemented("the operator 'not' in a filter"));
        }
        let column = self.column(field)?;
        let operator = match self.tokens.next() {
            Some((_, Token::Word(word))) => match Operator::of(&word) {
                Some(operator) => operator,
                None if ["add", "sub", "mul", "div", "mod", "has"].contains(&&*word) => {
                    return Err(Failure::not_implemented(&format!("the operator '{word}' in a filter")));
                }
                None => return Err(self.syntax(at)),
            },
            _ => return Err(self.syntax(at)),
        };
        let (at, literal) = self.token()?;
        let kind = self.kind.properties[column].kind;
        let value = match &literal {
            Token::Word(word) if word == "null" => Some(Value::blank(kind)),
            Token::Word(word) => bare(kind, word),
            Token::Text(text) => quoted(kind, text),
            _ => return Err(self.syntax(at)),
        };
        let value = value.ok_or_else(|| incompatible(kind, &literal))?;
        Ok(Filter::Compare { column, operator, value })
    }

    fn column(&self, field: &str) -> Result<usize, Failure> {
        self.kind.column(field).ok_or_else(|| Failure::no_property(field, self.kind.name))
    }

    fn takes(&mut self, word: &str) -> bool {
        self.tokens.next_if(|(_, token)| matches!(token, Token::Word(other) if other == word)).is_some()
    }

    fn token(&mut self) -> Result<(usize, Token), Failure> {
        self.tokens.next().ok_or_else(|| self.syntax(self.text.len()))
    }

    fn expect(&mut self, expected: &Token) -> Result<(), Failure> {
        let (at, token) = self.token()?;
        if token == *expected { Ok(()) } else { Err(self.syntax(at)) }
    }

    fn syntax(&self, at: usize) -> Failure {
        Failure::query(format!("Syntax error at position {at} in '{}'.", self.text))
    }
}

/// A literal of an address, with quotes or without, as a value of this kind.
pub(in super::super) fn literal(kind: Kind, text: &str) -> Option<Value> {
    match text.split_once('\'') {
        // A type name may come before the quote: the kind says which enumeration is meant.
        Some((_, rest)) => quoted(kind, &rest.strip_suffix('\'')?.replace("\'\'", "'")),
        None => bare(kind, text),
    }
}

/// A literal without quotes as a value of the field's kind.
fn bare(kind: Kind, word: &str) -> Option<Value> {
    match kind {
        Kind::Integer | Kind::Long => word.parse().ok().map(Value::Integer),
        Kind::Decimal => Decimal::parse(word).map(Value::Decimal),
        Kind::Boolean => word.parse().ok().map(Value::Boolean),
        Kind::Date => Date::parse(word).map(Value::Date),
        Kind::Moment => {
            Moment::parse(word).or_else(|| Date::parse(word).map(Moment::from)).map(Value::Moment)
        }
        Kind::Guid => Guid::parse(word).map(Value::Guid),
        Kind::Text | Kind::Stream | Kind::Enum(_) => None,
    }
}

/// A quoted literal: a text, or a member of an enumeration by its escaped or its plain name.
fn quoted(kind: Kind, text: &str) -> Option<Value> {
    match kind {
        Kind::Text => Some(Value::text(text)),
        Kind::Enum(enumeration) => {
            let mut members = enumeration.members.iter();
            members.find(|member| member.name == text || member.caption.0 == text).map(Value::Member)
        }
        _ => None,
    }
}

fn incompatible(kind: Kind, literal: &Token) -> Failure {
    let found = match literal {
        Token::Word(word) => word.as_str(),
        Token::Text(text) => text.as_str(),
        _ => "",
    };
    let kind = kind.edm();
    Failure::query(format!("A value of type '{kind}' was expected in the filter, but '{found}' was found."))
}

#[cfg(test)]
mod tests;
