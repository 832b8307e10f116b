//! What is sent to the Authority and what comes back, free of any HTTP library.

use origin::Origin;
use std::fmt;
use std::time::Duration;

/// The longest body that is read, in bytes. The largest honest answer, a set of keys, has some 20 kB; whoever
/// fetches may stop here (checklist rule 23).
pub const MAX_BODY: usize = 512 * 1024;

/// Discovery and token answers are due within this time; afterwards a person is better served by an alert.
const TIME_LIMIT: Duration = Duration::from_secs(15);

/// How a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`, without a body.
    Get,
    /// `POST` of a form.
    Post,
}

/// A request to be sent to the Authority.
///
/// Send it without any header of your own, so that it needs no CORS preflight (RFC 10017 §6.3.3.1), without
/// cookies (`credentials: "omit"`), without following redirects (`redirect: "error"`) and past the cache
/// (`cache: "no-store"`): checklist rule 19.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// How it is sent.
    pub method: Method,
    /// Where to; it never holds a token or a code.
    pub url: String,
    /// The form, to be sent as `application/x-www-form-urlencoded`; it may hold secrets.
    pub body: Option<String>,
    /// How long to wait for the whole answer.
    pub time_limit: Duration,
}

impl Request {
    pub(crate) fn get(url: impl Into<String>) -> Self {
        Self { method: Method::Get, url: url.into(), body: None, time_limit: TIME_LIMIT }
    }

    /// A form posted to `url` (RFC 6749 §4.1.3: the token endpoint reads nothing else).
    pub(crate) fn post(url: impl Into<String>, form: &[(&str, &str)]) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        Self { method: Method::Post, url: url.into(), body: Some(body), time_limit: TIME_LIMIT }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} {}", self.method, self.url)
    }
}

/// What the Authority answered.
#[derive(Clone, Copy)]
pub struct Response<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type` header, if it could be read.
    pub content_type: Option<&'a str>,
    /// The `Retry-After` header, if it could be read; across origins it usually can't.
    pub retry_after: Option<Duration>,
    /// The body as text.
    pub body: &'a str,
}

impl fmt::Debug for Response<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} with {} bytes", self.status, self.body.len())
    }
}

/// Whether `address` may be an endpoint or a redirect URI: they have no fragment and are reached over TLS, or on this very
/// computer (RFC 6749 §3.1, §3.1.2 and §3.2; RFC 9700 §2.6).
pub(crate) fn is_safe(address: &str) -> bool {
    !address.contains('#') && Origin::of(address).is_ok_and(|origin| origin.is_trustworthy())
}

/// `address` with `parameters` added to the query that it may already have (RFC 6749 §3.1: it must be
/// retained).
pub(crate) fn with_query(address: &str, parameters: &[(&str, &str)]) -> String {
    let (mut query, start) = match address.find('?') {
        Some(mark) => (address.to_owned(), mark + 1),
        None => (format!("{address}?"), address.len() + 1),
    };
    if query.ends_with('&') {
        query.pop();
    }
    form_urlencoded::Serializer::for_suffix(query, start).extend_pairs(parameters).finish()
}
