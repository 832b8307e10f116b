//! The tools of a list: loaded after its rows.

use crate::address::{ListState, Place};
use crate::browser::element::Element;
use crate::list::rows::Rows;
use crate::pages::list::plan::Plan;
use crate::view::element;
use leptos::prelude::{Callback, Memo};

/// The list that the tools are for.
#[derive(Clone)]
pub struct ListTools {
    /// Whose records it lists.
    pub place: Place,
    /// What it shows and asks for.
    pub plan: Plan,
    /// What its address says.
    pub state: Memo<ListState>,
    /// Its rows.
    pub rows: Rows,
    /// The user wants another state.
    pub on_change: Callback<ListState>,
}

/// The toolbar.
#[must_use]
pub fn list_tools(_tools: ListTools) -> Element {
    element("div").class("list-tools")
}
