//! `$expand`: which related records come along.

use super::super::failure::Failure;
use super::super::schema::{EntityType, Navigation};
use super::Query;
use super::options::{Options, split};

/// Deeper nesting is refused; Microsoft documents no limit.
const DEEPEST: usize = 10;

/// One relation to follow, and the options for its records.
pub(in super::super) struct Expand {
    pub(in super::super) navigation: &'static Navigation,
    pub(in super::super) query: Query,
}

impl Expand {
    /// Reads `name`, `name($select=…;$expand=…)` and lists of them.
    pub(super) fn parse(text: &str, kind: &'static EntityType, depth: usize) -> Result<Vec<Self>, Failure> {
        if depth == DEEPEST {
            return Err(Failure::query("The $expand is nested too deeply."));
        }
        split(text, ',')
            .into_iter()
            .filter(|item| !item.trim().is_empty())
            .map(|item| Self::item(item, kind, depth))
            .collect()
    }

    fn item(item: &str, kind: &'static EntityType, depth: usize) -> Result<Self, Failure> {
        let item = item.trim();
        let (name, inner) = match item.split_once('(') {
            Some((name, rest)) => {
                let inner = rest.strip_suffix(')');
                (
                    name.trim(),
                    inner.ok_or_else(|| Failure::query(format!("Syntax error in $expand at '{item}'.")))?,
                )
            }
            None => (item, ""),
        };
        let navigation = kind.navigation(name).ok_or_else(|| Failure::no_property(name, kind.name))?;
        let mut options = Options::default();
        for pair in split(inner, ';').into_iter().filter(|pair| !pair.trim().is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            options.put(name.trim(), value.to_owned())?;
        }
        Ok(Self { navigation, query: Query::nested(&options, navigation.target, depth + 1)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::business_central::schema::SALES_ORDER;

    fn expand(text: &str) -> Result<Vec<Expand>, Failure> {
        Expand::parse(text, &SALES_ORDER, 0)
    }

    #[test]
    fn nested_options_are_understood() {
        let text = "customer($select=number,city;$expand=currency),salesOrderLines($filter=description eq 'a;b)';$top=2)";
        let found = expand(text).unwrap();
        assert_eq!(
            found.iter().map(|item| item.navigation.name).collect::<Vec<_>>(),
            ["customer", "salesOrderLines"]
        );
        assert_eq!(found[0].query.expand[0].navigation.target.name, "currency");
        assert_eq!(found[1].query.top, Some(2));
    }

    #[test]
    fn strangers_and_broken_parentheses_are_refused() {
        let deep = format!(
            "{}customer{}",
            "salesOrderLines($expand=salesOrder($expand=".repeat(200),
            "))".repeat(200)
        );
        for odd in ["boss", "customer(", "customer($select=nothing)", "customer($top=x)", &deep] {
            assert!(expand(odd).is_err(), "{odd}");
        }
    }
}
