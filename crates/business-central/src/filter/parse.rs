//! Reading a filter that a person wrote, in the settings or in an address.

use crate::{Comparison, Field, Filter, Literal, MOST_REQUESTS, Test, TextMatch};

/// Why a filter is not one that Business Central executes, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at character {}: {reason}", position + 1)]
pub struct FilterError {
    /// How many characters stand before the place.
    pub position: usize,
    /// What is wrong there and what to write instead.
    pub reason: &'static str,
}

/// Deep enough for any filter that a person writes, shallow enough for any stack.
const DEEPEST: usize = 32;

impl Filter {
    /// Reads a filter in OData's spelling, such as `balanceDue gt 0 and (country eq 'DE' or country eq 'AT')`. A blank
    /// text is the empty filter.
    ///
    /// # Errors
    /// [`FilterError`] when Business Central would refuse or, worse, ignore it.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        // A parser of a single filter gives one.
        Ok(parse(text, 1)?.pop().unwrap_or_default())
    }

    /// Reads a filter in which `or` may stand anywhere, as filters of which at least one must hold: those that
    /// [`Search::any_of`](crate::Search::any_of) asks for one by one. A blank text is one empty filter.
    ///
    /// # Errors
    /// [`FilterError`], as for [`Filter::parse`], and when there would be more than [`MOST_REQUESTS`](crate::MOST_REQUESTS)
    /// filters.
    pub fn parse_any(text: &str) -> Result<Vec<Self>, FilterError> {
        parse(text, MOST_REQUESTS)
    }
}

fn parse(text: &str, most: usize) -> Result<Vec<Filter>, FilterError> {
    let mut parser = Parser { text, at: 0, most };
    parser.skip_blanks();
    if parser.rest().is_empty() {
        return Ok(vec![Filter::default()]);
    }
    let filters = parser.any(DEEPEST)?;
    match parser.rest() {
        "" => Ok(filters),
        rest if rest.starts_with(')') => Err(parser.error("there is no opening parenthesis for this one")),
        _ => Err(parser.error(UNEXPECTED)),
    }
}

const UNEXPECTED: &str = "expected `and`, `or` or the end of the filter";
const ONE_FIELD: &str = "Business Central joins tests by `or` only when they are about the same field; search one field at a time";
const OR_OF_AND: &str = "within an `or` only single tests of one field can stand, not an `and`";
const TOO_MANY: &str = "this takes too many requests; use fewer `or`";

struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// How many filters the text may become.
    most: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn error(&self, reason: &'static str) -> FilterError {
        self.error_at(self.at, reason)
    }

    fn error_at(&self, at: usize, reason: &'static str) -> FilterError {
        FilterError { position: self.text.get(..at).map_or(0, |before| before.chars().count()), reason }
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Consumes `symbol` and the blanks after it.
    fn symbol(&mut self, symbol: char) -> bool {
        let found = self.rest().starts_with(symbol);
        if found {
            self.at += symbol.len_utf8();
            self.skip_blanks();
        }
        found
    }

    fn peek_word(&self) -> &'a str {
        let rest = self.rest();
        let ends = |character: char| character.is_whitespace() || matches!(character, '(' | ')' | ',' | '\'');
        &rest[..rest.find(ends).unwrap_or(rest.len())]
    }

    /// Consumes a word and the blanks after it.
    fn word(&mut self) -> &'a str {
        let word = self.peek_word();
        self.at += word.len();
        self.skip_blanks();
        word
    }

    fn keyword(&mut self, keyword: &str) -> bool {
        let found = self.peek_word().eq_ignore_ascii_case(keyword);
        if found {
            self.word();
        }
        found
    }

    /// `or` binds less than `and` (OData URL Conventions §5.1.1.17). Tests of one field become one condition.
    fn any(&mut self, depth: usize) -> Result<Vec<Filter>, FilterError> {
        let mut start = self.at;
        let mut filters = self.all(depth)?;
        while self.keyword("or") {
            if self.most == 1 && filters.iter_mut().any(|filter| single(filter).is_none()) {
                return Err(self.error_at(start, OR_OF_AND));
            }
            start = self.at;
            for mut filter in self.all(depth)? {
                let Some(condition) = single(&mut filter) else {
                    filters.push(filter);
                    continue;
                };
                let mut singles = filters.iter_mut().filter_map(single);
                match singles.find(|known| known.field == condition.field) {
                    Some(known) => known.tests.append(&mut condition.tests),
                    None => filters.push(filter),
                }
            }
            if filters.len() > self.most {
                let is_single = filters.iter_mut().all(|filter| single(filter).is_some());
                let reason = match self.most {
                    1 if is_single => ONE_FIELD,
                    1 => OR_OF_AND,
                    _ => TOO_MANY,
                };
                return Err(self.error_at(start, reason));
            }
        }
        Ok(filters)
    }

    /// Each filter of one side with each of the other.
    fn all(&mut self, depth: usize) -> Result<Vec<Filter>, FilterError> {
        let mut filters = self.operand(depth)?;
        while self.keyword("and") {
            let start = self.at;
            let others = self.operand(depth)?;
            if filters.len() * others.len() > self.most {
                return Err(self.error_at(start, TOO_MANY));
            }
            let each = |filter: &Filter| {
                others.iter().map(|other| filter.clone().and(other.clone())).collect::<Vec<_>>()
            };
            filters = filters.iter().flat_map(each).collect();
        }
        Ok(filters)
    }

    fn operand(&mut self, depth: usize) -> Result<Vec<Filter>, FilterError> {
        if !self.rest().starts_with('(') {
            return Ok(vec![self.test()?]);
        }
        let depth = depth.checked_sub(1).ok_or_else(|| self.error("too many parentheses"))?;
        self.symbol('(');
        let inner = self.any(depth)?;
        if self.symbol(')') {
            return Ok(inner);
        }
        Err(self.error(if self.rest().is_empty() { "a closing parenthesis is missing" } else { UNEXPECTED }))
    }

    fn test(&mut self) -> Result<Filter, FilterError> {
        let start = self.at;
        let word = self.word();
        if self.rest().starts_with('(') {
            return self.function(word, start);
        }
        let field = self.field(word, start)?;
        let start = self.at;
        let operator = self.word();
        let lower = operator.to_ascii_lowercase();
        if lower == "in" {
            return self.list(field);
        }
        let Some((_, comparison)) = Comparison::ALL.into_iter().find(|(name, _)| *name == lower) else {
            return Err(self.error_at(
                start,
                match lower.as_str() {
                    "" => "expected `eq`, `ne`, `gt`, `ge`, `lt` or `le`",
                    "add" | "sub" | "mul" | "div" | "divby" | "mod" => {
                        "Business Central does not calculate in filters"
                    }
                    "has" => "Business Central does not know `has`; use `eq`",
                    _ => "expected `eq`, `ne`, `gt`, `ge`, `lt` or `le`",
                },
            ));
        };
        let value = self.literal()?;
        Ok(field.is(comparison, value))
    }

    /// What follows `in` (OData URL Conventions §5.1.1.1.12). Business Central ignores it and would show everything, so it
    /// becomes an `or` of equals.
    fn list(&mut self, field: Field) -> Result<Filter, FilterError> {
        if !self.symbol('(') {
            return Err(self.error("expected values in parentheses"));
        }
        let mut values = vec![self.literal()?];
        while self.symbol(',') {
            values.push(self.literal()?);
        }
        if !self.symbol(')') {
            return Err(self.error("a closing parenthesis is missing"));
        }
        Ok(field.one_of(values))
    }

    fn function(&mut self, name: &str, start: usize) -> Result<Filter, FilterError> {
        let lower = name.to_ascii_lowercase();
        let Some((_, text_match)) = TextMatch::ALL.into_iter().find(|(name, _)| *name == lower) else {
            return Err(self.error_at(
                start,
                match lower.as_str() {
                    "not" => "Business Central does not know `not`; turn the comparison around",
                    _ if name.contains('/') => {
                        "Business Central ignores `any` and `all`; filter the related records instead"
                    }
                    _ => "only contains, startswith and endswith can be used",
                },
            ));
        };
        self.symbol('(');
        let start = self.at;
        let word = self.word();
        if self.rest().starts_with('(') {
            return Err(self.error_at(start, "a function cannot stand inside a function"));
        }
        let field = self.field(word, start)?;
        if !self.symbol(',') {
            return Err(self.error("expected a comma"));
        }
        let start = self.at;
        let text = self.literal()?.unquoted();
        let text = text.ok_or_else(|| self.error_at(start, "expected a text in quotes"))?;
        if !self.symbol(')') {
            return Err(self.error("a closing parenthesis is missing"));
        }
        if Comparison::ALL.iter().any(|(name, _)| self.peek_word().eq_ignore_ascii_case(name)) {
            return Err(self.error("the function is the whole test; nothing can be compared with it"));
        }
        Ok(field.any_of([Test::Text(text_match, text)]))
    }

    fn field(&self, word: &str, start: usize) -> Result<Field, FilterError> {
        if word.eq_ignore_ascii_case("not") {
            return Err(
                self.error_at(start, "Business Central does not know `not`; turn the comparison around")
            );
        }
        if word.contains('/') {
            return Err(self.error_at(start, "a field of a related record cannot be used in a filter"));
        }
        let is_value = word.is_empty() || word == "null" || Literal::parse(word).is_some();
        Field::new(word)
            .filter(|_| !is_value)
            .ok_or_else(|| self.error_at(start, "expected the name of a field"))
    }

    fn literal(&mut self) -> Result<Literal, FilterError> {
        let start = self.at;
        if self.rest().starts_with('\'') {
            let length = quoted_length(self.rest());
            let length = length
                .ok_or_else(|| self.error("the closing quote is missing; a quote inside is doubled"))?;
            let literal = Literal::parse(&self.rest()[..length]);
            self.at += length;
            self.skip_blanks();
            return literal.ok_or_else(|| self.error_at(start, "this text cannot be used"));
        }
        let word = self.word();
        Literal::parse(word).filter(|_| !self.rest().starts_with('\'')).ok_or_else(|| {
            self.error_at(
                start,
                match word {
                    "" => "expected a value",
                    "null" => "Business Central has no null; compare with '' or 0001-01-01",
                    _ => "expected a value: a text in quotes, a number, true, false, a date or an id",
                },
            )
        })
    }
}

/// The one condition of a filter that has just one.
fn single(filter: &mut Filter) -> Option<&mut super::Condition> {
    match filter.0.as_mut_slice() {
        [condition] => Some(condition),
        _ => None,
    }
}

/// The length of the quoted text that `text` begins with, quotes included.
fn quoted_length(text: &str) -> Option<usize> {
    let mut quotes = text.match_indices('\'').map(|(at, _)| at).skip(1).peekable();
    while let Some(at) = quotes.next() {
        if quotes.next_if_eq(&(at + 1)).is_none() {
            return Some(at + 1);
        }
    }
    None
}
