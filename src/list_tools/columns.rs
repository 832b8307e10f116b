//! Which columns a list shows, and in which order: ticked, dragged, or moved by keyboard. Every change shows at once.

use super::{
    ListTools,
    dialog::{button, dialog, focus_soon},
    header::moved,
};
use crate::browser::{element::Element, event::Event};
use crate::view::{Draw, element};
use leptos::prelude::*;

const HELP: &str = "Alt with an arrow key moves a column. In the list's header, Shift with an arrow key changes a column's width, Ctrl and Shift with an arrow key moves it.";

/// The button that opens the chooser.
pub(super) fn columns(tools: &ListTools) -> Element {
    let open = RwSignal::new(false);
    let opener = button("Columns", move || open.set(true)).attribute("aria-haspopup", "dialog");
    let opener_again = opener.clone();
    let close = Callback::new(move |()| {
        open.set(false);
        let opener = opener_again.clone();
        focus_soon(move || Some(opener));
    });
    let tools = tools.clone();
    element("div")
        .class("column-tools")
        .child(opener)
        .optional(move || open.get().then(|| untrack(|| chooser(&tools, close))))
}

/// The fields as they stand in the chooser: the shown ones in their order, then the others.
fn standing(tools: &ListTools) -> Vec<String> {
    let shown = shown(tools);
    let fields = tools.plan.fields.get_untracked();
    let others = fields.into_iter().filter(|field| field.is_readable() && !shown.contains(&field.name));
    shown.iter().cloned().chain(others.map(|field| field.name)).collect()
}

fn shown(tools: &ListTools) -> Vec<String> {
    tools
        .plan
        .columns
        .with_untracked(|columns| columns.iter().map(|column| column.field.name.clone()).collect())
}

/// What is being chosen. A copy is the same.
#[derive(Clone, Copy)]
struct Chooser {
    tools: StoredValue<ListTools>,
    order: RwSignal<Vec<String>>,
    ticked: RwSignal<Vec<String>>,
    dragged: StoredValue<Option<String>>,
    said: RwSignal<String>,
}

impl Chooser {
    fn apply(self) {
        let ticked = self.ticked.get_untracked();
        let order = self.order.get_untracked();
        let columns = order.into_iter().filter(|name| ticked.contains(name)).collect();
        self.tools.with_value(|tools| tools.show_columns(columns));
    }

    /// Shows the column, or no longer; whether that was done: a list shows one at least.
    fn tick(self, name: &str, is_ticked: bool) -> bool {
        if !is_ticked && self.ticked.with_untracked(|ticked| ticked.len() < 2) {
            self.said.set("A list shows at least one column.".to_owned());
            return false;
        }
        self.ticked.update(|ticked| {
            ticked.retain(|known| known != name);
            if is_ticked {
                ticked.push(name.to_owned());
            }
        });
        self.apply();
        true
    }

    fn shift(self, name: &str, direction: isize) {
        let order = self.order.get_untracked();
        if let Some(order) = moved(&order, name, direction) {
            let place = order.iter().position(|known| known == name).unwrap_or_default() + 1;
            self.said.set(format!("{}: place {place} of {}", self.caption(name), order.len()));
            self.order.set(order);
            self.apply();
        }
    }

    /// Puts what is being dragged where `over` stands.
    fn drag_over(self, over: &str) {
        let Some(name) = self.dragged.get_value() else { return };
        let mut order = self.order.get_untracked();
        let place = |wanted: &str| order.iter().position(|known| known == wanted);
        if let (Some(from), Some(to)) = (place(&name), place(over))
            && from != to
        {
            order.remove(from);
            order.insert(to, name);
            self.order.set(order);
        }
    }

    fn caption(self, name: &str) -> String {
        self.tools.with_value(|tools| untrack(|| tools.plan.column(name)).caption)
    }

    fn reset(self) {
        self.tools.with_value(|tools| {
            tools.plan.layout.update(|layout| layout.widths.clear());
            tools.show_columns(Vec::new());
            self.ticked.set(shown(tools));
            self.order.set(standing(tools));
        });
        self.said.set("The columns are as they were.".to_owned());
    }
}

fn chooser(tools: &ListTools, on_close: Callback<()>) -> Element {
    let chooser = Chooser {
        tools: StoredValue::new(tools.clone()),
        order: RwSignal::new(standing(tools)),
        ticked: RwSignal::new(shown(tools)),
        dragged: StoredValue::new(None),
        said: RwSignal::new(String::new()),
    };
    let rows = move || {
        let row = |name: String| {
            let key = name.clone();
            (key, Box::new(move || row(chooser, &name)) as Draw)
        };
        chooser.order.get().into_iter().map(row).collect()
    };
    let list = element("ul").class("column-list").attribute("aria-label", "Columns").owned(rows);
    let buttons = element("div")
        .class("buttons")
        .child(button("Reset", move || chooser.reset()))
        .child(button("Done", move || on_close.run(())).class("primary"));
    let content = element("div")
        .child(element("p").class("help").text(HELP))
        .child(list)
        .child(element("p").class("said").attribute("role", "status").live_text(move || chooser.said.get()))
        .child(buttons);
    dialog("Columns", on_close, content)
}

fn row(chooser: Chooser, name: &str) -> Element {
    let caption = chooser.caption(name);
    let field = element("input").attribute("type", "checkbox");
    let (set, known) = (field.clone(), name.to_owned());
    let _ = Effect::new(move |_| {
        set.set_flag("checked", chooser.ticked.with(|ticked| ticked.contains(&known)));
    });
    let (ticked, ticking) = (field.clone(), name.to_owned());
    let field = field.on("change", move |_| {
        let is_ticked = ticked.flag("checked");
        if !chooser.tick(&ticking, is_ticked) {
            ticked.set_flag("checked", !is_ticked);
        }
    });
    let mover = |sign: &str, word: &str, direction: isize| {
        let name = name.to_owned();
        button(sign, move || chooser.shift(&name, direction))
            .class("quiet")
            .attribute("aria-label", &format!("Move {caption} {word}"))
    };
    let (keyed, begun, over) = (name.to_owned(), name.to_owned(), name.to_owned());
    let label = element("label").class("tick").child(field).child(element("span").text(&caption));
    element("li")
        .attribute("draggable", "true")
        .child(label)
        .child(mover("↑", "up", -1))
        .child(mover("↓", "down", 1))
        .on("keydown", move |event: Event| {
            let direction = match event.key().as_str() {
                "ArrowUp" => -1,
                "ArrowDown" => 1,
                _ => return,
            };
            if event.has_any(&["altKey"]) {
                event.prevent_default();
                chooser.shift(&keyed, direction);
            }
        })
        .on("dragstart", move |_| chooser.dragged.set_value(Some(begun.clone())))
        .on("dragover", move |event| {
            event.prevent_default();
            chooser.drag_over(&over);
        })
        .on("drop", |event| event.prevent_default())
        .on("dragend", move |_| {
            chooser.dragged.set_value(None);
            chooser.apply();
        })
}
