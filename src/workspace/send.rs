//! The one way a typed request becomes a typed result: the policy is `business_central`'s [`Exchange`], the waiting and
//! the sending are done here.

use super::{Inner, Workspace};
use crate::browser::{clock, fetch};
use crate::problem::{Action, Problem};
use authority::{Prompt, SignIn};
use business_central::{Answer, Error, Event, Exchange, Failure, Refusal, Request, Step};
use futures_util::future::LocalBoxFuture;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// For this long after signing in, a refused token means that the account has no access, not that it is worn out.
const FRESH: Duration = Duration::from_secs(60);

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
    Box::pin(async { take_turns(workspace, policy).await.map_err(|error| explain(workspace, error)) })
}

async fn take_turns(workspace: &Workspace, policy: &mut dyn Policy) -> Result<(), Error> {
    let Inner { session, gate, service, plain, .. } = &*workspace.0;
    if !session.is_valid(clock::unix_time()) {
        return Err(Error::SignInAgain(Refusal::default()));
    }
    let _place = gate.enter().await;
    let mut event = Event::Started;
    loop {
        match policy.next(event) {
            Next::Send { url, mut headers, time_limit } => {
                headers.push(("Authorization", format!("Bearer {}", session.access_token.expose())));
                let outgoing = fetch::Outgoing { url: &url, form: None, headers, time_limit };
                event = outcome(fetch::fetch(outgoing, service.origin()).await)?;
            }
            Next::Wait(duration) => {
                clock::wait(duration).await;
                event = Event::Started;
            }
            Next::Done { outcome, learned_plain } => {
                if learned_plain {
                    plain.store(true, Ordering::Relaxed);
                }
                return outcome;
            }
        }
    }
}

fn outcome(fetched: Result<fetch::Incoming, fetch::NoAnswer>) -> Result<Event, Error> {
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

/// The problem that `error` is for this session: who was signed in when decides what a refused token means.
fn explain(workspace: &Workspace, error: Error) -> Problem {
    let session = workspace.session();
    let signed_in_since = session.identity.issued_at.distance(clock::unix_time());
    let refused = matches!(error, Error::SignInAgain(ref refusal) if refusal.status != 0);
    let mut problem = Problem::from(error);
    if refused && signed_in_since < FRESH {
        "Business Central does not let this account in.".clone_into(&mut problem.title);
        problem.remedy = format!(
            "{} may lack a licence or a user in this environment. Sign in with another account, or ask an administrator.",
            session.identity.user_name.as_deref().unwrap_or("The account"),
        );
        let sign_in = SignIn { prompt: Some(Prompt::SelectAccount), ..SignIn::default() };
        problem.action = Some(Action::SignIn(sign_in));
    } else if let Some(Action::SignIn(sign_in)) = &mut problem.action {
        sign_in.login_hint.clone_from(&session.identity.login_hint);
    }
    problem
}
