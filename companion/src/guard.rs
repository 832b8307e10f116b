//! Which calls are taken at all: for this host, from these pages, by this program.
//!
//! The order is that of [`Guard::admit`]: the host, the origin, the header. Each rule holds for every path, with the
//! exceptions of the design's contract:
//!
//! | call | `Host` | origin and Fetch Metadata | `X-Portico: 1` |
//! |---|---|---|---|
//! | preflight | listed | listed origins only | none: it can't carry it |
//! | `GET /health` | listed | checked | not needed: probes are no portals |
//! | every other, `GET /` and `POST /token` among them | listed | checked | needed |
//!
//! `GET /` needs no bearer token, but the header: the contract says that *every other call* carries it, and a page of
//! another origin has no business to learn what runs here.

mod cors;
mod host;
mod site;

pub use cors::{ALLOWED_HEADERS, EXPOSED_HEADERS, Preflight};
pub use host::{Host, HostError};

use http::{HeaderMap, HeaderValue, Method, Uri};
use origin::Origin;

use crate::Refusal;

/// What every call of a portal carries: a header that a page of another origin can't send without a preflight, which is
/// answered for listed origins only (RFC 10017 §6.1.3.3.3; Fetch, "CORS-preflight fetch").
pub const MARK: &str = "x-portico";

/// The hosts and origins of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    hosts: Vec<Host>,
    origins: Vec<Origin>,
}

/// What is known of a call that was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Answer it with 204 and these headers; it asks nothing else.
    Preflight(HeaderMap),
    /// Go on.
    Call(Page),
}

/// Which page a call came from, as far as the browser says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// One of the companion's own origin, behind the same reverse proxy, say.
    SameOrigin,
    /// One of a listed origin.
    Listed,
    /// Nothing says so: an old browser's read of the same origin, or no browser.
    Unsaid,
}

impl Guard {
    /// Takes calls for `hosts` from pages of `origins`, and from pages of the companion's own origin.
    #[must_use]
    pub fn new(hosts: Vec<Host>, origins: Vec<Origin>) -> Self {
        Self { hosts, origins }
    }

    /// Whether a call is taken. `path` is where it leads below the companion, such as `/health`; `uri` is the request's
    /// own, whose authority counts in HTTP/2.
    ///
    /// # Errors
    /// [`Refusal`]: 421 for a host that isn't listed, 403 for a foreign page or without the header, 400 for headers that
    /// come twice. Give the answer the headers of [`Guard::answer_headers`] all the same.
    pub fn admit(
        &self,
        method: &Method,
        path: &str,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<Admission, Refusal> {
        let host = host::of(uri, headers)?;
        if !self.hosts.iter().any(|listed| listed.covers(&host)) {
            return Err(Refusal::new(crate::refusal::Kind::Misdirected, "the host isn't listed"));
        }
        let origin = site::origin(headers)?;
        if let Some(preflight) = Preflight::of(method, headers) {
            let listed = origin.is_some_and(|origin| self.lists(origin));
            return preflight.answer(listed).map(Admission::Preflight);
        }
        let page = site::check(method, headers, origin, &host, |origin| self.lists(origin))?;
        let probe = path == "/health" && matches!(*method, Method::GET | Method::HEAD);
        if !probe && single(headers, MARK)?.is_none_or(|value| value != "1") {
            return Err(Refusal::forbidden("the portal's header is missing"));
        }
        Ok(Admission::Call(page))
    }

    /// What every answer carries, whatever it says: permission for a listed origin to read it, and what keeps it out of
    /// caches, frames and guesses (ASVS 5.0, 3.4.2, 3.4.4, 3.4.6, 14.3.2).
    #[must_use]
    pub fn answer_headers(&self, headers: &HeaderMap) -> HeaderMap {
        let mut answered = cors::fixed();
        let origin = site::origin(headers).ok().flatten().filter(|origin| self.lists(origin));
        if let Some(origin) = origin.and_then(|origin| HeaderValue::from_str(origin).ok()) {
            cors::permit(&mut answered, origin);
        }
        answered
    }

    /// Origins are compared as browsers write them, to the letter (RFC 6454 §6.2): `null` and `*` are none.
    fn lists(&self, origin: &str) -> bool {
        self.origins.iter().any(|listed| listed.as_str() == origin)
    }
}

/// The one value of a header that counts once; `None` when it didn't come.
pub(crate) fn single<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Refusal> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => {
            let text = value.to_str().map_err(|_| Refusal::malformed("a header is no text"))?;
            Ok(Some(text))
        }
        _ => Err(Refusal::malformed("a header came twice")),
    }
}

#[cfg(test)]
mod tests;
