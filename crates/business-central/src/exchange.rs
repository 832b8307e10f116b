//! Sending a request until it has a result, as a state machine without a clock and without a network.

use std::time::Duration;

use crate::{Answer, Error, Method, Request, Unreadable};

/// How often a request goes out at most, not counting the one time without its optional headers.
const MOST_TRIES: u32 = 4;
/// Statuses that mean "not now" rather than "no".
const PASSING: [u16; 5] = [408, 429, 502, 503, 504];
/// The one 5xx that says that nothing was done: the service knows no such request (RFC 9110 §15.6.2).
const NOT_IMPLEMENTED: u16 = 501;
/// A service that asks for more patience than a person has is not waited for: the person decides.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// The middle of the first pause. With its jitter the first retry comes within a second.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// One request under way. Give it [`Event::Started`], do what the [`Step`] says, tell it what came of it, until it is done.
///
/// - A read is repeated after 408, 429, 502, 503, 504, a lost connection and a body that ends in the middle, after the time
///   that `Retry-After` names or else after growing pauses, spread so that many clients don't come back at once.
/// - When there is no answer at all, the optional headers may be to blame: a browser does not tell a refused preflight
///   (Fetch, "CORS-preflight fetch") from a dead network. So it goes out once more at once without them. If that helps, see
///   [`Exchange::learned_plain`].
/// - A time limit that ran out, being offline and the user's Cancel end it.
/// - A write is repeated after 429 only, with which the service says that it did nothing. When no answer came, or one that
///   can't be read, or says that the service or something on the way failed (408, and 5xx but 501: it may have failed
///   after the change), it ends with [`Error::LostAnswer`]. It goes out without optional headers: when no answer came, it could not be
///   sent once more without them.
#[derive(Debug)]
pub struct Exchange<T> {
    request: Request<T>,
    course: Course,
}

/// How far an exchange has come; the same for every type of result, so that there is one copy of the policy.
#[derive(Debug)]
struct Course {
    is_write: bool,
    plain: bool,
    tries: u32,
    fell_back: bool,
    learned_plain: bool,
}

/// What to do next, before there is a result.
enum Next {
    Send,
    Wait(Duration),
    Fail(Error),
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Nothing yet, or the pause is over.
    Started,
    /// An answer came, with any status.
    Answered(Answer),
    /// No answer came.
    Failed(Failure),
}

/// Why no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The request failed before any answer: the network is down, or the browser blocked it.
    NoAnswer,
    /// An answer began, but the connection was lost before its end.
    CutOff,
    /// The time limit ran out.
    TimedOut,
    /// This computer has no network.
    Offline,
    /// The user gave up.
    Cancelled,
}

/// What to do next.
#[derive(Debug, PartialEq)]
pub enum Step<T> {
    /// Send this, with the token.
    Send {
        /// What it does.
        method: Method,
        /// The body, in JSON.
        body: Option<String>,
        /// The absolute address.
        url: String,
        /// The headers, without `Authorization`.
        headers: Vec<(&'static str, String)>,
        /// How long to wait for the answer's headers.
        time_limit: Duration,
    },
    /// Wait, then say [`Event::Started`].
    Wait(Duration),
    /// The end.
    Done(Result<T, Error>),
}

impl<T> Exchange<T> {
    /// A request not yet sent. `plain` leaves its optional headers out from the start, for an origin that is known not to
    /// allow them.
    #[must_use]
    pub fn new(request: Request<T>, plain: bool) -> Self {
        let is_write = request.method.is_write();
        let course = Course { is_write, plain, tries: 0, fell_back: false, learned_plain: false };
        Self { request, course }
    }

    /// The next thing to do. `jitter` is a random number from 0 to 1.
    pub fn step(&mut self, event: Event, jitter: f64) -> Step<T> {
        let Self { request, course } = self;
        let next = match event {
            Event::Started => Next::Send,
            Event::Answered(answer) => {
                course.learned_plain |= course.fell_back && course.tries == 1;
                match request.read(course.plain, &answer) {
                    Ok(result) => return Step::Done(Ok(result)),
                    Err(error) => course.refused(&answer, error, jitter),
                }
            }
            Event::Failed(failure) => course.failed(failure, !request.optional.is_empty(), jitter),
        };
        match next {
            Next::Send if request.is_too_long(course.plain) => Step::Done(Err(Error::QueryTooLong)),
            Next::Send => {
                course.tries += 1;
                Step::Send {
                    method: request.method,
                    body: request.body.clone(),
                    url: request.address(course.plain).to_owned(),
                    headers: course.headers(&request.headers, &request.optional),
                    time_limit: request.time_limit,
                }
            }
            Next::Wait(pause) => Step::Wait(pause),
            Next::Fail(error) => Step::Done(Err(error)),
        }
    }

    /// Whether the request failed with its optional headers and succeeded at once without them. Then its origin is best
    /// spared them for the rest of the session.
    #[must_use]
    pub fn learned_plain(&self) -> bool {
        self.course.learned_plain
    }
}

type Headers = Vec<(&'static str, String)>;

impl Course {
    fn headers(&self, safe: &Headers, optional: &Headers) -> Headers {
        let mut headers = safe.clone();
        if !self.plain && !self.is_write {
            headers.extend_from_slice(optional);
        }
        headers
    }

    /// `has_optional` tells whether there are optional headers to leave out.
    fn failed(&mut self, failure: Failure, has_optional: bool, jitter: f64) -> Next {
        if self.is_write {
            // Without a network nothing was sent; otherwise nobody knows.
            let is_sent = failure != Failure::Offline;
            return Next::Fail(if is_sent { Error::LostAnswer } else { Error::Offline });
        }
        match failure {
            // Only after the first try: later, what helps may have been the pause.
            Failure::NoAnswer if !self.plain && self.tries == 1 && has_optional => {
                self.plain = true;
                self.fell_back = true;
                self.tries -= 1;
                Next::Send
            }
            Failure::NoAnswer | Failure::CutOff => self.again(None, Error::Unreachable, jitter),
            Failure::TimedOut => Next::Fail(Error::TimedOut),
            Failure::Offline => Next::Fail(Error::Offline),
            Failure::Cancelled => Next::Fail(Error::Cancelled),
        }
    }

    fn refused(&self, answer: &Answer, error: Error, jitter: f64) -> Next {
        match error {
            error @ Error::Throttled { .. } if self.is_write => self.again(answer.retry_after, error, jitter),
            Error::Unavailable(_) | Error::Failed(_) | Error::Unreadable(_)
                if self.is_write && answer.status != NOT_IMPLEMENTED =>
            {
                Next::Fail(Error::LostAnswer)
            }
            error if self.is_write => Next::Fail(error),
            error if PASSING.contains(&answer.status) => self.again(answer.retry_after, error, jitter),
            error @ Error::Unreadable(Unreadable::Truncated) => self.again(None, error, jitter),
            error => Next::Fail(error),
        }
    }

    fn again(&self, asked: Option<Duration>, error: Error, jitter: f64) -> Next {
        // 0.25 to 0.75 s, then three times as long each.
        let spread = 0.5 + jitter.clamp(0.0, 1.0);
        let pause = FIRST_PAUSE.mul_f64(spread) * 3_u32.pow(self.tries.saturating_sub(1).min(MOST_TRIES));
        let wait = asked.unwrap_or(pause);
        if self.tries >= MOST_TRIES || wait > LONGEST_WAIT { Next::Fail(error) } else { Next::Wait(wait) }
    }
}

#[cfg(test)]
mod tests;
