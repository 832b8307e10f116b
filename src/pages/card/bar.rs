//! What can be done with a record, and what became of it.

use super::edit::{Editing, Told};
use super::fields::{are_editable, focus};
use crate::browser::{element::Element, keyboard};
use crate::components::alert::alert;
use crate::schema::Schema;
use crate::view::{element, follow};
use leptos::prelude::*;
use std::{cell::RefCell, rc::Rc, sync::Arc};

/// The buttons: one of them is what one came for.
pub(super) fn buttons(
    editing: Editing,
    schema: ReadSignal<Option<Arc<Schema>>>,
    is_asking: RwSignal<bool>,
) -> Element {
    element("div").class("card-buttons").parts(move || {
        let schema = schema.get();
        let button = |label: &str| element("button").attribute("type", "button").text(label);
        if editing.is_on.get() {
            let label = if editing.is_new() { "Create" } else { "Save" };
            // It is what Enter in a field does.
            let save = button(label)
                .attribute("type", "submit")
                .class("primary")
                .attribute("aria-keyshortcuts", "Control+S")
                .live_flag("disabled", move || matches!(editing.told.get(), Told::Saving));
            let give_up = button("Discard").on("click", move |_| editing.discard());
            return vec![save, give_up];
        }
        let mut buttons = Vec::new();
        if are_editable(schema.as_ref(), editing) {
            let edit = button("Edit").attribute("aria-keyshortcuts", "F2");
            buttons.push(edit.on("click", move |_| editing.begin()));
        }
        if schema.is_some_and(|schema| editing.capabilities(&schema).delete) {
            buttons.push(button("Delete").class("quiet").on("click", move |_| is_asking.set(true)));
        }
        buttons
    })
}

/// The keys that do the same wherever the keyboard is. Editing begins in the first field, and goes on in the one that is wrong.
///
/// Unless the keyboard `moves` here, editing begins elsewhere the first time.
pub(super) fn shortcuts(form: &Element, editing: Editing, mut moves: bool) {
    // A field that is being read is the one to be changed.
    let read = Rc::new(RefCell::new(None::<Element>));
    let (before, wanted) = (read.clone(), read);
    let edit = keyboard::on_key("F2", move || {
        before.replace(Element::focused());
        editing.begin();
    });
    let save = keyboard::on_command("s", move || {
        if editing.is_on.get_untracked() {
            editing.save();
        } else if let Some(save) = editing.save_along.get_value() {
            save.run(());
        }
    });
    StoredValue::new_local((edit, save));
    let (edited, wrong) = (form.clone(), form.clone());
    let mut was_on = false;
    follow(move || {
        let is_on = editing.is_on.get();
        if is_on && !was_on && std::mem::replace(&mut moves, true) {
            let id = wanted.take().and_then(|field| field.get_attribute("id"));
            let same = id.and_then(|id| edited.find(&format!(".typed #{id}")));
            same.map_or_else(|| focus(&edited, editing), |field| field.focus());
        }
        was_on = is_on;
    });
    follow(move || {
        if editing.faults.with(|faults| !faults.is_empty()) {
            focus(&wrong, editing);
        }
    });
}

/// What became of the last deed, or what was changed so far.
pub(super) fn status(editing: Editing) -> Element {
    let line = move || match (editing.told.get(), editing.changed()) {
        (Told::Saving, _) => "Saving …".to_owned(),
        (Told::Note(note, _), _) => note,
        (_, 0) => String::new(),
        (_, 1) => "One unsaved change".to_owned(),
        (_, changes) => format!("{changes} unsaved changes"),
    };
    let undo = move || match editing.told.get() {
        Told::Note(_, Some(undo)) => {
            let button = element("button").attribute("type", "button").class("quiet").text("Undo");
            Some(button.on("click", move |_| editing.undo(undo.clone())))
        }
        _ => None,
    };
    element("div")
        .class("card-status")
        .child(element("p").attribute("role", "status").live_text(line))
        .optional(undo)
}

/// What went wrong with saving, or has to be decided.
pub(super) fn trouble(editing: Editing) -> Option<Element> {
    match editing.told.get() {
        Told::Failed(problem) => {
            let retry = Callback::new(move |()| editing.save());
            Some(alert(problem, Some(retry)))
        }
        Told::Conflict(merge, now) => Some(super::conflict::conflict(editing, &merge, &now)),
        _ => None,
    }
}

/// Asks before the record called `title` is deleted; `on_end` when the user has answered.
pub(super) fn question(title: &str, editing: Editing, on_end: Callback<()>) -> Element {
    let id = editing.unique("delete-question");
    let button = |label: &str| element("button").attribute("type", "button").text(label);
    let keep = button("Keep it").on("click", move |_| on_end.run(()));
    let delete = button("Delete").class("primary").on("click", move |_| {
        on_end.run(());
        editing.delete();
    });
    let asked = element("div")
        .class("alert")
        .attribute("role", "alertdialog")
        .attribute("aria-labelledby", &id)
        .attribute("tabindex", "-1")
        .child(
            element("p")
                .class("what")
                .attribute("id", &id)
                .text(&format!("Delete “{title}”? This cannot be undone.")),
        )
        .child(element("div").class("card-buttons").child(delete).child(keep.clone()))
        .on("keydown", move |event| {
            if event.key() == "Escape" {
                event.prevent_default();
                on_end.run(());
            }
        });
    follow(move || keep.focus());
    asked
}
