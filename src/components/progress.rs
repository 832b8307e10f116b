//! Waiting, told only when it is worth telling.

use crate::browser::element::Element;
use crate::view::element;
use leptos::prelude::{
    Callable, Callback, Get, ReadSignal, Set, on_cleanup, set_timeout_with_handle, signal,
};
use std::time::Duration;

/// What is going on, such as `Reading customers`, after a second of it; after ten, a button that gives up.
#[must_use]
pub fn progress(what: String, on_cancel: Callback<()>) -> Element {
    let told = after(Duration::from_secs(1));
    let text = move || if told.get() { format!("{what} …") } else { String::new() };
    let line = element("div").class("progress").attribute("role", "status");
    cancellable(line.child(element("span").live_text(text)), on_cancel)
}

/// `line`, which says what is going on, with a button that gives up after ten seconds of it.
#[must_use]
pub fn cancellable(line: Element, on_cancel: Callback<()>) -> Element {
    let is_long = after(Duration::from_secs(10));
    line.optional(move || {
        is_long.get().then(|| {
            let button = element("button").attribute("type", "button").text("Cancel");
            button.on("click", move |_| on_cancel.run(()))
        })
    })
}

/// Becomes true after `duration`, unless the view has gone before.
fn after(duration: Duration) -> ReadSignal<bool> {
    let (reached, set_reached) = signal(false);
    if let Ok(timer) = set_timeout_with_handle(move || set_reached.set(true), duration) {
        on_cleanup(move || timer.clear());
    }
    reached
}
