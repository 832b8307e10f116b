//! A record being changed: what was typed, what of it is wrong, and what became of saving it.

use super::{
    fields,
    save::{self, Outcome},
};
use crate::address::Place;
use crate::browser::intl;
use crate::components::task::Tasks;
use crate::drafts;
use crate::editor;
use crate::problem::{Cause, Problem};
use crate::schema::{self, Column, Schema};
use crate::workspace::Workspace;
use business_central::{Changes, Json, Merge, Record, Typed as _, input};
use leptos::prelude::*;
use std::{cell::Cell, sync::Arc};

/// In the draft store: what was typed into a field, what the record held there, and the version of it.
const TYPED: &str = "field.";
const BASE: &str = "base.";
const ETAG: &str = "etag";

thread_local! {
    /// Whether the next card is opened to be changed.
    static NEXT: Cell<bool> = const { Cell::new(false) };
}

/// The next card that is opened is opened to be changed.
pub fn begin_next() {
    NEXT.set(true);
}

/// What became of the last deed.
#[derive(Clone)]
pub(super) enum Told {
    Nothing,
    /// It is going on.
    Saving,
    /// Something that the user should know, and what takes it back.
    Note(String, Option<Undo>),
    /// It was not done.
    Failed(Problem),
    /// Someone else changed the same fields.
    Conflict(Arc<Merge>, Arc<Record>),
}

/// What a deed can be taken back by.
#[derive(Clone)]
pub(super) enum Undo {
    /// Sending these.
    Send(Changes),
    /// Typing this again.
    Type(Record),
}

/// The record being changed. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    workspace: StoredValue<Workspace>,
    place: StoredValue<Place>,
    /// None while it is a new one.
    key: StoredValue<Option<String>>,
    schema: ReadSignal<Option<Arc<Schema>>>,
    /// The record as it was read.
    pub(super) record: RwSignal<Arc<Record>>,
    /// Whether its fields can be typed into.
    pub(super) is_on: RwSignal<bool>,
    /// The raw texts of the fields that hold something else than the record.
    typed: RwSignal<Record>,
    /// What is wrong with which field.
    pub(super) faults: RwSignal<Vec<(String, String)>>,
    /// What became of the last deed.
    pub(super) told: RwSignal<Told>,
    /// The record was created or is gone: to be carried out by the page.
    pub(super) on_outcome: StoredValue<Option<Callback<Outcome>>>,
    tasks: StoredValue<Tasks>,
}

impl Editing {
    /// `record` of `place`, with what was typed into its fields before and never sent. `key` is none for a new record.
    pub(super) fn new(
        place: &Place,
        key: Option<String>,
        record: Arc<Record>,
        schema: ReadSignal<Option<Arc<Schema>>>,
    ) -> Self {
        let is_new = key.is_none();
        let begins = NEXT.take();
        let editing = Self {
            workspace: StoredValue::new(Workspace::expect()),
            place: StoredValue::new(place.clone()),
            key: StoredValue::new(key),
            schema,
            record: RwSignal::new(record),
            is_on: RwSignal::new(is_new || begins),
            typed: RwSignal::new(Record::default()),
            faults: RwSignal::new(Vec::new()),
            told: RwSignal::new(Told::Nothing),
            on_outcome: StoredValue::new(None),
            tasks: StoredValue::new(Tasks::of_this_view()),
        };
        editing.restore();
        editing
    }

    /// Takes up what was typed before. The record counts as what it was then: if someone changed it since, saving finds
    /// out.
    fn restore(self) {
        let kept = drafts::kept();
        let mut base = (*self.record.get_untracked()).clone();
        let mut typed = Record::default();
        for (name, text) in kept.fields() {
            if let (Some(name), Some(text)) = (name.strip_prefix(TYPED), text.as_text()) {
                typed.set(name, text);
            }
            if let (Some(name), Some(Ok(was))) = (name.strip_prefix(BASE), text.as_text().map(Json::parse)) {
                base.set(name, was);
            }
        }
        if typed.fields().next().is_none() {
            return;
        }
        if let Some(etag) = kept.get(ETAG) {
            base.set("@odata.etag", etag.clone());
        }
        self.record.set(Arc::new(base));
        self.typed.set(typed);
        self.is_on.set(true);
        self.told.set(Told::Note("These changes are from before. They are not saved yet.".to_owned(), None));
    }

