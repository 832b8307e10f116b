//! Everything that happens to a request before and after the server it is for: the log, faults and CORS.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use hyper::body::Bytes;
use hyper::header::{
    ACCESS_CONTROL_REQUEST_METHOD, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, ORIGIN,
    RETRY_AFTER,
};
use hyper::{Method, Request, StatusCode};
use tower::ServiceExt as _;

use crate::clock::Clock;
use crate::cors::Grant;
use crate::faults::{Asked, Effect, Faults, Members, foreign_next_link, merge, repeat_next_link};
use crate::outgoing::Outgoing;
use crate::seen::{Answer, Log, Seen, Server};

/// What the servers of one sandbox write down and go by.
#[derive(Debug)]
pub(crate) struct Traffic {
    /// Time, which tests may move.
    pub(crate) clock: Clock,
    /// What was received and answered.
    pub(crate) log: Log,
    /// What goes wrong on purpose.
    pub(crate) faults: Faults,
}

impl Traffic {
    /// Remembers this many requests.
    pub(crate) fn new(remembered_requests: usize) -> Self {
        Self { clock: Clock::default(), log: Log::new(remembered_requests), faults: Faults::default() }
    }
}

/// Decides what a page may read: the request's head, its body and the page's origin go in.
pub(crate) type Cors = Box<dyn Fn(&Request<Bytes>, &str) -> Option<Grant> + Send + Sync>;

/// One server with all that surrounds it.
pub(crate) struct Site {
    /// Its name in the log and in faults.
    pub(crate) server: Server,
    /// `http://localhost:PORT`
    pub(crate) origin: String,
    /// Log, faults and clock.
    pub(crate) traffic: Arc<Traffic>,
    /// The server itself.
    pub(crate) router: Router,
    /// What is under `/_sandbox/`: neither logged nor subject to faults.
    pub(crate) control: Router,
    /// Its CORS policy.
    pub(crate) cors: Cors,
}

/// The connection is to be closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("cut on purpose")]
pub(crate) struct Cut;

impl Site {
    /// Answers one request.
    pub(crate) async fn answer<B>(&self, request: Request<B>) -> Result<hyper::Response<Outgoing>, Cut>
    where
        B: hyper::body::Body,
    {
        let (head, body) = request.into_parts();
        let body = body.collect().await.map_err(|_| Cut)?.to_bytes();
        let request = Request::from_parts(head, body);
        if request.uri().path().starts_with("/_sandbox/") {
            let (head, body) = call(&self.control, request).await.into_parts();
            return Ok(hyper::Response::from_parts(head, Outgoing::whole(body)));
        }

        let target = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
        let asked = Asked { server: self.server, method: request.method().to_string(), target };
        let number = self.traffic.log.arrived(self.seen(&request));
        self.hold_up(&asked).await?;

        let grant = self.grant(&request, &asked);
        let preflight = is_preflight(&request);
        let mut response = match self.instead(&asked) {
            Some(response) => response,
            None if preflight => StatusCode::NO_CONTENT.into_response().map(|_| Bytes::new()),
            None => {
                let mut request = request;
                request.extensions_mut().insert(asked.clone());
                call(&self.router, request).await
            }
        };
        if let Some(grant) = grant {
            grant.write(response.headers_mut(), preflight);
        }
        self.spoil(&asked, &mut response);

        let (mut head, body) = response.into_parts();
        let cut = self.take(&asked, |effect| match effect {
            Effect::Cut { after: Some(after) } => Some(*after),
            _ => None,
        });
        self.traffic.log.answered(
            number,
            Answer { status: head.status.as_u16(), headers: pairs(&head.headers), body: body.clone() },
        );
        head.headers.remove(CONTENT_LENGTH);
        let body = match cut.first() {
            Some(after) => Outgoing::cut(body, *after),
            None => Outgoing::whole(body),
        };
        Ok(hyper::Response::from_parts(head, body))
    }

    fn seen(&self, request: &Request<Bytes>) -> Seen {
        Seen {
            number: 0,
            server: self.server,
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().unwrap_or_default().to_owned(),
            headers: pairs(request.headers()),
            body: String::from_utf8_lossy(request.body()).into_owned(),
            at: self.traffic.clock.now(),
            answer: None,
        }
    }

    fn take<T>(&self, asked: &Asked, pick: impl FnMut(&Effect) -> Option<T>) -> Vec<T> {
        self.traffic.faults.take(asked, pick)
    }

