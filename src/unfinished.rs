//! What would be lost if the page were left for a sign-in that nobody asked for: a report that is being read, a file that is
//! being written.

use std::cell::Cell;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

/// While one of these lives, only the user leaves the page.
#[derive(Debug)]
pub struct Unfinished(());

impl Unfinished {
    /// It begins.
    #[must_use]
    pub fn begin() -> Self {
        COUNT.set(COUNT.get() + 1);
        Self(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        COUNT.set(COUNT.get().saturating_sub(1));
    }
}

/// Whether anything is unfinished.
#[must_use]
pub fn is_any() -> bool {
    COUNT.get() > 0
}

#[cfg(test)]
mod tests {
    use super::{Unfinished, is_any};

    #[test]
    fn it_is_unfinished_until_all_is_done() {
        let (first, second) = (Unfinished::begin(), Unfinished::begin());
        drop(first);
        assert!(is_any());
        drop(second);
        assert!(!is_any());
    }
}
