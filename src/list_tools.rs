//! The tools of a list: loaded after its rows.

use crate::address::{Address, ListState, Place};
use crate::browser::element::Element;
use crate::finder;
use crate::list::rows::Rows;
use crate::pages::list::plan::Plan;
use crate::view::{element, follow};
use crate::workspace::Workspace;
use leptos::prelude::{Callable, Callback, Memo, untrack};

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
    /// The user wants the rows anew.
    pub on_refresh: Callback<()>,
    /// The user wants another state.
    pub on_change: Callback<ListState>,
}

/// The toolbar.
#[must_use]
pub fn list_tools(tools: ListTools) -> Element {
    let ListTools { place, plan, on_refresh, .. } = tools;
    let workspace = Workspace::expect();
    let here = Address::List(place, ListState::default());
    let star = finder::star(&workspace, &here, move || (untrack(|| plan.caption()), String::new()));
    follow(move || finder::visited(&workspace, &here, &plan.caption(), ""));
    let refresh = element("button").attribute("type", "button").class("quiet").text("Refresh");
    let refresh = refresh.on("click", move |_| on_refresh.run(()));
    element("div").class("list-tools").child(star).child(refresh)
}
