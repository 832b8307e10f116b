//! One record: its fields, to read and to change; what belongs to it, what it is related to.

mod bar;
mod conflict;
mod edit;
mod fields;
mod home;
mod lines;
mod lookup;
mod related;
mod save;
pub mod title;

use crate::address::{Address, ListState, Place};
use crate::browser::{element::Element, page::set_title};
use crate::components::{alert::alert, progress::progress, task::Tasks};
use crate::finder;
use crate::format;
use crate::problem::{Action, Problem};
use crate::schema::{self, Schema};
use crate::view::{element, follow};
use crate::workspace::Workspace;
use business_central::{Error, Key, Query, Record};
use edit::Editing;
pub use edit::{Begin, begin_next};
use fields::fields;
use home::Home;
use leptos::prelude::*;
use lines::lines;
use related::related;
use save::Outcome;
use std::sync::Arc;

/// What stands in an address for the key of a record that is to be created. No key is written so: a text would be quoted.
pub const NEW: &str = "new";

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
    let (is_new, begins) = (key == NEW, edit::begins());
    let created = edit::created().filter(|record| {
        let schema = schema.get_untracked();
        schema::key(schema.as_deref(), &place.entity_set, record).is_some_and(|own| own.to_string() == key)
    });
    match created {
        Some(record) => state.set(State::Read(record)),
        None if is_new => state.set(State::Read(Arc::default())),
        None => read.run(()),
    }
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
        State::Read(record) => {
            let key = Some(key.clone()).filter(|_| !is_new);
            vec![card(place.clone(), key, record, schema, begins)]
        }
    })
}

async fn fetch(workspace: &Workspace, place: &Place, key: &str) -> Result<Record, Problem> {
    let key = Key::parse(key).ok_or(Error::NotFound(Default::default()))?;
    let collection = workspace.collection(place)?;
    workspace.send(collection.get(&key, &Query::default())).await
}

/// The record, drawn anew when the metadata comes: it may have come later than the record. `key` is none for a new one.
fn card(
    place: Place,
    key: Option<String>,
    record: Arc<Record>,
    schema: ReadSignal<Option<Arc<Schema>>>,
    begins: Begin,
) -> Element {
    let workspace = Workspace::expect();
    let company = workspace.company_name(&place.company);
    let set = place.entity_set.clone();
    let kind = move || {
        let known = schema.with(|schema| schema.as_deref().and_then(|schema| schema.record_caption(&set)));
        known.unwrap_or_default()
    };
    let editing = Editing::new(&workspace, Home::of_page(&place, key.clone()), record, schema);
    editing.on_outcome.set_value(Some(carry_out(&workspace, &place, schema)));
    if begins != Begin::Reading {
        // What can be changed is known once the metadata has come.
        let mut waits = true;
        follow(move || {
            if schema.with(Option::is_some) && std::mem::take(&mut waits) {
                editing.begin();
            }
        });
    }
    let title = {
        let (kind, key) = (kind.clone(), key.clone());
        Memo::new(move |_| match &key {
            None => format!("New {}", format::in_sentence(&kind())),
            Some(key) => editing.record.with(|record| title::of(record)).unwrap_or_else(|| key.clone()),
        })
    };
    follow(move || set_title(&format!("{} · {company}", title.get())));
    let star = key.clone().map(|key| {
        let here = Address::Card(place.clone(), key);
        let called = {
            let kind = kind.clone();
            move || (title.get_untracked(), untrack(&kind))
        };
        let star = finder::star(&workspace, &here, called);
        let (workspace, kind) = (workspace.clone(), kind.clone());
        follow(move || finder::visited(&workspace, &here, &title.get(), &untrack(&kind)));
        star
    });
    let is_asking = RwSignal::new(false);
    let heading = element("div")
        .child(element("p").class("kind").live_text(kind))
        .child(element("h1").attribute("id", "card-title").live_text(move || title.get()));
    let head = element("header")
        .class("card-head")
        .child(heading)
        .children(star)
        .child(bar::buttons(editing, schema, is_asking))
        .child(bar::status(editing));
    let form = element("form")
        .class("card")
        .attribute("aria-labelledby", "card-title")
        .on("submit", move |event| {
            event.prevent_default();
            if editing.is_on.get_untracked() {
                editing.save();
            }
        })
        .child(head)
        .optional(move || {
            let end = Callback::new(move |()| is_asking.set(false));
            is_asking.get().then(|| bar::question(&title.get_untracked(), editing, end))
        })
        .optional(move || bar::trouble(editing));
    let form = form.parts(move || {
        let schema = schema.get();
        let mut parts = vec![fields(editing, schema.as_ref())];
        if let Some((schema, key)) = schema.zip(key.as_ref()) {
            parts.extend(lines(&workspace, &place, key, &schema, editing, begins == Begin::Lines));
            parts.extend(related(&place, &editing.record.get_untracked(), &schema));
        }
        parts
    });
    bar::shortcuts(&form, editing, begins != Begin::Lines);
    form
}

/// Goes where one is after a record was created, or deleted.
fn carry_out(
    workspace: &Workspace,
    place: &Place,
    schema: ReadSignal<Option<Arc<Schema>>>,
) -> Callback<Outcome> {
    let (workspace, place) = (workspace.clone(), place.clone());
    Callback::new(move |outcome| {
        let list = Address::List(place.clone(), ListState::default());
        let address = match outcome {
            Outcome::Created(record) => {
                let schema = schema.get_untracked();
                match schema::key(schema.as_deref(), &place.entity_set, &record) {
                    // Without a key it has no card.
                    None => list,
                    Some(key) => {
                        if schema.is_some_and(|schema| lines::has_lines(&schema, &place)) {
                            begin_next(Begin::Lines);
                        }
                        edit::created_next(record);
                        Address::Card(place.clone(), key.to_string())
                    }
                }
            }
            Outcome::Gone => list,
            Outcome::Saved { .. } | Outcome::Conflict { .. } | Outcome::Failed(_) => return,
        };
        workspace.replace(address);
    })
}
