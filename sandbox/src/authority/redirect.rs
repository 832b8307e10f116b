//! The authorization response: back to the client with a code or an error.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use super::refusal::Refusal;
use crate::faults::{Asked, Effect, Members, merge};
use crate::shared::State;

/// Where in the address the answer goes (OAuth 2.0 Multiple Response Type Encoding Practices §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResponseMode {
    Query,
    Fragment,
}

/// Where the answer goes and what it must carry.
#[derive(Clone, Debug)]
pub(super) struct Return {
    pub(super) redirect_uri: String,
    pub(super) mode: ResponseMode,
    pub(super) state: Option<String>,
    pub(super) correlation: Option<String>,
}

impl Return {
    /// The answer with a code; Entra adds `session_state`, which nobody asked for.
    pub(super) fn with_code(&self, state: &State, asked: &Asked, code: &str, session: &str) -> Response {
        let members = [("code", code.to_owned()), ("session_state", session.to_owned())];
        self.answer(state, asked, members.into())
    }

    /// The answer with an error.
    pub(super) fn with_error(&self, state: &State, asked: &Asked, refusal: &Refusal) -> Response {
        self.answer(state, asked, refusal.parameters(state, self.correlation.as_deref()))
    }

    fn answer(&self, state: &State, asked: &Asked, mut answer: Vec<(&'static str, String)>) -> Response {
        answer.extend(self.state.clone().map(|state| ("state", state)));
        redirect(&self.address(&parameters(state, asked, answer)))
    }

    fn address(&self, answer: &str) -> String {
        let uri = &self.redirect_uri;
        match self.mode {
            ResponseMode::Fragment => format!("{uri}#{answer}"),
            ResponseMode::Query if uri.contains('?') => format!("{uri}&{answer}"),
            ResponseMode::Query => format!("{uri}?{answer}"),
        }
    }
}

/// The answer's parameters as they go out: faults may have changed them.
pub(super) fn parameters(state: &State, asked: &Asked, answer: Vec<(&'static str, String)>) -> String {
    let mut members: Members =
        answer.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    let mut repeated = Vec::new();
    let faults = state.traffic.faults.take(asked, |effect| match effect {
        Effect::Redirect { set, repeat } => Some((set.clone(), repeat.clone())),
        _ => None,
    });
    for (set, repeat) in faults {
        merge(&mut members, &set);
        repeated.extend(repeat);
    }
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in members.into_iter().chain(repeated) {
        form.append_pair(&name, value.as_str().unwrap_or(&value.to_string()));
    }
    form.finish()
}

/// A redirect after which the browser sends GET (RFC 9700 §4.12 asks for 303 where credentials were posted).
pub(super) fn redirect(address: &str) -> Response {
    let Ok(location) = HeaderValue::try_from(address) else { return StatusCode::BAD_REQUEST.into_response() };
    let headers = [
        (header::LOCATION, location),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_go_where_the_mode_says() {
        for (uri, mode, expected) in [
            ("http://a/auth/", ResponseMode::Fragment, "http://a/auth/#x=1"),
            ("http://a/auth/", ResponseMode::Query, "http://a/auth/?x=1"),
            ("http://a/?p=1", ResponseMode::Query, "http://a/?p=1&x=1"),
        ] {
            let back = Return { redirect_uri: uri.to_owned(), mode, state: None, correlation: None };
            assert_eq!(back.address("x=1"), expected);
        }
    }
}
