//! Totals: the sums of the amounts of everything that matches, read upon request, and said to be of how many records.

use super::{
    ListTools,
    dialog::button,
    summing::{CURRENCY, Group, Summing, can_be_summed},
};
use crate::browser::element::Element;
use crate::components::{alert::alert, task::Tasks};
use crate::format;
use crate::list::source::{Cursor, Source, Wanted};
use crate::problem::{Action, Problem};
use crate::schema::Column;
use crate::view::{element, follow};
use crate::workspace::Workspace;
use business_central::{Json, Record};
use leptos::prelude::*;
use std::sync::Arc;

/// Records asked for at a time: few fields of each, so that a page is small all the same.
const PAGE: usize = 2_000;
/// Empty pages in a row, after which the next would be empty, too.
const EMPTY: usize = 10;

#[derive(Clone)]
enum Stage {
    None,
    Reading(u64),
    Done(Arc<(Vec<Column>, Summing)>),
    Failed(Problem),
}

/// The button and what it shows; nothing to it where no column can be added up.
pub(super) fn totals(tools: &ListTools) -> [Element; 2] {
    let stage = RwSignal::new(Stage::None);
    let tasks = Tasks::of_this_view();
    let (plan, workspace) = (tools.plan, Workspace::expect());
    let summed = Memo::new(move |_| {
        plan.columns.with(|columns| {
            columns.iter().filter(|column| can_be_summed(&column.field)).cloned().collect::<Vec<_>>()
        })
    });
    {
        // Sums of other records, or of other columns, are not those of the list.
        let (asked, tasks) = (plan.asked, tasks.clone());
        let mut is_first = true;
        follow(move || {
            asked.track();
            summed.track();
            if !std::mem::take(&mut is_first) {
                tasks.abort();
                stage.set(Stage::None);
            }
        });
    }
    let read = {
        let (tools, tasks) = (tools.clone(), tasks.clone());
        Callback::new(move |()| {
            tasks.abort();
            stage.set(Stage::Reading(0));
            let (tools, workspace, columns) = (tools.clone(), workspace.clone(), summed.get_untracked());
            tasks.spawn(async move {
                let outcome = sum(&tools, &workspace, columns, stage).await;
                stage.set(match outcome {
                    Ok(done) => Stage::Done(Arc::new(done)),
                    Err(problem) => Stage::Failed(problem),
                });
            });
        })
    };
    let opener = element("div").class("total-tools").optional(move || {
        summed.with(|summed| !summed.is_empty()).then(|| button("Totals", move || read.run(())))
    });
    let stop = Callback::new(move |()| {
        tasks.abort();
        stage.set(Stage::None);
    });
    let rows = tools.rows;
    let shown = element("div").class("totals").optional(move || match stage.get() {
        Stage::None => None,
        Stage::Reading(number) => {
            let of = rows.count.get_untracked().map_or_else(String::new, |count| format!(" of {count}"));
            let told = format!("Adding up: {number}{of} read");
            let line = element("div").class("progress").attribute("role", "status");
            Some(line.child(element("span").text(&told)).child(button("Cancel", move || stop.run(()))))
        }
        Stage::Done(done) => Some(shown(&plan.caption(), &done.0, &done.1, stop)),
        Stage::Failed(problem) => Some(alert(problem, Some(read))),
    });
    [opener, shown]
}

/// Reads everything that matches, with the fields that are needed and no others.
async fn sum(
    tools: &ListTools,
    workspace: &Workspace,
    columns: Vec<Column>,
    stage: RwSignal<Stage>,
) -> Result<(Vec<Column>, Summing), Problem> {
    let set = tools.place.entity_set.as_str();
    let wanted = tools.plan.wanted(set, Vec::new())?;
    let names: Vec<String> = columns.iter().map(|column| column.field.name.clone()).collect();
    let has_currency =
        tools.plan.fields.with_untracked(|fields| fields.iter().any(|field| field.name == CURRENCY));
    let select = match wanted.select.is_empty() {
        // Nothing is known of the type, so everything is read.
        true => Vec::new(),
        false => {
            let key = tools.plan.key(set).into_iter();
            let currency = has_currency.then(|| CURRENCY.to_owned());
            key.chain(names.iter().cloned()).chain(currency).collect()
        }
    };
    let collection = workspace.collection(&tools.place)?;
    let wanted = Wanted { select, sort: Vec::new(), ..wanted };
    let source = Source::new(collection, set, tools.plan.schema.get_untracked(), wanted).by_pages_of(PAGE);
    let mut summing = Summing::new(names, has_currency);
    let (mut cursor, mut empty, mut count) = (Some(Cursor::Start), 0, None);
    while let Some(at) = cursor {
        let got = source.page(workspace, at, true).await?;
        empty = if got.records.is_empty() { empty + 1 } else { 0 };
        got.records.iter().for_each(|record| summing.add(record));
        count = got.count.or(count);
        cursor = got.next;
        stage.set(Stage::Reading(summing.records()));
        if empty == EMPTY {
            let title = "Business Central keeps answering with empty pages.";
            return Err(Problem::new(title, "Try again later.").with(Action::Retry));
        }
    }
    // A sum of a part must not be taken for the whole.
    match count {
        Some(count) if count > summing.records() => {
            let title = format!("Only {} of {count} records came.", summing.records());
            Err(Problem::new(title, "The totals would be wrong. Try again.").with(Action::Retry))
        }
        _ => Ok((columns, summing)),
    }
}

fn shown(caption: &str, columns: &[Column], summing: &Summing, on_close: Callback<()>) -> Element {
    let several = summing.groups.len() > 1 || summing.groups.iter().any(|group| !group.currency.is_empty());
    let told = format!("Totals of {}", format::count(summing.records(), caption));
    let cell = |kind, text: &str| element(kind).class("figure").text(text);
    let named = |kind, scope, name: &str| element(kind).attribute("scope", scope).text(name);
    let head = several.then(|| [named("th", "col", "Currency"), cell("th", caption)]);
    let head = head.into_iter().flatten().chain(columns.iter().map(|column| cell("th", &column.caption)));
    let row = |group: &Group| {
        let name = if group.currency.is_empty() { "Local currency" } else { &group.currency };
        let records = format::count(group.records, "");
        let about = several.then(|| [named("th", "row", name), cell("td", records.trim_end())]);
        let sums = columns.iter().zip(&group.sums).map(|(column, sum)| match sum {
            Some(sum) => cell("td", &written(column, &sum.to_string())),
            None => cell("td", "not known for every record"),
        });
        element("tr").children(about.into_iter().flatten()).children(sums)
    };
    let close = button("✕", move || on_close.run(())).class("quiet").attribute("aria-label", "Close totals");
    let table = element("table")
        .child(element("thead").child(element("tr").children(head)))
        .child(element("tbody").children(summing.groups.iter().map(row)));
    element("section")
        .attribute("aria-label", &told)
        .child(element("p").attribute("role", "status").text(&told))
        .child(close)
        .child(table)
}

/// A sum as the column's values are written.
fn written(column: &Column, digits: &str) -> String {
    let mut record = Record::default();
    record.set(&column.field.name, Json::Number(digits.into()));
    column.text(&record)
}
