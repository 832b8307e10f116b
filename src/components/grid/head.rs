//! The header row: captions that sort.

use super::Behaviour;
use crate::browser::element::Element;
use crate::list::columns::is_figure;
use crate::schema::Column;
use crate::view::{Draw, element};
use leptos::prelude::{Callable, Get};

/// The header row.
pub(super) fn head(behaviour: Behaviour) -> Element {
    let row = element("div").class("grid-row").attribute("role", "row");
    let cells = move || {
        let columns = behaviour.columns.get();
        let cell = |column: &Column| {
            let key = format!("{} {} {}", column.field.name, column.sortable, column.caption);
            let column = column.clone();
            (key, Box::new(move || cell(&column, behaviour)) as Draw)
        };
        columns.iter().map(cell).collect()
    };
    element("div").class("grid-head").attribute("role", "rowgroup").child(row.owned(cells))
}

fn cell(column: &Column, behaviour: Behaviour) -> Element {
    let Behaviour { sort, on_sort, .. } = behaviour;
    let name = column.field.name.clone();
    let sorted = {
        let name = name.clone();
        move || sort.run(()).filter(|(by, _)| *by == name).map(|(_, down)| down)
    };
    let arrow = {
        let sorted = sorted.clone();
        move || sorted().map_or("", |down| if down { "▼" } else { "▲" }).to_owned()
    };
    let said = move || sorted().map(|down| if down { "descending" } else { "ascending" }.to_owned());
    let caption = column.caption.as_str();
    let inner = if column.sortable {
        let arrow = element("span").class("arrow").attribute("aria-hidden", "true").live_text(arrow);
        element("button")
            .attribute("type", "button")
            .attribute("title", caption)
            .child(element("span").text(caption))
            .child(arrow)
            .on("click", move |_| on_sort.run(name.clone()))
    } else {
        element("span").attribute("title", caption).text(caption)
    };
    element("div")
        .class(if is_figure(&column.field.kind) { "cell head figure" } else { "cell head" })
        .attribute("role", "columnheader")
        .attribute("data-name", &column.field.name)
        .live_attribute("aria-sort", said)
        .child(inner)
        // What is dragged for another width; the tools of the list see to it.
        .child(element("i").class("edge"))
}
