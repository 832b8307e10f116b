//! What stands above a list: its name, how many there are, the filter, the search.

use super::plan::Plan;
use crate::address::ListState;
use crate::browser::{element::Element, keyboard};
use crate::drafts::{self, drafted};
use crate::format;
use crate::list::rows::Rows;
use crate::view::element;
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::time::Duration;

/// How long the user must have stopped typing for the search to begin.
const PAUSE: Duration = Duration::from_millis(250);

/// The head of the list of `rows`. `on_change` is given the state that the user wants.
pub(super) fn head(
    plan: Plan,
    state: Memo<ListState>,
    rows: Rows,
    on_change: Callback<ListState>,
) -> Element {
    element("div")
        .class("list-head")
        .child(element("h1").live_text(move || plan.caption()))
        .child(element("p").class("count").attribute("role", "status").live_text(move || total(plan, rows)))
        .optional(move || chip(state, on_change))
        .optional(move || plan.is_searchable().then(|| search(plan, state, on_change)))
}

fn total(plan: Plan, rows: Rows) -> String {
    let Some(count) = rows.count_shown() else { return String::new() };
    let noun = if count == 1 { plan.caption_of_one() } else { plan.caption() };
    let told = format::count(count, &noun);
    // The list came to its end before its count: nobody may take it for whole.
    match rows.ended_at() {
        Some(came) if came < count => format!("{came} of {told}"),
        _ => told,
    }
}

/// The filter, with a way to be rid of it.
fn chip(state: Memo<ListState>, on_change: Callback<ListState>) -> Option<Element> {
    let filter = state.with(|state| state.filter.clone());
    let clear = element("button")
        .attribute("type", "button")
        .class("quiet")
        .attribute("aria-label", "Clear filter")
        .text("✕")
        .on("click", move |_| {
            on_change.run(ListState { filter: String::new(), ..state.get_untracked() });
        });
    let text = element("span").attribute("title", &filter).text(&filter);
    (!filter.is_empty()).then(|| element("div").class("chip").child(text).child(clear))
}

/// In which fields it looks, as soon as that is known.
fn searching(fields: &str) -> String {
    format!("{}{fields}", if fields.is_empty() { "Search" } else { "Search in " })
}

/// The search box: `/` leads to it, Escape empties it.
fn search(plan: Plan, state: Memo<ListState>, on_change: Callback<ListState>) -> Element {
    let input = element("input")
        .class("search")
        .attribute("type", "search")
        .attribute("aria-label", "Search")
        .attribute("aria-keyshortcuts", "/")
        .live_attribute("placeholder", move || Some(searching(&plan.searched())))
        .live_attribute("title", move || Some(searching(&plan.searched())))
        .attribute("autocomplete", "off")
        .attribute("spellcheck", "false")
        .live_value(move || state.with(|state| state.search.clone()));
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(timer)) = timer.try_update_value(Option::take) {
            timer.clear();
        }
    };
    on_cleanup(stop);
    let field = input.clone();
    let _shortcut = StoredValue::new_local(keyboard::on_key("/", move || {
        field.focus();
        field.select();
    }));
    let search = move |text: String| {
        stop();
        drafts::forget("search");
        let state = state.get_untracked();
        if state.search != text {
            on_change.run(ListState { search: text, ..state });
        }
    };
    let (typed, left, emptied) = (input.clone(), input.clone(), input.clone());
    let input = input
        .on("input", move |_| {
            let text = typed.value();
            stop();
            timer.set_value(set_timeout_with_handle(move || search(text), PAUSE).ok());
        })
        .on("change", move |_| search(left.value()))
        .on("keydown", move |event| {
            if event.key() == "Escape" {
                event.prevent_default();
                emptied.set_value("");
                search(String::new());
            }
        });
    drafted(input, "search")
}