    /// Delays, hangs and cuts: what happens before there is an answer.
    async fn hold_up(&self, asked: &Asked) -> Result<(), Cut> {
        let delays = self.take(asked, |effect| match effect {
            Effect::Delay { ms } => Some(Duration::from_millis(*ms)),
            _ => None,
        });
        tokio::time::sleep(delays.into_iter().sum()).await;
        // Before the fault is taken: clearing right after must be seen.
        let mut clearing = self.traffic.faults.clearing();
        if !self.take(asked, |effect| matches!(effect, Effect::Hang).then_some(())).is_empty() {
            // An error means that the sender is gone, and with it the reason to hang.
            let _ = clearing.changed().await;
            return Err(Cut);
        }
        let cuts = self.take(asked, |effect| matches!(effect, Effect::Cut { after: None }).then_some(()));
        if cuts.is_empty() { Ok(()) } else { Err(Cut) }
    }

    /// What a page of another origin may read of the answer, faults considered.
    fn grant(&self, request: &Request<Bytes>, asked: &Asked) -> Option<Grant> {
        let origin = request.headers().get(ORIGIN)?.to_str().ok()?;
        let mut grant = (self.cors)(request, origin)?;
        if !self.take(asked, |effect| matches!(effect, Effect::NoCors).then_some(())).is_empty() {
            return None;
        }
        if asked.method == "OPTIONS" {
            let refused = self.take(asked, |effect| match effect {
                Effect::RefuseHeader { name } => Some(name.to_ascii_lowercase()),
                _ => None,
            });
            grant.headers.retain(|name| !refused.iter().any(|refused| refused == name));
        }
        Some(grant)
    }

    /// The answer that a fault gives in the server's place.
    fn instead(&self, asked: &Asked) -> Option<Response<Bytes>> {
        let answers = self.take(asked, |effect| match effect {
            Effect::Status { code, retry_after, body } => {
                let code = StatusCode::from_u16(*code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                Some(gateway(code, retry_after.as_deref(), body.as_deref()))
            }
            Effect::Body { content_type, text } => {
                Some(answer_of(StatusCode::OK, content_type, text.clone().into()))
            }
            _ => None,
        });
        answers.into_iter().next()
    }

    /// Changes the answer: JSON members, links, headers, length.
    fn spoil(&self, asked: &Asked, response: &mut Response<Bytes>) {
        let edits = self.take(asked, |effect| match effect {
            Effect::Json { .. } | Effect::ForeignNextLink { .. } | Effect::RepeatNextLink => {
                Some(effect.clone())
            }
            _ => None,
        });
        if !edits.is_empty()
            && let Ok(mut members) = serde_json::from_slice::<Members>(response.body())
        {
            for edit in &edits {
                match edit {
                    Effect::Json { set } => merge(&mut members, set),
                    Effect::ForeignNextLink { origin } => foreign_next_link(&mut members, origin),
                    _ => repeat_next_link(&mut members, &format!("{}{}", self.origin, asked.target)),
                }
            }
            *response.body_mut() = serde_json::Value::Object(members).to_string().into();
        }
        for set in self.take(asked, |effect| match effect {
            Effect::Headers { set } => Some(set.clone()),
            _ => None,
        }) {
            for (name, value) in set {
                let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else { continue };
                response.headers_mut().remove(&name);
                if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
                    response.headers_mut().insert(name, value);
                }
            }
        }
        for bytes in self.take(asked, |effect| match effect {
            Effect::Truncate { bytes } => Some(*bytes),
            _ => None,
        }) {
            response.body_mut().truncate(bytes);
        }
    }
}

/// Sends a request to a router and waits for the whole answer.
async fn call(router: &Router, request: Request<Bytes>) -> Response<Bytes> {
    let answered: Result<_, Infallible> = router.clone().oneshot(request.map(Body::from)).await;
    let (head, body) = answered.unwrap_or_else(|never| match never {}).into_parts();
    let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    Response::from_parts(head, body)
}

fn is_preflight(request: &Request<Bytes>) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(ORIGIN)
        && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// An error as a gateway in front of the server would answer it.
fn gateway(code: StatusCode, retry_after: Option<&str>, body: Option<&str>) -> Response<Bytes> {
    let reason = code.canonical_reason().unwrap_or("Error");
    let text = body.map_or_else(|| serde_json::json!({ "message": reason }).to_string(), str::to_owned);
    let mut response = answer_of(code, "application/json", text.into());
    if let Some(value) = retry_after.and_then(|value| HeaderValue::from_str(value).ok()) {
        response.headers_mut().insert(RETRY_AFTER, value);
    }
    response
}

fn answer_of(code: StatusCode, content_type: &str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = code;
    if let Ok(value) = HeaderValue::from_str(content_type) {
        response.headers_mut().insert(CONTENT_TYPE, value);
    }
    response
}

fn pairs(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}
