//! Changing many records, hundred by hundred.

use super::{Answers, BATCH_LIMIT, Change, read, request};
use crate::request::{Method, object};
use crate::{Answer, Error, Json, Record, Refusal, Request, Route, Service, Typed as _};

/// Many changes under way, each for itself: one that fails leaves the others alone.
///
/// Ask for the [`next_request`](Many::next_request) request, send it by an [`Exchange`](crate::Exchange), and hand its result to
/// [`take`](Many::take), until there is none. Between two requests [`outcomes`](Many::outcomes) tells how each change
/// fares. To stop, ask for no more: what was not reached stays [`Outcome::Waiting`].
///
/// Nothing is sent twice by itself. A change whose answer was lost, and one of a request whose result was never handed in,
/// is [`Outcome::Unknown`]: [`read_again`](Many::read_again) and [`settle`](Many::settle) find out what became of it.
#[derive(Clone, Debug)]
pub struct Many {
    service: Service,
    route: Route,
    changes: Vec<Change>,
    outcomes: Vec<Outcome>,
    /// Whether a change was found not to have been made once, after its answer was lost.
    settled: Vec<bool>,
    /// The changes that the request under way carries.
    under_way: Vec<usize>,
    /// Each change goes in a request of its own.
    singly: bool,
    /// A batch was answered as one.
    batches_work: bool,
    is_stopped: bool,
}

/// How a change fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was not sent, or not done, and may be sent.
    Waiting,
    /// It was done. The record as it became, where the service gave it.
    Done(Option<Record>),
    /// It was not done.
    Failed(Error),
    /// It was sent, and nobody knows what became of it.
    Unknown,
}

/// How many changes fare how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// [`Outcome::Waiting`].
    pub waiting: usize,
    /// [`Outcome::Done`].
    pub done: usize,
    /// [`Outcome::Failed`].
    pub failed: usize,
    /// [`Outcome::Unknown`], those under way among them.
    pub unknown: usize,
}

impl Many {
    /// `changes` to records of `route`, none of them sent. `plain` when the service is known to let no request with the
    /// header `Prefer` through (see [`Exchange::learned_plain`](crate::Exchange::learned_plain)): then each goes alone, for
    /// a batch without it would stop at the first failure.
    #[must_use]
    pub fn new(service: &Service, route: &Route, changes: Vec<Change>, plain: bool) -> Self {
        let outcomes = vec![Outcome::Waiting; changes.len()];
        let (service, route, settled) = (service.clone(), route.clone(), vec![false; changes.len()]);
        Self {
            service,
            route,
            changes,
            outcomes,
            settled,
            under_way: Vec::new(),
            singly: plain,
            batches_work: false,
            is_stopped: false,
        }
    }

    /// The next request. From now on nobody knows what becomes of its changes, until its result is handed in. `None` when
    /// all are through, or something is in the way of all of them (see [`take`](Many::take)).
    pub fn next_request(&mut self) -> Option<Request<Answers>> {
        if self.is_stopped {
            return None;
        }
        let most = if self.singly { 1 } else { BATCH_LIMIT };
        let waiting = self.outcomes.iter().enumerate().filter(|(_, outcome)| **outcome == Outcome::Waiting);
        self.under_way = waiting.map(|(at, _)| at).take(most).collect();
        for at in &self.under_way {
            self.outcomes[*at] = Outcome::Unknown;
        }
        let changes: Vec<&Change> = self.under_way.iter().map(|at| &self.changes[*at]).collect();
        match changes.as_slice() {
            [] => None,
            [change] => Some(change.alone()),
            _ => {
                let prefer = ("Prefer", "odata.continue-on-error");
                Some(request(&self.service, &self.route, &changes, prefer, |request, _, body| {
                    read::answers(body, request.parts)
                }))
            }
        }
    }

    /// Takes the result of the request that [`next_request`](Many::next_request) gave.
    ///
    /// # Errors
    /// What is in the way of all changes that are left: being offline, a sign-in that ran out, a busy service, or a lost
    /// answer, after which the user should look first. No further request is given until [`go_on`](Many::go_on).
    pub fn take(&mut self, result: Result<Answers, Error>) -> Result<(), Error> {
        let sent = std::mem::take(&mut self.under_way);
        let is_alone = sent.len() == 1;
        let error = match result {
            Ok(answers) => {
                self.batches_work |= !is_alone;
                return self.judge(&sent, answers);
            }
            Err(error) => error,
        };
        if is_alone && is_of_one(&error) {
            self.put(&sent, &Outcome::Failed(error));
            return Ok(());
        }
        let outcome = if was_nothing_done(&error) { Outcome::Waiting } else { Outcome::Unknown };
        self.put(&sent, &outcome);
        // A service that knows no batches, or not this header, is asked for each change by itself.
        let refuses_batches = match &error {
            Error::NotFound(_) | Error::Unsupported(_) | Error::TooLarge(_) => true,
            Error::Refused(refusal) => matches!(refusal.status, 400 | 406 | 415 | 417),
            _ => false,
        };
        if !is_alone && refuses_batches {
            self.singly = true;
            return Ok(());
        }
        self.is_stopped = true;
        Err(error)
    }

    fn put(&mut self, changes: &[usize], outcome: &Outcome) {
        for at in changes {
            self.outcomes[*at] = outcome.clone();
        }
    }

