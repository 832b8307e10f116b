//! What stands above a list: its name, how many there are, the filter, the search.

use crate::address::ListState;
use crate::browser::keyboard;
use crate::components::live::{live, optional};
use crate::format;
use leptos::{ev, html, prelude::*};
use std::time::Duration;

/// How long the user must have stopped typing for the search to begin.
const PAUSE: Duration = Duration::from_millis(250);

/// The head of a list.
pub(super) fn head(
    caption: Signal<String>,
    one: Signal<String>,
    state: Signal<ListState>,
    count: Signal<Option<u64>>,
    ended_at: Signal<Option<u64>>,
    is_searchable: Signal<bool>,
    on_change: Callback<ListState>,
) -> AnyView {
    let filter = Memo::new(move |_| state.with(|state| state.filter.clone()));
    let clear = move |_| on_change.run(ListState { filter: String::new(), ..state.get_untracked() });
    let chip = move || {
        let filter = filter.get();
        (!filter.is_empty()).then(|| {
            view! {
                <div class="chip">
                    <span title=filter.clone()>{filter.clone()}</span>
                    <button type="button" class="quiet" aria-label="Clear filter" on:click=clear>"✕"</button>
                </div>
            }
        })
    };
    let total = move || {
        let Some(count) = count.get() else { return String::new() };
        let noun = if count == 1 { one } else { caption };
        let told = noun.with(|noun| format::count(count, noun));
        // The list came to its end before its count: nobody may take it for whole.
        match ended_at.get() {
            Some(came) if came < count => format!("{came} of {told}"),
            _ => told,
        }
    };
    view! {
        <div class="list-head">
            <h1>{live(move || caption.get())}</h1>
            <p class="count" role="status">{live(total)}</p>
            {optional(chip)}
            {optional(move || is_searchable.get().then(|| search(state, on_change)))}
        </div>
    }
    .into_any()
}

/// The search box: `/` leads to it, Escape empties it.
fn search(state: Signal<ListState>, on_change: Callback<ListState>) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(timer)) = timer.try_update_value(Option::take) {
            timer.clear();
        }
    };
    on_cleanup(stop);
    let _shortcut = StoredValue::new_local(keyboard::on_key("/", move || {
        if let Some(input) = input.get_untracked() {
            let _ = input.focus();
            input.select();
        }
    }));
    let search = move |text: String| {
        stop();
        let state = state.get_untracked();
        if state.search != text {
            on_change.run(ListState { search: text, ..state });
        }
    };
    let type_in = move |event: ev::Event| {
        let text = event_target_value(&event);
        stop();
        timer.set_value(set_timeout_with_handle(move || search(text), PAUSE).ok());
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape"
            && let Some(input) = input.get_untracked()
        {
            event.prevent_default();
            input.set_value("");
            search(String::new());
        }
    };
    view! {
        <input
            node_ref=input
            class="search"
            type="search"
            aria-label="Search"
            aria-keyshortcuts="/"
            placeholder="Search"
            autocomplete="off"
            spellcheck="false"
            prop:value=live(move || state.with(|state| state.search.clone()))
            on:input=type_in
            on:change=move |event| search(event_target_value(&event))
            on:keydown=on_key
        />
    }
    .into_any()
}
