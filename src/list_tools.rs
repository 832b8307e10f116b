//! The tools of a list: loaded after its rows.

mod chips;
mod choices;
mod columns;
mod conditions;
mod dialog;
mod editor;
mod header;
mod inputs;
mod menu;
mod periods;
mod pick;
mod summing;
mod totals;
mod view_menu;
mod views;

use crate::address::{Address, ListState, Place};
use crate::browser::element::Element;
use crate::components::grid::Hooks;
use crate::finder;
use crate::list::rows::Rows;
use crate::pages::list::plan::Plan;
use crate::view::{element, follow};
use crate::workspace::Workspace;
use leptos::prelude::{Callable, Callback, GetUntracked, Memo, Update, untrack};

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
    /// Its grid.
    pub hooks: Hooks,
    /// The user wants another state.
    pub on_change: Callback<ListState>,
}

impl ListTools {
    /// Changes the state.
    fn change(&self, change: impl FnOnce(&mut ListState)) {
        let mut state = self.state.get_untracked();
        change(&mut state);
        self.on_change.run(state);
    }

    /// Shows these columns, now and whenever the list is opened in this browser; none means the portal's own choice.
    fn show_columns(&self, columns: Vec<String>) {
        self.plan.layout.update(|layout| layout.columns.clone_from(&columns));
        self.keep_layout();
        self.change(|state| state.columns = columns);
    }

    /// Makes this browser remember columns and widths.
    fn keep_layout(&self) {
        self.plan.keep_layout();
    }
}

/// The toolbar.
#[must_use]
pub fn list_tools(tools: &ListTools) -> Element {
    header::follow_header(tools);
    let ListTools { place, plan, on_refresh, .. } = tools.clone();
    let workspace = Workspace::expect();
    let here = Address::List(place, ListState::default());
    let star = finder::star(&workspace, &here, move || (untrack(|| plan.caption()), String::new()));
    follow(move || finder::visited(&workspace, &here, &plan.caption(), ""));
    let refresh = element("button").attribute("type", "button").class("quiet").text("Refresh");
    let refresh = refresh.on("click", move |_| on_refresh.run(()));
    let totals = totals::totals(tools);
    element("div")
        .class("list-tools")
        .attribute("role", "group")
        .attribute("aria-label", "Views, filters and columns")
        .child(view_menu::view_menu(tools))
        .child(chips::chips(tools))
        .child(columns::columns(tools))
        .children(totals)
        .child(star)
        .child(refresh)
}
