//! Errors in the shape and with the numbers of Entra.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::clock::timestamp;
use crate::shared::State;

/// An error of OAuth 2.0 (RFC 6749 §4.1.2.1 and §5.2) with Entra's number and text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{error} AADSTS{number}: {text}")]
pub(super) struct Refusal {
    error: &'static str,
    number: u32,
    text: String,
    suberror: Option<&'static str>,
}

impl Refusal {
    pub(super) fn new(error: &'static str, number: u32, text: impl Into<String>) -> Self {
        Self { error, number, text: text.into(), suberror: None }
    }

    pub(super) fn invalid_request(number: u32, text: impl Into<String>) -> Self {
        Self::new("invalid_request", number, text)
    }

    pub(super) fn invalid_grant(number: u32, text: impl Into<String>) -> Self {
        Self::new("invalid_grant", number, text)
    }

    pub(super) fn with_suberror(mut self, suberror: &'static str) -> Self {
        self.suberror = Some(suberror);
        self
    }

    /// The number after `AADSTS`.
    #[cfg(test)]
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// The error's name in OAuth 2.0.
    pub(super) fn error(&self) -> &'static str {
        self.error
    }

    pub(super) fn suberror(&self) -> Option<&'static str> {
        self.suberror
    }

    /// Entra's number with its text, as for a page.
    pub(super) fn headline(&self) -> String {
        format!("AADSTS{}: {}", self.number, self.text)
    }

    /// `error_description`: the headline followed by what a support case asks for.
    pub(super) fn description(&self, tracing: &Tracing) -> String {
        let Tracing { trace, correlation, at } = tracing;
        format!("{} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {at}", self.headline())
    }

    /// The token endpoint's answer.
    pub(super) fn json(&self, state: &State, correlation: Option<&str>) -> Response {
        let tracing = Tracing::new(state, correlation);
        let mut body = json!({
            "error": self.error,
            "error_description": self.description(&tracing),
            "error_codes": [self.number],
            "timestamp": tracing.at,
            "trace_id": tracing.trace,
            "correlation_id": tracing.correlation,
            "error_uri": format!("{}/error?code={}", state.authority, self.number),
        });
        if let Some(suberror) = self.suberror {
            body["suberror"] = Value::from(suberror);
        }
        let status = match (self.error, self.number) {
            ("invalid_client", _) => StatusCode::UNAUTHORIZED,
            (_, 900_561) => StatusCode::METHOD_NOT_ALLOWED,
            _ => StatusCode::BAD_REQUEST,
        };
        (status, [(header::CACHE_CONTROL, "no-store, no-cache"), (header::PRAGMA, "no-cache")], Json(body))
            .into_response()
    }
}

/// What identifies one failure to those who support it.
#[derive(Debug)]
pub(super) struct Tracing {
    pub(super) trace: String,
    pub(super) correlation: String,
    pub(super) at: String,
}

impl Tracing {
    /// With the correlation ID of the client, if it sent one (`client-request-id`).
    pub(super) fn new(state: &State, correlation: Option<&str>) -> Self {
        let correlation = correlation.map_or_else(crate::random::guid, str::to_owned);
        Self { trace: crate::random::guid(), correlation, at: timestamp(state.now()) }
    }
}
