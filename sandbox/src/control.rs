//! `/_sandbox/`: what a test in another process asks of a sandbox. Not logged, and open to every page: nothing
//! here is worth protecting.

use std::time::Duration;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, map_response};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::faults::Fault;
use crate::shared::{Shared, lock};

/// The routes under `/_sandbox/`.
pub(crate) fn router(shared: Shared) -> Router {
    Router::new()
        .route("/_sandbox/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/_sandbox/faults/{number}", delete(remove_fault))
        .route("/_sandbox/requests", get(requests).delete(clear_requests))
        .route("/_sandbox/tokens", get(tokens))
        .route("/_sandbox/clock", post(advance))
        .route("/_sandbox/token-lifetime", post(token_lifetime))
        .route("/_sandbox/rotation", post(rotation))
        .route("/_sandbox/rotate-key", post(rotate_key))
        .route("/_sandbox/reset", post(reset))
        .with_state(shared)
        .layer(axum::middleware::from_fn(preflight))
        .layer(map_response(readable_by_all))
}

/// Forgets everything but the tokens issued, which a search for leaks still needs.
pub(crate) fn forget(shared: &Shared) {
    shared.restore();
    *lock(&shared.memory) = crate::authority::Memory::default();
    lock(&shared.revoked).clear();
    shared.traffic.faults.clear();
    shared.traffic.log.clear();
}

async fn faults(State(shared): State<Shared>) -> Json<Value> {
    Json(json!(shared.traffic.faults.all()))
}

async fn add_fault(State(shared): State<Shared>, Json(fault): Json<Fault>) -> (StatusCode, Json<Value>) {
    (StatusCode::CREATED, Json(json!({ "id": shared.traffic.faults.add(fault) })))
}

async fn remove_fault(State(shared): State<Shared>, Path(number): Path<u64>) -> StatusCode {
    if shared.traffic.faults.remove(number) { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

async fn clear_faults(State(shared): State<Shared>) -> StatusCode {
    shared.traffic.faults.clear();
    StatusCode::NO_CONTENT
}

async fn requests(State(shared): State<Shared>) -> Json<Value> {
    Json(json!(shared.traffic.log.all()))
}

async fn clear_requests(State(shared): State<Shared>) -> StatusCode {
    shared.traffic.log.clear();
    StatusCode::NO_CONTENT
}

async fn tokens(State(shared): State<Shared>) -> Json<Vec<String>> {
    Json(lock(&shared.issued).clone())
}

/// How far to move the clock, or how long tokens are to live.
#[derive(Deserialize)]
struct Span {
    seconds: u64,
}

async fn advance(State(shared): State<Shared>, Json(by): Json<Span>) -> StatusCode {
    shared.traffic.clock.advance(Duration::from_secs(by.seconds));
    StatusCode::NO_CONTENT
}

async fn token_lifetime(State(shared): State<Shared>, Json(lifetime): Json<Span>) -> StatusCode {
    shared.set_token_lifetime(Duration::from_secs(lifetime.seconds));
    StatusCode::NO_CONTENT
}

/// Whether something is to be on.
#[derive(Deserialize)]
struct Switch {
    on: bool,
}

async fn rotation(State(shared): State<Shared>, Json(switch): Json<Switch>) -> StatusCode {
    shared.set_rotation(switch.on);
    StatusCode::NO_CONTENT
}

async fn rotate_key(State(shared): State<Shared>) -> StatusCode {
    shared.keys.rotate();
    StatusCode::NO_CONTENT
}

async fn reset(State(shared): State<Shared>) -> StatusCode {
    forget(&shared);
    StatusCode::NO_CONTENT
}

async fn preflight(request: Request, next: Next) -> Response {
    if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    }
}

async fn readable_by_all(mut response: Response) -> Response {
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, DELETE, OPTIONS"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
