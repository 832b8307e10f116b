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
use fault::Fault;
use futures_util::future::LocalBoxFuture;
use std::time::Duration;

/// Within this a companion answers what it can answer by itself.
const TIME_LIMIT: Duration = Duration::from_secs(15);
/// When to ask again, where nothing says otherwise.
const PAUSE: Duration = Duration::from_secs(5);

/// The body of what `party`, a companion, answers at `path`. With a form, that is posted.
///
/// # Errors
/// [`Failure::Companion`] for anything but a success, with what to do.
pub fn ask(
    party: Party,
    path: &'static str,
    form: Option<String>,
) -> LocalBoxFuture<'static, Result<String, Failure>> {
    Box::pin(async move {
        let url = format!("{}{path}", party.address());
        let mut outgoing = match form {
            Some(form) => fetch::Outgoing::form(&url, form, TIME_LIMIT),
            None => fetch::Outgoing::get(&url, Vec::new(), TIME_LIMIT),
        };
        outgoing.headers.push(("accept", "application/json".to_owned()));
        let fetched = party.fetch(outgoing).await.map_err(|problem| Failure::Companion(problem, PAUSE))?;
        let fault = match fetched {
            Ok(answer) if answer.status == 200 => return Ok(answer.body),
            Ok(answer) => {
                let retry_after = answer.retry_after.as_deref().and_then(clock::parse_retry_after);
                Fault::of(answer.status, &answer.body, retry_after)
            }
            Err(fetch::NoAnswer::TimedOut) => Fault::TimedOut,
            Err(_) => Fault::Unreachable,
        };
        Err(failure(&fault, &party))
    })
}

/// What `fault` of `party` means to who needs a token.
#[must_use]
pub fn failure(fault: &Fault, party: &Party) -> Failure {
    Failure::Companion(problem(fault, party), fault.pause().unwrap_or(PAUSE))
}

/// What the user is told of `fault`, with what an administrator wants to know.
#[must_use]
pub fn problem(fault: &Fault, party: &Party) -> Problem {
    let mut problem = Problem::new(fault.to_string(), fault.remedy());
    let is_signed_in = party.session().is_some_and(|session| session.now().person().is_some());
    problem.action = Some(fault.action(is_signed_in));
    problem.details = vec![("Time", clock::now_as_text()), ("Address", party.address().to_owned())];
    if let Fault::Refused { status, code } = fault {
        problem.details.push(("Code", format!("{status} {code}")));
    }
    problem
}
