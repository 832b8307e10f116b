//! From an [`Address`] to the text in the address bar.

use super::{Address, ListState, Located, Place};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Write as _;

/// What may stand unescaped in a path segment or a query value without changing its meaning, kept readable:
/// RFC 3986's unreserved characters and those of its sub-delimiters that have no meaning of their own here.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'(')
    .remove(b')')
    .remove(b',')
    .remove(b'*')
    .remove(b'!');

impl ListState {
    /// The state as the query of an address, without the question mark.
    #[must_use]
    pub fn to_query(&self) -> String {
        query_text(&list_query(self))
    }
}

fn query_text(query: &[(&'static str, String)]) -> String {
    let mut text = String::new();
    for (index, (name, value)) in query.iter().enumerate() {
        let separator = if index == 0 { "" } else { "&" };
        let _ = write!(text, "{separator}{name}={}", utf8_percent_encode(value, ESCAPED));
    }
    text
}

impl Located {
    /// The path and query of this address under `base`, the portal's base path with a slash at both ends.
    #[must_use]
    pub fn write(&self, base: &str) -> String {
        let mut text = base.to_owned();
        let mut query = Vec::new();
        match &self.address {
            Address::Launcher => {}
            Address::Setup => text.push_str("setup"),
            Address::List(place, state) => {
                write_place(&mut text, place);
                query = list_query(state);
            }
            Address::Card(place, key) => {
                write_place(&mut text, place);
                write_segment(&mut text, key);
            }
            Address::Unknown(path) => text.clone_from(path),
        }
        if let Some(on) = &self.on {
            query.push(("on", format!("{}/{}", on.connection, on.environment)));
        }
        if !query.is_empty() {
            text.push('?');
            text.push_str(&query_text(&query));
        }
        text
    }
}

fn write_place(text: &mut String, place: &Place) {
    text.push('c');
    write_segment(text, &place.company);
    for part in place.route.parts().into_iter().flatten() {
        write_segment(text, part);
    }
    write_segment(text, &place.entity_set);
}

fn write_segment(text: &mut String, segment: &str) {
    // A browser removes `.` and `..` from a path even when they are percent-encoded; no name is one of them.
    let _ = write!(text, "/{}", utf8_percent_encode(segment, ESCAPED));
}

fn list_query(state: &ListState) -> Vec<(&'static str, String)> {
    let sort: Vec<String> = state
        .sort
        .iter()
        .map(|(name, descending)| if *descending { format!("{name} desc") } else { name.clone() })
        .collect();
    [
        ("q", state.search.clone()),
        ("filter", state.filter.clone()),
        ("sort", sort.join(",")),
        ("columns", state.columns.join(",")),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .collect()
}