    fn judge(&mut self, sent: &[usize], Answers(answers): Answers) -> Result<(), Error> {
        let mut in_the_way = None;
        let (mut failed, mut after_failure, mut answered_after) = (false, false, false);
        for (at, answer) in sent.iter().zip(answers) {
            after_failure |= failed && answer.is_none();
            answered_after |= failed && answer.is_some();
            let outcome = match answer {
                None => Outcome::Unknown,
                Some(answer) => outcome(&answer),
            };
            failed |= matches!(outcome, Outcome::Failed(_));
            self.outcomes[*at] = match outcome {
                Outcome::Failed(error @ (Error::Throttled { .. } | Error::SignInAgain(_))) => {
                    in_the_way.get_or_insert(error);
                    Outcome::Waiting
                }
                outcome => outcome,
            };
        }
        // It stopped at a failure: whoever is behind it must go alone.
        self.singly |= after_failure && !answered_after;
        match in_the_way {
            None => Ok(()),
            Some(error) => {
                self.is_stopped = true;
                Err(error)
            }
        }
    }

    /// What was in the way is gone, says the user: [`next_request`](Many::next_request) gives requests again.
    pub fn go_on(&mut self) {
        self.is_stopped = false;
    }

    /// How each change fares, in the order in which they were given.
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// How many fare how.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let mut progress = Progress::default();
        for outcome in &self.outcomes {
            let count = match outcome {
                Outcome::Waiting => &mut progress.waiting,
                Outcome::Done(_) => &mut progress.done,
                Outcome::Failed(_) => &mut progress.failed,
                Outcome::Unknown => &mut progress.unknown,
            };
            *count += 1;
        }
        progress
    }

    /// The request that reads the record of the change at `index` again, when nobody knows what became of that. `None` for
    /// any other, and for a record that was to be created or an action: there is no address at which to look.
    #[must_use]
    pub fn read_again(&self, index: usize) -> Option<Request<Record>> {
        let change = self.changes.get(index)?;
        let is_unknown = self.outcomes[index] == Outcome::Unknown && !self.under_way.contains(&index);
        let has_address = matches!(change.method, Method::Patch | Method::Delete);
        (is_unknown && has_address)
            .then(|| Request::get(change.url.clone(), super::JSON, |_, _, body| Ok(object(body)?)))
    }

    /// Tells from `found`, the record as it was read again, what became of the change at `index`.
    ///
    /// - The record has the values that were sent, or is gone that was to be deleted: done.
    /// - It is the version that it was: not done, and [`Outcome::Waiting`] to be sent again. Should the lost request be
    ///   carried out even later, one of the two fails by its etag. The second time it has failed, with
    ///   [`Error::LostAnswer`]: a service that never answers is not asked for ever.
    /// - Someone else made another version of it: [`Error::Changed`].
    pub fn settle(&mut self, index: usize, found: Result<&Record, &Error>) {
        let (Some(change), Some(Outcome::Unknown)) = (self.changes.get(index), self.outcomes.get(index))
        else {
            return;
        };
        let deletes = change.method == Method::Delete;
        self.outcomes[index] = match found {
            Err(Error::NotFound(_)) if deletes => Outcome::Done(None),
            Err(error @ Error::NotFound(_)) => Outcome::Failed(error.clone()),
            Err(_) => return,
            Ok(record) if !deletes && change.is_in(record) => Outcome::Done(Some(record.clone())),
            Ok(record) if record.etag() == change.etag.as_deref() => {
                // It may be the batch's header that nothing gets through with: a browser does not tell a refused
                // preflight (Fetch, "CORS-preflight fetch") from a dead network.
                self.singly |= !self.batches_work;
                let was_settled = std::mem::replace(&mut self.settled[index], true);
                if was_settled { Outcome::Failed(Error::LostAnswer) } else { Outcome::Waiting }
            }
            Ok(_) => Outcome::Failed(Error::Changed(Refusal::default())),
        };
    }

    /// Puts a change that failed back to be sent, made anew upon the record as it is now.
    pub fn again(&mut self, index: usize, change: Change) {
        if let Some(Outcome::Failed(_)) = self.outcomes.get(index) {
            self.outcomes[index] = Outcome::Waiting;
            self.settled[index] = false;
            self.changes[index] = change;
        }
    }
}

impl Change {
    /// Whether `record` has all the values that were sent.
    fn is_in(&self, record: &Record) -> bool {
        let sent = self.body.as_deref().and_then(|body| object(body).ok()).unwrap_or_default();
        let mut fields = sent.fields();
        fields.all(|(name, value)| crate::changes::same(record.get(name).unwrap_or(&Json::Null), value))
    }
}

/// What the answer to one change says. The service's own failure, or one of something on the way, tells nothing.
fn outcome(answer: &Answer) -> Outcome {
    if read::is_success(answer) {
        return Outcome::Done(read::record(answer));
    }
    match Error::of(answer) {
        Error::Failed(_) | Error::Unavailable(_) => Outcome::Unknown,
        error => Outcome::Failed(error),
    }
}

/// Whether an error to a single change concerns that change alone.
fn is_of_one(error: &Error) -> bool {
    matches!(
        error,
        Error::NotFound(_)
            | Error::Forbidden(_)
            | Error::Changed(_)
            | Error::Invalid(_)
            | Error::Exists(_)
            | Error::Unsupported(_)
            | Error::TooLarge(_)
            | Error::Refused(_)
    )
}

/// Whether an error of a request says that none of its changes was made: it was not sent, or turned away as a whole.
fn was_nothing_done(error: &Error) -> bool {
    is_of_one(error)
        || matches!(
            error,
            Error::Offline
                | Error::SignInAgain(_)
                | Error::Throttled { .. }
                | Error::NoSuchCompany(_)
                | Error::NoSuchEnvironment(_)
                | Error::QueryTooLong
        )
}
