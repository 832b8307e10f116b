//! One record: its fields, what belongs to it, what it is related to.

mod fields;
mod lines;
mod related;
mod title;

use crate::address::{Address, ListState, Place};
use crate::browser::page::set_title;
use crate::components::{
    alert::Alert,
    live::{live, part},
    progress::Progress,
    task::Tasks,
};
use crate::problem::{Action, Problem};
use crate::schema::{self, Schema};
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

/// The record of `place` with that key.
#[component]
pub fn CardPage(
    /// Where the record is.
    place: Place,
    /// Its key, as OData writes it in parentheses.
    key: String,
) -> impl IntoView {
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
    let caption_of_list = caption.clone();
    let body = move || match state.get() {
        State::Reading => {
            let what = format!("Reading {}", crate::format::in_sentence(&untrack(&caption)));
            view! { <Progress what on_cancel=cancel /> <div class="card" aria-hidden="true"><span class="skeleton-bar"></span></div> }.into_any()
        }
        State::Failed(problem) => view! { <Alert problem on_retry=read /> }.into_any(),
        State::Read(record) => card(place.clone(), key.clone(), record, schema),
    };
    view! {
        <div class="card-page">
            <a class="back" href=list>"‹ " {live(caption_of_list)}</a>
            {part(body)}
        </div>
    }
    .into_any()
}

async fn fetch(workspace: &Workspace, place: &Place, key: &str) -> Result<Record, Problem> {
    let key = Key::parse(key).ok_or(Error::NotFound(Default::default()))?;
    let collection = workspace.collection(place)?;
    workspace.send(collection.get(&key, &Query::default())).await
}

/// The record, drawn anew when the metadata comes: it may have come later than the record.
fn card(place: Place, key: String, record: Arc<Record>, schema: Signal<Option<Arc<Schema>>>) -> AnyView {
    let workspace = Workspace::expect();
    let company = workspace.company_name(&place.company);
    let title = title::of(&record).unwrap_or_else(|| key.clone());
    set_title(&format!("{title} · {company}"));
    let kind = {
        let set = place.entity_set.clone();
        move || {
            schema
                .with(|schema| schema.as_deref().and_then(|schema| schema.record_caption(&set)))
                .unwrap_or_default()
        }
    };
    let details = move || {
        let schema = schema.get();
        let more = schema.clone().map(|schema| {
            (lines(place.clone(), key.clone(), schema.clone()), related(&place, &record, &schema))
        });
        (fields(&place, &record, schema.as_ref()), more)
    };
    view! {
        <form class="card" aria-labelledby="card-title">
            <header class="card-head">
                <p class="kind">{live(kind)}</p>
                <h1 id="card-title">{title}</h1>
            </header>
            {part(details)}
        </form>
    }
    .into_any()
}
