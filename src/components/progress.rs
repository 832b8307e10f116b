//! Waiting, told only when it is worth telling.

use crate::components::live::{live, optional};
use leptos::prelude::*;
use std::time::Duration;

/// What is going on, after a second of it; a way out after ten.
#[component]
pub fn Progress(
    /// What is going on, such as `Reading customers`.
    what: String,
    /// Gives up.
    on_cancel: Callback<()>,
) -> impl IntoView {
    let told = after(Duration::from_secs(1));
    let cancellable = after(Duration::from_secs(10));
    view! {
        <div class="progress" role="status">
            {live(move || if told.get() { format!("{what} …") } else { String::new() })}
            {optional(move || {
                cancellable.get().then(|| {
                    view! { <button type="button" on:click=move |_| on_cancel.run(())>"Cancel"</button> }
                })
            })}
        </div>
    }
}

/// Becomes true after `duration`, unless the view has gone before.
fn after(duration: Duration) -> ReadSignal<bool> {
    let (reached, set_reached) = signal(false);
    if let Ok(timer) = set_timeout_with_handle(move || set_reached.set(true), duration) {
        on_cleanup(move || timer.clear());
    }
    reached
}
