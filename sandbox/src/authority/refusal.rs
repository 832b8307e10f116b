//! Errors in the shape and with the numbers of Entra.

use std::borrow::Cow;

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::clock::timestamp;
use crate::faults::{Asked, Effect};
use crate::shared::State;

/// An error of OAuth 2.0 (RFC 6749 §4.1.2.1 and §5.2) with Entra's number and text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{error} AADSTS{number}: {text}")]
pub(super) struct Refusal {
    error: Cow<'static, str>,
    number: u32,
    text: String,
    suberror: Option<Cow<'static, str>>,
    claims: Option<String>,
    status: Option<StatusCode>,
}

impl Refusal {
    pub(super) fn new(error: &'static str, number: u32, text: impl Into<String>) -> Self {
        let (error, text) = (error.into(), text.into());
        Self { error, number, text, suberror: None, claims: None, status: None }
    }

    /// The refusal that a fault wants for this request.
    pub(super) fn on_purpose(state: &State, asked: &Asked) -> Option<Self> {
        let wanted = state.traffic.faults.take(asked, |effect| match effect {
            Effect::Refuse { error, number, suberror, claims, status } => Some(Self {
                error: error.clone().into(),
                number: *number,
                text: "A fault of the sandbox refuses this request.".to_owned(),
                suberror: suberror.clone().map(Cow::from),
                claims: claims.clone(),
                status: status.and_then(|status| StatusCode::from_u16(status).ok()),
            }),
            _ => None,
        });
        wanted.into_iter().next()
    }

    pub(super) fn invalid_request(number: u32, text: impl Into<String>) -> Self {
        Self::new("invalid_request", number, text)
    }

    pub(super) fn invalid_grant(number: u32, text: impl Into<String>) -> Self {
        Self::new("invalid_grant", number, text)
    }

    pub(super) fn with_suberror(mut self, suberror: &'static str) -> Self {
        self.suberror = Some(suberror.into());
        self
    }

    /// The number after `AADSTS`.
    #[cfg(test)]
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// The error's name in OAuth 2.0.
    #[cfg(test)]
    pub(super) fn error(&self) -> &str {
        &self.error
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

    /// The authorization endpoint's answer (RFC 6749 §4.1.2.1). Entra tells the narrower error by two names:
    /// `error_subcode` when a person said no, `suberror` to its own libraries.
    pub(super) fn parameters(&self, state: &State, correlation: Option<&str>) -> Vec<(&'static str, String)> {
        let tracing = Tracing::new(state, correlation);
        let suberror = self.suberror.as_deref().map(str::to_owned);
        let optional =
            [("error_subcode", suberror.clone()), ("suberror", suberror), ("claims", self.claims.clone())];
        let given = optional.into_iter().filter_map(|(name, value)| Some((name, value?)));
        [
            ("error", self.error.to_string()),
            ("error_description", self.description(&tracing)),
            ("error_uri", self.uri(state)),
        ]
        .into_iter()
        .chain(given)
        .collect()
    }

    /// The token endpoint's answer (RFC 6749 §5.2).
    pub(super) fn json(&self, state: &State, correlation: Option<&str>) -> Response {
        let tracing = Tracing::new(state, correlation);
        let mut body = json!({
            "error": self.error.as_ref(),
            "error_description": self.description(&tracing),
            "error_codes": [self.number],
            "timestamp": tracing.at,
            "trace_id": tracing.trace,
            "correlation_id": tracing.correlation,
            "error_uri": self.uri(state),
        });
        if let Some(suberror) = &self.suberror {
            body["suberror"] = Value::from(suberror.as_ref());
        }
        if let Some(claims) = &self.claims {
            body["claims"] = Value::from(claims.as_str());
        }
        let status = self.status.unwrap_or(match (self.error.as_ref(), self.number) {
            ("invalid_client", _) => StatusCode::UNAUTHORIZED,
            (_, 900_561) => StatusCode::METHOD_NOT_ALLOWED,
            _ => StatusCode::BAD_REQUEST,
        });
        (status, [(header::CACHE_CONTROL, "no-store, no-cache"), (header::PRAGMA, "no-cache")], Json(body))
            .into_response()
    }

    /// Where developers, not people, read about the number.
    fn uri(&self, state: &State) -> String {
        format!("{}/error?code={}", state.authority, self.number)
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
