//! What browsers are told about other origins (Fetch, "CORS protocol").

use http::Method;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::Refusal;

/// The headers that a page may send: those that the relay passes on, the bearer token, and the portal's own.
pub const ALLOWED_HEADERS: [&str; 15] = [
    "accept",
    "accept-language",
    "authorization",
    "client-request-id",
    "company",
    "content-type",
    "data-access-intent",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "isolation",
    "odata-maxversion",
    "odata-version",
    "prefer",
    super::MARK,
];

/// The headers that a page may read beyond the few that it always may.
pub const EXPOSED_HEADERS: [&str; 10] = [
    "content-disposition",
    "etag",
    "ms-correlation-x",
    "odata-version",
    "preference-applied",
    "request-id",
    "retry-after",
    "x-ms-correlation-id",
    "x-ms-correlation-x",
    "x-ms-request-id",
];

const METHODS: &str = "GET, HEAD, POST, PATCH, PUT, DELETE";
/// Two hours are the most that Chromium remembers; ten minutes let a setting that was tightened take hold.
const REMEMBERED: &str = "600";

/// A browser asking whether a page may call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preflight {
    may_call: bool,
}

impl Preflight {
    /// The preflight that a request is, if it is one: `OPTIONS` with `Origin` and `Access-Control-Request-Method` (Fetch,
    /// "CORS-preflight request").
    pub(super) fn of(method: &Method, headers: &HeaderMap) -> Option<Self> {
        let asked = headers.get(header::ACCESS_CONTROL_REQUEST_METHOD)?;
        if *method != Method::OPTIONS || !headers.contains_key(header::ORIGIN) {
            return None;
        }
        let method = asked.to_str().is_ok_and(|asked| METHODS.split(", ").any(|known| known == asked));
        let lists = headers.get_all(header::ACCESS_CONTROL_REQUEST_HEADERS);
        let mut names = lists.iter().flat_map(|list| list.as_bytes().split(|byte| *byte == b','));
        let allowed = |name: &[u8]| {
            let name = name.trim_ascii();
            name.is_empty() || ALLOWED_HEADERS.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
        };
        Some(Self { may_call: method && names.all(allowed) })
    }

    /// The headers of the answer, for a page of a listed origin that asks for nothing else than a portal needs. The origin
    /// itself is in [`Guard::answer_headers`](super::Guard::answer_headers).
    pub(super) fn answer(&self, listed: bool) -> Result<HeaderMap, Refusal> {
        if !listed {
            return Err(Refusal::forbidden("a preflight from a foreign origin"));
        }
        if !self.may_call {
            return Err(Refusal::forbidden("a preflight for what no portal sends"));
        }
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
        if let Ok(allowed) = HeaderValue::from_str(&ALLOWED_HEADERS.join(", ")) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        }
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(REMEMBERED));
        Ok(headers)
    }
}

/// For every answer. `Vary` also where no origin is named: a cache must not give one page's answer to another (Fetch,
/// "CORS protocol and HTTP caches").
pub(super) fn fixed() -> HeaderMap {
    let entries = [
        (header::VARY, "Origin, Sec-Fetch-Site"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    entries.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
}

/// Lets the page of `origin` read the answer. Never with credentials: the companion knows no cookies.
pub(super) fn permit(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if let Ok(exposed) = HeaderValue::from_str(&EXPOSED_HEADERS.join(", ")) {
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
}
