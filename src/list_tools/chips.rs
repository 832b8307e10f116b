//! The filter as a row of chips: each says one condition, opens it, or takes it away.

use super::{
    ListTools,
    choices::{Choice, choices},
    conditions::{self, Condition, Operator, Part},
    dialog::{button, dialog, focus_soon},
    editor::editor,
    pick::pick,
};
use crate::browser::element::Element;
use crate::schema::Column;
use crate::view::{element, follow};
use business_central::{Field, Filter, Json, Kind, Literal, Record};
use leptos::prelude::*;

/// What is being asked for.
#[derive(Clone, PartialEq)]
enum Step {
    Field,
    /// A new condition on this field, or the one at that place.
    Condition(Field, Option<usize>),
}

/// The chips and what adds to them.
pub(super) fn chips(tools: &ListTools) -> Element {
    let step = RwSignal::new(None::<Step>);
    // Where the focus goes once the chips are drawn anew.
    let focus = RwSignal::new(None::<usize>);
    let bar = element("div");
    let (state, plan) = (tools.state, tools.plan);
    let filter = Memo::new(move |_| state.with(|state| state.filter.clone()));
    let drawn = {
        let tools = tools.clone();
        move || {
            plan.fields.track();
            plan.schema.track();
            chip_list(&tools, &filter.get(), step, focus)
        }
    };
    let listed = element("ul").class("chips").attribute("aria-label", "Filters");
    let add = element("button").attribute("type", "button").class("quiet add").text("Add filter");
    let clear = {
        let tools = tools.clone();
        move || {
            tools.change(|state| state.filter.clear());
            focus.set(Some(0));
        }
    };
    {
        let bar = bar.clone();
        follow(move || {
            let Some(at) = focus.get() else { return };
            focus.set(None);
            let bar = bar.clone();
            focus_soon(move || {
                let chip = bar.find(&format!("li:nth-child({}) button", at + 1));
                chip.or_else(|| bar.find(".add"))
            });
        });
    }
    let asked = {
        let tools = tools.clone();
        move || step.get().map(|step_now| ask(&tools, step_now, step, focus))
    };
    bar.class("filters")
        .child(listed.parts(drawn))
        .child(add.on("click", move |_| step.set(Some(Step::Field))))
        .optional(move || {
            let clear = clear.clone();
            (!filter.get().is_empty()).then(|| button("Clear all", clear).class("quiet"))
        })
        .optional(asked)
}

fn chip_list(
    tools: &ListTools,
    filter: &str,
    step: RwSignal<Option<Step>>,
    focus: RwSignal<Option<usize>>,
) -> Vec<Element> {
    let Ok(read) = Filter::parse(filter) else {
        let tools = tools.clone();
        let clear = move || {
            tools.change(|state| state.filter.clear());
            focus.set(Some(0));
        };
        return vec![chip(element("span").attribute("title", filter).text(filter), filter, clear)];
    };
    let parts = conditions::read(&read);
    let each = |(at, part): (usize, &Part)| {
        let (said, told) = match part {
            Part::Other(filter) => {
                let text = filter.to_string();
                (element("span").attribute("title", &text).text(&text), text)
            }
            Part::Condition(condition) => {
                let column = tools.plan.column(condition.field.name());
                let text = told(condition, &column);
                let field = condition.field.clone();
                let label = element("button").attribute("type", "button").class("quiet");
                let label = label.attribute("title", &text).text(&text);
                let can_change = choices(&column.field.kind)
                    .iter()
                    .any(|(choice, _)| *choice == Choice::of(condition, &column.field.kind));
                match can_change {
                    true => (
                        label.on("click", move |_| step.set(Some(Step::Condition(field.clone(), Some(at))))),
                        text,
                    ),
                    false => (element("span").attribute("title", &text).text(&text), text),
                }
            }
        };
        let (tools, mut left) = (tools.clone(), parts.clone());
        let remove = move || {
            left.remove(at);
            let filter = conditions::write(&left).to_string();
            tools.change(|state| state.filter = filter);
            focus.set(Some(at));
        };
        chip(said, &told, remove)
    };
    parts.iter().enumerate().map(each).collect()
}

fn chip(said: Element, told: &str, remove: impl FnOnce() + 'static) -> Element {
    let mut remove = Some(remove);
    let remove = button("✕", move || {
        if let Some(remove) = remove.take() {
            remove();
        }
    });
    let label = format!("Remove filter: {told}");
    element("li").class("chip").child(said).child(remove.class("quiet").attribute("aria-label", &label))
}

/// A condition in words, its values as they stand in the column.
fn told(condition: &Condition, column: &Column) -> String {
    let kind = &column.field.kind;
    let choice = Choice::of(condition, kind);
    let mut text = format!("{} {}", column.caption, choice.words(kind));
    if choice.inputs() > 0 {
        let between = match condition.operator {
            Operator::Between | Operator::Within => " and ",
            _ => " or ",
        };
        let values: Vec<String> = condition.values.iter().map(|value| shown(value, column)).collect();
        text.push(' ');
        text.push_str(&values.join(between));
    }
    text
}

fn shown(value: &Literal, column: &Column) -> String {
    let name = column.field.name.as_str();
    let json = match (value.unquoted(), &column.field.kind) {
        (Some(text), _) => Json::from(text.as_str()),
        (None, Kind::Integer | Kind::Decimal) => Json::Number(value.as_str().into()),
        (None, Kind::Boolean) => Json::Bool(value.as_str() == "true"),
        (None, _) => Json::from(value.as_str()),
    };
    let mut record = Record::default();
    record.set(name, json);
    let text = column.text(&record);
    if text.trim().is_empty() { "blank".to_owned() } else { text }
}

/// The dialog that `now` calls for.
fn ask(
    tools: &ListTools,
    now: Step,
    step: RwSignal<Option<Step>>,
    focus: RwSignal<Option<usize>>,
) -> Element {
    let filter = tools.state.with_untracked(|state| state.filter.clone());
    let parts = Filter::parse(&filter).map(|filter| conditions::read(&filter)).unwrap_or_default();
    let close = {
        let at = match &now {
            Step::Condition(_, Some(at)) => *at,
            _ => parts.len(),
        };
        Callback::new(move |()| {
            step.set(None);
            focus.set(Some(at));
        })
    };
    match now {
        Step::Field => {
            let fields = tools.plan.fields.get_untracked();
            let fields = fields.iter().filter(|field| !choices(&field.kind).is_empty());
            let entries = fields
                .map(|field| (field.name.clone(), untrack(|| tools.plan.column(&field.name)).caption))
                .collect();
            let picked = Callback::new(move |name: String| {
                step.set(Field::new(&name).map(|field| Step::Condition(field, None)));
            });
            dialog("Add filter", close, pick("Field", entries, picked))
        }
        Step::Condition(field, at) => {
            let column = untrack(|| tools.plan.column(field.name()));
            let before = at.and_then(|at| match parts.get(at) {
                Some(Part::Condition(condition)) => Some(condition.clone()),
                _ => None,
            });
            let tools = tools.clone();
            let apply = Callback::new(move |condition: Condition| {
                let part = Part::Condition(condition);
                let mut parts = parts.clone();
                match at.and_then(|at| parts.get_mut(at)) {
                    Some(before) => *before = part,
                    None => parts.push(part),
                }
                let filter = conditions::write(&parts).to_string();
                tools.change(|state| state.filter = filter);
                close.run(());
            });
            dialog(&column.caption, close, editor(&column, field, before.as_ref(), apply, close))
        }
    }
}
