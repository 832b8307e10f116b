//! A row: a record's cells, or the space of one that has not come yet.

use super::Behaviour;
use crate::browser::element::Element;
use crate::list::{
    columns::is_figure,
    rows::{Drawn, Rows},
};
use crate::schema::Column;
use crate::view::element;
use business_central::Record;
use leptos::prelude::{Callable, Get, Set};
use std::sync::Arc;

/// What tells a row's record from another. The drawn row holds its record, so no other takes its place in memory.
pub(super) fn identity(row: &Drawn) -> usize {
    row.record.as_ref().map_or(0, |record| Arc::as_ptr(record).addr())
}

/// The element of the row at `index`.
pub(super) fn id(index: usize) -> String {
    format!("row-{index}")
}

/// A row.
pub(super) fn row(row: Drawn, columns: &Arc<Vec<Column>>, rows: Rows, behaviour: Behaviour) -> Element {
    let drawn = element("div");
    drawn.set_style("--index", &row.index.to_string());
    match row.record {
        Some(record) => filled(drawn, row.index, record, columns, rows, behaviour),
        None => drawn.class("grid-row placeholder").attribute("aria-hidden", "true").children(
            columns.iter().map(|_| element("div").class("cell").child(element("span").class("skeleton-bar"))),
        ),
    }
}

fn filled(
    drawn: Element,
    index: usize,
    record: Arc<Record>,
    columns: &[Column],
    rows: Rows,
    behaviour: Behaviour,
) -> Element {
    let mut link = behaviour.link.run(record.clone());
    let cells = columns.iter().map(|column| cell(column, &record, link.take()));
    let class = move || {
        let is_active = rows.active.get() == Some(index);
        Some(if is_active { "grid-row active" } else { "grid-row" }.to_owned())
    };
    let drawn = drawn
        .live_attribute("class", class)
        .attribute("role", "row")
        .attribute("id", &id(index))
        .attribute("aria-rowindex", &(index + 1).to_string())
        .live_attribute("aria-selected", move || {
            (rows.active.get() == Some(index)).then(|| "true".to_owned())
        })
        .children(cells);
    drawn.on("click", move |event| {
        rows.active.set(Some(index));
        let modified = event.has_any(&["ctrlKey", "metaKey", "shiftKey", "altKey"]);
        if !modified && !event.is_on_link_or_selection() {
            behaviour.on_open.run(record.clone());
        }
    })
}

fn cell(column: &Column, record: &Record, link: Option<String>) -> Element {
    let text = column.text(record);
    let inner = match link {
        // A link needs a name, also where the record's first field is blank.
        Some(_) if text.trim().is_empty() => element("a").attribute("aria-label", "Open").text("—"),
        Some(_) => element("a").text(&text),
        None => element("span").text(&text),
    };
    let inner = match link {
        Some(address) => inner.attribute("href", &address).attribute("tabindex", "-1"),
        None => inner,
    };
    element("div")
        .class(if is_figure(&column.field.kind) { "cell figure" } else { "cell" })
        .attribute("role", "gridcell")
        .child(inner)
}
