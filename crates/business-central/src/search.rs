//! What one request can't ask for: a search in several fields, an `or` across fields, an `or` that is too long.

use crate::{
    Comparison, Field, Filter, Kind, Literal, MOST_REQUESTS, Property, QUERY_LIMIT, Query, Test, TextMatch,
    case,
};

/// Longer terms are searched for as typed only: four spellings of them could exceed the length of a query.
const SPELLED: usize = 60;

/// What is looked for, as the queries that it takes: Business Central refuses an `or` across fields, and a query of more
/// than [`QUERY_LIMIT`] characters. Whoever sends them merges the records by [`Key`](crate::Key), in the order asked for;
/// [`Merged`](crate::Merged) does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    queries: Vec<Query>,
    overlap: Option<Query>,
    /// No record is found by two of the queries.
    is_disjoint: bool,
}

/// What may still be added to an address: `$top` and `$skip`.
const RESERVE: usize = 64;

impl Search {
    /// Whatever passes at least one of `filters`, within what `base` asks for; without filters, all of it. A long `or` is
    /// divided among several queries.
    #[must_use]
    pub fn any_of(base: &Query, filters: impl IntoIterator<Item = Filter>) -> Self {
        let filters: Vec<Filter> = filters.into_iter().collect();
        let mut search = match filters.as_slice() {
            [] => Self { queries: vec![base.clone()], overlap: None, is_disjoint: true },
            [first, rest @ ..] => {
                let queries = filters.iter().map(|filter| base.clone().filter(filter.clone())).collect();
                let overlap = match rest {
                    [second] => Some(base.clone().filter(first.clone()).filter(second.clone())),
                    _ => None,
                };
                Self { queries, overlap, is_disjoint: rest.is_empty() }
            }
        };
        search.divide();
        search
    }

    /// Divides the queries that are too long.
    fn divide(&mut self) {
        let is_too_long = |query: &Query| query.on("").len() > QUERY_LIMIT + 1 - RESERVE;
        let mut open: Vec<Query> = std::mem::take(&mut self.queries).into_iter().rev().collect();
        let was = open.len();
        while let Some(query) = open.pop() {
            let has_room = self.queries.len() + open.len() + 2 <= MOST_REQUESTS;
            match query.halves().filter(|_| has_room && is_too_long(&query)) {
                Some(([first, second], is_disjoint)) => {
                    self.is_disjoint &= is_disjoint;
                    open.extend([second, first]);
                }
                None => self.queries.push(query),
            }
        }
        let is_same = self.queries.len() == was;
        self.overlap = self.overlap.take().filter(|query| is_same && !is_too_long(query));
    }

    /// Searches `fields` for `term`, within what `base` asks for. `None` when the term is blank: then `base` stands. Fields
    /// that can't hold the term are passed over; if none is left there are no queries, and nothing to be found.
    ///
    /// Text is searched for anywhere in the field, in the usual spellings, since Business Central tells upper from lower
    /// case and the functions that would not are refused; a number or an id must be equal.
    #[must_use]
    pub fn new<'a>(base: &Query, term: &str, fields: impl IntoIterator<Item = &'a Property>) -> Option<Self> {
        let separates = |character: char| character.is_whitespace() || character.is_control();
        let term = term.split(separates).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if term.is_empty() {
            return None;
        }
        let filters: Vec<Filter> = fields.into_iter().filter_map(|property| find(property, &term)).collect();
        // No field can hold the term: nothing is found.
        if filters.is_empty() {
            return Some(Self { queries: Vec::new(), overlap: None, is_disjoint: true });
        }
        Some(Self::any_of(base, filters))
    }

    /// The queries.
    #[must_use]
    pub fn queries(&self) -> &[Query] {
        &self.queries
    }

    /// For two queries, the one whose count is that of the records found by both.
    #[must_use]
    pub fn overlap(&self) -> Option<&Query> {
        self.overlap.as_ref()
    }

    /// How many records are found in all, from the count of each query and that of the overlap: |A| + |B| − |A ∩ B|, or
    /// their sum where no record is found twice. `None` when that can't be told.
    #[must_use]
    pub fn total(&self, counts: &[u64], overlap: Option<u64>) -> Option<u64> {
        match *counts {
            _ if counts.len() != self.queries.len() => None,
            _ if self.is_disjoint => counts.iter().try_fold(0_u64, |sum, count| sum.checked_add(*count)),
            [first, second] => first.checked_add(second)?.checked_sub(overlap?),
            _ => None,
        }
    }
}

