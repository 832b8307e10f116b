//! The Authority: an OAuth 2.0 authorization server and OpenID provider that behaves as Microsoft Entra does
//! towards a single-page application, for one tenant of demo people.

mod assertion;
mod authorize;
mod client_credentials;
mod cookie;
mod decision;
mod discovery;
mod forgery;
mod grant;
mod logout;
mod memory;
mod pages;
mod parameters;
mod redirect;
mod refusal;
mod request;
mod scope;
mod token;
mod token_answer;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Router, routing};
use hyper::body::Bytes;

pub(crate) use memory::Memory;

use crate::cors::Grant;
use crate::shared::Shared;
use parameters::Parameters;
use refusal::Refusal;

const TOKEN: &str = "/oauth2/v2.0/token";
const DISCOVERY: &str = "/v2.0/.well-known/openid-configuration";
const KEYS: &str = "/discovery/v2.0/keys";

/// The Authority's routes, all of them below the tenant.
pub(crate) fn router(shared: Shared) -> Router {
    let below = |path: &str| format!("/{{tenant}}{path}");
    Router::new()
        .route(&below(DISCOVERY), get(discovery::document))
        .route(&below(KEYS), get(discovery::keys))
        .route(&below("/oauth2/v2.0/authorize"), get(authorize::show).post(authorize::chosen))
        .route(&below(TOKEN), routing::any(token::answer))
        .route(&below("/oauth2/v2.0/logout"), get(logout::by_link).post(logout::by_form))
        .layer(from_fn_with_state(shared.clone(), known_tenant))
        .with_state(shared)
}

/// What pages of other origins may read: discovery and keys everybody, token answers the pages of the application
/// that asks (Entra's rule for redirect URIs of type `spa`).
pub(crate) fn cors(shared: &Shared, request: &axum::http::Request<Bytes>, origin: &str) -> Option<Grant> {
    let path = request.uri().path();
    if path.ends_with(DISCOVERY) || path.ends_with(KEYS) {
        return Some(Grant::public());
    }
    if !path.ends_with(TOKEN) {
        return None;
    }
    let allowed = if request.method() == Method::OPTIONS {
        shared.config.has_origin(origin)
    } else {
        let form = Parameters::parse(&String::from_utf8_lossy(request.body()));
        let client = form.first("client_id").and_then(|id| shared.config.client(id));
        client.is_some_and(|client| client.has_origin(origin))
    };
    let headers = vec!["content-type", "client-request-id"];
    allowed.then(|| Grant { origin: origin.to_owned(), methods: "POST, OPTIONS", headers })
}

async fn known_tenant(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let segment = request.uri().path().split('/').nth(1).unwrap_or_default();
    if shared.is_tenant(segment) {
        return next.run(request).await;
    }
    let refusal = Refusal::invalid_request(90002, format!("Tenant '{segment}' not found."));
    if wants_html(request.headers()) {
        pages::refused(&shared, &refusal)
    } else {
        refusal.json(&shared, None).into_response()
    }
}

fn wants_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|a| a.contains("text/html"))
}
