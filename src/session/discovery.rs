//! Talking to the Authority.

use crate::browser::{clock, fetch};
use authority::{Decision, Error, Issuer, Keys, Provider, Request, Response};
use futures_util::future::LocalBoxFuture;
use origin::Origin;
use std::time::Duration;

/// Sends `request` to the Authority. Boxed, so that there is one copy for all that is asked.
///
/// # Errors
/// [`Decision::RetryAfter`] when there is no answer.
pub fn ask(request: Request) -> LocalBoxFuture<'static, Result<Heard, Error>> {
    Box::pin(send(request))
}

async fn send(request: Request) -> Result<Heard, Error> {
    let origin = Origin::of(&request.url).map_err(|_| unreachable("names an address that cannot be used"))?;
    let mut outgoing = match request.body {
        Some(form) => fetch::Outgoing::form(&request.url, form, request.time_limit),
        None => fetch::Outgoing::get(&request.url, Vec::new(), request.time_limit),
    };
    outgoing.headers.push(("accept", "application/json".to_owned()));
    let answer = fetch::fetch(outgoing, &origin).await.map_err(|error| match error {
        fetch::NoAnswer::Offline => unreachable("cannot be reached: this device is offline"),
        fetch::NoAnswer::TimedOut => unreachable("did not answer in time"),
        fetch::NoAnswer::CutOff => unreachable("was cut off in the middle of its answer"),
        fetch::NoAnswer::ForeignOrigin | fetch::NoAnswer::Failed => {
            unreachable("cannot be reached. The network may be down, or something on the way blocks it")
        }
    })?;
    Ok(Heard(answer))
}

/// What the Authority answered.
pub struct Heard(fetch::Incoming);

impl Heard {
    /// For the crate `authority` to read.
    #[must_use]
    pub fn response(&self) -> Response<'_> {
        Response {
            status: self.0.status,
            content_type: self.0.content_type.as_deref(),
            retry_after: self.0.retry_after.as_deref().and_then(clock::parse_retry_after),
            body: &self.0.body,
        }
    }
}

/// The Authority's addresses, from its discovery document.
///
/// # Errors
/// See [`authority::discovery::read`].
pub fn provider(issuer: &Issuer) -> LocalBoxFuture<'_, Result<Provider, Error>> {
    let request = authority::discovery::request(issuer);
    Box::pin(async { authority::discovery::read(issuer, &ask(request).await?.response()) })
}

/// The keys that the Authority signs with.
///
/// # Errors
/// See [`authority::keys::read`].
pub fn keys(provider: &Provider) -> LocalBoxFuture<'static, Result<Keys, Error>> {
    let request = authority::keys::request(provider);
    Box::pin(async { authority::keys::read(&ask(request).await?.response()) })
}

fn unreachable(why: &str) -> Error {
    Error::new(Decision::RetryAfter(Duration::from_secs(5)), format!("The sign-in service {why}."))
}
