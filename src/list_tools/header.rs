//! The header by hand: a column's edge is dragged for another width. By keyboard, on a column's header: Shift with an
//! arrow makes it wider or narrower, Ctrl and Shift with an arrow moves it.

use super::ListTools;
use crate::browser::{element::Element, event::Event};
use crate::list::layout::Layout;
use leptos::prelude::{GetUntracked, GetValue, RwSignal, SetValue, StoredValue, Update, WithUntracked};

/// Narrower, nothing could be read or caught again, in CSS pixels.
const NARROWEST: u32 = 48;
const WIDEST: u32 = 1200;
/// What a key changes.
const STEP: f64 = 16.0;

/// A column whose edge is being dragged.
#[derive(Clone)]
struct Dragged {
    name: String,
    width: f64,
    from: f64,
}

/// From now on the header of the list's grid can be used so.
pub(super) fn follow_header(tools: &ListTools) {
    let Some(grid) = tools.hooks.grid() else { return };
    let dragged = StoredValue::new(None::<Dragged>);
    let layout = tools.plan.layout;
    let begin = move |event: Event| {
        let Some((edge, cell, name)) = edge(&event) else { return };
        event.prevent_default();
        event.capture(&edge);
        dragged.set_value(Some(Dragged {
            name,
            width: f64::from(cell.width()),
            from: event.number("clientX"),
        }));
    };
    let go_on = move |event: Event| {
        if let Some(Dragged { name, width, from }) = dragged.get_value() {
            set_width(layout, &name, width + event.number("clientX") - from);
        }
    };
    let end = {
        let tools = tools.clone();
        move |_| {
            if dragged.get_value().is_some() {
                dragged.set_value(None);
                tools.keep_layout();
            }
        }
    };
    let (reset, keyed) = (tools.clone(), tools.clone());
    let _ = grid
        .on("pointerdown", begin)
        .on("pointermove", go_on)
        .on("pointerup", end.clone())
        .on("pointercancel", end)
        .on("dblclick", move |event| {
            if let Some((.., name)) = edge(&event) {
                layout.update(|layout| layout.set_width(&name, None));
                reset.keep_layout();
            }
        })
        .on("keydown", move |event| on_key(&keyed, &event));
}

/// The edge that `event` happened to, its cell, and the column's name.
fn edge(event: &Event) -> Option<(Element, Element, String)> {
    let (edge, cell) = (event.within(".edge")?, event.within(".cell.head")?);
    let name = cell.get_attribute("data-name")?;
    Some((edge, cell, name))
}

fn on_key(tools: &ListTools, event: &Event) {
    let direction = match event.key().as_str() {
        "ArrowLeft" => -1,
        "ArrowRight" => 1,
        _ => return,
    };
    let Some(cell) = event.within(".cell.head") else { return };
    let Some(name) = cell.get_attribute("data-name") else { return };
    if !event.has_any(&["shiftKey"]) || event.has_any(&["altKey", "metaKey"]) {
        return;
    }
    event.prevent_default();
    if event.has_any(&["ctrlKey"]) {
        let columns = tools.plan.columns.get_untracked();
        let names: Vec<String> = columns.iter().map(|column| column.field.name.clone()).collect();
        if let Some(moved) = moved(&names, &name, direction) {
            tools.show_columns(moved);
        }
        return;
    }
    set_width(tools.plan.layout, &name, f64::from(cell.width()) + if direction < 0 { -STEP } else { STEP });
    tools.keep_layout();
}

fn set_width(layout: RwSignal<Layout>, name: &str, width: f64) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float's cast saturates")]
    let width = (width.round() as u32).clamp(NARROWEST, WIDEST);
    if layout.with_untracked(|layout| layout.width(name)) != Some(width) {
        layout.update(|layout| layout.set_width(name, Some(width)));
    }
}

/// `names` with `name` one place farther; none where it is at the end already.
pub(super) fn moved(names: &[String], name: &str, direction: isize) -> Option<Vec<String>> {
    let at = names.iter().position(|known| known == name)?;
    let to = at.checked_add_signed(direction).filter(|to| *to < names.len())?;
    let mut moved = names.to_vec();
    moved.swap(at, to);
    Some(moved)
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn a_column_moves_one_place() {
        let names = ["a", "b", "c"].map(str::to_owned);
        let after = |name, direction| moved(&names, name, direction).map(|names| names.concat());
        assert_eq!(after("a", 1).as_deref(), Some("bac"));
        assert_eq!(after("c", -1).as_deref(), Some("acb"));
        assert_eq!(after("a", -1), None);
        assert_eq!(after("c", 1), None);
        assert_eq!(after("x", 1), None);
    }
}
