//! Answering for a folder of files.

use std::sync::Arc;

use axum::extract::{Request, State as Extracted};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::file::{Found, find, send};
use super::{Fallback, Settings, State};
use crate::shared::lock;

const VIOLATIONS: &str = "/_sandbox/violations";

/// The files.
pub(super) fn router(state: Arc<State>) -> Router {
    Router::new().fallback(answer).with_state(state)
}

/// What tests ask of the host, and where browsers report violations of the policy.
pub(super) fn control(state: Arc<State>) -> Router {
    Router::new()
        .route(VIOLATIONS, post(violated).get(violations))
        .route("/_sandbox/requests", get(requests))
        .with_state(state)
}

async fn answer(Extracted(state): Extracted<Arc<State>>, request: Request) -> Response {
    let mut response = if matches!(*request.method(), Method::GET | Method::HEAD) {
        look_up(&state, request.uri().path(), request.uri().query(), request.headers())
    } else {
        StatusCode::METHOD_NOT_ALLOWED.into_response()
    };
    let config = &state.config;
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    if let Some(policy) = &config.content_security_policy {
        set(header::CONTENT_SECURITY_POLICY, policy);
    }
    if let Some(policy) = &config.reported_policy {
        set(header::CONTENT_SECURITY_POLICY_REPORT_ONLY, &format!("{policy}; report-uri {VIOLATIONS}"));
    }
    for (name, value) in &config.extra_headers {
        if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
            set(name, value);
        }
    }
    response
}

fn look_up(state: &State, path: &str, query: Option<&str>, headers: &HeaderMap) -> Response {
    let config = &state.config;
    let Some(below) = path.strip_prefix(&config.base) else {
        let base_itself = config.base.strip_suffix('/') == Some(path);
        return if base_itself { with_slash(path, query) } else { not_found() };
    };
    if below == "portal.json" {
        return settings(&lock(&state.settings));
    }
    match find(&config.dist, below) {
        Found::File(file) => send(&file, headers, StatusCode::OK),
        Found::Folder => with_slash(path, query),
        Found::Nothing => match config.fallback {
            Fallback::Rewrites => send(&config.dist.join("index.html"), headers, StatusCode::OK),
            Fallback::NotFoundPage => send(&config.dist.join("404.html"), headers, StatusCode::NOT_FOUND),
            Fallback::None => not_found(),
        },
    }
}

/// A folder's address ends with a slash; the query stays.
fn with_slash(path: &str, query: Option<&str>) -> Response {
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    match HeaderValue::try_from(format!("{path}/{query}")) {
        Ok(location) => (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, location)]).into_response(),
        Err(_) => not_found(),
    }
}

fn settings(settings: &Settings) -> Response {
    let text = match settings {
        Settings::Missing => return not_found(),
        Settings::Json(value) => value.to_string(),
        Settings::Text(text) => text.clone(),
    };
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "Not found")
        .into_response()
}

async fn violated(Extracted(state): Extracted<Arc<State>>, report: String) -> StatusCode {
    let report = serde_json::from_str(&report).unwrap_or(Value::String(report));
    lock(&state.violations).push(report);
    StatusCode::NO_CONTENT
}

async fn violations(Extracted(state): Extracted<Arc<State>>) -> Json<Vec<Value>> {
    Json(lock(&state.violations).clone())
}

async fn requests(Extracted(state): Extracted<Arc<State>>) -> Json<Value> {
    Json(json!(state.traffic.log.all()))
}
