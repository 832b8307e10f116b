//! The session in use: who needs a token gets one that serves, and whose token is refused learns what to do.

use super::access::Party;
use super::kept::Session;
use super::renewal;
use super::store;
use super::tabs::{self, Heard, Message};
use crate::browser::channel::Channel;
use crate::browser::clock;
use crate::flight::Flight;
use crate::problem::{Action, Problem};
use authority::{Client, Cure, Decision, Error, Keys, Secret, SignIn, UnixTime};
use futures_channel::oneshot;
use futures_util::future::{FutureExt as _, LocalBoxFuture, Shared};
use send_wrapper::SendWrapper;
use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// A token that serves this much longer is used although it is due; the renewal goes on meanwhile.
const COMFORTABLE: Duration = Duration::from_secs(60);

/// How many renewals a request waits for: a token may be past its end when it arrives, if the computer slept meanwhile.
const RENEWALS: usize = 3;

/// Why a user who is in the middle of something has to sign in again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The session came to its end.
    Ended,
    /// Business Central refuses its tokens, renewed ones, too.
    Refused,
}

/// How a session comes by its next token.
pub enum Renewer {
    /// From the Authority, as this client of it.
    Authority(Client),
    /// From this companion, by asking once more.
    Companion(Party),
}

/// Why there is no next token.
pub enum Failure {
    /// The Authority gave none.
    Authority(Error),
    /// The companion gave none; asking again makes no sense before this time has passed.
    Companion(Problem, Duration),
}

impl Failure {
    /// What the user is told.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Authority(error) => Problem::of_authority(error),
            Self::Companion(problem, _) => problem.clone(),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Authority(error)
    }
}

/// What came of a renewal; all who waited for it share that.
type Renewed = Result<(), Rc<Failure>>;

/// The portal, as far as a session needs it.
pub trait Owner {
    /// Leaves for the Authority. Completes only if that came to nothing.
    fn sign_in(&self, with: SignIn, cause: Cause) -> LocalBoxFuture<'static, Problem>;
    /// The user signed out in another tab of this session.
    fn signed_out_elsewhere(&self);
    /// The storage took no more, so that a reload signs out.
    fn not_kept(&self);
}

/// A token for one request.
pub struct Lent {
    /// Opaque; for the `Authorization` header.
    pub token: Secret,
    /// Which of the session's tokens it is.
    generation: u64,
}

/// The session in use. Cheap to clone; all clones are the same session.
#[derive(Clone)]
pub struct Live(SendWrapper<Rc<Inner>>);

pub(super) struct Inner {
    connection: String,
    pub(super) renewer: Renewer,
    session: RefCell<Session>,
    renewal: Flight<Renewed>,
    /// After a renewal that got no answer: the next one is not before this.
    pause_until: Cell<UnixTime>,
    /// How to sign in again, once the Authority has refused the refresh token.
    spent: RefCell<Option<SignIn>>,
    /// The Authority's keys, once they were needed.
    pub(super) keys: RefCell<Option<Keys>>,
    /// Told when another tab has handed over newer tokens.
    pub(super) adopted: RefCell<Option<oneshot::Sender<()>>>,
    channel: RefCell<Option<Channel>>,
    owner: Box<dyn Owner>,
}

impl Live {
    /// The session of the connection called `connection`, from now on shared with its other tabs.
    #[must_use]
    pub fn new(connection: String, renewer: Renewer, session: Session, owner: Box<dyn Owner>) -> Self {
        let name = tabs::name(&session);
        let inner = Rc::new(Inner {
            connection,
            renewer,
            session: RefCell::new(session),
            renewal: Flight::default(),
            pause_until: Cell::new(UnixTime::from_seconds(0)),
            spent: RefCell::default(),
            keys: RefCell::default(),
            adopted: RefCell::default(),
            channel: RefCell::default(),
            owner,
        });
        let hearing = Rc::downgrade(&inner);
        let channel = Channel::open(
            &name,
            Box::new(move |said| {
                if let (Some(inner), Some(message)) = (hearing.upgrade(), Heard::read(said)) {
                    inner.hear(message);
                }
            }),
        );
        inner.channel.replace(channel);
        Self(SendWrapper::new(inner))
    }