    /// Opens the fields to be typed into, if any can be changed.
    pub(super) fn begin(self) {
        let schema = self.schema.get_untracked();
        let are_editable =
            || self.place.with_value(|place| fields::are_editable(place, schema.as_ref(), self));
        if untrack(are_editable) {
            self.is_on.set(true);
        }
    }

    /// Whether it is one that Business Central doesn't have yet.
    pub(super) fn is_new(self) -> bool {
        self.key.with_value(Option::is_none)
    }

    /// How many fields were changed; tracked.
    pub(super) fn changed(self) -> usize {
        self.typed.with(|typed| typed.fields().count())
    }

    /// The raw text of the field of `column`.
    pub(super) fn raw(self, column: &Column) -> String {
        let typed = self.typed.with_untracked(|typed| typed.string(&column.field.name));
        typed.unwrap_or_else(|| self.record.with_untracked(|record| editor::raw(column, record)))
    }

    /// Whether the field called `name` was changed; tracked.
    pub(super) fn is_changed(self, name: &str) -> bool {
        self.typed.with(|typed| typed.get(name).is_some())
    }

    /// `text` was typed into the field of `column`.
    pub(super) fn type_in(self, column: &Column, text: &str) {
        let name = column.field.name.as_str();
        let record = self.record.get_untracked();
        let is_other = editor::raw(column, &record) != text;
        self.typed.update(|typed| {
            let _ = typed.take(name);
            typed.set_some(name, Some(text).filter(|_| is_other));
        });
        self.faults.update(|faults| faults.retain(|(field, _)| field != name));
        self.keep(name);
    }

    /// Keeps what the field called `name` holds, or forgets it where that is what the record says.
    fn keep(self, name: &str) {
        let typed = self.typed.with_untracked(|typed| typed.string(name));
        let record = self.record.get_untracked();
        let was = record.get(name).map(ToString::to_string).filter(|_| typed.is_some());
        drafts::keep(&format!("{TYPED}{name}"), typed.as_deref());
        drafts::keep(&format!("{BASE}{name}"), was.as_deref());
        let etag =
            record.etag().filter(|_| self.typed.with_untracked(|typed| typed.fields().next().is_some()));
        drafts::keep(ETAG, etag);
    }

    /// Gives up what was typed; it can be taken back.
    pub(super) fn discard(self) {
        let typed = self.typed.get_untracked();
        drafts::forget_here();
        self.typed.set(Record::default());
        self.faults.set(Vec::new());
        self.is_on.set(self.is_new());
        let is_empty = typed.fields().next().is_none();
        self.told.set(match is_empty {
            true => Told::Nothing,
            false => Told::Note("Your changes are discarded.".to_owned(), Some(Undo::Type(typed))),
        });
    }

    /// Takes the last deed back.
    pub(super) fn undo(self, undo: Undo) {
        match undo {
            Undo::Send(changes) => self.send(changes, false),
            Undo::Type(typed) => {
                self.typed.set(typed.clone());
                for (name, _) in typed.fields() {
                    self.keep(name);
                }
                self.told.set(Told::Nothing);
                self.is_on.set(true);
            }
        }
    }

    /// The columns of the record's fields.
    pub(super) fn columns(self) -> Vec<Column> {
        let (schema, record) = (self.schema.get(), self.record.get_untracked());
        self.place.with_value(|place| {
            let fields = schema::fields(schema.as_deref(), &place.entity_set, [&*record]);
            fields.into_iter().map(|field| Column::new(schema.as_ref(), &place.entity_set, field)).collect()
        })
    }

    /// Sends what was typed. What can be seen to be wrong is told at its field, and nothing is sent.
    pub(super) fn save(self) {
        if matches!(self.told.get_untracked(), Told::Saving) {
            return;
        }
        let (decimal, group) = intl::separators();
        let writing = input::NumberWriting { decimal, group };
        let (schema, record) = (self.schema.get_untracked(), self.record.get_untracked());
        let set = self.place.with_value(|place| place.entity_set.clone());
        let (mut changes, mut faults) = (Changes::default(), Vec::new());
        for column in untrack(|| self.columns()) {
            let name = column.field.name.as_str();
            let Some(text) = self.typed.with_untracked(|typed| typed.string(name)) else { continue };
            let limit = schema.as_deref().and_then(|schema| schema.property(&set, name)?.max_length);
            match input::parse(&column.field.kind, &text, limit, writing) {
                Ok(value) => changes.set(&record, name, value),
                Err(error) => faults.push((name.to_owned(), error.to_string())),
            }
        }
        let is_good = faults.is_empty();
        self.faults.set(faults);
        if !is_good {
            self.told.set(Told::Note("Nothing was saved: see the fields that are marked.".to_owned(), None));
        } else if changes.is_empty() && !self.is_new() {
            self.discard();
        } else {
            self.send(changes, true);
        }
    }

