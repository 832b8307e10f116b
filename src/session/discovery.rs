//! Talking to the Authority.

use crate::browser::{clock, fetch};
use authority::{Decision, Error, Issuer, Keys, Provider, Request, Response};
use origin::Origin;
use std::time::Duration;

/// Sends `request` to the Authority and reads the answer with `read`.
///
/// # Errors
/// What `read` says of the answer, or of there being none.
pub async fn ask<T>(
    request: Request,
    read: impl FnOnce(&Response<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let origin = Origin::of(&request.url).map_err(|_| unreachable("names an address that cannot be used"))?;
    let outgoing = fetch::Outgoing {
        url: &request.url,
        form: request.body,
        headers: vec![("accept", "application/json".to_owned())],
        time_limit: request.time_limit,
    };
    let incoming = fetch::fetch(outgoing, &origin).await.map_err(|error| match error {
        fetch::NoAnswer::Offline => unreachable("cannot be reached: this device is offline"),
        fetch::NoAnswer::TimedOut => unreachable("did not answer in time"),
        fetch::NoAnswer::CutOff => unreachable("was cut off in the middle of its answer"),
        fetch::NoAnswer::ForeignOrigin | fetch::NoAnswer::Failed => unreachable(
            "cannot be reached: the network, or a rule about which pages may call it (CORS), stands in the way",
        ),
    })?;
    read(&Response {
        status: incoming.status,
        content_type: incoming.content_type.as_deref(),
        retry_after: incoming.retry_after.as_deref().and_then(clock::parse_retry_after),
        body: &incoming.body,
    })
}

/// The Authority's addresses, from its discovery document.
///
/// # Errors
/// See [`authority::discovery::read`].
pub async fn provider(issuer: &Issuer) -> Result<Provider, Error> {
    ask(authority::discovery::request(issuer), |response| authority::discovery::read(issuer, response)).await
}

/// The keys that the Authority signs with.
///
/// # Errors
/// See [`authority::keys::read`].
pub async fn keys(provider: &Provider) -> Result<Keys, Error> {
    ask(authority::keys::request(provider), authority::keys::read).await
}

fn unreachable(why: &str) -> Error {
    Error::new(Decision::RetryAfter(Duration::from_secs(5)), format!("The sign-in service {why}."))
}
