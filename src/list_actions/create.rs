//! The way to a new record.

use super::picker::Picker;
use crate::address::Address;
use crate::browser::element::Element;
use crate::pages::card;
use crate::view::element;
use leptos::prelude::*;

/// A link to the card of a record that is to be created; nothing where Business Central lets none be.
pub(super) fn link(picker: &Picker) -> Element {
    let (schema, place, workspace) = (picker.plan.schema, picker.place.clone(), picker.workspace.clone());
    let address = picker.workspace.href(&Address::Card((*place).clone(), card::NEW.to_owned()));
    let can = Memo::new(move |_| {
        schema.with(|schema| {
            schema.as_ref().is_some_and(|schema| workspace.capabilities(schema, &place).insert)
        })
    });
    element("div").class("create").optional(move || {
        can.get().then(|| element("a").class("button primary").attribute("href", &address).text("New"))
    })
}
