//! What is asked before an export.

use super::{
    Export, State,
    job::{Failure, Job, Order},
};
use crate::browser::{element::Element, intl};
use crate::format;
use crate::list::selection::Extent;
use crate::list_actions::dialog::{Dialog, act, choice, dialog, field};
use crate::view::element;
use leptos::prelude::*;

/// Asks which rows and which separator, and begins.
pub(super) fn question(export: &Export) -> Element {
    let picker = &export.picker;
    let (extent, total, selected) = untrack(|| (picker.extent(), picker.total(), picker.count()));
    let rows =
        |count: Option<u64>| count.map_or_else(|| "rows".to_owned(), |count| format::count(count, "rows"));
    let mut which = vec![("all".to_owned(), format!("Everything that matches ({})", rows(total)))];
    if extent == Extent::Some {
        which.push(("selected".to_owned(), format!("What is selected ({})", rows(selected))));
    }
    let which = choice(&which);
    let own = intl::separators().0;
    // Where numbers have a decimal comma, spreadsheets expect a semicolon between cells.
    let semicolon = (";".to_owned(), format!("Semicolon, numbers as 1234{own}50"));
    let comma = (",".to_owned(), "Comma, numbers as 1234.50".to_owned());
    let separator = choice(&if own == ',' { [semicolon, comma] } else { [comma, semicolon] });
    let note = element("p")
        .class("kind")
        .text("The columns that the list shows, in its order. Spreadsheets open it as a table.");
    let content = vec![note, field("Rows", which.clone()), field("Separator", separator.clone())];
    let this = StoredValue::new_local((export.clone(), which, separator));
    dialog(Dialog {
        title: format!("Export {}", format::in_sentence(&untrack(|| picker.plan.caption()))),
        content,
        act: Some(act("Export")),
        close: Some("Cancel"),
        on_close: Callback::new(move |()| {
            this.with_value(|(export, ..)| {
                if export.state.get_untracked() == State::Asking {
                    export.state.set(State::Idle);
                }
            });
        }),
        on_act: Callback::new(move |()| {
            this.with_value(|(export, which, separator)| {
                let only = (which.value() == "selected").then(|| export.picker.chosen());
                let separator = if separator.value() == ";" { ';' } else { ',' };
                let decimal = if separator == ';' { own } else { '.' };
                begin(export, Order { only, separator, decimal });
            });
            true
        }),
    })
}

fn begin(export: &Export, order: Order) {
    let this = export.clone();
    export.tasks.spawn(async move {
        match Job::open(&this.picker, order).await {
            Ok(job) => this.run(job),
            Err(Failure::NotChosen) => this.state.set(State::Idle),
            Err(Failure::Problem(problem)) => this.state.set(State::Stopped(0, problem)),
        }
    });
}
