//! Which API below the environment.

use std::fmt;

use super::segment::encode;

/// A route below `{service}/v2.0/{tenant}/{environment}/`
/// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/webservices/api-endpoint-structure>).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Route(Vec<String>);

/// Why a text is no route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a route is api/v2.0, api/{{publisher}}/{{group}}/{{version}} or ODataV4")]
pub struct RouteError;

impl Route {
    /// Microsoft's own API, `api/v2.0`.
    #[must_use]
    pub fn standard() -> Self {
        Self(vec!["api".to_owned(), "v2.0".to_owned()])
    }

    /// Reads a route from the settings: `api/v2.0`, `api/{publisher}/{group}/{version}` or `ODataV4`.
    ///
    /// # Errors
    /// [`RouteError`] for anything else. Parts are letters, digits, `-`, `_` and `.`.
    pub fn parse(text: &str) -> Result<Self, RouteError> {
        let parts: Vec<&str> = text.split('/').collect();
        let is_part = |part: &&str| {
            part.starts_with(|first: char| first.is_ascii_alphanumeric())
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        };
        match parts.as_slice() {
            ["api", "v2.0"] | ["ODataV4"] => {}
            // A publisher of that name would make two readings of one address.
            ["api", "v2.0", ..] => return Err(RouteError),
            ["api", _, _, _] if parts.iter().all(is_part) => {}
            _ => return Err(RouteError),
        }
        Ok(Self(parts.into_iter().map(str::to_owned).collect()))
    }

    /// What of `segments` is below this route; `None` when they lead elsewhere.
    pub(super) fn strip<'a>(&self, segments: &'a [String]) -> Option<&'a [String]> {
        segments.strip_prefix(self.0.as_slice())
    }

    /// The route as it is sent.
    pub(super) fn print(&self) -> String {
        self.0.iter().map(|part| encode(part)).collect::<Vec<_>>().join("/")
    }
}

impl fmt::Display for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::Route;

    #[test]
    fn routes_are_three() {
        for text in ["api/v2.0", "ODataV4", "api/microsoft/automation/v2.0", "api/cronus/ware-house/v1.0"] {
            assert_eq!(Route::parse(text).map(|route| route.to_string()).as_deref(), Ok(text));
        }
        assert_eq!(Route::parse("api/v2.0"), Ok(Route::standard()));
        for text in [
            "",
            "api",
            "api/",
            "api/v1.0",
            "API/v2.0",
            "odatav4",
            "ODataV4/x",
            "api/a/b",
            "api/a/b/c/d",
            "api/a//c",
            "/api/v2.0",
            "api/v2.0/",
            "api/v2.0/a/b",
            "api/../a/b",
            "api/a/../b",
            "api/a/b/..",
            "api/a/b/c?x",
            "api/a/b/%2e",
            "api/a/b\\c/d",
            "admin/v2.0",
            "dev/packages",
            "api/a b/c/d",
        ] {
            assert!(Route::parse(text).is_err(), "{text}");
        }
    }
}
