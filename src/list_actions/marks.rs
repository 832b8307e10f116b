//! The selection, and the cell that the keyboard acts on, as the grid shows them.

use super::picker::Picker;
use crate::browser::element::Element;
use crate::components::grid::Acts;
use crate::list::selection::Extent;
use crate::view::follow;
use leptos::prelude::*;

/// Keeps the grid's rows and the box of its header at what is selected.
pub(super) fn follow_selection(picker: &Picker) {
    let Some(grid) = picker.hooks.grid() else { return };
    for (index, row) in drawn(picker, &grid) {
        // Ticked before this was there.
        if tick(&row).is_some_and(|tick| tick.flag("checked")) {
            picker.toggle(index);
        }
    }
    let (this, within) = (picker.clone(), grid.clone());
    follow(move || {
        this.selection.track();
        for (index, row) in drawn(&this, &within) {
            mark(&this, &row, index);
        }
    });
    let (this, within) = (picker.clone(), grid.clone());
    follow(move || {
        this.hooks.cell.track();
        this.rows.active.track();
        if let Some(cell) = within.find(".cell.at") {
            cell.set_attribute("class", cell.get_attribute("class").as_deref().map(without_at));
            cell.set_attribute("id", None);
        }
        if let Some((index, row)) = active(&this, &within) {
            mark_cell(&this, &row, index);
        }
    });
    if let Some(all) = grid.find(".grid-head .check input") {
        let this = picker.clone();
        let shown = all.clone();
        follow(move || {
            let extent = this.extent();
            shown.set_flag("checked", extent == Extent::All);
            shown.set_flag("indeterminate", extent == Extent::Some);
        });
        let this = picker.clone();
        let _ = all.on("change", move |_| {
            if untrack(|| this.extent()) == Extent::All {
                this.clear();
            } else {
                this.select_all();
            }
            // The browser has ticked or unticked it by itself; where that is not what came of it, it is put right.
            this.selection.notify();
        });
    }
}

/// What is done with a row that has just been drawn.
pub(super) fn draw(picker: &Picker) -> Callback<(Element, usize)> {
    let picker = StoredValue::new_local(picker.clone());
    Callback::new(move |(row, index): (Element, usize)| {
        picker.with_value(|picker| {
            mark(picker, &row, index);
            mark_cell(picker, &row, index);
        });
    })
}

/// The same as [`Acts`] takes them.
pub(super) fn acts(
    picker: &Picker,
    on_key: Callback<crate::browser::event::Event, bool>,
    on_click: Callback<(crate::browser::event::Event, usize), bool>,
) {
    picker.hooks.set_acts(Acts { on_key, on_click, on_draw: draw(picker) });
}

fn mark(picker: &Picker, row: &Element, index: usize) {
    let key = picker.row(index).map(|row| row.key);
    let selected =
        key.is_some_and(|key| picker.selection.with_untracked(|selection| selection.contains(&key)));
    row.set_attribute("aria-selected", Some(if selected { "true" } else { "false" }));
    if let Some(tick) = tick(row) {
        tick.set_flag("checked", selected);
    }
}

fn mark_cell(picker: &Picker, row: &Element, index: usize) {
    let Some(at) = picker.hooks.cell.get_untracked() else { return };
    if picker.rows.active.get_untracked() != Some(index) {
        return;
    }
    // Behind the row's box.
    if let Some(cell) = row.nth(at + 1) {
        let class = cell.get_attribute("class").unwrap_or_default();
        cell.set_attribute("class", Some(&format!("{} at", without_at(&class))));
        cell.set_attribute("id", Some(&format!("row-{index}-{at}")));
        cell.scroll_into_view();
    }
}

fn without_at(class: &str) -> &str {
    class.strip_suffix(" at").unwrap_or(class)
}

fn tick(row: &Element) -> Option<Element> {
    row.find(".check input")
}

/// The rows on the page, with their indexes.
fn drawn(picker: &Picker, grid: &Element) -> Vec<(usize, Element)> {
    let drawn = untrack(|| picker.rows.drawn());
    drawn.iter().filter_map(|row| Some((row.index, grid.find(&format!("#row-{}", row.index))?))).collect()
}

fn active(picker: &Picker, grid: &Element) -> Option<(usize, Element)> {
    let index = picker.rows.active.get_untracked()?;
    Some((index, grid.find(&format!("#row-{index}"))?))
}
