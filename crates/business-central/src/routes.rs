//! Finding out which APIs an environment has.

use crate::address::encode_segment;
use crate::request::Request;
use crate::{Error, Json, Record, Route, Service, Unreadable};

/// Looks for the routes of an environment at each of the places where versions of Business Central tell them.
///
/// Ask for the [`next_request`](Discovery::next_request), send it, and hand its result to [`take`](Discovery::take), until
/// there is none; then [`routes`](Discovery::routes) are those that were found. No failure matters: an environment that
/// tells nothing still has [`Route::STANDARD`].
///
/// The places are documented nowhere; they are those that existing clients ask
/// (<https://github.com/JeremyVyska/navapi>), and the entity set `apicategoryroutes` of the standard API.
#[derive(Clone, Debug)]
pub struct Discovery {
    /// Addresses not yet asked, the last one first.
    open: Vec<String>,
    found: Vec<Route>,
}

impl Discovery {
    /// The routes that `company`, by its id, can be reached by.
    #[must_use]
    pub fn new(service: &Service, company: &str) -> Self {
        let (base, company) = (service.base(), encode_segment(company));
        let open = vec![
            format!("{base}/api/routes"),
            format!("{base}/api/microsoft/runtime/v1.0/companies({company})/apiRoutes"),
            format!("{base}/api/microsoft/runtime/beta/companies({company})/apiRoutes"),
            service.at(&Route::STANDARD, "apicategoryroutes"),
        ];
        Self { open, found: vec![Route::STANDARD] }
    }

    /// The next place to ask at.
    pub fn next_request(&mut self) -> Option<Request<Vec<Route>>> {
        let url = self.open.pop()?;
        Some(Request::get(url, "application/json", |_, _, body| Ok(read(body)?)))
    }

    /// Takes what was found there. The set of the standard API is asked in any case, for the metadata announces it; the
    /// other places are fallbacks of each other, and one that tells anything is enough.
    pub fn take(&mut self, result: Result<Vec<Route>, Error>) {
        let was_set = self.open.len() == 3;
        let Ok(routes) = result else { return };
        if !was_set && !routes.is_empty() {
            self.open.clear();
        }
        for route in routes {
            if !self.found.iter().any(|known| is_same(known, &route)) {
                self.found.push(route);
            }
        }
    }

    /// What was found: the standard API, extensions' by publisher, group and version, and the automation API.
    #[must_use]
    pub fn routes(mut self) -> Vec<Route> {
        self.found.sort_by_key(|route| (route.origin(), route.path().to_ascii_lowercase()));
        self.found
    }
}

/// Business Central does not tell small letters from capital ones in the names of routes.
fn is_same(one: &Route, other: &Route) -> bool {
    one.path().eq_ignore_ascii_case(&other.path())
}

/// Reads a list of routes, be it in an envelope or not. What is no route of three parts is passed over: older versions of
/// the standard API, OData web services, and what nobody knows yet.
fn read(body: &str) -> Result<Vec<Route>, Unreadable> {
    let body = body.trim_start_matches('\u{feff}').trim();
    let (envelope, list);
    let entries = match Json::parse(body) {
        Ok(Json::List(entries)) => {
            list = entries;
            list.as_slice()
        }
        Ok(Json::Object(object)) => {
            envelope = object;
            envelope.list("value")
        }
        _ => return Err(Unreadable::Lacks("a list of routes")),
    };
    Ok(entries.iter().filter_map(route).collect())
}

/// A route as a path, or as a record that has its path or its parts.
fn route(entry: &Json) -> Option<Route> {
    match entry {
        Json::Text(path) => by_path(path),
        Json::Object(record) => {
            let parts = [text(record, "publisher"), text(record, "group"), text(record, "version")];
            match parts {
                [publisher, group, version]
                    if [publisher, group, version].iter().all(|part| !part.is_empty()) =>
                {
                    Route::custom(publisher, group, version).ok()
                }
                _ => by_path(text(record, "route")),
            }
        }
        _ => None,
    }
}

/// The member whose name is `name` in any case, also with `api` in front.
fn text<'a>(record: &'a Record, name: &str) -> &'a str {
    let is_it = |found: &str| {
        let found = match found.split_at_checked(3) {
            Some((start, rest)) if start.eq_ignore_ascii_case("api") => rest,
            _ => found,
        };
        found.eq_ignore_ascii_case(name)
    };
    let found = record.fields().find(|(found, _)| is_it(found));
    found.and_then(|(_, value)| value.as_text()).unwrap_or_default().trim()
}

