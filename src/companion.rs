//! The companion of an AzApp connection: what it says of itself, the token that it may hand out, and what it means when it
//! does neither.
//!
//! It holds the application's credential, which a browser cannot. Either it relays requests and keeps the token to itself,
//! or it hands the token out; see `DESIGN.md`.

pub mod description;
pub mod fault;

use crate::browser::{clock, fetch};
use crate::problem::Problem;
use crate::session::access::Party;
use crate::session::live::Failure;
use authority::{HandedOut, UnixTime};
use description::Description;
use fault::Fault;
use futures_util::future::LocalBoxFuture;
use std::time::Duration;

/// Within this a companion says what it has to say of itself.
const TIME_LIMIT: Duration = Duration::from_secs(15);
/// When to ask again for a token that was not handed out, where nothing says otherwise.
const PAUSE: Duration = Duration::from_secs(5);

/// What the companion at `address` says of itself. Nobody needs to be signed in for that.
///
/// # Errors
/// A [`Problem`] that says what to do.
pub fn describe(address: &str) -> LocalBoxFuture<'_, Result<Description, Problem>> {
    Box::pin(async move {
        let party = Party::companion(address, None);
        let answer = ask(&party, format!("{address}/"), None).await?;
        let described = answer.and_then(|body| Description::read(&body));
        described.map_err(|fault| problem(&fault, address, &party))
    })
}

/// The application's token, from the companion at `address` that was asked at `requested_at`.
///
/// # Errors
/// [`Failure::Companion`] with what to do, or with what came of signing in to `party`, the companion.
pub fn hand_out<'a>(
    address: &'a str,
    party: &'a Party,
    requested_at: UnixTime,
) -> LocalBoxFuture<'a, Result<HandedOut, Failure>> {
    Box::pin(async move {
        let answer = ask(party, format!("{address}/token"), Some(String::new())).await;
        let answer = answer.map_err(|problem| Failure::Companion(problem, PAUSE))?;
        let token = answer.and_then(|body| HandedOut::read(&body, requested_at).ok_or(Fault::Unreadable));
        token.map_err(|fault| {
            let pause = fault.pause().unwrap_or(PAUSE);
            Failure::Companion(problem(&fault, address, party), pause)
        })
    })
}

/// The body of what a companion answers.
async fn ask(party: &Party, url: String, form: Option<String>) -> Result<Result<String, Fault>, Problem> {
    let headers = vec![("accept", "application/json".to_owned())];
    let outgoing = fetch::Outgoing { url: &url, form, headers, time_limit: TIME_LIMIT };
    Ok(match party.fetch(outgoing).await? {
        Err(fetch::NoAnswer::TimedOut) => Err(Fault::TimedOut),
        Err(_) => Err(Fault::Unreachable),
        Ok(answer) if answer.status == 200 => Ok(answer.body),
        Ok(answer) => {
            let retry_after = answer.retry_after.as_deref().and_then(clock::parse_retry_after);
            Err(Fault::of(answer.status, &answer.body, retry_after))
        }
    })
}

/// What the user is told of `fault`, with what an administrator wants to know.
#[must_use]
pub fn problem(fault: &Fault, address: &str, party: &Party) -> Problem {
    let mut problem = Problem::new(fault.to_string(), fault.remedy());
    let is_signed_in = party.session().is_some_and(|session| session.now().person().is_some());
    problem.action = Some(fault.action(is_signed_in));
    problem.details = vec![("Time", clock::now_as_text()), ("Address", address.to_owned())];
    if let Fault::Refused { status, code } = fault {
        problem.details.push(("Status", status.to_string()));
        if !code.is_empty() {
            problem.details.push(("Code", code.clone()));
        }
    }
    problem
}
