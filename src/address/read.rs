//! From the address bar to an [`Address`].

use super::{Address, ListState, Located, On, Place};
use business_central::Route;
use percent_encoding::percent_decode_str;

impl Located {
    /// Reads `path` (`location.pathname`) and `query` (`location.search`, with or without its `?`).
    ///
    /// `base` is the portal's base path, with a slash at both ends. Never fails: what is no address of the portal is
    /// [`Address::Unknown`].
    #[must_use]
    pub fn read(base: &str, path: &str, query: &str) -> Self {
        let parameters = parameters(query);
        let on = parameter(&parameters, "on").map(|on| {
            // The environment's name has no slash, the connection's may have some.
            let (connection, environment) = on.rsplit_once('/').unwrap_or((on, ""));
            On { connection: connection.to_owned(), environment: environment.to_owned() }
        });
        Self { address: read_path(base, path, &parameters), on }
    }
}

impl ListState {
    /// Reads the query of an address, as [`ListState::to_query`] writes it. What is none of a list's is left out.
    #[must_use]
    pub fn from_query(query: &str) -> Self {
        list_state(&parameters(query))
    }
}

fn read_path(base: &str, path: &str, parameters: &[(String, String)]) -> Address {
    let unknown = || Address::Unknown(path.to_owned());
    let Some(inside) = path.strip_prefix(base).or_else(|| (path == base.trim_end_matches('/')).then_some(""))
    else {
        return unknown();
    };
    let Some(segments) = inside.trim_end_matches('/').split('/').map(decode).collect::<Option<Vec<_>>>()
    else {
        return unknown();
    };
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    if segments.len() > 1 && segments.contains(&"") {
        return unknown();
    }
    let list = |company, route, set| Address::List(place(company, route, set), list_state(parameters));
    match segments.as_slice() {
        [""] | ["index.html"] => Address::Launcher,
        ["setup"] => Address::Setup,
        ["c", company, set] => list(company, Route::STANDARD, set),
        ["c", company, set, key] => Address::Card(place(company, Route::STANDARD, set), (*key).to_owned()),
        ["c", company, publisher, group, version, rest @ ..] => {
            match (Route::custom(publisher, group, version), rest) {
                (Ok(route), [set]) => list(company, route, set),
                (Ok(route), [set, key]) => Address::Card(place(company, route, set), (*key).to_owned()),
                _ => unknown(),
            }
        }
        _ => unknown(),
    }
}

fn place(company: &str, route: Route, entity_set: &str) -> Place {
    Place { company: company.to_owned(), route, entity_set: entity_set.to_owned() }
}

fn list_state(parameters: &[(String, String)]) -> ListState {
    let text = |name| parameter(parameters, name).unwrap_or_default().to_owned();
    let names = |name| {
        let list: &str = parameter(parameters, name).unwrap_or_default();
        list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let sort = names("sort")
        .into_iter()
        .map(|name| match name.split_once(' ') {
            Some((property, direction)) => (property.to_owned(), direction.eq_ignore_ascii_case("desc")),
            None => (name, false),
        })
        .collect();
    ListState { search: text("q"), filter: text("filter"), sort, columns: names("columns") }
}

/// The query's parameters, decoded once: `+` and `%20` are blanks, malformed escapes stay as they are.
fn parameters(query: &str) -> Vec<(String, String)> {
    query
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let text =
                |part: &str| percent_decode_str(&part.replace('+', " ")).decode_utf8_lossy().into_owned();
            (text(name), text(value))
        })
        .collect()
}

fn parameter<'a>(parameters: &'a [(String, String)], name: &str) -> Option<&'a str> {
    parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn decode(segment: &str) -> Option<String> {
    percent_decode_str(segment).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}
