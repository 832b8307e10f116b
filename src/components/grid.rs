//! The grid: a list's rows, of which only those near the view are drawn.
//!
//! Roles and keys follow the ARIA Authoring Practices' grid pattern with a focus that stays on the grid and names the
//! active row or cell (`aria-activedescendant`); the header's buttons are ordinary tab stops, each row's link is a link.
//! What selects, and moves from cell to cell, is loaded later and comes in by [`Hooks`].

mod head;
mod hooks;
mod row;

use crate::browser::{element::Element, event::Event, resize};
use crate::list::{
    layout::Layout,
    pages::Pages,
    rows::{Drawn, Rows},
    view::Step,
};
use crate::schema::Column;
use crate::view::{Draw, Key, element, follow};
use business_central::Record;
use head::head;
pub use hooks::{Acts, Hooks};
use leptos::prelude::{
    Callable, Callback, Get, Memo, RwSignal, Set, SetValue, StoredValue, With, WithUntracked,
};
use row::row;
use std::{rc::Rc, sync::Arc};

/// What a grid does and shows besides its rows.
#[derive(Clone, Copy)]
pub struct Behaviour {
    /// The grid's name.
    pub label: Callback<(), String>,
    /// Its columns.
    pub columns: Memo<Arc<Vec<Column>>>,
    /// How wide the user made them.
    pub layout: RwSignal<Layout>,
    /// The property sorted by, and whether downwards.
    pub sort: Callback<(), Option<(String, bool)>>,
    /// The user wants to sort by the property of this name.
    pub on_sort: Callback<String>,
    /// Where a record's own page is, if it has one.
    pub link: Callback<Arc<Record>, Option<String>>,
    /// The user opens the record.
    pub on_open: Callback<Arc<Record>>,
    /// What the list's actions do here.
    pub hooks: Hooks,
}

/// The grid of `rows`.
#[must_use]
pub fn grid(rows: Rows, behaviour: Behaviour) -> Element {
    let (grid, body) = (element("div"), element("div"));
    let hooks = behaviour.hooks;
    hooks.set_grid(&grid);
    let measure = {
        let (grid, body) = (grid.clone(), body.clone());
        move || {
            let range = rows.pages.with_untracked(Pages::range);
            rows.measured(range, body.height(), grid.height(), grid.scroll_top());
        }
    };
    let watch = StoredValue::new_local(None);
    {
        let (grid, measure) = (grid.clone(), measure.clone());
        follow(move || {
            if let Some(top) = rows.take_restored() {
                grid.set_scroll_top(top);
                grid.focus();
            }
            measure();
            watch.set_value(resize::watch(&grid, measure.clone()));
        });
    }
    {
        let (grid, measure) = (grid.clone(), measure.clone());
        follow(move || {
            // The rows were exchanged for others: those begin at their beginning.
            if rows.generation.get() > 0 {
                grid.set_scroll_top(0);
                measure();
            }
        });
    }
    let scroll_to = {
        let (grid, body) = (grid.clone(), body.clone());
        move |row: usize| {
            if let Some(share) = rows.share_to_show(row) {
                #[expect(clippy::cast_possible_truncation, reason = "a float's cast saturates")]
                grid.set_scroll_top((share * f64::from(body.height())).round() as i32);
            }
        }
    };
    let on_key = move |event: Event| {
        // Keys on the header's buttons are theirs.
        if !event.is_own() {
            return;
        }
        let taken = hooks.acts().is_some_and(|acts| acts.on_key.run(event.clone()));
        if taken || event.has_any(&["ctrlKey", "altKey", "metaKey"]) {
            return;
        }
        let key = event.key();
        if key == "Enter" {
            if let Some(record) = rows.active_record() {
                event.prevent_default();
                behaviour.on_open.run(record);
            }
        } else if let Some(row) = Step::of(&key).and_then(|step| rows.step(step)) {
            event.prevent_default();
            rows.active.set(Some(row));
            scroll_to(row);
        }
    };
    let on_click = move |event: Event| {
        let Some(row) = row::index(&event) else { return };
        let acts = hooks.acts();
        if acts.is_some_and(|acts| acts.on_click.run((event.clone(), row))) {
            return;
        }
        rows.active.set(Some(row));
        // A box ticked before the actions have been loaded is read by them when they are.
        let modified = event.has_any(&["ctrlKey", "metaKey", "shiftKey", "altKey"])
            || event.within(row::CHECK).is_some();
        if let Some(record) = rows.active_record()
            && !modified
            && !event.is_on_link_or_selection()
        {
            behaviour.on_open.run(record);
        }
    };
    let drawn_in = body.clone();
    follow(move || {
        let active = rows.active.get();
        if let Some(row) = drawn_in.find(".active") {
            row::set_active(&row, false);
        }
        if let Some(row) = active.and_then(|row| drawn_in.find(&format!("#{}", row::id(row)))) {
            row::set_active(&row, true);
        }
    });
    let columns = behaviour.columns;
    let body = body
        .class("grid-body")
        .attribute("role", "rowgroup")
        .on("click", on_click)
        .live_style("--rows", move || rows.pages.with(|pages| pages.range().to_string()))
        .live_style("padding-block-start", move || format!("calc({} * var(--row))", rows.above()))
        .keyed({
            let mut shape = None;
            move || drawn(rows, behaviour, &mut shape)
        });
    grid.class("grid")
        .attribute("role", "grid")
        .attribute("tabindex", "0")
        .attribute("aria-readonly", "true")
        .attribute("aria-multiselectable", "true")
        .live_attribute("aria-label", move || Some(behaviour.label.run(())))
        // -1: not known (WAI-ARIA 1.2, aria-rowcount).
        .live_attribute("aria-rowcount", move || {
            Some(rows.count_shown().map_or_else(|| "-1".to_owned(), |count| count.to_string()))
        })
        .live_attribute("aria-colcount", move || {
            columns.with(|columns| Some((columns.len() + 1).to_string()))
        })
        .live_attribute("aria-busy", move || Some(rows.is_busy().to_string()))
        .live_attribute("aria-activedescendant", move || {
            let row = row::id(rows.active_drawn()?);
            Some(match hooks.cell.get() {
                Some(cell) => format!("{row}-{cell}"),
                None => row,
            })
        })
        .live_style("--columns", move || behaviour.track(tracks))
        .live_style("--width", move || behaviour.track(width))
        .on("scroll", move |_| measure())
        .on("keydown", on_key)
        .child(element("div").class("grid-table").child(with_check(head(behaviour))).child(body))
}