    /// Sends `changes`; those of the user can be undone.
    fn send(self, changes: Changes, is_undoable: bool) {
        self.told.set(Told::Saving);
        let (workspace, place, key) =
            (self.workspace.get_value(), self.place.get_value(), self.key.get_value());
        let record = self.record.get_untracked();
        self.tasks.get_value().spawn(async move {
            let outcome = match &key {
                None => save::create(&workspace, &place, &changes).await,
                Some(key) => save::update(&workspace, &place, key, record, changes).await,
            };
            self.take(outcome, is_undoable);
        });
    }

    fn take(self, outcome: Outcome, is_undoable: bool) {
        match outcome {
            Outcome::Saved { record, undo, theirs } => {
                self.record.set(record);
                drafts::forget_here();
                self.typed.set(Record::default());
                self.is_on.set(false);
                let captions = self.captions(&theirs);
                let also = match captions.is_empty() {
                    true => String::new(),
                    false => format!(" Meanwhile someone else changed {captions}."),
                };
                let undo = undo.filter(|_| is_undoable).map(Undo::Send);
                let what = if is_undoable { "Saved." } else { "The change is taken back." };
                self.told.set(Told::Note(format!("{what}{also}"), undo));
            }
            Outcome::Conflict { merge, now } => self.told.set(Told::Conflict(merge, now)),
            Outcome::Failed(problem) => {
                self.mark(&problem);
                self.told.set(Told::Failed(problem));
            }
            outcome @ (Outcome::Created(_) | Outcome::Gone) => {
                drafts::forget_here();
                if let Some(act) = self.on_outcome.get_value() {
                    act.run(outcome);
                }
            }
        }
    }

    /// Marks the field that Business Central's words name.
    fn mark(self, problem: &Problem) {
        let said = problem.title.to_lowercase();
        let columns = untrack(|| self.columns());
        let named = columns
            .iter()
            .filter(|column| self.typed.with_untracked(|typed| typed.get(&column.field.name).is_some()));
        let named = named.max_by_key(|column| {
            let is_named = |word: &str| !word.is_empty() && said.contains(&word.to_lowercase());
            let length = is_named(&column.caption).then_some(column.caption.len());
            length
                .or_else(|| is_named(&column.field.name).then_some(column.field.name.len()))
                .unwrap_or_default()
        });
        let is_named = |column: &&Column| {
            said.contains(&column.caption.to_lowercase()) || said.contains(&column.field.name.to_lowercase())
        };
        if let Some(column) = named.filter(is_named).filter(|_| problem.cause == Cause::Other) {
            self.faults.set(vec![(column.field.name.clone(), problem.title.clone())]);
        }
    }

    /// Goes on with `mine` of a conflict: the fields in which the user prefers their own, over the record as it is `now`.
    pub(super) fn decide(self, merge: &Merge, now: Arc<Record>, mine: &[String]) {
        let mut changes = merge.mine.clone();
        for conflict in &merge.conflicts {
            match mine.contains(&conflict.name) {
                true => changes.set(&now, &conflict.name, conflict.mine.clone()),
                false => self.typed.update(|typed| {
                    let _ = typed.take(&conflict.name);
                }),
            }
        }
        self.record.set(now);
        if changes.is_empty() {
            self.discard();
            self.told.set(Told::Note("Theirs is kept. There is nothing left to save.".to_owned(), None));
        } else {
            self.send(changes, true);
        }
    }

    /// Deletes the record.
    pub(super) fn delete(self) {
        self.told.set(Told::Saving);
        let (workspace, place, key) =
            (self.workspace.get_value(), self.place.get_value(), self.key.get_value());
        let record = self.record.get_untracked();
        self.tasks.get_value().spawn(async move {
            let Some(key) = key else { return };
            let outcome = save::delete(&workspace, &place, &key, &record).await;
            self.take(outcome, false);
        });
    }

    /// What people call the fields of these names, in a sentence.
    pub(super) fn captions(self, names: &[String]) -> String {
        let columns = untrack(|| self.columns());
        let told: Vec<&str> = columns
            .iter()
            .filter(|column| names.contains(&column.field.name) && column.field.is_readable())
            .map(|column| column.caption.as_str())
            .collect();
        told.join(", ")
    }
}
