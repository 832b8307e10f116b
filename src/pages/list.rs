//! A list of any entity set.

mod head;
mod load;
pub mod plan;

use crate::address::{Address, ListState, Place};
use crate::browser::{element::Element, page::set_title};
use crate::components::{
    alert::alert,
    grid::{Behaviour, Hooks, grid},
    progress::progress,
};
use crate::format;
use crate::later;
use crate::list::{
    cache::{Left, Lists},
    rows::Rows,
};
use crate::list_actions::ListActions;
use crate::list_tools::ListTools;
use crate::schema;
use crate::view::{element, follow};
use crate::workspace::Workspace;
use business_central::Record;
use head::head;
use leptos::prelude::*;
use load::Loader;
use plan::Plan;
use std::sync::Arc;

/// The list of the records of `place` as `state` says. The page stays while only `state` changes.
#[must_use]
pub fn list_page(place: Place, state: Memo<ListState>) -> Element {
    let workspace = Workspace::expect();
    let lists = use_context::<Lists>().unwrap_or_default();
    let address = {
        let (workspace, place) = (workspace.clone(), place.clone());
        move |state: ListState| workspace.href(&Address::List(place.clone(), state))
    };
    let left = lists.take(&address(state.get_untracked()));
    let (kept, source) = left.map(|Left { kept, source }| (kept, source)).unzip();
    let rows = Rows::new(kept);
    let plan = Plan::new(&workspace, &place, state, rows);
    let loader = Loader::start(workspace.clone(), place.clone(), rows, plan, source);
    {
        let (address, loader) = (address, loader.clone());
        on_cleanup(move || {
            if let (Some(state), Some(source)) = (state.try_get_untracked(), loader.source()) {
                lists.leave(address(state), Left { kept: rows.keep(), source });
            }
        });
    }

    let tools_place = place.clone();
    let company = workspace.company_name(&place.company);
    follow(move || set_title(&format!("{} · {company}", plan.caption())));
    let change = {
        let (workspace, place) = (workspace.clone(), place.clone());
        Callback::new(move |state: ListState| workspace.replace(Address::List(place.clone(), state)))
    };
    let card = move |record: &Record| {
        let key =
            plan.schema.with_untracked(|schema| schema::key(schema.as_deref(), &place.entity_set, record))?;
        Some(Address::Card(place.clone(), key.to_string()))
    };
    let link = {
        let (workspace, card) = (workspace.clone(), card.clone());
        Callback::new(move |record: Arc<Record>| Some(workspace.href(&card(&record)?)))
    };
    let on_open = Callback::new(move |record: Arc<Record>| {
        if let Some(address) = card(&record) {
            workspace.go(address);
        }
    });
    let behaviour = Behaviour {
        label: Callback::new(move |()| plan.caption()),
        columns: plan.columns,
        layout: plan.layout,
        sort: Callback::new(move |()| state.with(|state| state.sort.first().cloned())),
        on_sort: Callback::new(move |name| change.run(sorted(state.get_untracked(), name))),
        link,
        on_open,
        hooks: Hooks::new(),
    };
    let foot = element("div").class("list-foot");
    let actions = {
        let (loader, again) = (loader.clone(), loader.clone());
        ListActions {
            place: tools_place.clone(),
            plan,
            rows,
            hooks: behaviour.hooks,
            source: Callback::new(move |()| loader.source()),
            on_open,
            foot: foot.clone(),
            on_reload: Callback::new(move |()| again.reload()),
        }
    };
    let on_refresh = {
        let again = loader.clone();
        Callback::new(move |()| again.reload())
    };
    let hooks = behaviour.hooks;
    let tools = ListTools { place: tools_place, plan, state, rows, on_refresh, hooks, on_change: change };
    let problem = loader.problem;
    let retry = {
        let loader = loader.clone();
        Callback::new(move |()| loader.retry())
    };
    let cancel = Callback::new(move |()| loader.cancel());
    let reading = move || format!("Reading {}", format::in_sentence(&untrack(|| plan.caption())));
    let frame = element("div")
        .class("grid-frame")
        .live_flag("hidden", move || problem.with(Option::is_some) && rows.has_none())
        .child(grid(rows, behaviour))
        .optional(move || {
            (rows.is_empty() && problem.with(Option::is_none)).then(|| empty(plan, state, change))
        });
    element("section")
        .class("list")
        .child(head(plan, state, rows, change))
        // The tools below tell it where the second part does not come.
        .child(later::quietly(move |later| (later.list_actions)(&actions)))
        .child(later::part(move |later| (later.list_tools)(&tools)))
        .optional(move || rows.is_stale.get().then(|| progress(reading(), cancel)))
        .child(frame)
        .child(foot)
        .optional(move || problem.get().map(|problem| alert(problem, Some(retry))))
}

/// The first click sorts upwards, the second downwards, the third no longer.
fn sorted(state: ListState, name: String) -> ListState {
    let sort = match state.sort.first() {
        Some((sorted, false)) if *sorted == name => vec![(name, true)],
        Some((sorted, true)) if *sorted == name => Vec::new(),
        _ => vec![(name, false)],
    };
    ListState { sort, ..state }
}

/// What stands in the place of rows where there are none.
fn empty(plan: Plan, state: Memo<ListState>, change: Callback<ListState>) -> Element {
    let ListState { search, filter, .. } = state.get();
    let things = format::in_sentence(&plan.caption());
    let (text, way_out) = match (search.trim(), filter.as_str()) {
        ("", "") => (format!("No {things} yet"), None),
        ("", _) => (format!("No {things} match the filter"), Some("Clear filter")),
        (search, _) => (format!("Nothing found for “{search}”"), Some("Clear search")),
    };
    let way_out = way_out.map(|label| {
        let button = element("button").attribute("type", "button").text(label);
        button.on("click", move |_| {
            let state = state.get_untracked();
            let searches = !state.search.trim().is_empty();
            change.run(match searches {
                true => ListState { search: String::new(), ..state },
                false => ListState { filter: String::new(), ..state },
            });
        })
    });
    element("div").class("empty").child(element("p").text(&text)).children(way_out)
}

#[cfg(test)]
mod tests {
    use super::{ListState, sorted};

    #[test]
    fn a_header_sorts_upwards_downwards_and_not() {
        let up = sorted(ListState::default(), "name".to_owned());
        assert_eq!(up.sort, [("name".to_owned(), false)]);
        let down = sorted(up.clone(), "name".to_owned());
        assert_eq!(down.sort, [("name".to_owned(), true)]);
        assert_eq!(sorted(down.clone(), "name".to_owned()).sort, []);
        assert_eq!(sorted(down, "city".to_owned()).sort, [("city".to_owned(), false)]);
    }
}
