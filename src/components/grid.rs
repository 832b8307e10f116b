//! The grid: a list's rows, of which only those near the view are drawn.
//!
//! Roles and keys follow the ARIA Authoring Practices' grid pattern with a focus that stays on the grid and names the
//! active row (`aria-activedescendant`); the header's buttons and each row's link are ordinary tab stops and links.

mod head;
mod row;

use crate::browser::resize;
use crate::components::live::{follow, live, part};
use crate::list::{pages::Pages, rows::Rows, view::Step};
use crate::schema::Column;
use business_central::Record;
use head::head;
use leptos::{ev, html, prelude::*};
use row::row;
use std::sync::Arc;

/// What a grid does and shows besides its rows.
#[derive(Clone, Copy)]
pub struct Behaviour {
    /// The grid's name.
    pub label: Signal<String>,
    /// Its columns.
    pub columns: Signal<Arc<Vec<Column>>>,
    /// The property sorted by, and whether downwards.
    pub sort: Signal<Option<(String, bool)>>,
    /// The user wants to sort by the property of this name.
    pub on_sort: Callback<String>,
    /// Where a record's own page is, if it has one.
    pub link: Callback<Arc<Record>, Option<String>>,
    /// The user opens the record.
    pub on_open: Callback<Arc<Record>>,
}

/// The grid.
#[component]
pub fn Grid(
    /// The rows.
    rows: Rows,
    /// What else there is to know.
    behaviour: Behaviour,
) -> impl IntoView {
    let grid = NodeRef::<html::Div>::new();
    let body = NodeRef::<html::Div>::new();
    let measure = move || {
        if let (Some(grid), Some(body)) = (grid.get_untracked(), body.get_untracked()) {
            let range = rows.pages.with_untracked(Pages::range);
            rows.measured(range, body.client_height(), grid.client_height(), grid.scroll_top());
        }
    };
    let watch = StoredValue::new_local(None);
    follow(move || {
        let Some(element) = grid.get() else { return };
        if let Some(top) = rows.take_restored() {
            element.set_scroll_top(top);
            let _ = element.focus();
        }
        measure();
        watch.set_value(resize::watch(&element, measure));
    });

    let scroll_to = move |row: usize| {
        if let (Some(grid), Some(body), Some(share)) =
            (grid.get_untracked(), body.get_untracked(), rows.share_to_show(row))
        {
            #[expect(clippy::cast_possible_truncation, reason = "a float's cast saturates")]
            grid.set_scroll_top((share * f64::from(body.client_height())).round() as i32);
        }
    };
    follow(move || {
        // The rows were exchanged for others: those begin at their beginning.
        if rows.generation.get() > 0
            && let Some(grid) = grid.get_untracked()
        {
            grid.set_scroll_top(0);
            measure();
        }
    });
    let on_key = move |event: ev::KeyboardEvent| {
        // Keys on the header's buttons are theirs.
        if event.target() != event.current_target() || event.ctrl_key() || event.alt_key() || event.meta_key()
        {
            return;
        }
        if event.key() == "Enter" {
            if let Some(record) = rows.active_record() {
                event.prevent_default();
                behaviour.on_open.run(record);
            }
        } else if let Some(row) = Step::of(&event.key()).and_then(|step| rows.step(step)) {
            event.prevent_default();
            rows.active.set(Some(row));
            scroll_to(row);
        }
    };
    let counted = rows.count_shown();
    // -1: not known (WAI-ARIA 1.2, aria-rowcount).
    let count = move || Some(counted.get().map_or("-1".to_owned(), |count| count.to_string()));
    let columns = behaviour.columns;
    view! {
        <div
            node_ref=grid
            class="grid"
            role="grid"
            tabindex="0"
            aria-label=live(move || Some(behaviour.label.get()))
            aria-rowcount=live(count)
            aria-colcount=live(move || columns.with(|columns| Some(columns.len().to_string())))
            aria-busy=live(move || Some(rows.is_busy().to_string()))
            aria-readonly="true"
            aria-activedescendant=live(move || rows.active_drawn().map(row::id))
            on:scroll=move |_| measure()
            on:keydown=on_key
            style:--columns=live(move || columns.with(|columns| tracks(columns)))
            style:--width=live(move || columns.with(|columns| width(columns)))
        >
            <div class="grid-table">
                {head(behaviour)}
                <div
                    node_ref=body
                    class="grid-body"
                    role="rowgroup"
                    style:--rows=live(move || rows.pages.with(|pages| pages.range().to_string()))
                >
                    {part(move || {
                        let columns = columns.get();
                        let draw = move |drawn| row(drawn, &columns, rows, behaviour);
                        view! { <For each=move || rows.drawn() key=row::key children=draw /> }
                    })}
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// The columns as tracks of a CSS grid.
fn tracks(columns: &[Column]) -> String {
    let track = |column: &Column| match column.width() {
        (least, share) if share > 0 => format!("minmax({least}rem,{share}fr)"),
        (least, _) => format!("{least}rem"),
    };
    columns.iter().map(track).collect::<Vec<_>>().join(" ")
}

fn width(columns: &[Column]) -> String {
    format!("{}rem", columns.iter().map(|column| column.width().0).sum::<usize>())
}
