//! Keys in the lines of a document.
//!
//! | key | does |
//! |---|---|
//! | Tab | goes on to the next field, at the end to the next line |
//! | Enter | goes on to the next line: to the same field, of a new line to the first that says what it is about |
//! | Up, Down | go to the same field of the line above and below |
//! | Escape | takes back what was typed into the line and not yet sent |
//! | Ctrl+Delete | deletes the line |

use super::{Line, Lines};
use crate::browser::{element::Element, event::Event};
use leptos::prelude::*;

/// The fields that say what a line is about.
const ABOUT: [&str; 2] = ["lineObjectNumber", "description"];

impl Lines {
    pub(super) fn on_key(self, event: &Event) {
        // A list of choices has keys for itself.
        if event.is_dealt_with() || event.has_any(&["altKey", "metaKey"]) {
            return;
        }
        let (Some(field), Some(table)) = (event.within("[data-line]"), event.within("table")) else { return };
        let (id, name) = (field.get_attribute("data-line"), field.get_attribute("data-field"));
        let (Some(id), Some(name)) = (id, name) else { return };
        let lines = self.lines.get_untracked();
        let Some(at) = lines.iter().position(|line| line.id == id) else { return };
        let is_plain = !event.has_any(&["ctrlKey", "shiftKey"]);
        let is_text = event.within("input").is_some();
        let done = match event.key().as_str() {
            "Enter" if is_plain => {
                if let Some(line) = lines.get(at + 1) {
                    go(&table, line, &name);
                } else {
                    self.save_all();
                }
                true
            }
            "ArrowDown" if is_plain && is_text => {
                lines.get(at + 1).is_some_and(|line| go(&table, line, &name))
            }
            "ArrowUp" if is_plain && is_text => {
                at.checked_sub(1).and_then(|at| lines.get(at)).is_some_and(|line| go(&table, line, &name))
            }
            "Delete" if event.has_any(&["ctrlKey"]) => {
                self.ask_to_delete(&id);
                true
            }
            "Escape" if untrack(|| lines[at].editing.changed()) > 0 => {
                lines[at].editing.discard();
                true
            }
            _ => false,
        };
        if done {
            event.prevent_default();
        }
    }
}

/// Puts the keyboard into the field called `name` of `line`, or of an empty one into the first that says what it is about.
pub(super) fn go(table: &Element, line: &Line, name: &str) -> bool {
    let is_empty = line.editing.is_new() && untrack(|| line.editing.changed()) == 0;
    let field = |name: &str| table.find(&format!("[data-line=\"{}\"][data-field=\"{name}\"]", line.id));
    let about = ABOUT.iter().filter(|_| is_empty).find_map(|name| field(name));
    let Some(field) = about.or_else(|| field(name)) else { return false };
    field.focus();
    field.select();
    true
}
