//! The fields of a record, each with its caption.

use crate::address::{Address, Place};
use crate::browser::element::Element;
use crate::list::columns::{Field, is_figure};
use crate::schema::{self, Column, Schema};
use crate::view::element;
use crate::workspace::Workspace;
use business_central::{Key, Kind, Record, Typed as _};
use std::sync::Arc;

/// Texts longer than this have more than one line.
const LONG: usize = 60;

/// The fields.
pub(super) fn fields(place: &Place, record: &Arc<Record>, schema: Option<&Arc<Schema>>) -> Element {
    let workspace = Workspace::expect();
    let set = &place.entity_set;
    let found = schema::fields(schema.map(AsRef::as_ref), set, [&**record]);
    let shown = found.iter().filter(|field| field.is_readable() || is_structure(field));
    let fields = shown.map(|field| {
        let column = Column::new(schema, set, field.clone());
        let link = schema.and_then(|schema| link(schema, place, record, &field.name));
        line(&column, record, link.map(|address| workspace.href(&address)))
    });
    element("div").class("fields").children(fields)
}

/// A structure that no type tells the parts of is shown as text rather than not at all.
fn is_structure(field: &Field) -> bool {
    field.kind == Kind::Other
}

/// A field: where it names a related record, a link to that; else a field to read, select and copy.
fn line(column: &Column, record: &Record, link: Option<String>) -> Element {
    let text = column.text(record);
    let id = format!("field-{}", column.field.name);
    let class = if is_figure(&column.field.kind) { "figure" } else { "" };
    let value = match link {
        Some(address) if !text.is_empty() => {
            element("a").class(class).attribute("href", &address).text(&text)
        }
        _ if text.chars().count() > LONG || text.contains('\n') => {
            element("textarea").attribute("readonly", "").attribute("rows", "2").text(&text)
        }
        _ => element("input").class(class).attribute("readonly", "").attribute("value", &text),
    };
    element("div")
        .class("field")
        .child(element("label").attribute("for", &id).text(&column.caption))
        .child(value.attribute("id", &id))
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
