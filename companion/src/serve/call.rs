//! One call, from its head to its answer's head.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use axum::routing::{get, post};
use http::header::{CONNECTION, TRANSFER_ENCODING};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use tower::ServiceExt as _;

use super::{about, answer, health, tokens};
use crate::Refusal;
use crate::app::{App, Peer};
use crate::caller::{Caller, oidc, open};
use crate::failure::Failure;
use crate::guard::{Admission, Page};
use crate::log;
use crate::policy::check_framing;
use crate::refusal::Kind;
use crate::settings::Who;
use crate::{random, relay};

/// What an answer calls itself, so that a person can find its line in the log.
const ID: &str = "x-ms-request-id";

/// Where calls lead.
pub(super) fn router(app: Arc<App>) -> Router {
    let not_allowed =
        || async { answer::failure(&Refusal::new(Kind::Method, "a method that isn't here").into()) };
    Router::new()
        .route("/", get(about::about))
        .route("/health", get(health::answer))
        .route("/token", post(tokens::answer))
        .method_not_allowed_fallback(not_allowed)
        .fallback(relay::relay)
        .with_state(app)
}

/// Answers a call. Whatever happens, the answer has the guard's headers and the log a line.
pub(super) async fn answer(app: Arc<App>, router: Router, request: Request<Body>) -> Response {
    let began = app.clock.now();
    let (method, headers) = (request.method().clone(), request.headers().clone());
    let id = random::uuid();
    let mut who = None;
    let mut response = match admit(&app, &router, request, &id, &mut who).await {
        Ok(response) => response,
        Err(failure) => answer::failure(&failure),
    };
    for (name, value) in app.guard.answer_headers(&headers) {
        if let Some(name) = name {
            response.headers_mut().insert(name, value);
        }
    }
    // The HTTP library passes over a length beside a transfer coding, so that it can't be refused here. Where another
    // reader went by the length, what follows is no request of its own: nothing on this connection is read any more (RFC
    // 9112 §6.1).
    if headers.contains_key(TRANSFER_ENCODING) {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    let noted: answer::Noted = response.extensions_mut().remove().unwrap_or_default();
    if let (None, Ok(id)) = (&noted.correlation_id, HeaderValue::from_str(&id)) {
        response.headers_mut().insert(ID, id);
    }
    tell(&app, &method, response.status().as_u16(), app.clock.now() - began, id, who, noted);
    response
}

/// The gates, in their order, and then where the call leads.
async fn admit(
    app: &Arc<App>,
    router: &Router,
    mut request: Request<Body>,
    id: &str,
    who: &mut Option<String>,
) -> Result<Response, Failure> {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    check_framing(&method, &uri, request.version(), request.headers())?;
    let below = below(&app.settings.public_path, &uri);
    let path = below.as_ref().map_or("", |below| below.path());
    let page = match app.guard.admit(&method, path, &uri, request.headers())? {
        Admission::Preflight(headers) => return Ok(answer::about(answer::empty(headers), "preflight")),
        Admission::Call(page) => page,
    };
    let below = below.ok_or(Refusal::new(Kind::NotHere, "not below the companion's path"))?;
    // These two say nothing about the books, and are asked before anybody has signed in.
    if !matches!(below.path(), "/" | "/health") {
        let peer = request.extensions().get::<Peer>().copied();
        let headers = request.headers().clone();
        let caller = caller(app, page, peer, &headers).await?;
        *who = Some(caller.name.clone().unwrap_or_else(|| caller.id.clone()));
        app.count(&caller.id)?;
        request.extensions_mut().insert(caller);
    }
    request.extensions_mut().insert(CallId(id.to_owned()));
    *request.uri_mut() = below;
    router.clone().oneshot(request).await.map_err(|never| match never {})
}

/// The companion's own name for a call.
#[derive(Clone, Debug)]
pub(crate) struct CallId(pub(crate) String);

async fn caller(
    app: &Arc<App>,
    page: Page,
    peer: Option<Peer>,
    headers: &HeaderMap,
) -> Result<Caller, Failure> {
    let Peer(peer) = peer.ok_or(Refusal::malformed("from nowhere"))?;
    match (&app.settings.who, &app.keys) {
        (Who::Open, _) => Ok(open::caller(peer)),
        (Who::Proxy(proxy), _) => Ok(proxy.caller(peer, page, headers)?),
        (Who::Oidc(oidc, _), Some(keys)) => keys.verify(oidc, oidc::bearer(headers)?).await,
        (Who::Oidc(..), None) => Err(Refusal::unknown("nobody can be verified").into()),
    }
}

/// What stands behind the companion's own path, which is `/` where nothing does.
fn below(public_path: &str, uri: &Uri) -> Option<Uri> {
    let rest = uri.path().strip_prefix(public_path)?;
    if !(rest.is_empty() || rest.starts_with('/')) {
        return None;
    }
    let path = if rest.is_empty() { "/" } else { rest };
    let whole = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    Some(Uri::from(whole.parse::<PathAndQuery>().ok()?))
}

fn tell(
    app: &App,
    method: &Method,
    status: u16,
    took: Duration,
    id: String,
    who: Option<String>,
    noted: answer::Noted,
) {
    let kind = match noted.what.as_str() {
        "about" => "about",
        "health" => "health",
        "preflight" => "preflight",
        "token" => "token",
        "" => "refused",
        _ => "relay",
    };
    app.metrics.call(kind, status, took);
    // Probes and preflights come by the thousand and say nothing.
    if matches!(kind, "health" | "preflight") && status < 400 {
        return;
    }
    app.log.call(&log::Call {
        id,
        who,
        // A method that nobody knows is whatever a caller wrote.
        method: if is_known(method) { method.to_string() } else { "?".to_owned() },
        what: noted.what,
        status,
        code: noted.code,
        reason: noted.reason,
        took,
        principal: noted.principal,
        correlation_id: noted.correlation_id,
    });
}

fn is_known(method: &Method) -> bool {
    let known = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PATCH,
        Method::PUT,
        Method::DELETE,
        Method::OPTIONS,
    ];
    known.contains(method)
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn the_companion_works_below_a_path() {
        for (public_path, path, expected) in [
            ("", "/", Some("/")),
            ("", "/v2.0/t/e/api?x=1", Some("/v2.0/t/e/api?x=1")),
            ("/companion", "/companion", Some("/")),
            ("/companion", "/companion/", Some("/")),
            ("/companion", "/companion?x", Some("/?x")),
            ("/companion", "/companion/health", Some("/health")),
            ("/companion", "/companions", None),
            ("/companion", "/health", None),
            ("/companion", "/", None),
        ] {
            let found = below(public_path, &path.parse().unwrap()).map(|uri| uri.to_string());
            assert_eq!(found.as_deref(), expected, "{public_path} {path}");
        }
    }
}
