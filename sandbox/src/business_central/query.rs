//! Query options: what `$filter`, `$select`, `$expand`, `$orderby`, `$top`, `$skip` and `$count` ask of a set,
//! and what Business Central makes of it.

mod expand;
mod filter;
mod lexer;
mod options;
mod selection;

pub(super) use expand::Expand;
pub(super) use filter::{Filter, literal};
pub(super) use options::{Options, split};
pub(super) use selection::{Cache, Selection};

use super::failure::Failure;
use super::schema::EntityType;

/// The options of a request (or of one `$expand` item), understood for one entity type.
pub(super) struct Query {
    pub(super) filter: Option<Filter>,
    /// The columns asked for; `None` asks for all.
    pub(super) select: Option<Vec<usize>>,
    pub(super) expand: Vec<Expand>,
    /// Columns to sort by; `true` means descending.
    pub(super) order: Vec<(usize, bool)>,
    pub(super) top: Option<usize>,
    pub(super) skip: usize,
    pub(super) count: bool,
}

impl Query {
    /// Understands `options` for records of `kind`, or says as Business Central does what is wrong.
    pub(super) fn new(options: &Options, kind: &'static EntityType) -> Result<Self, Failure> {
        Self::nested(options, kind, 0)
    }

    fn nested(options: &Options, kind: &'static EntityType, depth: usize) -> Result<Self, Failure> {
        let filter = options.filter.as_deref().map(|text| Filter::parse(text, kind)).transpose()?.flatten();
        Ok(Self {
            filter,
            select: options.select.as_deref().map(|text| select(text, kind)).transpose()?.flatten(),
            expand: options
                .expand
                .as_deref()
                .map_or(Ok(Vec::new()), |text| Expand::parse(text, kind, depth))?,
            order: options.order_by.as_deref().map_or(Ok(Vec::new()), |text| order(text, kind))?,
            top: number("$top", options.top.as_deref())?,
            skip: number("$skip", options.skip.as_deref())?.unwrap_or(0),
            count: match options.count.as_deref() {
                None | Some("false") => false,
                Some("true") => true,
                Some(other) => return Err(Failure::query(format!("Invalid value '{other}' for $count."))),
            },
        })
    }
}

/// The columns that `$select` names, in the order of the type; names are found without regard to case, and
/// relations may be named too (OData 4.0 part 2 §5.1.3).
fn select(text: &str, kind: &EntityType) -> Result<Option<Vec<usize>>, Failure> {
    let mut columns = Vec::new();
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        match kind.column(name) {
            _ if name == "*" => return Ok(None),
            Some(column) => columns.push(column),
            None if kind.navigation(name).is_some() => {}
            None => return Err(Failure::no_property(name, kind.name)),
        }
    }
    columns.sort_unstable();
    columns.dedup();
    Ok((!columns.is_empty()).then_some(columns))
}

fn order(text: &str, kind: &EntityType) -> Result<Vec<(usize, bool)>, Failure> {
    let mut order = Vec::new();
    for item in text.split(',') {
        let mut words = item.split_whitespace();
        let name = words.next().unwrap_or_default();
        let column = kind.column(name).ok_or_else(|| Failure::no_property(name, kind.name))?;
        let descending = match (words.next(), words.next()) {
            (None | Some("asc"), None) => false,
            (Some("desc"), None) => true,
            _ => return Err(Failure::query(format!("Syntax error in $orderby at '{}'.", item.trim()))),
        };
        order.push((column, descending));
    }
    Ok(order)
}

fn number(option: &str, text: Option<&str>) -> Result<Option<usize>, Failure> {
    let Some(text) = text else { return Ok(None) };
    text.trim().parse().map(Some).map_err(|_| {
        let expected = "The value must be a non-negative integer.";
        Failure::query(format!("Invalid value '{text}' for {option} query option found. {expected}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::business_central::schema::CUSTOMER;

    fn query(text: &str) -> Result<Query, Failure> {
        Query::new(&Options::parse(text)?, &CUSTOMER)
    }

    #[test]
    fn select_takes_any_case_and_refuses_strangers() {
        let names = |text| {
            let columns = query(text).unwrap().select;
            columns.map(|columns| columns.iter().map(|at| CUSTOMER.properties[*at].name).collect::<Vec<_>>())
        };
        assert_eq!(names("$select=DISPLAYNAME, number,number"), Some(vec!["number", "displayName"]));
        assert_eq!(names("$select=*"), None);
        assert_eq!(names("$select=currency,city"), Some(vec!["city"]));
        assert!(query("$select=faxNumber").is_err_and(|failure| failure.message.contains("'faxNumber'")));
    }

    #[test]
    fn numbers_and_orders_are_checked() {
        assert_eq!(query("$top=0&$skip=7").map(|query| (query.top, query.skip)).ok(), Some((Some(0), 7)));
        assert_eq!(query("$orderby=city desc,number").map(|query| query.order.len()).ok(), Some(2));
        for odd in
            ["$top=-1", "$top=x", "$skip=1.5", "$count=yes", "$orderby=", "$orderby=city down", "$orderby=no"]
        {
            assert!(query(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn options_that_are_unknown_are_ignored() {
        let query = query("$search=coffee&$apply=groupby((city))&$foo=1&filter=x&tenant=t").unwrap();
        assert!(query.filter.is_none() && query.select.is_none() && query.order.is_empty());
    }

    /// Ten thousand queries made of the language's own pieces, in any order: each is answered or refused.
    #[test]
    fn no_query_makes_it_panic() {
        let pieces = [
            "$filter=",
            "$expand=",
            "$orderby=",
            "$select=",
            "$top=",
            "&",
            ";",
            ",",
            "(",
            ")",
            "'",
            "''",
            "%27",
            "%",
            "+",
            " eq ",
            " and ",
            " or ",
            "in",
            "contains",
            "number",
            "balanceDue",
            "blocked",
            "lastModifiedDateTime",
            "id",
            "currency",
            "'é'",
            "2024-02-30",
            "2024-02-03T04:05:06.é",
            "-1.5",
            "null",
            "true",
            "$",
            "=",
            "/any(",
            "00000000-0000-0000-0000-000000000000",
            "🚲",
            "*",
        ];
        let mut seed = 42_usize;
        for _ in 0..10_000 {
            let mut text = String::new();
            for _ in 0..seed % 13 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[(seed >> 33) % pieces.len()]);
            }
            let _ = query(&text);
            seed = seed.rotate_left(7) ^ 0x5bd1;
        }
    }
}
