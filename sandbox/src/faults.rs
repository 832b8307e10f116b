//! What goes wrong on purpose: switched on and off while the servers run, by a test or over HTTP.

mod edit;
mod effect;
mod fault;

use std::sync::Mutex;

use serde::Serialize;
use tokio::sync::watch;

pub(crate) use edit::{foreign_next_link, merge, repeat_next_link};
pub use effect::{Effect, Forgery, Members, Published};
pub use fault::{Fault, Matches};

use crate::seen::Server;
use crate::shared::lock;

/// The faults of one sandbox or host, in the order they were added.
#[derive(Debug)]
pub(crate) struct Faults {
    inner: Mutex<Inner>,
    cleared: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Inner {
    next: u64,
    active: Vec<Active>,
}

/// A fault that is switched on.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Active {
    id: u64,
    #[serde(flatten)]
    fault: Fault,
}

/// What of a request decides which faults it meets.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The server it came to.
    pub(crate) server: Server,
    /// Its method in capitals.
    pub(crate) method: String,
    /// Its path with the query, percent-encoded.
    pub(crate) target: String,
}

impl Default for Faults {
    fn default() -> Self {
        Self { inner: Mutex::default(), cleared: watch::Sender::new(0) }
    }
}

impl Faults {
    /// Switches a fault on; the number switches it off again.
    pub(crate) fn add(&self, fault: Fault) -> u64 {
        let mut inner = lock(&self.inner);
        let id = inner.next;
        inner.next += 1;
        inner.active.push(Active { id, fault });
        id
    }

    /// Switches one fault off; whether it was on.
    pub(crate) fn remove(&self, id: u64) -> bool {
        let mut inner = lock(&self.inner);
        let before = inner.active.len();
        inner.active.retain(|active| active.id != id);
        inner.active.len() < before
    }

    /// Switches every fault off and lets go of the requests that hang.
    pub(crate) fn clear(&self) {
        lock(&self.inner).active.clear();
        self.cleared.send_modify(|times| *times += 1);
    }

    /// The faults that are on.
    pub(crate) fn all(&self) -> Vec<Active> {
        lock(&self.inner).active.clone()
    }

    /// Uses the faults that `asked` meets and `pick` takes: each counts as used once, and is gone when it was
    /// used as often as it should be.
    pub(crate) fn take<T>(&self, asked: &Asked, mut pick: impl FnMut(&Effect) -> Option<T>) -> Vec<T> {
        let mut taken = Vec::new();
        lock(&self.inner).active.retain_mut(|active| {
            if !active.fault.meets(asked) {
                return true;
            }
            let Some(value) = pick(&active.fault.effect) else { return true };
            let matches = &mut active.fault.matches;
            if matches.skip > 0 {
                matches.skip -= 1;
                return true;
            }
            taken.push(value);
            if let Some(times) = &mut matches.times {
                *times = times.saturating_sub(1);
            }
            matches.times != Some(0)
        });
        taken
    }

    /// Something to wait on for the next [`Faults::clear`].
    pub(crate) fn clearing(&self) -> watch::Receiver<u64> {
        self.cleared.subscribe()
    }
}

#[cfg(test)]
mod tests;
