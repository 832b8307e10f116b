//! The fields of a record, each with its caption: to read, or to type into.

use super::{edit::Editing, lookup::lookup};
use crate::address::{Address, Place};
use crate::browser::element::Element;
use crate::editor;
use crate::list::columns::{Field, is_figure};
use crate::schema::{Column, Schema};
use crate::view::{element, follow};
use crate::workspace::Workspace;
use business_central::{Key, Kind, Record, Typed as _};
use leptos::prelude::{Get, GetUntracked, Memo, untrack};
use std::sync::Arc;

/// Texts longer than this have more than one line.
const LONG: usize = 60;

/// The fields, drawn anew when they can be typed into and when they no longer can.
pub(super) fn fields(editing: Editing, schema: Option<&Arc<Schema>>) -> Element {
    let schema = schema.cloned();
    let is_on = Memo::new(move |_| editing.is_on.get());
    element("div").class("fields").parts(move || {
        let is_on = is_on.get();
        let columns = editing.columns().into_iter();
        let shown = columns.filter(|column| column.field.is_readable() || is_structure(&column.field));
        shown
            .filter(|column| !editing.is_new() || is_editable(column, schema.as_ref(), editing))
            .map(|column| match is_on && is_editable(&column, schema.as_ref(), editing) {
                true => typed(&column, schema.as_ref(), editing),
                false => read(column, schema.clone(), editing),
            })
            .collect()
    })
}

/// A structure that no type tells the parts of is shown as text rather than not at all.
fn is_structure(field: &Field) -> bool {
    field.kind == Kind::Other
}

/// Whether the field can be changed, as far as can be told.
pub(super) fn is_editable(column: &Column, schema: Option<&Arc<Schema>>, editing: Editing) -> bool {
    let Some(schema) = schema else { return false };
    let set = editing.entity_set();
    let capabilities = editing.capabilities(schema);
    let may = if editing.is_new() { capabilities.insert } else { capabilities.update };
    let name = column.field.name.as_str();
    let is_key = schema.type_of(&set).is_some_and(|found| found.key.iter().any(|key| key == name));
    may && editor::is_typed(column) && !is_key
}

/// Whether any field can be changed.
pub(super) fn are_editable(schema: Option<&Arc<Schema>>, editing: Editing) -> bool {
    editing.columns().iter().any(|column| is_editable(column, schema, editing))
}

fn id(column: &Column) -> String {
    format!("field-{}", column.field.name)
}

/// A field to read, select and copy; where it names a related record, a link to that. It follows the record.
fn read(column: Column, schema: Option<Arc<Schema>>, editing: Editing) -> Element {
    let workspace = Workspace::expect();
    element("div").class("field").parts(move || {
        let record = editing.record.get();
        let text = column.text(&record);
        let class = if is_figure(&column.field.kind) { "figure" } else { "" };
        let place = editing.place();
        let link = schema.as_ref().and_then(|schema| link(schema, &place, &record, &column.field.name));
        let value = match link {
            Some(address) if !text.is_empty() => {
                element("a").class(class).attribute("href", &workspace.href(&address)).text(&text)
            }
            _ if text.chars().count() > LONG || text.contains('\n') => {
                element("textarea").attribute("readonly", "").attribute("rows", "2").text(&text)
            }
            _ => element("input").class(class).attribute("readonly", "").attribute("value", &text),
        };
        let label = element("label").attribute("for", &id(&column)).text(&column.caption);
        vec![label, value.attribute("id", &id(&column))]
    })
}

/// A field to type into. What is wrong with it is told below it.
fn typed(column: &Column, schema: Option<&Arc<Schema>>, editing: Editing) -> Element {
    let name = column.field.name.clone();
    let (id, fault_id) = (id(column), format!("fault-{name}"));
    let control = control(column, schema, editing, &fault_id).attribute("id", &id);
    let changed = name.clone();
    element("div")
        .class("field typed")
        .live_flag("data-changed", move || editing.is_changed(&changed))
        .child(element("label").attribute("for", &id).text(&column.caption))
        .child(lookup(control, column, schema, editing, &id))
        .optional(move || {
            let message = element("p").class("fault").attribute("id", &fault_id);
            editing.fault(&name).map(|fault| message.text(&fault))
        })
}

/// What `column` is typed into. What is wrong with it is told by the element called `fault_id`.
pub(super) fn control(
    column: &Column,
    schema: Option<&Arc<Schema>>,
    editing: Editing,
    fault_id: &str,
) -> Element {
    let set = editing.entity_set();
    let property = schema.and_then(|schema| schema.property(&set, &column.field.name));
    let choices = schema.map(|schema| schema.choices(&set, &column.field.kind)).unwrap_or_default();
    let (wrong, described) = (column.field.name.clone(), column.field.name.clone());
    let fault_id = fault_id.to_owned();
    let text = untrack(|| editing.raw(column));
    let control = editor::control(column, property, &choices, &text)
        .live_attribute("aria-invalid", move || editing.fault(&wrong).map(|_| "true".to_owned()))
        .live_attribute("aria-describedby", move || editing.fault(&described).map(|_| fault_id.clone()));
    // What Business Central makes of it is shown without drawing it anew, which would cost the focus.
    let (followed, following) = (control.clone(), column.clone());
    follow(move || {
        let text = editing.raw(&following);
        if followed.value() != text {
            followed.set_value(&text);
        }
    });
    let (field, column) = (control.clone(), column.clone());
    control.on("input", move |_| editing.type_in(&column, &field.value()))
}

/// The record that the field `name` tells the number or name of. A relation is constrained by an id (`customerId`), which
/// says nothing to a person; its siblings (`customerNumber`, `customerName`) do.
fn link(schema: &Schema, place: &Place, record: &Record, name: &str) -> Option<Address> {
    schema.related(&place.entity_set).filter(|(navigation, _)| !navigation.many).find_map(
        |(navigation, target)| {
            let [(own, theirs)] = navigation.constraints.as_slice() else { return None };
            let stem = own.strip_suffix("Id")?;
            let told = name.strip_prefix(stem)?;
            let is_key = schema.type_of(&target.name)?.key == [theirs.as_str()];
            if !is_key || !matches!(told, "Number" | "Name" | "Code" | "DisplayName") {
                return None;
            }
            let key = Key::guid(record.text(own)).filter(|_| !record.value(own, &Kind::Guid).is_blank())?;
            let place = Place { entity_set: target.name.clone(), ..place.clone() };
            Some(Address::Card(place, key.to_string()))
        },
    )
}

/// Puts the keyboard into the field that is to be looked at: the first that is wrong, or else the first of all.
pub(super) fn focus(form: &Element, editing: Editing) {
    let wrong = editing.faults.get_untracked().first().map(|(name, _)| format!("#field-{name}"));
    // Of a new record the number comes by itself; what it is about is what is typed first.
    let about = editing.is_new().then_some("#field-customerNumber, #field-vendorNumber, #field-displayName");
    let field = wrong
        .and_then(|wrong| form.find(&wrong))
        .or_else(|| form.find(about?))
        .or_else(|| form.find(".typed :is(input, select, textarea)"));
    if let Some(field) = field {
        field.focus();
    }
}
