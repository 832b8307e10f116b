//! One condition being written: how its field is compared, and with what.

use super::{
    choices::{Choice, choices, condition},
    conditions::{Condition, Operator},
    dialog::{buttons, focused, labelled},
    inputs::{self, Entered},
    periods::{PERIODS, Period, next_day},
};
use crate::browser::{element::Element, intl};
use crate::schema::Column;
use crate::view::element;
use business_central::{Date, Field, Kind, input::NumberWriting};
use leptos::prelude::*;

/// The form of a condition on `field`, which is shown as `column`; `before` is what it says now.
pub(super) fn editor(
    column: &Column,
    field: Field,
    before: Option<&Condition>,
    on_apply: Callback<Condition>,
    on_close: Callback<()>,
) -> Element {
    let kind = column.field.kind.clone();
    let offered = choices(&kind);
    let first = offered.first().map_or(Choice::Blank, |(choice, _)| *choice);
    let choice = RwSignal::new(before.map_or(first, |condition| Choice::of(condition, &kind)));
    let entered = Entered::of(before, &kind);
    let wrong = RwSignal::new(None::<(usize, String)>);

    let picker = element("select");
    let options = offered
        .iter()
        .enumerate()
        .map(|(at, (_, words))| element("option").attribute("value", &at.to_string()).text(words));
    let place = move || offered.iter().position(|(known, _)| *known == choice.get()).unwrap_or_default();
    let picked = picker.clone();
    let picker = picker.children(options).live_value(move || place().to_string()).on("change", move |_| {
        let at: usize = picked.value().parse().unwrap_or_default();
        if let Some((chosen, _)) = offered.get(at) {
            wrong.set(None);
            choice.set(*chosen);
        }
    });
    let periods = matches!(kind, Kind::Date | Kind::DateTime).then(|| {
        let kind = kind.clone();
        periods(Callback::new(move |period| {
            if let Some(chosen) = choose_period(period, &kind, entered) {
                wrong.set(None);
                choice.set(chosen);
            }
        }))
    });
    let (shown_kind, members) = (kind.clone(), column.members());
    let fields = element("div").class("values").parts(move || {
        entered.version.track();
        inputs::inputs(&shown_kind, choice.get(), &members, entered, wrong)
    });
    let column = column.clone();
    element("form")
        .attribute("novalidate", "")
        .child(labelled("Condition", focused(picker)))
        .children(periods)
        .child(fields)
        .child(buttons("Apply", on_close))
        .on("submit", move |event| {
            event.prevent_default();
            let choice = choice.get_untracked();
            let texts = entered.texts(&kind, choice, column.members().is_empty());
            match condition(&field, &kind, choice, &texts, writing()) {
                Ok(condition) => on_apply.run(condition),
                Err(told) => wrong.set(Some(told)),
            }
        })
}

/// How the user writes numbers.
pub(super) fn writing() -> NumberWriting {
    let (decimal, group) = intl::separators();
    NumberWriting { decimal, group }
}

/// The days that people name instead of writing them.
fn periods(on_choose: Callback<Period>) -> Element {
    let picker = element("select");
    let none = element("option").attribute("value", "").text("—");
    let options = PERIODS
        .iter()
        .enumerate()
        .map(|(at, (_, caption))| element("option").attribute("value", &at.to_string()).text(caption));
    let chosen = picker.clone();
    let picker = picker.child(none).children(options).on("change", move |_| {
        if let Some((period, _)) = chosen.value().parse().ok().and_then(|at: usize| PERIODS.get(at)) {
            on_choose.run(*period);
        }
    });
    labelled("Period", picker)
}

/// Enters the days of `period`; and how the field is to be compared with them.
fn choose_period(period: Period, kind: &Kind, entered: Entered) -> Option<Choice> {
    let (from, until) = period.days(Date::parse(&intl::today())?)?;
    let (from, until, operator) = match kind {
        // A moment of the last day comes before the day after begins.
        Kind::DateTime => (format!("{from}T00:00"), format!("{}T00:00", next_day(until)?), Operator::Within),
        _ if from == until => (from.to_string(), String::new(), Operator::Is),
        _ => (from.to_string(), until.to_string(), Operator::Between),
    };
    entered.enter(vec![from, until]);
    Some(Choice::With(operator))
}
