//! The one place that calls `fetch`.

use crate::browser::{clock, window};
use futures_util::future::{Either, select};
use gloo_net::http::{Headers, Method, RequestBuilder, Response};
use origin::Origin;
use std::{pin::pin, time::Duration};
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

/// A request as it goes out.
#[derive(Clone, Debug)]
pub struct Outgoing<'a> {
    /// Where to.
    pub url: &'a str,
    /// What it does: `GET`, `POST`, `PATCH` or `DELETE`.
    pub method: &'static str,
    /// Its body, whose type is among the headers.
    pub body: Option<String>,
    /// Header names and values.
    pub headers: Vec<(&'a str, String)>,
    /// How long the headers of the answer may take, and after them the body once more.
    pub time_limit: Duration,
}

/// An answer as it came in.
#[derive(Debug)]
pub struct Incoming {
    /// The HTTP status.
    pub status: u16,
    /// `Content-Type`, where it may be read.
    pub content_type: Option<String>,
    /// `Retry-After`, where it may be read.
    pub retry_after: Option<String>,
    /// `WWW-Authenticate`, where it may be read.
    pub www_authenticate: Option<String>,
    /// When the server says it answered (`Date` plus `Age`), in seconds since 1970, where it may be read.
    pub answered_at: Option<u64>,
    /// All headers that may be read.
    pub exposed: Exposed,
    /// The body as text.
    pub body: String,
}

/// The headers of an answer that this page may read: of another origin's, those that CORS exposes (Fetch, "CORS protocol").
#[derive(Debug)]
pub struct Exposed(Headers);

impl Exposed {
    /// The header `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.get(name)
    }

    /// The names, in small letters and in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.0.keys().collect()
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// The address belongs to another origin than the one this request is meant for: nothing was sent.
    #[error("the address belongs to another host")]
    ForeignOrigin,
    /// It took too long.
    #[error("it took too long")]
    TimedOut,
    /// The browser gives no reason: unreachable, cut off, or refused by CORS or the Content Security Policy.
    #[error("unreachable")]
    Failed,
    /// The answer began, but its body ended in the middle.
    #[error("cut off")]
    CutOff,
    /// The browser knows that it has no network. What is no `GET` was not sent then.
    #[error("offline")]
    Offline,
}

/// Aborts the exchange when the caller loses interest.
struct AbortOnDrop(AbortController);

impl<'a> Outgoing<'a> {
    /// A `GET`.
    #[must_use]
    pub fn get(url: &'a str, headers: Vec<(&'a str, String)>, time_limit: Duration) -> Self {
        Self { url, method: "GET", body: None, headers, time_limit }
    }

    /// A form, posted.
    #[must_use]
    pub fn form(url: &'a str, form: String, time_limit: Duration) -> Self {
        let headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
        Self { url, method: "POST", body: Some(form), headers, time_limit }
    }

    /// Whether it may change something, so that it must not be sent twice.
    #[must_use]
    pub fn is_write(&self) -> bool {
        self.method != "GET"
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        // Without a reason: gloo-net panics when a fetch rejects with something that is no Error.
        self.0.abort();
    }
}

/// Sends `outgoing` if its address is of `origin`, and reads the whole answer. Dropping the future aborts it.
///
/// No cookies go out, no redirect is followed (it could carry the request elsewhere), no cache is asked or filled,
/// and no referrer tells where the user was.
///
/// # Errors
/// [`NoAnswer`]. Every HTTP status is an answer.
pub async fn fetch(outgoing: Outgoing<'_>, origin: &Origin) -> Result<Incoming, NoAnswer> {
    if !is_of(outgoing.url, origin) {
        return Err(NoAnswer::ForeignOrigin);
    }
    let is_write = outgoing.is_write();
    if is_write && !window::is_online() {
        return Err(NoAnswer::Offline);
    }
    let abort = AbortOnDrop(AbortController::new().map_err(|_| NoAnswer::Failed)?);
    let time_limit = outgoing.time_limit;
    // A network that fails is one thing to a read and another to a write, which may have arrived.
    let reason = |reason| if is_write || window::is_online() { reason } else { NoAnswer::Offline };
    let response = within(time_limit, send(outgoing, &abort.0)).await.map_err(reason)?;
    let headers = response.headers();
    let status = response.status();
    let body = within(time_limit, async { response.text().await.map_err(|_| NoAnswer::CutOff) })
        .await
        .map_err(reason)?;
    Ok(Incoming {
        status,
        content_type: headers.get("content-type"),
        retry_after: headers.get("retry-after"),
        www_authenticate: headers.get("www-authenticate"),
        answered_at: headers.get("date").and_then(|date| {
            let age = headers.get("age").and_then(|age| age.trim().parse().ok()).unwrap_or(0);
            clock::parse_http_date(&date)?.checked_add(age)
        }),
        exposed: Exposed(headers),
        body,
    })
}

/// The browser's own reading of the address decides, for it is the browser that will send.
fn is_of(url: &str, origin: &Origin) -> bool {
    web_sys::Url::new(url).is_ok_and(|url| url.origin() == origin.as_str())
}

async fn send(outgoing: Outgoing<'_>, abort: &AbortController) -> Result<Response, NoAnswer> {
    let method = match outgoing.method {
        "POST" => Method::POST,
        "PATCH" => Method::PATCH,
        "DELETE" => Method::DELETE,
        _ => Method::GET,
    };
    let mut builder = RequestBuilder::new(outgoing.url)
        .method(method)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Error)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&abort.signal()));
    for (name, value) in &outgoing.headers {
        // The browser throws at such a value; what came from a server must not be able to bring the portal down.
        if !value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(NoAnswer::Failed);
        }
        builder = builder.header(name, value);
    }
    let sent = match outgoing.body {
        Some(body) => builder.body(body).map_err(|_| NoAnswer::Failed)?.send().await,
        None => builder.send().await,
    };
    sent.map_err(|_| NoAnswer::Failed)
}

async fn within<T>(limit: Duration, work: impl Future<Output = Result<T, NoAnswer>>) -> Result<T, NoAnswer> {
    match select(pin!(work), pin!(clock::wait(limit))).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right(_) => Err(NoAnswer::TimedOut),
    }
}