    /// Its state at this moment. Not to be kept over an await.
    #[must_use]
    pub fn now(&self) -> Ref<'_, Session> {
        self.0.session.borrow()
    }

    /// A token that serves, renewed if that is due.
    ///
    /// # Errors
    /// A [`Problem`] when there is none to be had. Where the session has come to its end, the page is left for the
    /// Authority instead.
    pub async fn token(&self) -> Result<Lent, Problem> {
        for _ in 0..RENEWALS {
            self.renew_if_due().await?;
            if let Some(lent) = self.lend() {
                return Ok(lent);
            }
            if !self.now().is_renewable() {
                break;
            }
        }
        Err(match self.spent() {
            Some(with) => self.0.owner.sign_in(with, Cause::Ended).await,
            None => Problem::new("Your session has ended.", "Sign in again to go on where you are.")
                .with(Action::SignIn(self.hinted(SignIn::default()))),
        })
    }

    /// Renews the token where that is due, and waits for it where the one that there is won't do.
    async fn renew_if_due(&self) -> Result<(), Problem> {
        let now = clock::unix_time();
        let (is_due, is_comfortable) = {
            let session = self.now();
            (session.is_due(now), session.is_valid(now.plus(COMFORTABLE)))
        };
        if is_due && self.can_renew(now) {
            let renewal = self.renew(None);
            if !is_comfortable
                && let Err(failure) = renewal.await
                && !self.now().is_valid(clock::unix_time())
            {
                return Err(self.without_renewal(&failure).await);
            }
        }
        Ok(())
    }

    /// The token that there is, if it still serves.
    fn lend(&self) -> Option<Lent> {
        let session = self.now();
        let serves = session.is_valid(clock::unix_time());
        serves.then(|| Lent { token: session.access_token.clone(), generation: session.generation })
    }

    /// Business Central has taken a token of this session.
    pub fn accepted(&self) {
        if !self.now().standing.accepted {
            self.0.change(|session| session.standing.accepted = true);
        }
    }

    /// Business Central has refused `lent`; `claims` is what it wants to know, where it says so. Whether to ask it again:
    /// if not, it won't let this account in.
    ///
    /// # Errors
    /// A [`Problem`] when a renewal got no answer, or when signing in again, the last remedy, came to nothing.
    pub async fn refused(&self, lent: &Lent, claims: Option<String>) -> Result<bool, Problem> {
        let now = clock::unix_time();
        let (generation, standing, can_renew, is_due) = {
            let session = self.now();
            (session.generation, session.standing, session.is_renewable(), session.is_due(now))
        };
        if generation > lent.generation {
            return Ok(true);
        }
        // It came to its end on the way, which says nothing about the account.
        let has_ended = is_due && can_renew;
        let cure = if has_ended { Cure::Renew } else { standing.cure(now, can_renew) };
        match cure {
            Cure::Renew => match self.renew(claims).await {
                Ok(()) => {
                    if !has_ended {
                        self.0.change(|session| session.standing.renewed_at = Some(clock::unix_time()));
                    }
                    Ok(true)
                }
                Err(failure) => Err(self.without_renewal(&failure).await),
            },
            // Nobody who signs in changes what the application may do.
            Cure::SignIn if self.now().person().is_none() => Ok(false),
            Cure::SignIn => {
                let with = self.hinted(SignIn { claims, ..SignIn::default() });
                Err(self.0.owner.sign_in(with, Cause::Refused).await)
            }
            Cure::None => Ok(false),
        }
    }

    /// Whether a renewal makes sense at `now`.
    #[must_use]
    pub fn can_renew(&self, now: UnixTime) -> bool {
        let session = self.now();
        session.is_renewable() && (now >= self.0.pause_until.get() || !session.is_valid(now))
    }

    /// Renews the token, once at a time in this tab and among its duplicates. It goes on even if nobody waits: a refresh
    /// token that was sent is used up.
    pub fn renew(&self, claims: Option<String>) -> Shared<LocalBoxFuture<'static, Renewed>> {
        let live = self.clone();
        let renewal = self.0.renewal.join(|| {
            Box::pin(async move {
                let outcome = renewal::carry_out(&live.0, claims).await.map_err(Rc::new);
                if let Err(failure) = &outcome {
                    live.note(failure);
                }
                outcome
            })
        });
        leptos::task::spawn_local(renewal.clone().map(drop));
        renewal
    }

    /// How to sign in again, if the Authority has refused to renew this session.
    #[must_use]
    pub fn spent(&self) -> Option<SignIn> {
        self.0.spent.borrow().clone()
    }

    /// The same sign-in, for this account.
    #[must_use]
    pub fn hinted(&self, with: SignIn) -> SignIn {
        let login_hint = self.now().person().and_then(|person| person.identity.login_hint.clone());
        SignIn { login_hint, ..with }
    }

    /// Tells the other tabs of this session that the user signed out.
    pub fn say_signed_out(&self) {
        self.0.say(&Message::SignedOut);
    }

    /// What a failed renewal changes: only a refusal ends the session, and only when the token that there is has ended.
    fn note(&self, failure: &Failure) {
        let pause = match failure {
            Failure::Companion(_, pause) => *pause,
            Failure::Authority(error) => match error.decision() {
                Decision::SignInAgain(with) => {
                    self.0.spent.replace(Some(self.hinted(with.clone())));
                    return self.0.change(|session| session.set_refresh_token(None));
                }
                Decision::RetryAfter(pause) => *pause,
                _ => COMFORTABLE,
            },
        };
        self.0.pause_until.set(clock::unix_time().plus(pause));
    }

    /// What a renewal that failed means to whoever cannot do without.
    async fn without_renewal(&self, failure: &Failure) -> Problem {
        if let Some(with) = self.spent() {
            return self.0.owner.sign_in(with, Cause::Ended).await;
        }
        let mut problem = failure.problem();
        let Failure::Authority(error) = failure else { return problem };
        let may_pass = matches!(error.decision(), Decision::RetryAfter(_));
        let remedy = if may_pass {
            problem.action = Some(Action::Retry);
            "You are still signed in. Try again in a moment."
        } else {
            "Your session could not be renewed. Sign in again; if that fails, too, tell whoever looks after this portal."
        };
        remedy.clone_into(&mut problem.remedy);
        problem
    }
}

