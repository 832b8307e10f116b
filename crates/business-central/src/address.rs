//! Where things are: the base of an environment, the routes below it, and how text is put into an address.
//!
//! Shapes: <https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/webservices/api-endpoint-structure>.

use origin::{AddressError, Origin};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::links::Upstream;

/// The longest query, in characters, that Business Central accepts; a longer one is answered with 414.
pub const QUERY_LIMIT: usize = 8_099;

/// The most queries that one [`Search`](crate::Search) takes; beyond that, a query that is too long stays so, and is refused as
/// [`Error::QueryTooLong`](crate::Error::QueryTooLong) when it is sent.
pub const MOST_REQUESTS: usize = 16;

/// Kept in a path: RFC 3986 §2.3's unreserved characters, and those of a key predicate that no reader takes amiss.
const SEGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b',').remove(b'=');
/// Kept in a query: also the punctuation of OData. `;` is not, since some servers split at it; `'` is not, since
/// browsers would encode it (WHATWG URL, special-query set) and one address should have one spelling.
const QUERY: &AsciiSet = &SEGMENT.remove(b'(').remove(b')').remove(b'$').remove(b':').remove(b'/');

/// `text` inside a path, percent-encoded once.
pub(crate) fn encode_segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// `text` as the value of a query option, percent-encoded once. A blank is `%20`, never `+`: OData reads `+` as plus.
pub(crate) fn encode_query(text: &str) -> String {
    utf8_percent_encode(text, QUERY).to_string()
}

/// A whole path segment: not empty and not a dot segment, which any reader of an address would remove even when it is
/// percent-encoded (WHATWG URL, "double-dot path segment").
fn whole_segment(text: &str) -> Result<String, AddressError> {
    let text = text.trim();
    if text.is_empty() || text == "." || text == ".." || text.chars().any(char::is_control) {
        return Err(AddressError::Character);
    }
    Ok(encode_segment(text))
}

/// One environment of one tenant: `{service}/v2.0/{tenant}/{environment}`. Behind a relay, `service` is the relay's
/// address; see [`Service::behind_relay`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    pub(crate) base: String,
    pub(crate) origin: Origin,
    /// What a relay stands in front of.
    pub(crate) upstream: Option<Upstream>,
}

impl Service {
    /// The environment `environment` of `tenant` (a GUID or a domain) at `service`, such as
    /// `https://api.businesscentral.dynamics.com`.
    ///
    /// # Errors
    /// [`AddressError`] when `service` is not https (or http on this computer), carries a query or a fragment, or when
    /// tenant or environment is no path segment.
    pub fn new(service: &str, tenant: &str, environment: &str) -> Result<Self, AddressError> {
        let origin = trustworthy(service)?;
        let (tenant, environment) = (whole_segment(tenant)?, whole_segment(environment)?);
        let base = format!("{}/v2.0/{tenant}/{environment}", service.trim_end_matches('/'));
        Ok(Self { base, origin, upstream: None })
    }

    /// The origin every request goes to. Links in answers are followed there and nowhere else.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The address that all routes begin with, without a trailing slash.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// `{base}/{route}/{resource}`.
    pub(crate) fn at(&self, route: &Route, resource: &str) -> String {
        format!("{}/{}/{resource}", self.base, route.path())
    }
}

pub(crate) fn trustworthy(service: &str) -> Result<Origin, AddressError> {
    let origin = Origin::of(service)?;
    if !origin.is_trustworthy() {
        return Err(AddressError::Scheme);
    }
    if service.contains(['?', '#']) {
        return Err(AddressError::Character);
    }
    Ok(origin)
}

/// Which API: Microsoft's own, or one that an extension publishes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Route(Option<[String; 3]>);

/// Whose API a [`Route`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RouteOrigin {
    /// Microsoft's own.
    Standard,
    /// An extension's, be it a partner's or one of Microsoft's.
    Custom,
    /// Microsoft's, for those who set companies and extensions up
    /// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/administration/itpro-introduction-to-automation-apis>).
    Automation,
}

impl Route {
    /// Microsoft's API, `api/v2.0`.
    pub const STANDARD: Self = Self(None);

    /// The API of an extension, `api/{publisher}/{group}/{version}`; Microsoft's automation API is
    /// `microsoft`, `automation`, `v2.0`.
    ///
    /// # Errors
    /// [`AddressError::Character`] when a part is no path segment.
    pub fn custom(publisher: &str, group: &str, version: &str) -> Result<Self, AddressError> {
        for part in [publisher, group, version] {
            whole_segment(part)?;
        }
        Ok(Self(Some([publisher, group, version].map(str::to_owned))))
    }

    /// Publisher, group and version of an extension's API; `None` for Microsoft's own.
    #[must_use]
    pub fn parts(&self) -> Option<[&str; 3]> {
        self.0.as_ref().map(|parts| [&*parts[0], &*parts[1], &*parts[2]])
    }

    /// Whose API it is.
    #[must_use]
    pub fn origin(&self) -> RouteOrigin {
        let is = |part: &str, name: &str| part.eq_ignore_ascii_case(name);
        match self.parts() {
            None => RouteOrigin::Standard,
            Some([publisher, group, _]) if is(publisher, "microsoft") && is(group, "automation") => {
                RouteOrigin::Automation
            }
            Some(_) => RouteOrigin::Custom,
        }
    }

    pub(crate) fn path(&self) -> String {
        match self.parts() {
            None => "api/v2.0".to_owned(),
            Some(parts) => format!("api/{}", parts.map(|part| encode_segment(part.trim())).join("/")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Route, Service, encode_query};

    #[test]
    fn the_base_names_tenant_and_environment() {
        for (service, tenant, environment, base) in [
            (
                "https://bc.example",
                "cronus.example",
                "Production",
                "https://bc.example/v2.0/cronus.example/Production",
            ),
            ("https://bc.example/", "t", "My Sandbox", "https://bc.example/v2.0/t/My%20Sandbox"),
            (
                "https://p.example/companion",
                "t",
                "Ä/?#",
                "https://p.example/companion/v2.0/t/%C3%84%2F%3F%23",
            ),
            ("http://localhost:8082", "t", "100%+", "http://localhost:8082/v2.0/t/100%25%2B"),
        ] {
            assert_eq!(Service::new(service, tenant, environment).map(|s| s.base).as_deref(), Ok(base));
        }
    }

    #[test]
    fn what_would_lead_elsewhere_is_refused() {
        for (service, tenant, environment) in [
            ("http://bc.example", "t", "e"),
            ("https://user@bc.example", "t", "e"),
            ("https://bc.example?x=", "t", "e"),
            ("https://bc.example#", "t", "e"),
            ("https://bc.example", "..", "e"),
            ("https://bc.example", "t", "."),
            ("https://bc.example", "", "e"),
            ("https://bc.example", "t", "a\nb"),
        ] {
            assert!(Service::new(service, tenant, environment).is_err(), "{service} {tenant} {environment}");
        }
    }

    #[test]
    fn routes_are_below_api() {
        assert_eq!(Route::STANDARD.path(), "api/v2.0");
        let custom = Route::custom("cronus", "ware house", "v1.0").unwrap();
        assert_eq!(custom.path(), "api/cronus/ware%20house/v1.0");
        assert!(Route::custom("..", "..", "x").is_err());
    }

    #[test]
    fn query_text_is_encoded_once() {
        assert_eq!(encode_query("a b+c&d#'%/ü"), "a%20b%2Bc%26d%23%27%25/%C3%BC");
    }
}
