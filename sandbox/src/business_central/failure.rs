//! Answers that tell what went wrong, in Business Central's shape.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::value::Guid;

/// A request that can't be answered: the status, one of Business Central's error codes, the text.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Failure {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// The request is refused as it is: status 400.
    pub(super) fn bad(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// The query can't be read or asks for what isn't there.
    pub(super) fn query(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// The query is fine OData, but this service doesn't execute it.
    pub(super) fn not_implemented(what: &str) -> Self {
        let message = format!("The requested operation is not implemented: {what}.");
        Self::new(StatusCode::NOT_IMPLEMENTED, "BadRequest_MethodNotImplemented", message)
    }

    pub(super) fn no_property(name: &str, type_name: &str) -> Self {
        Self::query(format!("Could not find a property named '{name}' on type 'Microsoft.NAV.{type_name}'."))
    }

    pub(super) fn no_segment(name: &str) -> Self {
        let message = format!("Resource not found for the segment '{name}'.");
        Self::new(StatusCode::NOT_FOUND, "BadRequest_NotFound", message)
    }

    pub(super) fn no_record(set: &str) -> Self {
        let message = format!("No record of '{set}' was found for the key given.");
        Self::new(StatusCode::NOT_FOUND, "Internal_RecordNotFound", message)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        // The only place where a browser can read the correlation id is the text.
        let correlation = Guid(rand::random());
        let body = json!({ "error": {
            "code": self.code,
            "message": format!("{}  CorrelationId:  {correlation}.", self.message),
        }});
        let headers = [
            (header::CONTENT_TYPE, "application/json; charset=utf-8".to_owned()),
            (header::HeaderName::from_static("ms-correlation-x"), correlation.to_string()),
        ];
        (self.status, headers, body.to_string()).into_response()
    }
}
