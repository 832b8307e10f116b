//! The relay: from a call that was let in to Business Central, and back.
//!
//! Bodies are passed on unchanged. What is checked before it is sent, records and batches, is read whole, up to a limit; all
//! else is streamed, both ways, so that memory is bounded by the connections.
//!
//! A request is sent once. It is sent again in one case: Business Central refused the token (401), which it does before it
//! does anything else, another token can be had, and the body is still here.

mod incoming;
mod outgoing;

pub(crate) use outgoing::Held;

use std::sync::Arc;
use std::time::Duration;

use authority::Secret;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri};
use hyper::body::Incoming;

use crate::Refusal;
use crate::app::App;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::outbound::{AGENT, Outgoing, SendError, whole};
use crate::policy::{self, Ruling, Target};
use crate::queue::Permit;
use crate::refusal::Kind;
use crate::serve::Noted;
use crate::settings::Grant;
use crate::token::{Fault, Token};

/// By which Business Central's log names a request (telemetry's `OperationId`).
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
/// By which Business Central names it itself, best first.
const CORRELATION: [&str; 5] =
    ["ms-correlation-x", "x-ms-correlation-x", "x-ms-correlation-id", "request-id", "x-ms-request-id"];
/// When a call that waited in vain for its turn may come again: nothing was sent for it.
const AGAIN: Duration = Duration::from_secs(5);

/// Relays a call.
pub(crate) async fn relay(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    let mut noted = Noted::default();
    let mut response = match forward(&app, request, &mut noted).await {
        Ok(response) => response,
        Err(failure) => {
            noted.code = Some(failure.code());
            noted.reason = Some(failure.reason());
            crate::serve::failure(&failure)
        }
    };
    response.extensions_mut().insert(noted);
    response
}

async fn forward(app: &Arc<App>, request: Request<Body>, noted: &mut Noted) -> Result<Response, Failure> {
    if app.settings.grant != Grant::Relay {
        return Err(Refusal::new(Kind::NotHere, "nothing is relayed").into());
    }
    let (head, body) = request.into_parts();
    let caller = head.extensions.get::<Caller>().ok_or(Refusal::unknown("nobody asks"))?;
    let ruling = app.settings.policy.decide(&head.method, head.uri.path(), head.uri.query())?;
    let (Ruling::Send(target) | Ruling::Batch(target)) = &ruling;
    noted.what.clone_from(&target.pattern);
    let mut headers = policy::forward(&head.headers, target)?;
    let id = head.extensions.get::<crate::serve::CallId>();
    if let Some(id) = id.and_then(|id| HeaderValue::from_str(&id.0).ok()) {
        headers.entry(CLIENT_REQUEST_ID).or_insert(id);
    }
    headers.insert(USER_AGENT, AGENT);
    let mut payload = incoming::read(app, &ruling, &head, body).await?;
    if let Some(length) = payload.streamed_length() {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    let permit = enter(app, &caller.id).await?;
    let token = app.token_for(permit.principal()).await?;
    noted.principal = Some(token.principal);
    let may_repeat = payload.is_kept();
    let first = send(app, target, &headers, payload.take(), &token.secret).await?;
    let answer = if first.status() == StatusCode::UNAUTHORIZED {
        drop(first);
        if !(app.keeper.rejected(&token) && may_repeat) {
            return Err(Failure::ApplicationRefused);
        }
        let token = app.token_for(token.principal).await?;
        noted.principal = Some(token.principal);
        let second = send(app, target, &headers, payload.take(), &token.secret).await?;
        if second.status() == StatusCode::UNAUTHORIZED {
            app.keeper.rejected(&token);
            return Err(Failure::ApplicationRefused);
        }
        second
    } else {
        first
    };
    noted.correlation_id = correlation_id(answer.headers());
    Ok(back(app, &head.method, answer, permit))
}

/// Waits for the caller's turn.
async fn enter(app: &App, caller: &str) -> Result<Permit, Failure> {
    let turn = tokio::time::timeout(app.settings.limits.queue, app.queue.enter(caller));
    let late = Refusal::new(Kind::TooMany(AGAIN), "waited too long for a turn");
    Ok(turn.await.map_err(|_| late)??)
}

impl App {
    /// A token of the principal, waited for no longer than the settings say.
    pub(crate) async fn token_for(self: &Arc<Self>, principal: usize) -> Result<Token, Failure> {
        match tokio::time::timeout(self.settings.limits.token, self.keeper.token(principal)).await {
            Ok(token) => token.map_err(|(fault, wait)| Failure::NoToken(fault, wait)),
            Err(_) => Err(Failure::NoToken(Fault::Unreachable, AGAIN)),
        }
    }
}

async fn send(
    app: &App,
    target: &Target,
    headers: &HeaderMap,
    body: Outgoing,
    token: &Secret,
) -> Result<http::Response<Incoming>, Failure> {
    let unreachable = |_| Failure::ServiceUnreachable;
    let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.expose())).map_err(unreachable)?;
    bearer.set_sensitive(true);
    let mut request = Request::new(body);
    *request.method_mut() = target.method.clone();
    *request.uri_mut() = target.address.parse::<Uri>().map_err(|_| Failure::ServiceUnreachable)?;
    *request.headers_mut() = headers.clone();
    request.headers_mut().insert(AUTHORIZATION, bearer);
    let answer = app.outbound.send(request, app.settings.limits.answer).await;
    app.metrics.service(match &answer {
        Ok(answer) => match answer.status().as_u16() {
            ..400 => "ok",
            401 => "401",
            429 => "429",
            503 => "503",
            400..500 => "4xx",
            _ => "5xx",
        },
        Err(SendError::TimedOut) => "timed_out",
        Err(_) => "unreachable",
    });
    answer.map_err(|error| match error {
        SendError::TimedOut => Failure::ServiceTimedOut,
        SendError::Connection(cause) => incoming::fault(&*cause).unwrap_or(Failure::ServiceUnreachable),
        SendError::Address => Failure::ServiceUnreachable,
    })
}

/// The answer, on its way to the caller. The principal's place is free when its last byte has gone.
fn back(app: &App, method: &Method, answer: http::Response<Incoming>, permit: Permit) -> Response {
    let (head, body) = answer.into_parts();
    let limits = app.settings.limits;
    let body = outgoing::Streamed::new(body, limits.answer, limits.stalled);
    let mut response = if *method == Method::HEAD {
        Response::new(Body::empty())
    } else {
        Response::new(Body::new(Held::new(body, permit)))
    };
    *response.status_mut() = head.status;
    *response.headers_mut() = policy::back(&head.headers);
    response
}

fn correlation_id(headers: &HeaderMap) -> Option<String> {
    let id = CORRELATION.iter().find_map(|name| headers.get(*name))?.to_str().ok()?;
    let is_id =
        (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_id.then(|| id.to_owned())
}

/// What is sent with a request that has no body.
fn nothing() -> Outgoing {
    whole(Bytes::new())
}
