//! The one way a typed request becomes a typed result: the policy is `business_central`'s [`Exchange`], the waiting and
//! the sending are done here.

use super::{Inner, Workspace};
use crate::browser::{clock, fetch};
use crate::companion::{self, fault::Fault};
use crate::problem::{Action, Problem};
use crate::session::access::Fetched;
use authority::{Prompt, SignIn};
use business_central::{Answer, Error, Event, Exchange, Failure, Method, Priority, Request, Step};
use futures_util::future::LocalBoxFuture;
use leptos::prelude::{GetUntracked as _, Set as _};
use leptos::task::spawn_local;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Too Many Requests (RFC 6585 §4).
const TOO_MANY: u16 = 429;

/// Sends `request` in its turn, as often as the policy says, and reads the answer.
///
/// # Errors
/// What the policy ends with, as the [`Problem`] that it is for this session.
pub(super) async fn send<T>(
    workspace: &Workspace,
    request: Request<T>,
    priority: Priority,
) -> Result<T, Problem> {
    ask(workspace, request, priority).await?.map_err(|error| explain(workspace, error))
}

pub(super) async fn ask<T>(
    workspace: &Workspace,
    request: Request<T>,
    priority: Priority,
) -> Result<Result<T, Error>, Problem> {
    let plain = workspace.0.plain.load(Ordering::Relaxed);
    let mut typed = Typed { exchange: Exchange::new(request, plain), result: None };
    let outcome = carry_out(workspace, &mut typed, priority).await?;
    Ok(outcome.and_then(|()| typed.result.ok_or(Error::Cancelled)))
}

type Headers = Vec<(&'static str, String)>;

/// What to do next, whatever the result's type.
enum Next {
    Send { method: Method, body: Option<String>, url: String, headers: Headers, time_limit: Duration },
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
            Step::Send { method, body, url, headers, time_limit } => {
                Next::Send { method, body, url, headers, time_limit }
            }
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
    priority: Priority,
) -> LocalBoxFuture<'a, Result<Result<(), Error>, Problem>> {
    Box::pin(take_turns(workspace, policy, priority))
}

async fn take_turns(
    workspace: &Workspace,
    policy: &mut dyn Policy,
    priority: Priority,
) -> Result<Result<(), Error>, Problem> {
    let Inner { gate, plain, access, .. } = &*workspace.0;
    let _place = gate.enter(priority).await;
    // It may have been the last one that there was room for.
    tell_pause(workspace);
    let (mut event, mut asks_for_pause) = (Event::Started, false);
    loop {
        match policy.next(event) {
            Next::Send { method, body, url, headers, time_limit } => {
                let method = method.as_str();
                let outgoing = fetch::Outgoing { url: &url, method, body, headers, time_limit };
                event = match outcome(access.party.fetch(outgoing).await?) {
                    Ok(event) => event,
                    Err(error) => return Ok(Err(error)),
                };
                asks_for_pause = matches!(&event, Event::Answered(answer) if answer.status == TOO_MANY);
            }
            Next::Wait(duration) => {
                if asks_for_pause {
                    gate.pause(duration);
                    tell_pause(workspace);
                }
                clock::wait(duration).await;
                gate.sent_again();
                tell_pause(workspace);
                event = Event::Started;
            }
            Next::Done { outcome, learned_plain } => {
                if learned_plain {
                    plain.store(true, Ordering::Relaxed);
                }
                return Ok(outcome);
            }
        }
    }
}

/// Tells the page of a pause that has begun, and lets the requests that wait go on when it is over.
fn tell_pause(workspace: &Workspace) {
    let Inner { gate, pause, .. } = &*workspace.0;
    let Some((now, left)) = gate.paused() else { return };
    if pause.get_untracked().is_some_and(|(before, _)| before.until >= now.until) {
        return;
    }
    pause.set(Some((now, left)));
    let (gate, pause) = (gate.clone(), pause.clone());
    spawn_local(async move {
        clock::wait(left).await;
        if pause.get_untracked().is_some_and(|(told, _)| told == now) {
            pause.set(None);
        }
        gate.end(now);
    });
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

/// The problem that `error` is for this access. A refused token comes here once every remedy was tried.
pub(super) fn explain(workspace: &Workspace, error: Error) -> Problem {
    let access = workspace.access();
    let is_refused = matches!(error, Error::SignInAgain(_));
    if access.upstream.is_some() {
        // What the companion says for itself, and that nothing answers in its place.
        let own = match (&error, error.refusal()) {
            (Error::Unreachable, _) => Some(Fault::Unreachable),
            (_, Some(refusal)) => Fault::of_code(refusal.status, &refusal.code),
            _ => None,
        };
        if let Some(fault) = own {
            return companion::problem(&fault, &access.party);
        }
    }
    if is_refused && access.is_applications() {
        return companion::problem(&Fault::application_refused(), &access.party);
    }
    let mut problem = Problem::from(error);
    if is_refused {
        let user_name =
            access.person.as_ref().and_then(|person| person.now().person()?.identity.user_name.clone());
        "Business Central does not let this account in.".clone_into(&mut problem.title);
        problem.remedy = format!(
            "{} may lack a licence or a user in this environment. Sign in with another account, or ask an administrator.",
            user_name.as_deref().unwrap_or("The account"),
        );
        let sign_in = SignIn { prompt: Some(Prompt::SelectAccount), ..SignIn::default() };
        problem.action = Some(Action::SignIn(sign_in));
    }
    problem
}