/// The header with the box that stands for all rows.
fn with_check(head: Element) -> Element {
    if let Some(row) = head.find(".grid-row") {
        row.insert_first(&row::check("columnheader", "Select all"));
    }
    head
}

/// Columns, and what their rows are copies of.
struct Shape {
    columns: Arc<Vec<Column>>,
    model: Element,
}

/// The rows to draw. With other columns they are other rows.
fn drawn(rows: Rows, behaviour: Behaviour, shape: &mut Option<Rc<Shape>>) -> Vec<(Key, Draw)> {
    let columns = behaviour.columns.get();
    let known = shape.take().filter(|known| Arc::ptr_eq(&known.columns, &columns));
    let model = || row::model(&columns);
    let known = known.unwrap_or_else(|| Rc::new(Shape { model: model(), columns: columns.clone() }));
    *shape = Some(known.clone());
    let draw = |drawn: Drawn| {
        let key = (drawn.index, row::identity(&drawn), Arc::as_ptr(&columns).addr());
        let shape = known.clone();
        let draw = move || {
            let link = drawn.record.as_ref().and_then(|record| behaviour.link.run(record.clone()));
            let is_active = rows.active.get() == Some(drawn.index);
            let element = row(&drawn, &shape.model, &shape.columns, link, is_active);
            if drawn.record.is_some()
                && let Some(acts) = behaviour.hooks.acts()
            {
                acts.on_draw.run((element.clone(), drawn.index));
            }
            element
        };
        (key, Box::new(draw) as Draw)
    };
    rows.drawn().into_iter().map(draw).collect()
}

impl Behaviour {
    fn track(&self, tell: fn(&[Column], &Layout) -> String) -> String {
        self.columns.with(|columns| self.layout.with(|layout| tell(columns, layout)))
    }
}

/// The columns as tracks of a CSS grid.
fn tracks(columns: &[Column], layout: &Layout) -> String {
    let track = |column: &Column| match (layout.width(&column.field.name), column.width()) {
        (Some(width), _) => format!("{width}px"),
        (None, (least, share)) if share > 0 => format!("minmax({least}rem,{share}fr)"),
        (None, (least, _)) => format!("{least}rem"),
    };
    columns.iter().map(track).collect::<Vec<_>>().join(" ")
}

fn width(columns: &[Column], layout: &Layout) -> String {
    let (mut rem, mut px) = (0, 0);
    for column in columns {
        match layout.width(&column.field.name) {
            Some(width) => px += width,
            None => rem += column.width().0,
        }
    }
    format!("calc({rem}rem + {px}px)")
}
