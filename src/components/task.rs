//! Work that can be given up: by the user, or because the view it is for has gone.

use futures_util::future::{AbortHandle, LocalBoxFuture, abortable};
use leptos::{prelude::on_cleanup, task::spawn_local};
use std::sync::{Arc, Mutex, PoisonError};

/// Futures that are running. When they are given up they are dropped, and so are their requests.
#[derive(Clone, Default)]
pub struct Tasks(Arc<Mutex<Vec<AbortHandle>>>);

impl Tasks {
    /// The tasks of the view being built. They end with it: nothing is written any more into signals that are gone.
    #[must_use]
    pub fn of_this_view() -> Self {
        let tasks = Self::default();
        let ending = tasks.clone();
        on_cleanup(move || ending.abort());
        tasks
    }

    /// Runs `future`.
    pub fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        self.spawn_boxed(Box::pin(future));
    }

    fn spawn_boxed(&self, future: LocalBoxFuture<'static, ()>) {
        let (future, handle) = abortable(future);
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.retain(|handle| !handle.is_aborted());
        running.push(handle.clone());
        drop(running);
        spawn_local(async move {
            let _ = future.await;
            // Marks it as over, so that the next task clears it away.
            handle.abort();
        });
    }

    /// Drops every running future.
    pub fn abort(&self) {
        for handle in self.0.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            handle.abort();
        }
    }
}
