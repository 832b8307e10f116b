//! Which address the portal is at, and going to another.

use crate::address::Located;
use crate::browser::{location, window};
use leptos::prelude::*;

/// The portal's place in the address bar and the session history.
#[derive(Clone)]
pub struct Router {
    base: String,
    located: ArcRwSignal<Located>,
}

impl Router {
    /// A router for the portal at `base` that follows the address bar, the history and every link of the page.
    #[must_use]
    pub fn start(base: &str) -> Self {
        let router = Self { base: base.to_owned(), located: ArcRwSignal::new(read(base)) };
        let moved = router.clone();
        window::on("popstate", move || moved.located.set(read(&moved.base)));
        let followed = router.clone();
        window::on_link(move |address| {
            if !address.starts_with(&followed.base) {
                return location::leave(&address);
            }
            location::push(&address);
            followed.located.set(read(&followed.base));
        });
        router
    }

    /// The portal's base path, with a slash at both ends.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Where the portal is, tracked.
    #[must_use]
    pub fn located(&self) -> Located {
        self.located.get()
    }

    /// Where the portal is at this moment.
    #[must_use]
    pub fn located_now(&self) -> Located {
        self.located.get_untracked()
    }

    /// Goes to `to`, a step that Back undoes.
    pub fn go(&self, to: Located) {
        location::push(&to.write(&self.base));
        self.located.set(to);
    }

    /// Puts `to` in place of the present address.
    pub fn replace(&self, to: Located) {
        location::replace(&to.write(&self.base));
        self.located.set(to);
    }

    /// The same for a path and query of this portal, as the sign-in brings it back.
    pub fn replace_path(&self, path_and_query: &str) {
        location::replace(path_and_query);
        self.located.set(read(&self.base));
    }
}

fn read(base: &str) -> Located {
    let (path, query) = location::path_and_query();
    Located::read(base, &path, &query)
}
