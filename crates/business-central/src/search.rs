//! Searching several fields for what a person typed.

use crate::{Comparison, Field, Filter, Kind, Literal, Property, Query, Test, TextMatch, case};

/// Longer terms are searched for as typed only: four spellings of them could exceed the length of a query.
const SPELLED: usize = 60;

/// A search, as one query per field: Business Central refuses an `or` across fields. Whoever sends them merges the records
/// by [`Key`](crate::Key).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    queries: Vec<Query>,
    overlap: Option<Query>,
}

impl Search {
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
        let queries = filters.iter().map(|filter| base.clone().filter(filter.clone())).collect();
        let overlap = match filters.as_slice() {
            [first, second] => Some(base.clone().filter(first.clone()).filter(second.clone())),
            _ => None,
        };
        Some(Self { queries, overlap })
    }

    /// A query for each field that can hold the term.
    #[must_use]
    pub fn queries(&self) -> &[Query] {
        &self.queries
    }

    /// For two fields, the query whose count is that of the records found by both.
    #[must_use]
    pub fn overlap(&self) -> Option<&Query> {
        self.overlap.as_ref()
    }

    /// How many records are found in all, from the count of each query and that of the overlap: |A| + |B| − |A ∩ B|. `None`
    /// when that can't be told.
    #[must_use]
    pub fn total(&self, counts: &[u64], overlap: Option<u64>) -> Option<u64> {
        match *counts {
            _ if counts.len() != self.queries.len() => None,
            [] => Some(0),
            [all] => Some(all),
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
    use crate::{Filter, Kind, Property, QUERY_LIMIT, Query};

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
