//! A row: a record's cells, or the space of one that has not come yet.

use crate::browser::{element::Element, event::Event};
use crate::list::{columns::is_figure, rows::Drawn};
use crate::schema::Column;
use crate::view::element;
use std::sync::Arc;

/// What tells a row's record from another. The drawn row holds its record, so no other takes its place in memory.
pub(super) fn identity(row: &Drawn) -> usize {
    row.record.as_ref().map_or(0, |record| Arc::as_ptr(record).addr())
}

/// What finds the cell with a row's box.
pub(super) const CHECK: &str = ".check";

/// The name of the element of the row at `index`.
pub(super) fn id(index: usize) -> String {
    format!("row-{index}")
}

/// A row of these columns without a record, to be copied: a copy is one call where the parts are some thirty.
pub(super) fn model(columns: &[Column]) -> Element {
    let cell = |column: &Column| {
        let class = if is_figure(&column.field.kind) { "cell figure" } else { "cell" };
        element("div").class(class).attribute("role", "gridcell")
    };
    element("div")
        .attribute("role", "row")
        .attribute("aria-selected", "false")
        .child(check("gridcell", "Select"))
        .children(columns.iter().map(cell))
}

/// A row like `model`, which is of those columns. `link` is where its record's own page is; the row is active if the
/// keyboard acts on it.
pub(super) fn row(
    row: &Drawn,
    model: &Element,
    columns: &[Column],
    mut link: Option<String>,
    is_active: bool,
) -> Element {
    let Some(record) = &row.record else {
        return element("div").class("grid-row placeholder").attribute("aria-hidden", "true");
    };
    let drawn =
        model.copy().attribute("id", &id(row.index)).attribute("aria-rowindex", &(row.index + 1).to_string());
    set_active(&drawn, is_active);
    for (number, column) in columns.iter().enumerate() {
        // Behind the row's box.
        let Some(cell) = drawn.nth(number + 1) else { break };
        let text = column.text(record);
        match link.take() {
            Some(address) => drop(cell.child(anchor(&address, &text))),
            None => cell.set_text(&text),
        }
    }
    drawn
}

/// A cell with a box to tick. Those of the rows are no tab stops: the space bar does the same.
pub(super) fn check(role: &str, label: &str) -> Element {
    let is_all = role == "columnheader";
    let mark = element("input")
        .attribute("type", "checkbox")
        .attribute("aria-label", label)
        .attribute("tabindex", if is_all { "0" } else { "-1" });
    element("div").class("cell check").attribute("role", role).child(mark)
}

/// Shows whether the keyboard acts on the row.
pub(super) fn set_active(row: &Element, is_active: bool) {
    row.set_attribute("class", Some(if is_active { "grid-row active" } else { "grid-row" }));
}

/// The index of the row that `event` happened to.
pub(super) fn index(event: &Event) -> Option<usize> {
    let number: usize = event.within("[role=row]")?.get_attribute("aria-rowindex")?.parse().ok()?;
    number.checked_sub(1)
}

fn anchor(address: &str, text: &str) -> Element {
    let link = element("a").attribute("href", address).attribute("tabindex", "-1");
    // A link needs a name, also where the record's first field is blank.
    if text.trim().is_empty() { link.attribute("aria-label", "Open").text("—") } else { link.text(text) }
}
