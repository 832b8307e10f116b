//! The data as it stands now: readers take it as it is, a change makes the next.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::World;
use crate::shared::lock;

/// The current state. Whoever reads keeps the state that was current when the request came, undisturbed by
/// changes; changes come one after another.
pub(in super::super) struct Books {
    /// Made at the first request: many tests start a sandbox and never ask for data.
    states: RwLock<Option<States>>,
    changing: Mutex<()>,
    rows: usize,
}

struct States {
    first: Arc<World>,
    now: Arc<World>,
    /// How many resets the sandbox had seen when `now` began.
    resets: u64,
}

impl Books {
    pub(in super::super) fn new(rows: usize) -> Self {
        Self { states: RwLock::default(), changing: Mutex::default(), rows }
    }

    /// The state to read; `resets` is how often the sandbox was reset, after which all is as at first.
    pub(in super::super) fn read(&self, resets: u64) -> Arc<World> {
        let states = self.states.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(states) = states.as_ref().filter(|states| states.resets == resets) {
            return Arc::clone(&states.now);
        }
        drop(states);
        let mut slot = self.states.write().unwrap_or_else(PoisonError::into_inner);
        let states = slot.get_or_insert_with(|| {
            let first = Arc::new(World::generate(self.rows));
            States { now: Arc::clone(&first), first, resets }
        });
        if states.resets != resets {
            (states.now, states.resets) = (Arc::clone(&states.first), resets);
        }
        Arc::clone(&states.now)
    }

    /// Lets `change` make the next state of the current one; what it leaves there is kept, unless it fails or
    /// the sandbox was reset meanwhile.
    pub(in super::super) fn change<T, E>(
        &self,
        resets: u64,
        change: impl FnOnce(&mut Arc<World>) -> Result<T, E>,
    ) -> Result<T, E> {
        let _one_at_a_time = lock(&self.changing);
        let mut next = self.read(resets);
        let changed = change(&mut next)?;
        let mut slot = self.states.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(states) = slot.as_mut().filter(|states| states.resets == resets) {
            states.now = next;
        }
        Ok(changed)
    }
}
