//! The one place that sends requests: to the Authority and to Business Central.

use std::convert::Infallible;
use std::time::Duration;

use authority::UnixTime;
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER, USER_AGENT};
use http::{HeaderMap, HeaderValue, Request, Response};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::{ClientConfig, RootCertStore};

use crate::clock::Clock;

/// How the companion names itself.
pub const AGENT: HeaderValue =
    HeaderValue::from_static(concat!("portico-companion/", env!("CARGO_PKG_VERSION")));

/// A body that is sent. Its error ends the request.
pub type Outgoing = UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>;

/// A request didn't get an answer.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// No connection came about, or it broke off.
    #[error("no connection, or it broke off")]
    Connection(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It took too long.
    #[error("no answer in time")]
    TimedOut,
    /// The address is none, which its maker rules out.
    #[error("the address is malformed")]
    Address,
}

/// A small answer, read whole.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<Duration>,
    /// The body, as far as it is text.
    pub body: String,
}

impl Answer {
    /// As the crate `authority` reads it.
    #[must_use]
    pub fn as_response(&self) -> authority::Response<'_> {
        authority::Response {
            status: self.status,
            content_type: self.content_type.as_deref(),
            retry_after: self.retry_after,
            body: &self.body,
        }
    }
}

/// Connections to other services, kept for the next request. Follows no redirect, keeps no cookie and asks no proxy.
#[derive(Clone, Debug)]
pub struct Outbound {
    client: Client<HttpsConnector<HttpConnector>, Outgoing>,
    clock: Clock,
}

impl Outbound {
    /// Trusts the certification authorities that browsers trust, and those of `roots` (PEM; for a network's own).
    ///
    /// A connection has to come about within `connect`.
    #[must_use]
    pub fn new(
        roots: &[rustls::pki_types::CertificateDer<'static>],
        connect: Duration,
        clock: Clock,
    ) -> Self {
        let mut store = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        store.add_parsable_certificates(roots.iter().cloned());
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_connect_timeout(Some(connect));
        http.set_nodelay(true);
        let builder =
            match ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions() {
                Ok(builder) => builder,
                // The provider that is compiled in speaks TLS 1.2 and 1.3.
                Err(_) => ClientConfig::builder(),
            };
        let tls = builder.with_root_certificates(store).with_no_client_auth();
        // Addresses were checked: https, or http on this computer.
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .wrap_connector(http);
        // The pool sends a request again only if not a byte of it was written, to a connection that had been closed.
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(30))
            .pool_max_idle_per_host(32)
            .build(connector);
        Self { client, clock }
    }

    /// Sends a request and waits for the answer's head, at most `within`.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn send(
        &self,
        request: Request<Outgoing>,
        within: Duration,
    ) -> Result<Response<Incoming>, SendError> {
        match tokio::time::timeout(within, self.client.request(request)).await {
            Ok(answer) => answer.map_err(|error| SendError::Connection(error.into())),
            Err(_) => Err(SendError::TimedOut),
        }
    }

    /// Sends what the crate `authority` made, and reads the whole answer. No `Origin` goes with it: Entra refuses client
    /// credentials from browsers.
    ///
    /// # Errors
    /// [`SendError`]; also for an answer that is longer than any honest one.
    pub async fn ask(&self, request: &authority::Request) -> Result<Answer, SendError> {
        let built = Request::builder()
            .method(match request.method {
                authority::Method::Get => http::Method::GET,
                authority::Method::Post => http::Method::POST,
            })
            .uri(&request.url)
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, AGENT);
        let built = match &request.body {
            Some(form) => built
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(whole(Bytes::copy_from_slice(form.as_bytes()))),
            None => built.body(whole(Bytes::new())),
        };
        let built = built.map_err(|_| SendError::Address)?;
        tokio::time::timeout(request.time_limit, self.read(built, authority::MAX_BODY))
            .await
            .map_err(|_| SendError::TimedOut)?
    }

    /// Sends a request, and reads the whole answer of at most `most` bytes. There is no time limit.
    async fn read(&self, request: Request<Outgoing>, most: usize) -> Result<Answer, SendError> {
        let answer = self.client.request(request).await;
        let (head, body) = answer.map_err(|error| SendError::Connection(error.into()))?.into_parts();
        let body = Limited::new(body, most).collect().await.map_err(SendError::Connection)?.to_bytes();
        Ok(Answer {
            status: head.status.as_u16(),
            content_type: text(&head.headers, CONTENT_TYPE).map(str::to_owned),
            retry_after: retry_after(&head.headers, self.clock.wall()),
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }
}

/// A body that is there.
#[must_use]
pub fn whole(bytes: Bytes) -> Outgoing {
    Full::new(bytes).map_err(|never: Infallible| match never {}).boxed_unsync()
}

/// How long the other side asks to be left alone.
#[must_use]
pub fn retry_after(headers: &HeaderMap, now: UnixTime) -> Option<Duration> {
    business_central::retry_after(text(headers, RETRY_AFTER)?, now.seconds())
}

fn text(headers: &HeaderMap, name: http::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}
