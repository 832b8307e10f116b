//! Two people changed the same fields: what each of them wrote, and whose is to stay.

use super::edit::Editing;
use crate::browser::element::Element;
use crate::schema::Column;
use crate::view::{element, follow};
use business_central::{FieldConflict, Json, Merge, Record};
use leptos::prelude::{Get, GetUntracked, RwSignal, Update, untrack};
use std::sync::Arc;

/// The choice, field by field. Nothing is chosen beforehand, and nothing is sent before all is.
pub(super) fn conflict(editing: Editing, merge: &Arc<Merge>, now: &Arc<Record>) -> Element {
    // Whether mine is to stay, by field.
    let chosen = RwSignal::new(Vec::<(String, bool)>::new());
    let columns = untrack(|| editing.columns());
    let head = ["Field", "Before", "Yours", "Theirs"]
        .map(|caption| element("th").attribute("scope", "col").text(caption));
    let rows = merge.conflicts.iter().map(|conflict| row(conflict, &columns, chosen, editing));
    let table = element("table")
        .child(element("thead").child(element("tr").children(head)))
        .child(element("tbody").children(rows));
    let number = merge.conflicts.len();
    let is_open = move || chosen.get().len() < number;
    let others = editing.captions(&merge.theirs);
    let others = (!others.is_empty())
        .then(|| element("p").text(&format!("They also changed {others}, which you did not: theirs stays.")));
    let (decided, now) = (merge.clone(), now.clone());
    let save = element("button")
        .attribute("type", "button")
        .class("primary")
        .text("Save this choice")
        .live_flag("disabled", is_open)
        .on("click", move |_| {
            let chosen = chosen.get_untracked();
            let mine = chosen.into_iter().filter(|(_, is_mine)| *is_mine).map(|(name, _)| name);
            editing.decide(&decided, now.clone(), &mine.collect::<Vec<_>>());
        });
    let id = editing.unique("conflict");
    let title = element("h2").attribute("id", &id).attribute("tabindex", "-1");
    let title = title.text("Someone else changed this, too");
    let focused = title.clone();
    // Who goes on typing in another line is not led away from it: that line tells by itself.
    if !editing.is_line() {
        follow(move || focused.focus());
    }
    element("section")
        .class("conflict")
        .attribute("aria-labelledby", &id)
        .child(title)
        .child(element("p").text("Nothing is saved yet. Choose for each field whose is to stay."))
        .child(element("div").class("scroll").child(table))
        .children(others)
        .child(element("div").class("card-buttons").child(save))
}

fn row(
    conflict: &FieldConflict,
    columns: &[Column],
    chosen: RwSignal<Vec<(String, bool)>>,
    editing: Editing,
) -> Element {
    let FieldConflict { name, base, mine, theirs } = conflict;
    let column = columns.iter().find(|column| column.field.name == *name);
    let caption = column.map_or(name.as_str(), |column| &column.caption);
    let told = |value: &Json| {
        let mut record = Record::default();
        record.set(name, value.clone());
        let text = column.map_or_else(String::new, |column| column.text(&record));
        if text.is_empty() { "(blank)".to_owned() } else { text }
    };
    let cell = |caption: &str| element("td").attribute("data-caption", caption);
    let choice = |value: &Json, whose: &str, is_mine: bool| {
        let name = name.clone();
        let radio = element("input")
            .attribute("type", "radio")
            .attribute("name", &editing.unique(&format!("conflict.{name}")))
            .attribute("aria-label", &format!("{caption}: {whose}, {}", told(value)));
        let radio = radio.on("change", move |_| {
            chosen.update(|chosen| {
                chosen.retain(|(field, _)| *field != name);
                chosen.push((name.clone(), is_mine));
            });
        });
        let label = element("label").child(radio).child(element("span").text(&told(value)));
        cell(whose).child(label)
    };
    element("tr")
        .child(element("th").attribute("scope", "row").text(caption))
        .child(cell("before").text(&told(base)))
        .child(choice(mine, "yours", true))
        .child(choice(theirs, "theirs", false))
}
