//! The lists the user has left and may come back to.

use super::{rows::Kept, source::Source};
use std::sync::{Arc, Mutex, PoisonError};

/// How many are remembered.
const MOST: usize = 6;

/// The lists of one environment that the user has left, by address: Back finds the rows and the place in them as they
/// were. They live as long as the workspace; the launcher begins afresh.
#[derive(Clone, Default)]
pub struct Lists(Arc<Mutex<Vec<(String, Left)>>>);

/// A list that was left.
#[derive(Clone)]
pub struct Left {
    /// Its rows and its place in them.
    pub kept: Kept,
    /// Where more of them come from.
    pub source: Arc<Source>,
}

impl Lists {
    /// Remembers the list at `address`.
    pub fn leave(&self, address: String, left: Left) {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists.retain(|(known, _)| *known != address);
        lists.push((address, left));
        if lists.len() > MOST {
            lists.remove(0);
        }
    }

    /// The list at `address` as it was left.
    #[must_use]
    pub fn take(&self, address: &str) -> Option<Left> {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = lists.iter().position(|(known, _)| known == address)?;
        Some(lists.remove(at).1)
    }

    /// Forgets all of them.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
