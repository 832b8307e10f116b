//! The bar below a list's grid: how much is selected, and what can be done with it.

use super::{clip, picker::Picker};
use crate::browser::element::Element;
use crate::components::alert::alert;
use crate::format;
use crate::list::selection::Extent;
use crate::view::element;
use leptos::prelude::*;

/// The bar.
pub(super) fn bar(picker: &Picker, more: Vec<Element>) -> Element {
    let (told, some, problem) = (picker.clone(), picker.clone(), picker.clone());
    let status = element("p").class("count").attribute("role", "status").live_text(move || status(&told));
    element("div")
        .class("list-actions")
        .attribute("role", "group")
        .attribute("aria-label", "Selected rows")
        .child(status)
        .parts(move || selected(&some))
        .children(more)
        .optional(move || problem.problem.get().map(|problem| alert(problem, None)))
}

fn status(picker: &Picker) -> String {
    if let Some(left) = picker.reading.get() {
        return format!("Reading {} …", format::count(left as u64, "more rows"));
    }
    let told = picker.told.get();
    let rows = |count| format::count(count, if count == 1 { "row" } else { "rows" });
    let selected = match (picker.extent(), picker.count()) {
        (Extent::None, _) => String::new(),
        (Extent::All, Some(count)) if count > 1 => format!("All {} selected", rows(count)),
        (Extent::All, None) => "All rows selected".to_owned(),
        (_, Some(count)) => format!("{} selected", rows(count)),
        (Extent::Some, None) => "All but some rows selected".to_owned(),
    };
    match (selected.is_empty(), told.is_empty()) {
        (false, false) => format!("{selected} · {told}"),
        _ => selected + &told,
    }
}

/// What can be done with what is selected. The whole bar follows only whether anything is.
fn selected(picker: &Picker) -> Vec<Element> {
    let (is_some, reads) = (picker.is_some.get(), picker.is_reading.get());
    let mut buttons = Vec::new();
    if reads {
        let this = picker.clone();
        buttons.push(button("Cancel", move || this.stop()));
    }
    if is_some {
        let (copies, clears) = (picker.clone(), picker.clone());
        buttons.push(button("Copy", move || {
            clip::copy(&copies);
        }));
        buttons.push(button("Clear selection", move || {
            clears.clear();
            if let Some(grid) = clears.hooks.grid() {
                grid.focus();
            }
        }));
    }
    buttons
}

/// A button with that label.
pub(super) fn button(label: &str, mut act: impl FnMut() + 'static) -> Element {
    element("button").attribute("type", "button").text(label).on("click", move |_| act())
}

/// A number in the user's writing.
pub(super) fn number(number: u64) -> String {
    format::count(number, "").trim_end().to_owned()
}
