//! What is asked before many records are changed or deleted.

use super::{Many, deed::Deed};
use crate::browser::{element::Element, intl};
use crate::editor;
use crate::format;
use crate::list::columns::Field;
use crate::list_actions::{
    dialog::{Dialog, act, choice, dialog, field},
    picker::Picker,
};
use crate::schema::{Column, Schema};
use crate::view::element;
use business_central::{Kind, Property, Record, input};
use leptos::prelude::*;
use std::sync::Arc;

/// How many are meant, in words: `150 items`.
fn items(picker: &Picker) -> String {
    let count = untrack(|| picker.count());
    let noun =
        untrack(|| if count == Some(1) { picker.plan.caption_of_one() } else { picker.plan.caption() });
    match count {
        Some(count) => format::count(count, &noun),
        None => format!("all {}", format::in_sentence(&noun)),
    }
}

/// The fields that can be changed, by what they are called. What else the service keeps to itself, it says when it is
/// asked: the metadata doesn't tell.
pub(super) fn fields(schema: &Arc<Schema>, entity_set: &str) -> Vec<(Column, Property)> {
    let Some(found) = schema.type_of(entity_set) else { return Vec::new() };
    let of = |property: &Property| {
        let field = Field { name: property.name.clone(), kind: property.kind.clone() };
        (Column::new(Some(schema), entity_set, field), property.clone())
    };
    let mut fields: Vec<(Column, Property)> = found
        .properties
        .iter()
        .filter(|property| !found.key.contains(&property.name))
        .map(of)
        .filter(|(column, _)| editor::is_typed(column))
        .collect();
    fields.sort_by_key(|(column, _)| column.caption.to_lowercase());
    fields
}

/// Asks which field is to get which value.
pub(super) fn change(many: &Many) -> Element {
    let items = items(&many.picker);
    let schema = many.picker.plan.schema.get_untracked().unwrap_or_default();
    let set = many.picker.place.entity_set.clone();
    let fields = Arc::new(fields(&schema, &set));
    // What the list shows comes first: that is what the user has before them.
    let shown = many.picker.plan.columns.with_untracked(|columns| {
        let editable =
            |column: &Column| fields.iter().position(|(known, _)| known.field.name == column.field.name);
        columns.iter().rev().find_map(editable)
    });
    let chosen = RwSignal::new(shown.unwrap_or_default());
    let choices: Vec<(String, String)> =
        fields.iter().enumerate().map(|(at, (column, _))| (at.to_string(), column.caption.clone())).collect();
    let which = choice(&choices);
    which.set_value(&chosen.get_untracked().to_string());
    let picked = which.clone();
    let which = which.on("change", move |_| chosen.set(picked.value().parse().unwrap_or_default()));
    let control = StoredValue::new_local(None::<Element>);
    let fault = RwSignal::new(String::new());
    let place = {
        let fields = fields.clone();
        element("div").part(move || {
            fault.set(String::new());
            let made = match fields.get(chosen.get()) {
                Some((column, property)) => {
                    let choices = schema.choices(&set, &column.field.kind);
                    // An enum begins with its first member, not with a blank that it may not have.
                    let first = choices.first().map(|(raw, _)| raw.as_str()).unwrap_or_default();
                    let first = if column.field.kind == Kind::Boolean { "true" } else { first };
                    editor::control(column, Some(property), &choices, first)
                }
                None => element("input"),
            };
            control.set_value(Some(made.clone()));
            let made = made.attribute("aria-describedby", "value-fault");
            field("New value", made)
        })
    };
    let told = element("p")
        .class("fault")
        .attribute("id", "value-fault")
        .attribute("role", "alert")
        .live_text(move || fault.get());
    let note = element("p").class("kind").text(&format!(
        "Each of the {items} gets this value. Business Central checks each of them; what it refuses is listed."
    ));
    let this = StoredValue::new_local(many.clone());
    let on_act = Callback::new(move |()| {
        let Some(((column, property), control)) = fields.get(chosen.get_untracked()).zip(control.get_value())
        else {
            return false;
        };
        let typed = control.value();
        let (decimal, group) = intl::separators();
        let writing = input::NumberWriting { decimal, group };
        match input::parse(&column.field.kind, &typed, property.max_length, writing) {
            Ok(json) => {
                let mut example = Record::default();
                example.set(&column.field.name, json.clone());
                let shown = column.text(&example);
                let deed = Deed::Set { column: Box::new(column.clone()), json, shown };
                this.with_value(|many| many.begin(deed));
                true
            }
            Err(error) => {
                fault.set(error.to_string());
                control.focus();
                false
            }
        }
    });
    dialog(Dialog {
        title: format!("Change {items}"),
        content: vec![field("Field", which), place, told, note],
        act: Some(act(&format!("Change {items}"))),
        close: Some("Cancel"),
        on_close: many.on_close(),
        on_act,
    })
}

/// Asks whether they are really to be deleted.
pub(super) fn delete(many: &Many) -> Element {
    let items = items(&many.picker);
    let this = StoredValue::new_local(many.clone());
    dialog(Dialog {
        title: format!("Delete {items}?"),
        content: vec![
            element("p").text("This cannot be undone. Business Central refuses what is still in use."),
        ],
        act: Some(act(&format!("Delete {items}"))),
        close: Some("Keep them"),
        on_close: many.on_close(),
        on_act: Callback::new(move |()| {
            this.with_value(|many| many.begin(Deed::Delete));
            true
        }),
    })
}
