//! What a list's actions do at its grid, once they have been loaded: selecting, the cell that the keyboard acts on.

use crate::browser::{element::Element, event::Event};
use leptos::prelude::{Callback, GetValue, LocalStorage, RwSignal, SetValue, StoredValue};

/// The grid as the actions get hold of it. A copy is the same grid.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// The column that the keyboard acts on; none when it acts on the row.
    pub cell: RwSignal<Option<usize>>,
    grid: StoredValue<Option<Element>, LocalStorage>,
    acts: StoredValue<Option<Acts>>,
}

/// What the actions do.
#[derive(Clone, Copy)]
pub struct Acts {
    /// A key was pressed at the grid itself; whether it was for the actions.
    pub on_key: Callback<Event, bool>,
    /// A row was clicked; whether that was for the actions.
    pub on_click: Callback<(Event, usize), bool>,
    /// A row of a record was drawn.
    pub on_draw: Callback<(Element, usize)>,
}

impl Hooks {
    /// Those of a grid that is yet to be drawn.
    #[must_use]
    pub fn new() -> Self {
        Self { cell: RwSignal::new(None), grid: StoredValue::new_local(None), acts: StoredValue::new(None) }
    }

    /// What the actions do, once they have been loaded.
    #[must_use]
    pub fn acts(&self) -> Option<Acts> {
        self.acts.get_value()
    }

    /// From now on the actions do this.
    pub fn set_acts(&self, acts: Acts) {
        self.acts.set_value(Some(acts));
    }

    /// The grid.
    #[must_use]
    pub fn grid(&self) -> Option<Element> {
        self.grid.get_value()
    }

    pub(super) fn set_grid(&self, grid: &Element) {
        self.grid.set_value(Some(grid.clone()));
    }
}

impl Default for Hooks {
    fn default() -> Self {
        Self::new()
    }
}
