//! One record: its fields, what belongs to it, what it is related to.

mod fields;
mod lines;
mod related;
pub mod title;

use crate::address::{Address, ListState, Place};
use crate::browser::{element::Element, page::set_title};
use crate::components::{alert::alert, progress::progress, task::Tasks};
use crate::finder;
use crate::format;
use crate::problem::{Action, Problem};
use crate::schema::{self, Schema};
use crate::view::element;
use crate::workspace::Workspace;
use business_central::{Error, Key, Query, Record};
use fields::fields;
use leptos::prelude::*;
use lines::lines;
use related::related;
use std::sync::Arc;

/// What is known of the record.
#[derive(Clone)]
enum State {
    Reading,
    Failed(Problem),
    Read(Arc<Record>),
}

/// The record of `place` with that key, which is written as OData writes it in parentheses.
#[must_use]
pub fn card_page(place: Place, key: String) -> Element {
    let workspace = Workspace::expect();
    let schema = workspace.schema(&place.route);
    let state = RwSignal::new(State::Reading);
    let tasks = Tasks::of_this_view();
    let read = {
        let (workspace, place, key, tasks) = (workspace.clone(), place.clone(), key.clone(), tasks.clone());
        Callback::new(move |()| {
            state.set(State::Reading);
            let (workspace, place, key) = (workspace.clone(), place.clone(), key.clone());
            tasks.spawn(async move {
                state.set(match fetch(&workspace, &place, &key).await {
                    Ok(record) => State::Read(Arc::new(record)),
                    Err(problem) => State::Failed(problem),
                });
            });
        })
    };
    read.run(());
    let cancel = Callback::new(move |()| {
        tasks.abort();
        state.set(State::Failed(
            Problem::new("You cancelled the reading.", "Nothing was changed.").with(Action::Retry),
        ));
    });
    let set = place.entity_set.clone();
    let caption = move || schema.with(|schema| schema::set_caption(schema.as_deref(), &set));
    let list = workspace.href(&Address::List(place.clone(), ListState::default()));
    let back = {
        let caption = caption.clone();
        element("a").class("back").attribute("href", &list).live_text(move || format!("‹ {}", caption()))
    };
    element("div").class("card-page").child(back).parts(move || match state.get() {
        State::Reading => {
            let what = format!("Reading {}", format::in_sentence(&untrack(&caption)));
            let space = element("div").class("card").attribute("aria-hidden", "true");
            vec![progress(what, cancel), space.child(element("span").class("skeleton-bar"))]
        }
        State::Failed(problem) => vec![alert(problem, Some(read))],
        State::Read(record) => vec![card(place.clone(), key.clone(), record, schema)],
    })
}

async fn fetch(workspace: &Workspace, place: &Place, key: &str) -> Result<Record, Problem> {
    let key = Key::parse(key).ok_or(Error::NotFound(Default::default()))?;
    let collection = workspace.collection(place)?;
    workspace.send(collection.get(&key, &Query::default())).await
}

/// The record, drawn anew when the metadata comes: it may have come later than the record.
fn card(place: Place, key: String, record: Arc<Record>, schema: ReadSignal<Option<Arc<Schema>>>) -> Element {
    let workspace = Workspace::expect();
    let company = workspace.company_name(&place.company);
    let title = title::of(&record).unwrap_or_else(|| key.clone());
    set_title(&format!("{title} · {company}"));
    let set = place.entity_set.clone();
    let kind = move || {
        let known = schema.with(|schema| schema.as_deref().and_then(|schema| schema.record_caption(&set)));
        known.unwrap_or_default()
    };
    let here = Address::Card(place.clone(), key.clone());
    finder::visited(&workspace, &here, &title, &untrack(&kind));
    let called = {
        let (title, kind) = (title.clone(), kind.clone());
        move || (title.clone(), untrack(&kind))
    };
    let star = finder::star(&workspace, &here, called);
    let head = element("header")
        .class("card-head")
        .child(element("p").class("kind").live_text(kind))
        .child(element("h1").attribute("id", "card-title").text(&title))
        .child(star);
    element("form").class("card").attribute("aria-labelledby", "card-title").child(head).parts(move || {
        let schema = schema.get();
        let mut parts = vec![fields(&place, &record, schema.as_ref())];
        if let Some(schema) = schema {
            parts.extend(lines(&place, &key, &schema));
            parts.extend(related(&place, &record, &schema));
        }
        parts
    })
}