fn find(property: &Property, term: &str) -> Option<Filter> {
    let field = Field::new(&property.name)?;
    match property.kind {
        // A field can't contain what is longer than itself. Business Central counts UTF-16 units.
        Kind::Text if property.max_length.is_some_and(|most| term.encode_utf16().count() > most as usize) => {
            None
        }
        Kind::Text => {
            Some(field.any_of(spellings(term).into_iter().map(|text| Test::Text(TextMatch::Contains, text))))
        }
        Kind::Integer | Kind::Guid => Some(field.is(Comparison::Equal, Literal::of(&property.kind, term)?)),
        _ => None,
    }
}

/// As typed, in small letters, in capitals, and with capital first letters, each once.
fn spellings(term: &str) -> Vec<String> {
    let mut spellings = vec![term.to_owned()];
    if term.chars().count() <= SPELLED {
        for spelling in [case::lower(term), case::upper(term), capitalised(term)] {
            if !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        }
    }
    spellings
}

fn capitalised(term: &str) -> String {
    let mut capitalised = String::with_capacity(term.len());
    let mut begins = true;
    for character in term.chars() {
        capitalised.push(if begins { case::upper_of(character) } else { case::lower_of(character) });
        begins = character.is_ascii() && !character.is_ascii_alphanumeric();
    }
    capitalised
}

#[cfg(test)]
mod tests {
    use super::{Search, spellings};
    use crate::{Field, Filter, Kind, Literal, Property, QUERY_LIMIT, Query};

    fn fields() -> [Property; 4] {
        [
            ("number", Kind::Text),
            ("displayName", Kind::Text),
            ("entryNumber", Kind::Integer),
            ("balance", Kind::Decimal),
        ]
        .map(|(name, kind)| Property::new(name, kind))
    }

    fn filter(query: &Query) -> String {
        let address = query.on("");
        let value = address.strip_prefix("?$filter=").unwrap().to_owned();
        percent_encoding::percent_decode_str(&value).decode_utf8().unwrap().into_owned()
    }

    #[test]
    fn each_field_gets_a_query_of_its_own() {
        let base = Query::default().filter(Filter::parse("blocked eq ''").unwrap());
        let search = Search::new(&base, "  1001 ", &fields()).unwrap();
        let filters: Vec<_> = search.queries().iter().map(filter).collect();
        assert_eq!(
            filters,
            [
                "blocked eq '' and contains(number,'1001')",
                "blocked eq '' and contains(displayName,'1001')",
                "blocked eq '' and entryNumber eq 1001",
            ]
        );
        assert_eq!(search.overlap(), None);
        assert_eq!(search.total(&[1, 2, 3], None), None);
    }

    #[test]
    fn two_fields_are_counted_without_counting_twice() {
        let search = Search::new(&Query::default(), "X1", &fields()).unwrap();
        assert_eq!(search.queries().len(), 2);
        assert_eq!(
            filter(search.overlap().unwrap()),
            "(contains(number,'X1') or contains(number,'x1')) and (contains(displayName,'X1') or contains(displayName,'x1'))"
        );
        assert_eq!(search.total(&[5, 4], Some(2)), Some(7));
        assert_eq!(search.total(&[5, 4], None), None);
        assert_eq!(search.total(&[1, 1], Some(9)), None);
        assert_eq!(search.total(&[5], None), None);
    }

