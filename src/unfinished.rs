//! What would be lost if the page were left for a sign-in that nobody asked for: a report that is being read, a file that is
//! being written.

use crate::view::follow;
use leptos::prelude::{SetValue as _, StoredValue};
use std::cell::Cell;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

/// As long as the view being built is there, only the user leaves the page while `is_any` holds; it is tracked.
pub fn stay_while(is_any: impl Fn() -> bool + 'static) {
    let work = StoredValue::new_local(None);
    follow(move || work.set_value(is_any().then(Unfinished::begin)));
}

/// Whether anything is unfinished.
#[must_use]
pub fn is_any() -> bool {
    COUNT.get() > 0
}

/// One thing that is unfinished, until it is dropped.
struct Unfinished;

impl Unfinished {
    fn begin() -> Self {
        COUNT.set(COUNT.get() + 1);
        Self
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        COUNT.set(COUNT.get().saturating_sub(1));
    }
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
