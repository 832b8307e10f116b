//! Answers of the companion's own.

use axum::body::Body;
use axum::response::Response;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};
use json::{Object, Value};

use crate::failure::Failure;

/// What the log is told of an answer beside its status; it travels with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Noted {
    /// The pattern of the address, or a word.
    pub(crate) what: String,
    pub(crate) code: Option<&'static str>,
    pub(crate) reason: Option<&'static str>,
    pub(crate) principal: Option<usize>,
    pub(crate) correlation_id: Option<String>,
}

/// JSON with this status.
pub(crate) fn json(status: StatusCode, body: Object) -> Response {
    let mut response = Response::new(Body::from(Value::from(body).to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The answer to a call that fails.
pub(crate) fn failure(failure: &Failure) -> Response {
    let mut response = Response::new(Body::from(failure.body()));
    *response.status_mut() = failure.status();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(seconds) = failure.retry_after() {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if failure.status() == StatusCode::UNAUTHORIZED {
        // RFC 9110 §15.5.2 wants a challenge; it says nothing else.
        headers.insert(http::header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    // Whatever of a body was not read: the connection is of no more use.
    if matches!(failure.status(), StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT) {
        headers.insert(http::header::CONNECTION, HeaderValue::from_static("close"));
    }
    let noted = Noted { code: Some(failure.code()), reason: Some(failure.reason()), ..Noted::default() };
    response.extensions_mut().insert(noted);
    response
}

/// 204 with these headers.
pub(crate) fn empty(headers: HeaderMap) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    *response.headers_mut() = headers;
    response
}

/// Names what the call was about.
pub(crate) fn about(mut response: Response, what: &str) -> Response {
    let mut noted: Noted = response.extensions_mut().remove().unwrap_or_default();
    what.clone_into(&mut noted.what);
    response.extensions_mut().insert(noted);
    response
}
