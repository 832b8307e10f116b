//! When a token is served, asked for, waited for or refused: the rules, without a clock and without a network.
//!
//! One cache is one service principal's. It is told what happens, at which time, and says what to do. So whatever order
//! things happen in, there is at most one request under way, and nobody gets a token that has ended
//! ([`super::tests`] tries many orders).
//!
//! | situation | a caller gets | and |
//! |---|---|---|
//! | the token is fresh | the token | nothing else |
//! | its time to be renewed has come | the token | one request goes out |
//! | it ends within [`MARGIN`], or there is none | waits | one request goes out, or is under way |
//! | the last request was refused less than [`REFUSED`] ago | that error | nothing: it would be refused again |
//! | the Authority asked to wait | that error, if no token serves | nothing before then |
//! | the Authority can't be reached | the token while it serves; otherwise waits | up to [`TRIES`] tries, each later |

use std::time::Duration;

use super::Fault;

/// No token is served that ends sooner than this: a request takes a while to arrive and to be worked on.
pub const MARGIN: Duration = Duration::from_secs(30);
/// How long a refused client isn't tried again. An Authority that is asked again and again the same thing that it refuses
/// locks the client out (Microsoft, "Handle client and server throttling").
pub const REFUSED: Duration = Duration::from_secs(60);
/// How often a request is tried that fails in passing.
pub const TRIES: u32 = 5;
/// How long the failure of the last try is remembered.
pub const EXHAUSTED: Duration = Duration::from_secs(16);
/// A token that Business Central didn't take is replaced at most this often.
pub const REPLACED: Duration = Duration::from_secs(60);
/// Several companions of one application don't all renew at the same moment.
const SPREAD: Duration = Duration::from_secs(30);

/// What a caller gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply<T> {
    /// A token that serves, and its number.
    Serve(T, u64),
    /// Nothing yet: ask again when the cache has been told something.
    Wait,
    /// Nothing before the time given, and why.
    Fail(Fault, Duration),
}

/// What the cache's keeper is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// Send a token request, and tell its outcome by [`Cache::answered`].
    Fetch,
    /// Call [`Cache::woke`] at this time.
    WakeAt(Duration),
}

/// What is known about getting tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// All is well, as far as is known.
    Ok,
    /// A token serves, but the next could not be had.
    Degraded(Fault),
    /// No token serves, and none could be had.
    Failing(Fault),
}

/// A token with its life, counted from the moment at which it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant<T> {
    /// The token.
    pub token: T,
    /// How long it lives.
    pub lifetime: Duration,
    /// When to ask for the next.
    pub renew_after: Duration,
}

/// The cache of one principal.
#[derive(Debug)]
pub struct Cache<T> {
    held: Option<Held<T>>,
    request: Request,
    trouble: Option<Fault>,
    number: u64,
    replaced_at: Option<Duration>,
}

#[derive(Debug)]
struct Held<T> {
    token: T,
    serves_until: Duration,
    renew_at: Duration,
}

#[derive(Debug)]
enum Request {
    None,
    /// Under way, for the `tries`th time.
    Sent {
        at: Duration,
        tries: u32,
    },
    /// To be sent again.
    Later {
        at: Duration,
        tries: u32,
    },
    /// Not to be sent before.
    Refused {
        until: Duration,
        fault: Fault,
    },
}

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Self { held: None, request: Request::None, trouble: None, number: 0, replaced_at: None }
    }
}

impl<T: Clone> Cache<T> {
    /// A caller wants a token. Checked before each use: step 2 of the client credentials flow.
    pub fn ask(&mut self, now: Duration) -> (Reply<T>, Action) {
        let held = self.held.as_ref().filter(|held| now < held.serves_until);
        let reply = held.map(|held| Reply::Serve(held.token.clone(), self.number));
        let is_due = held.is_none_or(|held| now >= held.renew_at);
        if let Request::Refused { until, fault } = &self.request {
            if now < *until {
                return (reply.unwrap_or(Reply::Fail(fault.clone(), *until)), Action::None);
            }
            self.request = Request::None;
        }
        let action = match self.request {
            Request::None if is_due => self.send(now, 1),
            // Whoever was to wake it hasn't: no caller waits for that.
            Request::Later { at, tries } if now >= at => self.send(now, tries),
            _ => Action::None,
        };
        (reply.unwrap_or(Reply::Wait), action)
    }

