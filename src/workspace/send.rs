//! The one way a typed request becomes a typed result: the policy is `business_central`'s [`Exchange`], the waiting and
//! the sending are done here.

use super::{Inner, Workspace};
use crate::browser::{clock, fetch, window};
use crate::problem::{Action, Problem};
use authority::{Prompt, SignIn, challenge};
use business_central::{Answer, Error, Event, Exchange, Failure, Request, Step};
use futures_util::future::LocalBoxFuture;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How often a request is sent that is refused for its token: with the token that there is, with a renewed one, and with
/// one that another tab renewed meanwhile.
const TOKENS: usize = 3;

/// Sends `request` in its turn, as often as the policy says, and reads the answer.
///
/// # Errors
/// What the policy ends with, as the [`Problem`] that it is for this session.
pub(super) async fn send<T>(workspace: &Workspace, request: Request<T>) -> Result<T, Problem> {
    let plain = workspace.0.plain.load(Ordering::Relaxed);
    let mut typed = Typed { exchange: Exchange::new(request, plain), result: None };
    carry_out(workspace, &mut typed).await?;
    typed.result.ok_or_else(|| explain(workspace, Error::Cancelled))
}

/// What to do next, whatever the result's type.
enum Next {
    Send { url: String, headers: Vec<(&'static str, String)>, time_limit: Duration },
    Wait(Duration),
    Done { outcome: Result<(), Error>, learned_plain: bool },
}

/// An exchange whose result's type is forgotten, so that there is one copy of what follows and not one for each type.
trait Policy {
    fn next(&mut self, event: Event) -> Next;
}

struct Typed<T> {
    exchange: Exchange<T>,
    result: Option<T>,
}

impl<T> Policy for Typed<T> {
    fn next(&mut self, event: Event) -> Next {
        match self.exchange.step(event, clock::jitter()) {
            Step::Send { url, headers, time_limit } => Next::Send { url, headers, time_limit },
            Step::Wait(duration) => Next::Wait(duration),
            Step::Done(result) => {
                let outcome = result.map(|result| self.result = Some(result));
                Next::Done { outcome, learned_plain: self.exchange.learned_plain() }
            }
        }
    }
}

fn carry_out<'a>(
    workspace: &'a Workspace,
    policy: &'a mut dyn Policy,
) -> LocalBoxFuture<'a, Result<(), Problem>> {
    Box::pin(take_turns(workspace, policy))
}

async fn take_turns(workspace: &Workspace, policy: &mut dyn Policy) -> Result<(), Problem> {
    let Inner { gate, plain, .. } = &*workspace.0;
    let _place = gate.enter().await;
    let mut event = Event::Started;
    loop {
        match policy.next(event) {
            Next::Send { url, headers, time_limit } => {
                let outgoing = fetch::Outgoing { url: &url, form: None, headers, time_limit };
                event = outcome(authorized(workspace, outgoing).await?)
                    .map_err(|error| explain(workspace, error))?;
            }
            Next::Wait(duration) => {
                clock::wait(duration).await;
                event = Event::Started;
            }
            Next::Done { outcome, learned_plain } => {
                if learned_plain {
                    plain.store(true, Ordering::Relaxed);
                }
                return outcome.map_err(|error| explain(workspace, error));
            }
        }
    }
}

type Fetched = Result<fetch::Incoming, fetch::NoAnswer>;

/// Fetches `outgoing` with a token that serves. Without a network it waits for one.
///
/// # Errors
/// A [`Problem`] when there is no such token to be had.
async fn authorized(workspace: &Workspace, outgoing: fetch::Outgoing<'_>) -> Result<Fetched, Problem> {
    let Inner { session, service, .. } = &*workspace.0;
    let mut refusals = 0;
    loop {
        let lent = match session.token().await {
            Ok(lent) => lent,
            Err(_) if !window::is_online() => {
                window::online().await;
                continue;
            }
            Err(problem) => return Err(problem),
        };
        let mut sent = outgoing.clone();
        sent.headers.push(("Authorization", format!("Bearer {}", lent.token.expose())));
        let fetched = fetch::fetch(sent, service.origin()).await;
        match &fetched {
            Err(fetch::NoAnswer::Offline) => window::online().await,
            Ok(answer) if answer.status == 401 => {
                refusals += 1;
                let claims = answer.www_authenticate.as_deref().and_then(challenge::claims);
                if refusals == TOKENS || !session.refused(&lent, claims).await? {
                    return Ok(fetched);
                }
            }
            Ok(_) => {
                session.accepted();
                return Ok(fetched);
            }
            Err(_) => return Ok(fetched),
        }
    }
}

fn outcome(fetched: Fetched) -> Result<Event, Error> {
    Ok(match fetched {
        Ok(incoming) => Event::Answered(Answer {
            status: incoming.status,
            retry_after: incoming.retry_after.as_deref().and_then(clock::parse_retry_after),
            body: incoming.body,
        }),
        Err(fetch::NoAnswer::ForeignOrigin) => return Err(Error::ForeignLink),
        Err(fetch::NoAnswer::TimedOut) => Event::Failed(Failure::TimedOut),
        Err(fetch::NoAnswer::Offline) => Event::Failed(Failure::Offline),
        Err(fetch::NoAnswer::CutOff) => Event::Failed(Failure::CutOff),
        Err(fetch::NoAnswer::Failed) => Event::Failed(Failure::NoAnswer),
    })
}

/// The problem that `error` is for this session. A refused token comes here once every remedy was tried.
fn explain(workspace: &Workspace, error: Error) -> Problem {
    let is_refused = matches!(error, Error::SignInAgain(_));
    let mut problem = Problem::from(error);
    if is_refused {
        let session = workspace.session().now();
        "Business Central does not let this account in.".clone_into(&mut problem.title);
        problem.remedy = format!(
            "{} may lack a licence or a user in this environment. Sign in with another account, or ask an administrator.",
            session.identity.user_name.as_deref().unwrap_or("The account"),
        );
        let sign_in = SignIn { prompt: Some(Prompt::SelectAccount), ..SignIn::default() };
        problem.action = Some(Action::SignIn(sign_in));
    }
    problem
}