fn by_path(path: &str) -> Option<Route> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let parts = match parts.as_slice() {
        [first, rest @ ..] if first.eq_ignore_ascii_case("api") => rest,
        parts => parts,
    };
    match parts {
        [publisher, group, version] => Route::custom(publisher, group, version).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Discovery;
    use crate::{Answer, Error, RouteOrigin, Service};

    fn discovery() -> Discovery {
        Discovery::new(&Service::new("https://bc.example", "t", "e").unwrap(), "c 1")
    }

    /// Runs a discovery whose places answer with these bodies, or fail; the addresses asked, and the routes found.
    fn found(bodies: &[Option<&str>]) -> (Vec<String>, Vec<String>) {
        let mut discovery = discovery();
        let (mut asked, mut bodies) = (Vec::new(), bodies.iter());
        while let Some(request) = discovery.next_request() {
            asked.push(request.url.trim_start_matches("https://bc.example/v2.0/t/e/api/").to_owned());
            let result = match bodies.next().copied().flatten() {
                Some(body) => {
                    request.read(false, &Answer { status: 200, body: body.to_owned(), ..Answer::default() })
                }
                None => Err(Error::Unreachable),
            };
            discovery.take(result);
        }
        (asked, discovery.routes().iter().map(crate::Route::path).collect())
    }

    const SET: &str = "v2.0/apicategoryroutes";
    const BETA: &str = "microsoft/runtime/beta/companies(c%201)/apiRoutes";
    const V1: &str = "microsoft/runtime/v1.0/companies(c%201)/apiRoutes";

    #[test]
    fn a_place_that_tells_is_enough() {
        let one = r#"{"value":[{"publisher":"a","group":"b","version":"v1.0"}]}"#;
        for (bodies, asked) in [
            (vec![None, None, None, None], vec![SET, BETA, V1, "routes"]),
            (vec![Some(one), None, Some(one)], vec![SET, BETA, V1]),
            (vec![None, Some(one)], vec![SET, BETA]),
            (vec![None, Some(r#"{"value":[]}"#), None, Some(one)], vec![SET, BETA, V1, "routes"]),
            (vec![None, Some("<html>"), Some(one)], vec![SET, BETA, V1]),
        ] {
            let any = bodies.contains(&Some(one));
            let (found_asked, routes) = found(&bodies);
            assert_eq!(found_asked, asked, "{bodies:?}");
            assert_eq!(routes.len(), 1 + usize::from(any), "{bodies:?}");
        }
    }

    #[test]
    fn every_shape_is_read_once_and_in_order() {
        let set = r#"{"value":[{"route":"cronus/warehouse/v2.0","publisher":"cronus","group":"warehouse","version":"v2.0"},
            {"route":"v2.0","publisher":"","group":"","version":"v2.0"},
            {"route":"microsoft/automation/v2.0","publisher":"microsoft","group":"automation","version":"v2.0"}]}"#;
        let beta = r#"[{"APIPublisher":"Cronus","APIGroup":"Warehouse","APIVersion":"v2.0"},"cronus/warehouse/v1.0",
            "/api/microsoft/reportsFinance/beta/",{"Route":"a/b/v1"},"ODataV4","api/v2.0",{"publisher":"..","group":"b","version":"c"},
            {"publisher":"x"},7,null,{"other":[]}]"#;
        let (_, routes) = found(&[Some(set), Some(beta)]);
        assert_eq!(
            routes,
            [
                "api/v2.0",
                "api/a/b/v1",
                "api/cronus/warehouse/v1.0",
                "api/cronus/warehouse/v2.0",
                "api/microsoft/reportsFinance/beta",
                "api/microsoft/automation/v2.0"
            ]
        );
    }

    #[test]
    fn the_automation_api_is_told_apart() {
        let origins: Vec<RouteOrigin> =
            [("Microsoft", "Automation"), ("microsoft", "runtime"), ("cronus", "automation")]
                .map(|(publisher, group)| crate::Route::custom(publisher, group, "v2.0").unwrap().origin())
                .to_vec();
        assert_eq!(origins, [RouteOrigin::Automation, RouteOrigin::Custom, RouteOrigin::Custom]);
        assert_eq!(crate::Route::STANDARD.origin(), RouteOrigin::Standard);
    }
}