    /// The request's outcome. `jitter` is a random number from zero up to one.
    pub fn answered(&mut self, now: Duration, outcome: Result<Grant<T>, Fault>, jitter: f64) -> Action {
        let Request::Sent { at, tries } = self.request else { return Action::None };
        // An answer that was under way for longer than its token lives is none.
        let outcome = outcome.and_then(|grant| {
            let margin = MARGIN.min(grant.lifetime / 2);
            let serves_until = at + (grant.lifetime - margin);
            let spread = SPREAD.min(grant.renew_after / 10).mul_f64(jitter.clamp(0.0, 1.0));
            let renew_at = (at + (grant.renew_after - spread)).min(serves_until);
            (now < serves_until)
                .then_some(Held { token: grant.token, serves_until, renew_at })
                .ok_or(Fault::Unreachable)
        });
        let (fault, wait) = match outcome {
            Ok(held) => {
                self.held = Some(held);
                self.number += 1;
                self.request = Request::None;
                self.trouble = None;
                return Action::None;
            }
            Err(Fault::Unreachable) if tries < TRIES => {
                // 1, 2, 4, 8, 16 seconds, and anything below ("full jitter"), so that many don't come at once.
                let at = now + Duration::from_secs(1 << (tries - 1)).mul_f64(jitter.clamp(0.0, 1.0));
                self.request = Request::Later { at, tries: tries + 1 };
                self.trouble = Some(Fault::Unreachable);
                return Action::WakeAt(at);
            }
            Err(Fault::Unreachable) => (Fault::Unreachable, EXHAUSTED),
            Err(Fault::Throttled(wait)) => (Fault::Throttled(wait), wait.max(Duration::from_secs(1))),
            Err(refused) => (refused, REFUSED),
        };
        self.trouble = Some(fault.clone());
        self.request = Request::Refused { until: now + wait, fault };
        Action::None
    }

    /// The time of an [`Action::WakeAt`] has come.
    pub fn woke(&mut self, now: Duration) -> Action {
        match self.request {
            Request::Later { at, tries } if now >= at => self.send(now, tries),
            Request::Later { at, .. } => Action::WakeAt(at),
            _ => Action::None,
        }
    }

    /// Business Central didn't take the token of this `number`. Whether it pays to ask for another: not if that was done
    /// a moment ago, for then the token isn't what is wrong.
    pub fn rejected(&mut self, now: Duration, number: u64) -> bool {
        if number < self.number {
            return true;
        }
        if self.held.is_none() {
            return true;
        }
        if self.replaced_at.is_some_and(|at| now < at + REPLACED) {
            return false;
        }
        self.replaced_at = Some(now);
        self.held = None;
        true
    }

    /// The credential is another one: what was refused may work now.
    pub fn credential_changed(&mut self) {
        if let Request::Refused { fault: Fault::Refused { .. } | Fault::Credential(_), .. } = self.request {
            self.request = Request::None;
        }
    }

    /// How things stand.
    pub fn state(&self, now: Duration) -> State {
        let serves = self.held.as_ref().is_some_and(|held| now < held.serves_until);
        match &self.trouble {
            None => State::Ok,
            Some(fault) if serves => State::Degraded(fault.clone()),
            Some(fault) => State::Failing(fault.clone()),
        }
    }

    fn send(&mut self, now: Duration, tries: u32) -> Action {
        self.request = Request::Sent { at: now, tries };
        Action::Fetch
    }
}
