//! What is loaded after the first page: the screens and tools for working with data once some is on the screen.
//!
//! The browser's build cuts the module in two along [`entrances`] (`xtask/src/build/split.rs`): whatever only [`LATER`]
//! reaches is the second part, a file of its own that is fetched when the first page is there or when it is asked for. In
//! every other build it is simply there.

use crate::address::Place;
use crate::browser::{element::Element, style};
use crate::components::{alert::alert, progress::progress, task::Tasks};
use crate::finder::{Tile, counts, finder, own};
use crate::list_actions::{ListActions, list_actions};
use crate::list_tools::{ListTools, list_tools};
use crate::pages::{card::card_page, setup::setup};
use crate::portal::Portal;
use crate::problem::{Action, Problem};
use crate::view::element;
use crate::workspace::{Workspace, schemas};
use futures_util::future::LocalBoxFuture;
use leptos::{prelude::*, task::spawn_local};
use std::sync::{Once, OnceLock};

/// The entrances to what is loaded later.
#[derive(Debug)]
pub struct Later {
    /// The page of one record.
    pub card: fn(Place, String) -> Element,
    /// Shows how many records stand behind the tiles of the start page.
    pub counts: fn(&Workspace, &[Tile]),
    /// The search box over everything.
    pub finder: fn(&Portal, &Workspace, ArcRwSignal<bool>) -> Element,
    /// What is done with a list's records.
    pub list_actions: fn(&ListActions) -> Element,
    /// The toolbar of a list.
    pub list_tools: fn(&ListTools) -> Element,
    /// The user's own part of the start page.
    pub own: fn(&Workspace) -> Element,
    /// Reads metadata and captions.
    pub schema: fn(schemas::Wanted) -> LocalBoxFuture<'static, ()>,
    /// The page about setting up.
    pub setup: fn(&Portal) -> Element,
}

static LATER: Later =
    Later { card: card_page, counts, finder, list_actions, list_tools, own, schema: schemas::read, setup };

/// How that looks; the stylesheets that `index.html` names are those of the first page.
const STYLES: &str = concat!(
    include_str!("../style/later/finding.css"),
    include_str!("../style/later/lists.css"),
    include_str!("../style/later/form.css"),
    include_str!("../style/later/setup.css"),
    include_str!("../style/later/print.css"),
);
static STYLED: Once = Once::new();

/// The entrances, once they have been loaded.
static LOADED: OnceLock<&'static Later> = OnceLock::new();

/// The second part has come.
fn arrive() -> &'static Later {
    STYLED.call_once(|| style::adopt(STYLES));
    &LATER
}

/// The second part did not come: the network is down, or the host has another version by now.
#[derive(Clone, Copy, Debug)]
pub struct NotLoaded;

#[cfg(feature = "split")]
mod split {
    #![allow(unsafe_code, reason = "the macro declares the loader and the entrance as foreign functions")]

    use super::{Later, NotLoaded, arrive};
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    impl From<SplitLoaderError> for NotLoaded {
        fn from(_: SplitLoaderError) -> Self {
            Self
        }
    }

    /// Where the module is cut.
    #[wasm_split(later, fallible)]
    pub(super) fn entrances() -> Result<&'static Later, NotLoaded> {
        Ok(arrive())
    }
}

#[cfg(not(feature = "split"))]
mod split {
    use super::{Later, NotLoaded, arrive};

    #[expect(clippy::unused_async, reason = "as the browser's build has it")]
    pub(super) async fn entrances() -> Result<&'static Later, NotLoaded> {
        Ok(arrive())
    }
}

/// Loads the second part, once; a failure is tried again the next time.
///
/// # Errors
/// [`NotLoaded`].
pub async fn load() -> Result<&'static Later, NotLoaded> {
    let later = split::entrances().await?;
    Ok(LOADED.get_or_init(|| later))
}

/// Begins to load the second part, so that it is there when it is wanted.
pub fn begin() {
    spawn_local(async {
        // Whoever wants it asks again, and tells a failure.
        let _ = load().await;
    });
}

#[derive(Clone, Copy)]
enum State {
    Loading,
    Loaded(&'static Later),
    Failed,
}

/// A place in which `draw` draws once the second part is there. A failure is told, with a button that tries again.
#[must_use]
pub fn part(draw: impl Fn(&'static Later) -> Element + 'static) -> Element {
    let state = RwSignal::new(LOADED.get().map_or(State::Loading, |later| State::Loaded(later)));
    let tasks = Tasks::of_this_view();
    let read = {
        let tasks = tasks.clone();
        Callback::new(move |()| {
            state.set(State::Loading);
            tasks.spawn(async move {
                state.set(load().await.map_or(State::Failed, State::Loaded));
            });
        })
    };
    if matches!(state.get_untracked(), State::Loading) {
        read.run(());
    }
    let cancel = Callback::new(move |()| {
        tasks.abort();
        state.set(State::Failed);
    });
    element("div").class("later").part(move || match state.get() {
        State::Loading => progress("Loading".to_owned(), cancel),
        State::Loaded(later) => draw(later),
        State::Failed => alert(not_loaded(), Some(read)),
    })
}

/// The same for what nobody would miss: where the second part does not come, nothing is told.
#[must_use]
pub fn quietly(draw: impl Fn(&'static Later) -> Element + 'static) -> Element {
    let later = RwSignal::new(LOADED.get().copied());
    if later.get_untracked().is_none() {
        Tasks::of_this_view().spawn(async move { later.set(load().await.ok()) });
    }
    element("div").class("later").optional(move || later.get().map(&draw))
}

fn not_loaded() -> Problem {
    Problem::new(
        "A part of the portal could not be loaded.",
        "Try again. If it fails again, there may be a new version of the portal: reload the page.",
    )
    .with(Action::Retry)
}
