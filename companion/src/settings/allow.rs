//! What is relayed: `[allow]`.

use http::Method;

use super::fields::Fields;
use crate::policy::{Access, Grant, Others, Policy, Route, Upstream};

/// The policy of `[allow]`; without it, `api/v2.0` can be read.
pub(super) fn read(fields: &Fields<'_>, upstream: Upstream, own_base: Option<&str>) -> Policy {
    let Some(allow) = fields.table("allow") else {
        return Policy::new(upstream, Access::read_only(), own_base);
    };
    let routes = allow.tables("route");
    let standard = access(allow);
    let mut policy = Policy::new(upstream, standard, own_base);
    for table in routes {
        let route = table.required("route", ROUTE);
        let parsed = route.as_deref().map(Route::parse).and_then(|route| match route {
            Ok(route) if route == Route::standard() => {
                table.mistake(
                    "route",
                    "is api/v2.0, which [allow] itself is about",
                    "Move its sets to [[allow.set]].",
                );
                None
            }
            Ok(route) => Some(route),
            Err(error) => {
                table.mistake("route", format!("is no route: {error}"), ROUTE);
                None
            }
        });
        let access = access(table);
        if let Some(route) = parsed {
            policy = policy.with_route(route, access);
        }
    }
    policy
}

const ROUTE: &str = "Write api/{publisher}/{group}/{version}, api/microsoft/automation/v2.0 or ODataV4.";

fn access(fields: Fields<'_>) -> Access {
    let others = match fields.text("others", "Write readable or refused.").as_deref() {
        None | Some("readable") => Others::Readable,
        Some("refused") => Others::Refused,
        Some(other) => {
            fields.mistake("others", format!("is “{other}”"), "Write readable or refused.");
            Others::Refused
        }
    };
    let grants: Vec<(String, Grant)> = fields.tables("set").into_iter().filter_map(grant).collect();
    let access = Access::new(others, grants).unwrap_or_else(|error| {
        fields.mistake("set", format!("makes no sense: {error}"), "Correct that entry.");
        Access::read_only()
    });
    fields.finish();
    access
}

fn grant(fields: Fields<'_>) -> Option<(String, Grant)> {
    let name = fields.required("name", "Write the entity set's name, such as customers.");
    let method = |text: &str| text.parse::<Method>();
    let methods = fields.parsed_texts("methods", method, "Write GET, POST, PATCH, PUT or DELETE.");
    if !fields.has("methods") {
        fields.mistake("methods", "is missing", "Write what may be done, such as [\"GET\", \"PATCH\"].");
    }
    let mut grant = methods.into_iter().fold(Grant::default(), Grant::method);
    for action in fields.texts("actions") {
        grant = grant.action(&action);
    }
    for alias in fields.texts("aliases") {
        grant = grant.alias(&alias);
    }
    fields.finish();
    Some((name?, grant))
}
