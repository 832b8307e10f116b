//! A row: a record's cells, or the space of one that has not come yet.

use super::Behaviour;
use crate::browser::pointer::is_on_link_or_selection;
use crate::components::live::live;
use crate::list::{
    columns::is_figure,
    rows::{Drawn, Rows},
};
use crate::schema::Column;
use leptos::{ev, prelude::*};
use std::sync::Arc;

/// What tells a drawn row from another: a row that comes, goes or changes is drawn anew.
pub(super) fn key(row: &Drawn) -> (usize, usize) {
    (row.index, row.record.as_ref().map_or(0, |record| Arc::as_ptr(record).addr()))
}

/// The element of the row at `index`.
pub(super) fn id(index: usize) -> String {
    format!("row-{index}")
}

/// A row.
pub(super) fn row(row: Drawn, columns: &[Column], rows: Rows, behaviour: Behaviour) -> AnyView {
    let index = row.index;
    let Some(record) = row.record else {
        let bars =
            columns.iter().map(|_| view! { <div class="cell"><span class="skeleton-bar"></span></div> });
        return view! {
            <div class="grid-row placeholder" aria-hidden="true" style:--index=index.to_string()>{bars.collect_view()}</div>
        }
        .into_any();
    };
    let address = behaviour.link.run(record.clone());
    let cells = columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let text = column.text(&record);
            let link = if at == 0 { address.clone() } else { None };
            // A link needs a name, also where the record's first field is blank.
            let inner = match link {
                Some(address) if text.trim().is_empty() => {
                    view! { <a href=address aria-label="Open" tabindex="-1">"—"</a> }.into_any()
                }
                Some(address) => view! { <a href=address tabindex="-1">{text}</a> }.into_any(),
                None => view! { <span>{text}</span> }.into_any(),
            };
            let class = if is_figure(&column.field.kind) { "cell figure" } else { "cell" };
            view! { <div class=class role="gridcell">{inner}</div> }
        })
        .collect_view();
    let open = move |event: ev::MouseEvent| {
        rows.active.set(Some(index));
        let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if !modified && !is_on_link_or_selection(&event) {
            behaviour.on_open.run(record.clone());
        }
    };
    view! {
        <div
            class=live(move || Some(if rows.active.get() == Some(index) { "grid-row active" } else { "grid-row" }.to_owned()))
            role="row"
            id=id(index)
            aria-rowindex=(index + 1).to_string()
            aria-selected=live(move || (rows.active.get() == Some(index)).then(|| "true".to_owned()))
            style:--index=index.to_string()
            on:click=open
        >
            {cells}
        </div>
    }
    .into_any()
}
