//! The portal as a whole: its settings, where it is, and which of its few states it is in.

use crate::components::task::Tasks;
use crate::flight::Flight;
use crate::problem::{Action, Problem};
use crate::router::Router;
use crate::session::access::Access;
use crate::session::live::{Cause, Live, Owner};
use crate::session::watch;
use crate::start;
use crate::workspace::Workspace;
use authority::{SignIn, UnixTime};
use futures_util::future::{LocalBoxFuture, Shared};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use settings::{Connection, Settings};
use std::rc::Rc;
use std::sync::Arc;

/// The state that decides what the page shows.
#[derive(Clone)]
pub enum Stage {
    /// Something is going on that ends by itself; the text says what.
    Busy(&'static str),
    /// It cannot go on without the user.
    Failed(Problem),
    /// The user signed out; where the Authority could not be told, it says so.
    SignedOut {
        /// Whether the Authority may still know the user.
        only_here: bool,
    },
    /// The user has to say which connection.
    ChooseConnection,
    /// The user has to say which environment, because the service does not tell which there are.
    NameEnvironment,
    /// Signed in.
    Ready(Workspace),
}

/// What every part of the shell shares. Cheap to clone.
#[derive(Clone)]
pub struct Portal {
    /// The settings, once they are read.
    pub settings: ArcRwSignal<Option<Arc<Settings>>>,
    /// The connection in use, by its place in the settings.
    pub connection: ArcRwSignal<Option<usize>>,
    /// What the page shows.
    pub stage: ArcRwSignal<Stage>,
    /// How the connection in use reaches Business Central.
    pub access: ArcRwSignal<Option<Access>>,
    /// When the session of whoever signed in ends, once that is near.
    pub ends_at: ArcRwSignal<Option<UnixTime>>,
    /// Whether the browser has a network.
    pub online: ArcRwSignal<bool>,
    /// Whether the page is being left for the Authority.
    pub is_leaving: ArcRwSignal<bool>,
    /// Something that the user should know and need do nothing about now.
    pub notice: ArcRwSignal<Option<&'static str>>,
    /// What went wrong beside the page, which stays as it is.
    pub trouble: ArcRwSignal<Option<Problem>>,
    /// Why the last sign-in came to nothing, and at which connection.
    pub refused: ArcRwSignal<Option<(String, Problem)>>,
    /// Whether the search box over everything is open.
    pub finding: ArcRwSignal<bool>,
    /// The address bar.
    pub router: Router,
    /// What leads to the next stage.
    work: Tasks,
    /// What looks after the session.
    watching: Tasks,
    /// The way to the Authority that the portal takes by itself.
    departure: SendWrapper<Rc<Flight<Problem>>>,
}

impl Portal {
    /// A portal that has read nothing yet.
    #[must_use]
    pub fn new(router: Router) -> Self {
        Self {
            settings: ArcRwSignal::new(None),
            connection: ArcRwSignal::new(None),
            stage: ArcRwSignal::new(Stage::Busy("Starting")),
            access: ArcRwSignal::new(None),
            ends_at: ArcRwSignal::new(None),
            online: ArcRwSignal::new(true),
            is_leaving: ArcRwSignal::new(false),
            notice: ArcRwSignal::new(None),
            trouble: ArcRwSignal::new(None),
            refused: ArcRwSignal::new(None),
            finding: ArcRwSignal::new(false),
            router,
            work: Tasks::default(),
            watching: Tasks::default(),
            departure: SendWrapper::new(Rc::default()),
        }
    }

    /// The settings, or the mistake of a caller who asks before they are read, as none.
    #[must_use]
    pub fn settings(&self) -> Option<Arc<Settings>> {
        self.settings.get_untracked()
    }

    /// The connection in use.
    #[must_use]
    pub fn connection(&self) -> Option<Connection> {
        let index = self.connection.get_untracked()?;
        self.settings()?.connections.get(index).cloned()
    }

    /// Makes `access` the one in use and looks after its sessions, or ends that.
    pub fn use_access(&self, access: Option<Access>) {
        self.watching.abort();
        self.ends_at.set(None);
        if let Some(access) = &access {
            if let Some(live) = access.party.session() {
                self.look_after(live);
            }
            // Beside a token that was handed out, whoever it was handed out for has a session of another kind.
            let is_handed_out = access.upstream.is_none() && access.is_applications();
            if let Some(live) = access.person.as_ref().filter(|_| is_handed_out) {
                self.look_after(live);
            }
        }
        self.access.set(access);
    }

    fn look_after(&self, live: &Live) {
        self.watching.spawn(watch::watch(self.clone(), live.clone()));
    }

    /// Leaves for the Authority without having been asked to: once, however many parts of the page find that they cannot
    /// go on without. Completes only if that came to nothing.
    pub fn sign_in_by_itself(&self, with: SignIn, cause: Cause) -> Shared<LocalBoxFuture<'static, Problem>> {
        self.departure.join(|| start::sign_in_by_itself(self.clone(), with, cause))
    }

    /// Does `work`, which leads to the next stage, in place of what was being done for that.
    pub fn run(&self, work: impl Future<Output = ()> + 'static) {
        self.work.abort();
        self.work.spawn(work);
    }

    /// Gives up what is being done.
    pub fn cancel(&self) {
        self.work.abort();
        self.fail(Problem::new("You cancelled this.", "Nothing was changed.").with(Action::Reload));
    }

    /// Tells `problem` without taking the page away.
    pub fn tell(&self, problem: Problem) {
        match self.stage.get_untracked() {
            Stage::Ready(_) => self.trouble.set(Some(problem)),
            _ => self.fail(problem),
        }
    }

    /// Shows `problem` in place of the page.
    pub fn fail(&self, problem: impl Into<Problem>) {
        self.stage.set(Stage::Failed(problem.into()));
    }
}

impl Owner for Portal {
    fn sign_in(&self, with: SignIn, cause: Cause) -> LocalBoxFuture<'static, Problem> {
        Box::pin(self.sign_in_by_itself(with, cause))
    }

    fn signed_out_elsewhere(&self) {
        start::end_here(self);
    }

    fn not_kept(&self) {
        self.notice.set(Some("The browser's storage is full: reloading this page will sign you out."));
    }
}
