//! The header row: captions that sort.

use super::Behaviour;
use crate::components::live::{live, part};
use crate::list::columns::is_figure;
use leptos::prelude::*;

/// The header row.
pub(super) fn head(behaviour: Behaviour) -> AnyView {
    let Behaviour { columns, sort, on_sort, .. } = behaviour;
    let cells = move || {
        columns
            .get()
            .iter()
            .map(|column| {
                let name = column.field.name.clone();
                let direction = {
                    let name = name.clone();
                    move || {
                        sort.with(|sort| {
                            sort.as_ref().filter(|(sorted, _)| *sorted == name).map(|(_, down)| *down)
                        })
                    }
                };
                let said = {
                    let direction = direction.clone();
                    move || direction().map(|down| if down { "descending" } else { "ascending" }.to_owned())
                };
                let arrow = move || direction().map_or("", |down| if down { "▼" } else { "▲" }).to_owned();
                let caption = column.caption.clone();
                let inner = if column.sortable {
                    view! {
                    <button type="button" title=caption.clone() on:click=move |_| on_sort.run(name.clone())>
                        <span>{caption.clone()}</span>
                        <span class="arrow" aria-hidden="true">{live(arrow)}</span>
                    </button>
                }
                .into_any()
                } else {
                    view! { <span title=caption.clone()>{caption.clone()}</span> }.into_any()
                };
                let class = if is_figure(&column.field.kind) { "cell head figure" } else { "cell head" };
                view! { <div class=class role="columnheader" aria-sort=live(said)>{inner}</div> }
            })
            .collect_view()
    };
    view! {
        <div class="grid-head" role="rowgroup">
            <div class="grid-row" role="row">{part(cells)}</div>
        </div>
    }
    .into_any()
}
