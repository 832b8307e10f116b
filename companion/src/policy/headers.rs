//! Which headers go on, and which come back: lists of those that do (ASVS 5.0, 13.2.4 and 14.2.4).

use http::Method;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use json::Object;

use super::ruling::{Body, Target};
use crate::Refusal;
use crate::refusal::Kind;

/// From the browser to Business Central. Whatever authenticates, names a host, an address or a hop isn't among them.
const FORWARD: [&str; 15] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "client-request-id",
    "company",
    "content-type",
    "data-access-intent",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "isolation",
    "odata-isolation",
    "odata-maxversion",
    "odata-version",
    "prefer",
];

/// Of those, the ones that a part of a batch may have.
const FORWARD_PART: [&str; 9] = [
    "accept",
    "accept-language",
    "company",
    "content-type",
    "if-match",
    "if-none-match",
    "odata-maxversion",
    "odata-version",
    "prefer",
];

/// Lists, which may come in several lines (RFC 9110 §5.3); of all others one value counts.
const LISTS: [&str; 5] = ["accept", "accept-encoding", "accept-language", "if-none-match", "prefer"];

/// From Business Central to the browser: what describes the body, the wait, and the request. Cookies, challenges
/// (`WWW-Authenticate` names the Authority and would make the portal sign in for the wrong service), addresses and CORS
/// headers of its own aren't among them.
const BACK: [&str; 16] = [
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "etag",
    "last-modified",
    "ms-correlation-x",
    "odata-version",
    "preference-applied",
    "request-id",
    "retry-after",
    "x-ms-correlation-id",
    "x-ms-correlation-x",
    "x-ms-request-id",
];

/// Headers that make another method of a request than its line says.
const OVERRIDES: [&str; 4] = ["x-http-method", "x-http-method-override", "x-method", "x-method-override"];

/// The headers to send with `target`.
///
/// # Errors
/// [`Refusal`]: 400 for a method override, for a header that counts once and comes twice, and for values that no header
/// of Business Central has; 415 for a body that is no JSON where records are written.
pub fn forward(headers: &HeaderMap, target: &Target) -> Result<HeaderMap, Refusal> {
    if OVERRIDES.iter().any(|name| headers.contains_key(*name)) {
        return Err(Refusal::malformed("a header overrides the method"));
    }
    let reads = matches!(target.method, Method::GET | Method::HEAD);
    let mut forwarded = HeaderMap::new();
    for name in FORWARD.map(HeaderName::from_static) {
        let values = headers.get_all(&name);
        if values.iter().nth(1).is_some() && !LISTS.contains(&name.as_str()) {
            return Err(Refusal::malformed("a header came twice"));
        }
        // The read-only replica can't be written to; a hint to use it is none for a write.
        if name == "data-access-intent" && !reads {
            continue;
        }
        if name == header::CONTENT_TYPE && target.body == Body::None {
            continue;
        }
        for value in values {
            forwarded.append(name.clone(), value.clone());
        }
    }
    let content_type = headers.get(header::CONTENT_TYPE);
    if target.body == Body::Json && content_type.is_some() && !is_json(content_type) {
        return Err(Refusal::new(Kind::MediaType, "records are written as JSON"));
    }
    Ok(forwarded)
}

/// The headers to answer with, of those that Business Central sent. What `Connection` names concerned that connection
/// alone (RFC 9110 §7.6.1).
#[must_use]
pub fn back(headers: &HeaderMap) -> HeaderMap {
    let mut hop = String::new();
    for value in headers.get_all(header::CONNECTION) {
        hop.push_str(&String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase());
        hop.push(',');
    }
    let is_hop = |name: &str| hop.split(',').any(|hop| hop.trim() == name);
    let mut answered = HeaderMap::new();
    for name in BACK.map(HeaderName::from_static).into_iter().filter(|name| !is_hop(name.as_str())) {
        if let Some(value) = headers.get(&name) {
            answered.insert(name, value.clone());
        }
    }
    answered
}

/// The headers of a part of a batch that go on; the others are left out.
pub(super) fn forward_part(headers: &Object) -> Result<Object, Refusal> {
    let odd = Refusal::malformed("a part of the batch has a malformed header");
    let mut forwarded = Object::default();
    for (name, value) in headers.fields() {
        let name = name.to_ascii_lowercase();
        if OVERRIDES.contains(&name.as_str()) {
            return Err(Refusal::malformed("a part of the batch overrides its method"));
        }
        if !FORWARD_PART.contains(&name.as_str()) {
            continue;
        }
        let value = value.as_text().filter(|text| HeaderValue::from_str(text).is_ok());
        let value = value.ok_or_else(|| odd.clone())?;
        if name == "content-type" && !HeaderValue::from_str(value).is_ok_and(|value| is_json(Some(&value))) {
            return Err(Refusal::new(Kind::MediaType, "a part of the batch is no JSON"));
        }
        forwarded.set(&name, value);
    }
    Ok(forwarded)
}

/// Whether a `Content-Type` is `application/json`, with or without parameters.
pub(super) fn is_json(content_type: Option<&HeaderValue>) -> bool {
    content_type.and_then(|value| value.to_str().ok()).is_some_and(|value| {
        let essence = value.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("application/json") && !value.contains(',')
    })
}

#[cfg(test)]
mod tests;
