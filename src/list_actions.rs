//! What is done with a list's records: select, copy, export, change and delete many. Loaded after its rows.

mod bar;
mod cells;
mod clip;
mod create;
mod csv;
mod cursor;
mod dialog;
mod export;
mod keys;
mod many;
mod marks;
mod picker;
mod reader;
mod table;

use crate::address::Place;
use crate::browser::element::Element;
use crate::components::grid::Hooks;
use crate::components::task::Tasks;
use crate::list::{rows::Rows, source::Source};
use crate::pages::list::plan::Plan;
use crate::view::element;
use business_central::Record;
use leptos::prelude::Callback;
use picker::Picker;
use std::sync::Arc;

/// The list whose records they are.
#[derive(Clone)]
pub struct ListActions {
    /// Whose records it lists.
    pub place: Place,
    /// What it shows and asks for.
    pub plan: Plan,
    /// Its rows.
    pub rows: Rows,
    /// Its grid.
    pub hooks: Hooks,
    /// Where its rows come from, once any have come.
    pub source: Callback<(), Option<Arc<Source>>>,
    /// The user opens a record.
    pub on_open: Callback<Arc<Record>>,
    /// Below the grid, for what is done with the selection.
    pub foot: Element,
    /// The records were changed: the list is to be read anew.
    pub on_reload: Callback<()>,
}

/// What can be done with the list as a whole. From now on the grid selects, and below it stands what can be done with the
/// selection.
#[must_use]
pub fn list_actions(actions: &ListActions) -> Element {
    let picker = Picker::new(actions, Tasks::of_this_view());
    marks::follow_selection(&picker);
    keys::listen(&picker);
    let (export, exported) = export::export(&picker);
    let below = bar::bar(&picker, vec![many::many(&picker, actions.on_reload), exported]);
    let _ = actions.foot.clone().child(below);
    element("div").class("list-commands").child(create::link(&picker)).child(export)
}
