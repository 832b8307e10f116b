//! Everything that happens to a request before and after the server it is for: the log, faults and CORS.

mod stages;

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use hyper::body::Bytes;
use hyper::header::{ACCESS_CONTROL_REQUEST_METHOD, CONTENT_LENGTH, DATE, HeaderMap, HeaderValue, ORIGIN};
use hyper::{Method, Request, StatusCode};
use tower::ServiceExt as _;

use crate::clock::{Clock, http_date};
use crate::cors::Grant;
use crate::faults::{Asked, Effect, Faults};
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
    /// Goes by this clock and remembers this many requests.
    pub(crate) fn new(clock: Clock, remembered_requests: usize) -> Self {
        Self { clock, log: Log::new(remembered_requests), faults: Faults::default() }
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
            let mut response = call(&self.control, request).await;
            self.date(response.headers_mut());
            let (head, body) = response.into_parts();
            return Ok(hyper::Response::from_parts(head, Outgoing::whole(body)));
        }

        let target = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
        let asked = Asked { server: self.server, method: request.method().to_string(), target };
        let number = self.traffic.log.arrived(self.seen(&request));
        let _handling = self.traffic.log.watch(number);
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
        self.date(response.headers_mut());
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

    /// Says what time it is by this sandbox's clock.
    fn date(&self, headers: &mut HeaderMap) {
        if let Ok(date) = HeaderValue::try_from(http_date(self.traffic.clock.now())) {
            headers.insert(DATE, date);
        }
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
            is_over: false,
        }
    }

    fn take<T>(&self, asked: &Asked, pick: impl FnMut(&Effect) -> Option<T>) -> Vec<T> {
        self.traffic.faults.take(asked, pick)
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

fn pairs(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}
