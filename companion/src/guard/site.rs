//! Which page a call came from.

use http::{HeaderMap, Method};
use origin::Origin;

use super::host::Host;
use super::{Page, single};
use crate::Refusal;

/// The `Origin` of a call, which comes once if at all.
pub(super) fn origin(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    single(headers, "origin")
}

/// Fetch Metadata first, `Origin` where a browser is too old for it (<https://www.w3.org/TR/fetch-metadata/> §2.3 and
/// <https://web.dev/articles/fetch-metadata>; RFC 10017 §6.1.3.3; ASVS 5.0, 3.5.1 to 3.5.3).
///
/// | `Sec-Fetch-Site` | rule |
/// |---|---|
/// | `same-origin` | taken; an `Origin`, which reads don't carry, must be the companion's own or listed |
/// | `same-site`, `cross-site` | only from a listed origin |
/// | `none` | the person's own doing (an address typed in): reads only, and without `Origin` |
/// | anything else, or twice | refused |
/// | absent | from a listed origin or the companion's own; without `Origin`, reads only |
///
/// Neighbours on the same site are no friends: whoever gets a page onto another subdomain must not call from there.
pub(super) fn check(
    method: &Method,
    headers: &HeaderMap,
    origin: Option<&str>,
    host: &Host,
    lists: impl Fn(&str) -> bool,
) -> Result<Page, Refusal> {
    let foreign = || Refusal::forbidden("called by a page of a foreign origin");
    // RFC 9110 §9.2.1, without TRACE.
    let safe = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    let from = origin.map(|origin| {
        if lists(origin) { Some(Page::Listed) } else { is_own(origin, host).then_some(Page::SameOrigin) }
    });
    match (single(headers, "sec-fetch-site")?, from) {
        (Some("same-origin"), None | Some(Some(_))) => Ok(Page::SameOrigin),
        (Some("same-site" | "cross-site"), Some(Some(Page::Listed))) => Ok(Page::Listed),
        (Some("none"), None) if safe => Ok(Page::Unsaid),
        (None, Some(Some(page))) => Ok(page),
        (None, None) if safe => Ok(Page::Unsaid),
        (None, None) => Err(Refusal::forbidden("a write that doesn't say which page it comes from")),
        _ => Err(foreign()),
    }
}

/// Whether `origin` is that of the host which was called; never one that can be tampered with on the way.
fn is_own(origin: &str, host: &Host) -> bool {
    Origin::of(origin)
        .is_ok_and(|parsed| parsed.as_str() == origin && parsed.is_trustworthy() && host.is_of(&parsed))
}
