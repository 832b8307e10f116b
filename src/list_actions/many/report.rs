//! How far it has come, and what became of each record.

use super::{
    Many, Stage,
    deed::{Deed, Fate},
    ledger::{self, Line},
};
use crate::browser::element::Element;
use crate::components::alert::alert;
use crate::format;
use crate::list_actions::{
    bar::{button, number},
    dialog::{Dialog, act, dialog},
};
use crate::problem::{Action, Problem};
use crate::view::element;
use leptos::prelude::*;

/// Results shown at most: who has more failures than this reads the first ones.
const MOST: usize = 200;

/// The dialog from the first hundred to the last result.
pub(super) fn report(many: &Many, deed: &Deed) -> Element {
    let (deed, state) = (StoredValue::new_local(deed.clone()), many.clone());
    let told = {
        let many = many.clone();
        element("p").attribute("role", "status").live_text(move || status(&many, &deed.get_value()))
    };
    let done = {
        let many = many.clone();
        element("progress")
            .attribute("aria-label", "Done")
            .live_attribute("max", {
                let many = many.clone();
                move || Some(many.lines.with(Vec::len).max(1).to_string())
            })
            .live_attribute("value", move || {
                let count = many.lines.with(|lines| ledger::count(lines));
                Some((count.done + count.failed + count.unknown).to_string())
            })
    };
    let body = element("div").class("results").parts(move || match state.stage.get() {
        Stage::Gathering(_) | Stage::Running => {
            let this = state.clone();
            vec![button("Stop after this hundred", move || this.stop())]
        }
        Stage::Finished(problem) => {
            let again = state.clone();
            let (count, table) = state
                .lines
                .with_untracked(|lines| (ledger::count(lines), table(lines, &|line| state.link(line))));
            let retry = (count.failed + count.unknown + count.waiting > 0)
                .then(|| button("Try the rest again", move || again.again(deed.get_value())));
            // What else could be done about it leads away from here, where it is told what became of each.
            let problem = problem.map(|problem| {
                let action = problem.action.filter(|action| matches!(action, Action::SignIn(_)));
                alert(Problem { action, ..problem }, None)
            });
            problem.into_iter().chain(table).chain(retry).collect()
        }
        Stage::Idle | Stage::Changing | Stage::Deleting => Vec::new(),
    });
    let title = deed.with_value(|deed| match deed {
        Deed::Set { column, shown, .. } if shown.is_empty() => {
            format!("Changing {} to blank", column.caption)
        }
        Deed::Set { column, shown, .. } => format!("Changing {} to {shown}", column.caption),
        Deed::Delete => "Deleting".to_owned(),
    });
    let running = many.clone();
    let close = act("Close").live_flag("disabled", move || running.is_running());
    dialog(Dialog {
        title,
        content: vec![done, told, body],
        act: Some(close),
        close: None,
        on_close: many.on_close(),
        on_act: Callback::new(move |()| true),
    })
}

fn status(many: &Many, deed: &Deed) -> String {
    let count = many.lines.with(|lines| ledger::count(lines));
    match many.stage.get() {
        Stage::Gathering(Some(left)) => format!("Reading {} …", format::count(left as u64, "more rows")),
        Stage::Gathering(None) => "Reading …".to_owned(),
        Stage::Running => {
            let done = count.done + count.failed + count.unknown;
            format!("{} of {} …", number(done as u64), number(many.lines.with(Vec::len) as u64))
        }
        _ => ledger::told(count, deed),
    }
}

/// The records that were not done, and why.
fn table(lines: &[Line], link: &dyn Fn(&Line) -> String) -> Option<Element> {
    let mut rows = lines.iter().filter_map(|line| match &line.fate {
        Fate::Failed(why) => Some((line, why.clone())),
        Fate::Unknown => Some((line, "It is not known whether it was done.".to_owned())),
        Fate::Done | Fate::Waiting => None,
    });
    let first: Vec<_> = rows.by_ref().take(MOST).collect();
    if first.is_empty() {
        return None;
    }
    let row = |(line, why): (&Line, String)| {
        let name =
            element("a").attribute("href", &link(line)).attribute("target", "_blank").text(&line.title);
        element("tr").child(element("td").child(name)).child(element("td").text(&why))
    };
    let head = ["Record", "What Business Central says"]
        .map(|caption| element("th").attribute("scope", "col").text(caption));
    let head = element("thead").child(element("tr").children(head));
    let table = element("table").child(head).child(element("tbody").children(first.into_iter().map(row)));
    let scroll = element("div")
        .class("scroll")
        .attribute("tabindex", "0")
        .attribute("role", "region")
        .attribute("aria-label", "What failed")
        .child(table);
    let more = rows.count();
    let more = (more > 0).then(|| {
        element("p")
            .class("kind")
            .text(&format!("{} are not shown here.", format::count(more as u64, "more")))
    });
    Some(element("div").class("lines").child(scroll).children(more))
}
