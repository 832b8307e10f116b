//! One line of a document.

use super::{Line, Lines, WORKED_OUT};
use crate::browser::element::Element;
use crate::list::columns::is_figure;
use crate::pages::card::{
    bar,
    edit::Told,
    fields::{control, is_editable},
    lookup::lookup,
};
use crate::schema::Column;
use crate::view::element;
use leptos::prelude::*;

impl Lines {
    /// The line, and below it what went wrong with it or has to be decided.
    pub(super) fn row(self, line: Line) -> Element {
        let id = line.id.clone();
        let number =
            Memo::new(move |_| self.lines.with(|lines| lines.iter().position(|known| known.id == id)));
        let columns = self.columns.get_value();
        let width = columns.len() + 1;
        let cells: Vec<Element> =
            columns.into_iter().map(|column| self.cell(column, &line, number)).collect();
        let (buttons, trouble) = (line.clone(), line.clone());
        let row = element("tr").children(cells).optional(move || self.end(&buttons, number));
        let body = element("tbody").child(row).optional(move || {
            let trouble = self.trouble(&trouble)?;
            let cell = element("td").attribute("colspan", &width.to_string()).child(trouble);
            Some(element("tr").child(cell))
        });
        let own = body.clone();
        body.on("focusout", move |event| {
            if !event.stays_in(&own) {
                self.save(&line);
            }
        })
    }

    fn cell(self, column: Column, line: &Line, number: Memo<Option<usize>>) -> Element {
        let (id, editing) = (line.id.clone(), line.editing);
        let schema = self.schema.get_value();
        let is_worked_out = WORKED_OUT.iter().any(|start| column.field.name.starts_with(start));
        let can = !is_worked_out && untrack(|| is_editable(&column, Some(&schema), editing));
        let is_typed = Memo::new(move |_| {
            let (insert, update, _) = self.may.get();
            can && if editing.is_new() { insert } else { update }
        });
        let class = if is_figure(&column.field.kind) { "figure" } else { "" };
        element("td").class(class).part(move || {
            if !is_typed.get() {
                let column = column.clone();
                return element("span").live_text(move || editing.record.with(|record| column.text(record)));
            }
            let fault = format!("fault-{id}-{}", column.field.name);
            let caption = column.caption.clone();
            let changed = column.field.name.clone();
            let control = control(&column, Some(&schema), editing, &fault)
                .attribute("data-line", &id)
                .attribute("data-field", &column.field.name)
                .live_flag("data-changed", move || editing.is_changed(&changed))
                .live_attribute("aria-label", move || {
                    Some(format!("{caption}, line {}", number.get().unwrap_or_default() + 1))
                });
            let name = column.field.name.clone();
            let choices = format!("line-{id}-{name}");
            let field = lookup(control, &column, Some(&schema), editing, &choices);
            element("div").class("typed").child(field).optional(move || {
                let message = element("p").class("fault").attribute("id", &fault);
                editing.fault(&name).map(|fault| message.text(&fault))
            })
        })
    }

    /// What became of the line, and what can be done with it.
    fn end(self, line: &Line, number: Memo<Option<usize>>) -> Option<Element> {
        if !self.may.get().2 {
            return None;
        }
        let editing = line.editing;
        let (told, undone, deleted) = (line.clone(), line.clone(), line.id.clone());
        let status = move || match told.editing.told.get() {
            Told::Saving => "Saving …".to_owned(),
            Told::Note(note, _) => note,
            Told::Conflict(..) => "Someone else changed this, too.".to_owned(),
            _ => String::new(),
        };
        let undo = move || match undone.editing.told.get() {
            Told::Note(_, Some(undo)) => {
                let button = element("button").attribute("type", "button").class("quiet").text("Undo");
                Some(button.on("click", move |_| editing.undo(undo.clone())))
            }
            _ => None,
        };
        let delete = move || {
            // There is nothing of an empty one to be deleted.
            let is_any = editing.changed() > 0 || !editing.is_new();
            let deleted = deleted.clone();
            is_any.then(|| {
                element("button")
                    .attribute("type", "button")
                    .class("quiet")
                    .live_attribute("aria-label", move || {
                        Some(format!("Delete line {}", number.get().unwrap_or_default() + 1))
                    })
                    .attribute("aria-keyshortcuts", "Control+Delete")
                    .text("✕")
                    .on("click", move |_| self.ask_to_delete(&deleted))
            })
        };
        let status = element("span").attribute("role", "status").live_text(status);
        Some(element("td").class("end").child(status).optional(undo).optional(delete))
    }

    /// The line called `id` is to be deleted: one that was never sent is simply gone.
    pub(super) fn ask_to_delete(self, id: &str) {
        let lines = self.lines.get_untracked();
        let Some(line) = lines.iter().find(|line| line.id == id) else { return };
        if line.editing.is_new() {
            line.editing.clear();
            self.lines.update(|lines| lines.retain(|line| line.id != id));
        } else {
            line.editing.told.set(Told::Nothing);
            self.asking.set(Some(id.to_owned()));
        }
    }

    fn trouble(self, line: &Line) -> Option<Element> {
        if self.asking.with(|asking| asking.as_deref() == Some(&line.id)) {
            let description =
                line.editing.record.with_untracked(|record| record.text("description").to_owned());
            let title = if description.is_empty() { "This line".to_owned() } else { description };
            let asks = self.asking;
            return Some(bar::question(&title, line.editing, Callback::new(move |()| asks.set(None))));
        }
        bar::trouble(line.editing)
    }
}