    #[test]
    fn blank_terms_search_for_nothing() {
        for term in ["", " ", "\t\u{a0}\n", "\u{0}\u{7f}"] {
            assert_eq!(Search::new(&Query::default(), term, &fields()), None);
        }
        let search = Search::new(&Query::default(), "x", &fields()[3..]).unwrap();
        assert_eq!((search.queries().len(), search.total(&[], None)), (0, Some(0)));
    }

    #[test]
    fn a_term_longer_than_the_field_is_not_looked_for_there() {
        let field = Property { max_length: Some(4), ..Property::new("code", Kind::Text) };
        let queries = |term| Search::new(&Query::default(), term, [&field]).unwrap().queries().len();
        assert_eq!((queries("1234"), queries("12345"), queries("😀😀"), queries("😀😀😀")), (1, 0, 1, 0));
    }

    #[test]
    fn a_long_or_is_divided() {
        let chain = |number: usize| {
            let values = (0..number).map(|at| Literal::text(&format!("{at:020}")));
            Field::new("number").unwrap().one_of(values)
        };
        for (number, queries) in [(0, 1), (1, 1), (100, 1), (200, 2), (400, 4), (2_000, 16), (9_000, 16)] {
            let base = Query::default().filter(Filter::parse("blocked eq false").unwrap()).count(true);
            let search = Search::any_of(&base.filter(chain(number)), []);
            assert_eq!(search.queries().len(), queries, "{number}");
            let fits = search.queries().iter().all(|query| query.on("").len() <= QUERY_LIMIT + 1);
            assert_eq!(fits, number < 9_000, "{number}");
            let found: String = search.queries().iter().map(|query| query.on("")).collect();
            let found: std::collections::HashSet<&str> = found.split("%27").collect();
            assert!((0..number).all(|at| found.contains(format!("{at:020}").as_str())), "{number}");
            let counts = vec![3; queries];
            assert_eq!(search.total(&counts, None), Some(3 * queries as u64), "{number}");
        }
    }

    #[test]
    fn what_may_be_found_twice_is_not_added_up() {
        let long = "x".repeat(3_000);
        for (one, other, total) in [("a", "b", Some(2)), ("a", "A", None), ("a", "a", None)] {
            let values = [one, other].map(|end| Literal::text(&format!("{long}{end}")));
            let query = Query::default().filter(Filter::parse(&format!("y eq '{long}'")).unwrap());
            let search = Search::any_of(&query.filter(Field::new("x").unwrap().one_of(values)), []);
            assert_eq!((search.queries().len(), search.total(&[1, 1], None)), (2, total), "{one} {other}");
        }
    }

    #[test]
    fn filters_of_which_one_must_hold() {
        let filters = Filter::parse_any("a eq 1 or b eq 2").unwrap();
        let search = Search::any_of(&Query::default(), filters);
        let filters: Vec<_> = search.queries().iter().map(filter).collect();
        assert_eq!(filters, ["a eq 1", "b eq 2"]);
        assert_eq!(filter(search.overlap().unwrap()), "a eq 1 and b eq 2");
        assert_eq!(search.total(&[5, 4], Some(2)), Some(7));
    }

    #[test]
    fn spellings_are_distinct() {
        assert_eq!(spellings("o'brien  ltd"), ["o'brien  ltd", "O'BRIEN  LTD", "O'Brien  Ltd"]);
        assert_eq!(spellings("12"), ["12"]);
        assert_eq!(spellings("Straße"), ["Straße", "straße", "STRAßE"]);
    }

    #[test]
    fn hostile_and_long_terms_stay_one_text() {
        for term in ["O'Brien", "50%", "a&b", "#1", "') or (1 eq 1", &"😀".repeat(300), &"x".repeat(300)] {
            let search = Search::new(&Query::default(), term, &fields()).unwrap();
            for query in search.queries() {
                assert!(query.on("").len() <= QUERY_LIMIT, "{term}");
                assert!(Filter::parse(&filter(query)).is_ok(), "{term}");
            }
        }
    }
}
