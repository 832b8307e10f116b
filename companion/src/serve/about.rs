//! `GET /`: what this companion does.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use json::Object;

use super::answer;
use crate::app::App;

/// The contract's four members.
pub(super) async fn about(State(app): State<Arc<App>>) -> Response {
    let settings = &app.settings;
    let mut body = Object::default();
    body.set("grant", settings.grant.as_str());
    body.set("environment", settings.environment.as_str());
    body.set("who", settings.who.as_str());
    body.set("upstream", settings.upstream.base());
    answer::about(answer::json(StatusCode::OK, body), "about")
}