impl Inner {
    /// The session, to read from.
    pub(super) fn session(&self) -> Ref<'_, Session> {
        self.session.borrow()
    }

    /// Changes the session and keeps it.
    pub(super) fn change(&self, change: impl FnOnce(&mut Session)) {
        change(&mut self.session.borrow_mut());
        self.keep();
    }

    // Once, and not for every change.
    #[inline(never)]
    fn keep(&self) {
        if store::keep(&self.connection, &self.session.borrow()).is_err() {
            self.owner.not_kept();
        }
    }

    /// Tells the other tabs.
    pub(super) fn say(&self, message: &Message<'_>) {
        if let Some(channel) = &*self.channel.borrow() {
            channel.say(&message.write());
        }
    }

    fn hear(&self, message: Heard) {
        match message {
            Heard::Ask(generation) if self.session().generation > generation => {
                self.say(&Message::Tokens(&self.session()));
            }
            Heard::Ask(_) => {}
            Heard::Tokens(newer) if self.session().is_older_than(&newer) => {
                self.change(|session| *session = *newer);
                self.spent.replace(None);
                if let Some(waiting) = self.adopted.take() {
                    let _ = waiting.send(());
                }
            }
            Heard::Tokens(_) => {}
            Heard::SignedOut => {
                store::forget(&self.connection);
                self.owner.signed_out_elsewhere();
            }
        }
    }
}
