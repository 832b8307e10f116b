//! The portal as a whole: its settings, where it is, and which of its few states it is in.

use crate::components::task::Tasks;
use crate::problem::{Action, Problem};
use crate::router::Router;
use crate::workspace::Workspace;
use leptos::prelude::*;
use settings::{Connection, Settings};
use std::sync::Arc;

/// The state that decides what the page shows.
#[derive(Clone)]
pub enum Stage {
    /// Something is going on that ends by itself; the text says what.
    Busy(&'static str),
    /// It cannot go on without the user.
    Failed(Problem),
    /// The user signed out.
    SignedOut,
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
    /// Something that the user should know and need do nothing about now.
    pub notice: ArcRwSignal<Option<&'static str>>,
    /// The address bar.
    pub router: Router,
    /// What leads to the next stage.
    work: Tasks,
}

impl Portal {
    /// A portal that has read nothing yet.
    #[must_use]
    pub fn new(router: Router) -> Self {
        Self {
            settings: ArcRwSignal::new(None),
            connection: ArcRwSignal::new(None),
            stage: ArcRwSignal::new(Stage::Busy("Starting")),
            notice: ArcRwSignal::new(None),
            router,
            work: Tasks::default(),
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

    /// Shows `problem`.
    pub fn fail(&self, problem: impl Into<Problem>) {
        self.stage.set(Stage::Failed(problem.into()));
    }
}
