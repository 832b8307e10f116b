//! What to read of an entity set.

use std::fmt::Write as _;

use crate::{Field, Filter, address::encode_query};

/// Query options (OData URL Conventions §5.1), limited to those that Business Central executes; `$search`, `$apply` and
/// unknown ones it ignores.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    filter: Filter,
    select: Vec<String>,
    expand: Vec<Expand>,
    order: Vec<(String, Direction)>,
    top: Option<u64>,
    skip: Option<u64>,
    count: bool,
}

/// Ascending or descending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// A navigation whose records come along, in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expand {
    navigation: String,
    query: Query,
}

impl Expand {
    /// The records behind `navigation`, as `query` selects them.
    #[must_use]
    pub fn new(navigation: &str, query: Query) -> Self {
        Self { navigation: navigation.to_owned(), query }
    }
}

impl Query {
    /// Also the conditions of `filter`.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = self.filter.and(filter);
        self
    }

    /// Only these fields. Repeated ones are asked for once; what is no name of a field is left out.
    #[must_use]
    pub fn select<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        for name in names {
            if Field::new(name).is_some() && !self.select.iter().any(|selected| selected == name) {
                self.select.push(name.to_owned());
            }
        }
        self
    }

    /// Also the records behind these navigations.
    #[must_use]
    pub fn expand(mut self, expand: impl IntoIterator<Item = Expand>) -> Self {
        let is_name = |expand: &Expand| Field::new(&expand.navigation).is_some();
        self.expand.extend(expand.into_iter().filter(is_name));
        self
    }

    /// In this order, the first field before the second.
    #[must_use]
    pub fn order_by<'a>(mut self, order: impl IntoIterator<Item = (&'a str, Direction)>) -> Self {
        let fields = order.into_iter().filter(|(name, _)| Field::new(name).is_some());
        self.order.extend(fields.map(|(name, direction)| (name.to_owned(), direction)));
        self
    }

    /// At most `count` records in all. Business Central then gives no link to a next page.
    #[must_use]
    pub fn top(mut self, count: u64) -> Self {
        self.top = Some(count);
        self
    }

    /// Without the first `count` records.
    #[must_use]
    pub fn skip(mut self, count: u64) -> Self {
        self.skip = Some(count);
        self
    }

    /// Whether the number of all records that pass the filter is wanted.
    #[must_use]
    pub fn count(mut self, count: bool) -> Self {
        self.count = count;
        self
    }

    pub(crate) fn limits(&self) -> (Option<u64>, Option<u64>) {
        (self.top, self.skip)
    }

    /// Without order, expansion and limits, which the count does not depend on.
    pub(crate) fn counted(&self) -> Self {
        Self { filter: self.filter.clone(), top: Some(1), count: true, ..Self::default() }
    }

    /// Two queries that together find the same; see [`Filter::halves`].
    pub(crate) fn halves(&self) -> Option<([Self; 2], bool)> {
        let (halves, is_disjoint) = self.filter.halves()?;
        Some((halves.map(|filter| Self { filter, ..self.clone() }), is_disjoint))
    }

    /// For a single record: only what to show of it.
    pub(crate) fn shape(&self) -> Self {
        Self { select: self.select.clone(), expand: self.expand.clone(), ..Self::default() }
    }

    pub(crate) fn unlimited(&self) -> Self {
        Self { top: None, skip: None, ..self.clone() }
    }

    /// `url` with these options as its query.
    pub(crate) fn on(&self, url: &str) -> String {
        let mut address = url.to_owned();
        for (index, (name, value)) in self.options().into_iter().enumerate() {
            address.push(if index == 0 { '?' } else { '&' });
            address.push_str(name);
            address.push('=');
            address.push_str(&encode_query(&value));
        }
        address
    }

    fn options(&self) -> Vec<(&'static str, String)> {
        let mut options = Vec::new();
        if !self.filter.is_empty() {
            options.push(("$filter", self.filter.to_string()));
        }
        if !self.select.is_empty() {
            options.push(("$select", self.select.join(",")));
        }
        if !self.expand.is_empty() {
            options.push(("$expand", self.expand.iter().map(Expand::print).collect::<Vec<_>>().join(",")));
        }
        if !self.order.is_empty() {
            options.push(("$orderby", self.order.iter().map(print_order).collect::<Vec<_>>().join(",")));
        }
        if self.count {
            options.push(("$count", "true".to_owned()));
        }
        if let Some(top) = self.top {
            options.push(("$top", top.to_string()));
        }
        if let Some(skip) = self.skip {
            options.push(("$skip", skip.to_string()));
        }
        options
    }
}

impl Expand {
    /// Nested options stand in parentheses, with `;` between them; the whole is percent-encoded later, once.
    fn print(&self) -> String {
        let mut printed = self.navigation.clone();
        for (index, (name, value)) in self.query.options().into_iter().enumerate() {
            let separator = if index == 0 { '(' } else { ';' };
            // Writing to a string cannot fail.
            let _ = write!(printed, "{separator}{name}={value}");
        }
        if printed.len() > self.navigation.len() {
            printed.push(')');
        }
        printed
    }
}

fn print_order((name, direction): &(String, Direction)) -> String {
    match direction {
        Direction::Ascending => name.clone(),
        Direction::Descending => format!("{name} desc"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction, Expand, Query};
    use crate::{Field, Filter, Literal};

    #[test]
    fn options_are_encoded_once() {
        let name = Field::new("displayName").unwrap().equals(Literal::text("R&D #1 50% + O'Brien ü"));
        let query = Query::default()
            .filter(name)
            .select(["number", "displayName", "number", "a,b", ""])
            .expand([Expand::new(
                "lines",
                Query::default().select(["id"]).order_by([("sequence", Direction::Descending)]),
            )])
            .order_by([
                ("displayName", Direction::Ascending),
                ("number", Direction::Descending),
                ("x desc,y", Direction::Ascending),
            ])
            .count(true)
            .top(5)
            .skip(10);
        assert_eq!(
            query.on("https://bc.example/x"),
            "https://bc.example/x?$filter=displayName%20eq%20%27R%26D%20%231%2050%25%20%2B%20O%27%27Brien%20%C3%BC%27\
             &$select=number,displayName&$expand=lines($select=id%3B$orderby=sequence%20desc)\
             &$orderby=displayName,number%20desc&$count=true&$top=5&$skip=10"
        );
        assert_eq!(Query::default().on("https://bc.example/x"), "https://bc.example/x");
    }

    #[test]
    fn filters_add_up() {
        let query = Query::default()
            .filter(Filter::parse("a eq 1").unwrap())
            .filter(Filter::parse("b eq 2").unwrap());
        assert_eq!(query.on(""), "?$filter=a%20eq%201%20and%20b%20eq%202");
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        #[test]
        fn a_server_reads_back_what_was_meant(text in "\\PC{0,40}|[&=+%#;'?/ ]{0,40}") {
            let query = Query::default().filter(Field::new("a").unwrap().equals(Literal::text(&text)));
            let address = query.on("");
            let value = address.strip_prefix("?$filter=").unwrap();
            proptest::prop_assert!(value.is_ascii() && !value.contains(['&', '#', '+', ' ', '\'', ';']));
            let decoded = percent_encoding::percent_decode_str(value).decode_utf8().unwrap();
            proptest::prop_assert_eq!(decoded, format!("a eq {}", Literal::text(&text)));
        }
    }
}
