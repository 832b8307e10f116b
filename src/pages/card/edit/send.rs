//! Sending what was typed, and what then becomes of it.

use super::{Editing, SENT, Told, Undo};
use crate::browser::intl;
use crate::pages::card::{
    home::Home,
    save::{self, Outcome},
};
use crate::problem::{Cause, Problem};
use crate::schema::{self, Column};
use business_central::{Changes, Json, Merge, Query, Record, input};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

impl Editing {
    /// Sends what was typed, also what belongs to it. What can be seen to be wrong is told at its field, and nothing is sent.
    pub(in crate::pages::card) fn save(self) {
        if let Some(save) = self.save_along.get_value() {
            save.run(());
        }
        if let Some(changes) = self.prepare() {
            self.send(changes, true);
        }
    }

    /// What is to be sent; none when there is nothing, or something is wrong.
    pub(in crate::pages::card) fn prepare(self) -> Option<Changes> {
        if matches!(self.told.get_untracked(), Told::Saving) {
            return None;
        }
        let changes = self.changes()?;
        if changes.is_empty() {
            match self.is_new() {
                true => self.told.set(Told::Note("There is nothing to create yet.".to_owned(), None)),
                false => self.discard(),
            }
            return None;
        }
        Some(changes)
    }

    /// What was typed, as it goes over the wire; none when something is wrong with it, which is told.
    fn changes(self) -> Option<Changes> {
        let (decimal, group) = intl::separators();
        let writing = input::NumberWriting { decimal, group };
        let (schema, record) = (self.schema.get_untracked(), self.record.get_untracked());
        let set = self.entity_set();
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
            return None;
        }
        Some(changes)
    }

    /// Sends `changes`; those of the user can be undone.
    pub(super) fn send(self, changes: Changes, is_undoable: bool) {
        spawn_local(self.send_now(changes, is_undoable));
    }

    /// The same, until it is done. It goes on when the user leaves the page: half way, nobody would know what became of it.
    pub(in crate::pages::card) async fn send_now(self, changes: Changes, is_undoable: bool) {
        self.told.set(Told::Saving);
        self.sent.set_value(self.typed.get_untracked());
        let (workspace, home) = (self.workspace.get_value(), self.home.get_value());
        let record = self.record.get_untracked();
        let outcome = match &home.key {
            None => {
                home.keep(SENT, Some("1"));
                save::create(&workspace, &home, &record, &changes).await
            }
            Some(_) => save::update(&workspace, &home, record, changes).await,
        };
        match &outcome {
            Outcome::Saved { .. } | Outcome::Created(_) | Outcome::Gone => home.forget(),
            Outcome::Failed(problem) if problem.cause == Cause::Lost => {}
            Outcome::Failed(_) | Outcome::Conflict { .. } => home.keep(SENT, None),
        }
        if !self.told.is_disposed() {
            self.take(outcome, is_undoable);
        }
    }

    fn take(self, outcome: Outcome, is_undoable: bool) {
        match &outcome {
            Outcome::Saved { record, undo, theirs } => {
                self.settle(record);
                let captions = self.captions(theirs);
                let also = match captions.is_empty() {
                    true => String::new(),
                    false => format!(" Meanwhile someone else changed {captions}."),
                };
                let undo = undo.clone().filter(|_| is_undoable).map(Undo::Send);
                let what = if is_undoable { "Saved." } else { "The change is taken back." };
                self.told.set(Told::Note(format!("{what}{also}"), undo));
            }
            Outcome::Conflict { merge, now } => {
                return self.told.set(Told::Conflict(merge.clone(), now.clone()));
            }
            Outcome::Failed(problem) => {
                self.mark(problem);
                return self.told.set(Told::Failed(problem.clone()));
            }
            Outcome::Created(record) if self.home.with_value(Home::is_line) => {
                // A new line stays where it is, and is one like the others from now on.
                let (schema, set) = (self.schema.get_untracked(), self.entity_set());
                let key = schema::key(schema.as_deref(), &set, record);
                self.home.update_value(|home| home.key = key.map(|key| key.to_string()));
                self.settle(record);
                self.told.set(Told::Note("Saved.".to_owned(), None));
            }
            Outcome::Created(_) | Outcome::Gone => self.clear(),
        }
        if let Some(act) = self.on_outcome.get_value() {
            act.run(outcome);
        }
    }

    /// The record is `record` now. What was typed while the rest was on its way is still to be sent.
    fn settle(self, record: &Arc<Record>) {
        let sent = self.sent.get_value();
        let mut left = Record::default();
        self.typed.with_untracked(|typed| {
            for (name, text) in typed.fields().filter(|(name, text)| sent.get(name) != Some(text)) {
                left.set(name, text.clone());
            }
        });
        self.home.with_value(Home::forget);
        self.record.set(record.clone());
        self.typed.set(left.clone());
        for (name, _) in left.fields() {
            self.keep(name);
        }
        self.is_on.set(left.fields().next().is_some());
    }

    /// Reads the record again after Business Central has worked on it. What was typed stays, and so does the version that
    /// it was typed over, where someone else has changed the same.
    pub(in crate::pages::card) async fn refresh(self) {
        let (workspace, home) = (self.workspace.get_value(), self.home.get_value());
        let Ok((collection, key)) = home.target(&workspace) else { return };
        // What is on the screen is not wrong, only older.
        let Ok(now) = workspace.send(collection.get(&key, &Query::default())).await else { return };
        let is_same = self.record.with_untracked(|before| {
            let mut names = Vec::new();
            self.typed.with_untracked(|typed| {
                names.extend(typed.fields().map(|(name, _)| name.to_owned()));
            });
            names.iter().all(|name| before.get(name) == now.get(name))
        });
        if is_same && !matches!(self.told.get_untracked(), Told::Saving) {
            self.record.set(Arc::new(now));
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
    /// What else was typed, also since, goes with it.
    pub(in crate::pages::card) fn decide(self, merge: &Merge, now: Arc<Record>, mine: &[String]) {
        self.typed.update(|typed| {
            for conflict in merge.conflicts.iter().filter(|conflict| !mine.contains(&conflict.name)) {
                let _: Option<Json> = typed.take(&conflict.name);
            }
        });
        self.record.set(now);
        // From now on it is typed over theirs.
        for conflict in &merge.conflicts {
            self.keep(&conflict.name);
        }
        let Some(changes) = self.changes() else { return };
        if changes.is_empty() {
            self.discard();
            self.told.set(Told::Note("Theirs is kept. There is nothing left to save.".to_owned(), None));
        } else {
            self.send(changes, true);
        }
    }

    /// Deletes the record.
    pub(in crate::pages::card) fn delete(self) {
        self.told.set(Told::Saving);
        let (workspace, home) = (self.workspace.get_value(), self.home.get_value());
        let record = self.record.get_untracked();
        spawn_local(async move {
            let outcome = save::delete(&workspace, &home, &record).await;
            if !self.told.is_disposed() {
                self.take(outcome, false);
            }
        });
    }
}
