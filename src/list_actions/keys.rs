//! Keys and clicks that select, move from cell to cell, copy and edit.
//!
//! | key | does |
//! |---|---|
//! | arrows, Home, End, Page Up and Down | move, see [`super::cursor`]; with Shift, select on the way |
//! | Space | selects the row, or no longer |
//! | Ctrl+A | selects everything that matches |
//! | Escape | selects nothing |
//! | Ctrl+C | copies |
//! | Enter | opens the record |
//! | F2 | opens it to be changed |
//!
//! On a Mac, Command is Ctrl. After <https://www.w3.org/WAI/ARIA/apg/patterns/grid/>.

use super::{
    clip,
    cursor::{self, Move},
    marks,
    picker::Picker,
};
use crate::browser::event::Event;
use crate::list::view::Step;
use crate::pages::card;
use business_central::Record;
use leptos::prelude::*;
use std::sync::Arc;

/// From now on the grid's keys and clicks do this.
pub(super) fn listen(picker: &Picker) {
    let kept = StoredValue::new_local(picker.clone());
    let on_key = Callback::new(move |event: Event| kept.with_value(|picker| key(picker, &event)));
    let on_click = Callback::new(move |(event, row): (Event, usize)| {
        kept.with_value(|picker| click(picker, &event, row))
    });
    marks::acts(picker, on_key, on_click);
    if let Some(grid) = picker.hooks.grid() {
        let _ = grid.on("mousedown", |event| {
            // The browser would select the text between the two clicks.
            if event.has_any(&["shiftKey"]) && event.within(".grid-body").is_some() {
                event.prevent_default();
            }
        });
    }
}

/// Whether the key was for this; what is not is the grid's.
fn key(picker: &Picker, event: &Event) -> bool {
    if event.has_any(&["altKey"]) {
        return false;
    }
    let (control, shift) = (event.has_any(&["ctrlKey", "metaKey"]), event.has_any(&["shiftKey"]));
    let active = picker.rows.active.get_untracked();
    let taken = match event.key().as_str() {
        " " => active.map(|row| picker.toggle(row)).is_some(),
        "a" | "A" if control && !shift => {
            picker.select_all();
            true
        }
        "c" | "C" if control && !shift => !event.is_on_link_or_selection() && clip::copy(picker),
        "Escape" if !control => picker.clear(),
        // The record's own page is where it is changed.
        "F2" => picker.rows.active_record().map(|record| change(picker, record)).is_some(),
        key => moves(picker, key, control, shift),
    };
    if taken {
        event.prevent_default();
    }
    taken
}

/// Opens the record to be changed.
fn change(picker: &Picker, record: Arc<Record>) {
    card::begin_next(card::Begin::Fields);
    picker.on_open.run(record);
}

fn moves(picker: &Picker, key: &str, control: bool, shift: bool) -> bool {
    let columns = picker.plan.columns.with_untracked(|columns| columns.len());
    let cell = picker.hooks.cell.get_untracked();
    match cursor::follow(key, control, cell, columns) {
        None => return false,
        // There is no cell without a row.
        Some(Move::Cell(to)) => {
            if picker.rows.active.get_untracked().is_none() {
                picker.rows.active.set(picker.rows.step(Step::Down));
            }
            picker.hooks.cell.set(to);
        }
        Some(Move::Row(step)) => {
            let Some(row) = picker.rows.step(step) else { return false };
            if shift {
                picker.extend_to(row);
            } else {
                picker.settle();
            }
            picker.rows.active.set(Some(row));
            show(picker, row);
        }
    }
    true
}

/// Scrolls the grid so that `row` is in sight.
fn show(picker: &Picker, row: usize) {
    let Some(grid) = picker.hooks.grid() else { return };
    if let (Some(share), Some(body)) = (picker.rows.share_to_show(row), grid.find(".grid-body")) {
        #[expect(clippy::cast_possible_truncation, reason = "a float's cast saturates")]
        grid.set_scroll_top((share * f64::from(body.height())).round() as i32);
    }
}

/// Whether the click was for this; what is not is the grid's.
fn click(picker: &Picker, event: &Event, row: usize) -> bool {
    let on_box = event.within(".check").is_some();
    let (control, shift) = (event.has_any(&["ctrlKey", "metaKey"]), event.has_any(&["shiftKey"]));
    // A link with a modifier is the browser's: a new tab or window.
    if !on_box && (!(control || shift) || event.within("a[href]").is_some()) {
        return false;
    }
    if shift {
        picker.extend_to(row);
    } else {
        picker.toggle(row);
    }
    picker.rows.active.set(Some(row));
    // The box that was ticked may be gone with the next scrolling; the keyboard goes on at the grid.
    if let Some(grid) = picker.hooks.grid() {
        grid.focus();
    }
    true
}
