//! Doing it, a hundred at a time.

use super::{
    Many, Stage,
    deed::{Deed, Fate},
    ledger::{self, Line},
};
use crate::list::selection::Chosen;
use crate::list_actions::{picker::Picker, reader::Reader};
use crate::problem::{Cause, Problem};
use business_central::{
    Answers, Change, Error, Key, Many as Changes, Outcome, Query, Record, Refusal, Request,
};
use leptos::prelude::*;
use std::{collections::HashMap, sync::Arc};

impl Many {
    /// Does `deed` with what is selected.
    pub(super) fn begin(&self, deed: Deed) {
        self.stopped.set_value(false);
        self.deed.set_value(Some(deed.clone()));
        self.lines.set(Vec::new());
        self.stage.set(Stage::Gathering(None));
        let this = self.clone();
        self.tasks.spawn(async move {
            let problem = match this.gather().await {
                Ok(lines) => {
                    this.lines.set(lines);
                    this.run(&deed).await
                }
                Err(problem) => Some(problem),
            };
            this.finish(&deed, problem);
        });
    }

    /// Does it with those with which it was not done. Each is read again first: it may have changed, which is often why.
    pub(super) fn again(&self, deed: Deed) {
        self.stopped.set_value(false);
        self.stage.set(Stage::Running);
        let this = self.clone();
        self.tasks.spawn(async move {
            for (at, line) in this.lines.get_untracked().into_iter().enumerate() {
                if !matches!(line.fate, Fate::Failed(_) | Fate::Unknown) {
                    continue;
                }
                if this.stopped.get_value() {
                    break;
                }
                let found = match this.read(&line.key).await {
                    Ok(found) => found,
                    Err(problem) => return this.finish(&deed, Some(problem)),
                };
                this.lines.update(|lines| {
                    if let Some(line) = lines.get_mut(at) {
                        line.renew(found.as_ref());
                        line.fate = if found.is_some() { Fate::Waiting } else { deed.of_missing() };
                    }
                });
            }
            let problem = this.run(&deed).await;
            this.finish(&deed, problem);
        });
    }

    /// The selected records, read where they never were.
    async fn gather(&self) -> Result<Vec<Line>, Problem> {
        let chosen = self.picker.chosen();
        let records = match chosen {
            Chosen::These(records) => records,
            Chosen::AllBut(_) => {
                let (mut reader, mut records) = (Reader::of(&self.picker)?, Vec::new());
                while let Some(page) = reader.next(Some(&chosen)).await? {
                    records.extend(page);
                    self.stage.set(Stage::Gathering(reader.left()));
                }
                records
            }
        };
        Ok(records.into_iter().filter_map(|record| self.line(record)).collect())
    }

    fn line(&self, record: Arc<Record>) -> Option<Line> {
        let key = self.picker.key_of(&record)?;
        let columns = self.picker.plan.columns.get_untracked();
        let texts = columns.iter().take(2).map(|column| column.text(&record));
        let title = texts.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join(" · ");
        let title = if title.is_empty() { key.to_string() } else { title };
        Some(Line { key, title, record, fate: Fate::Waiting })
    }

    /// Does it with those that wait for it, until there are none or the user wants no more. A problem concerns all that
    /// are left, and ends it.
    async fn run(&self, deed: &Deed) -> Option<Problem> {
        self.stage.set(Stage::Running);
        let collection = match self.picker.workspace.collection(&self.picker.place) {
            Ok(collection) => collection,
            Err(problem) => return Some(problem),
        };
        let (waiting, changes): (Vec<usize>, Vec<Change>) = self.lines.with_untracked(|lines| {
            let waiting = lines.iter().enumerate().filter(|(_, line)| line.fate == Fate::Waiting);
            waiting.map(|(at, line)| (at, deed.change(&collection, &line.key, &line.record))).unzip()
        });
        let mut changes = self.picker.workspace.many(&self.picker.place.route, changes);
        while !self.stopped.get_value() {
            let Some(request) = changes.next_request() else { break };
            let problem = self.send(&mut changes, request).await;
            let unknown = self.take(deed, &waiting, &changes);
            self.settle(deed, &waiting, &mut changes, unknown, problem.is_some()).await;
            if let Some(problem) = problem {
                let count = self.lines.with_untracked(|lines| ledger::count(lines));
                // A lost answer is no more to be told where the records have shown what became of each.
                let is_found_out = problem.cause == Cause::Lost && count.unknown + count.waiting == 0;
                return Some(problem).filter(|_| !is_found_out);
            }
        }
        None
    }

    /// Sends the next request of `changes`.
    async fn send(&self, changes: &mut Changes, request: Request<Answers>) -> Option<Problem> {
        let (result, problem) = match self.picker.workspace.ask(request).await {
            Ok(result) => (result, None),
            // The access stood in the way: nothing was sent, or it was turned away.
            Err(problem) => (Err(Error::SignInAgain(Refusal::default())), Some(problem)),
        };
        let error = changes.take(result).err();
        problem.or_else(|| error.map(|error| self.picker.workspace.explain(error)))
    }

    /// Takes over how the changes of the lines `waiting` fare. Those of which it is not known come back.
    fn take(&self, deed: &Deed, waiting: &[usize], changes: &Changes) -> Vec<usize> {
        let (mut done, mut unknown) = (Vec::new(), Vec::new());
        self.lines.update(|lines| {
            for (index, (at, outcome)) in waiting.iter().zip(changes.outcomes()).enumerate() {
                let Some(line) = lines.get_mut(*at) else { continue };
                if line.fate != Fate::Waiting || *outcome == Outcome::Waiting {
                    continue;
                }
                match outcome {
                    Outcome::Unknown => unknown.push(index),
                    Outcome::Done(record) => {
                        line.renew(record.as_ref());
                        done.push(*at);
                    }
                    Outcome::Waiting | Outcome::Failed(_) => {}
                }
                line.fate = deed.fate(outcome, false);
            }
        });
        self.show(deed, done);
        unknown
    }

    /// Reads again those of which it is not known, and tells by the record. What cannot be read stays unknown; what was not
    /// done waits for its turn, unless this was the last request.
    async fn settle(
        &self,
        deed: &Deed,
        waiting: &[usize],
        changes: &mut Changes,
        unknown: Vec<usize>,
        was_last: bool,
    ) {
        for index in unknown {
            let Some(request) = changes.read_again(index) else { continue };
            let Ok(found) = self.picker.workspace.ask(request).await else { continue };
            changes.settle(index, found.as_ref());
            let (Some(at), Some(outcome)) = (waiting.get(index), changes.outcomes().get(index)) else {
                continue;
            };
            self.lines.update(|lines| {
                if let Some(line) = lines.get_mut(*at) {
                    line.renew(found.as_ref().ok());
                    line.fate = deed.fate(outcome, was_last);
                }
            });
            self.show(deed, [*at]);
        }
    }

    /// The record of that line as it is now; none if it is no more.
    async fn read(&self, key: &Key) -> Result<Option<Record>, Problem> {
        let Picker { workspace, place, .. } = &self.picker;
        match workspace.ask(workspace.collection(place)?.get(key, &Query::default())).await? {
            Ok(record) => Ok(Some(record)),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(workspace.explain(error)),
        }
    }

    /// The list and the selection have the records of these lines as they are now, or have them no more.
    fn show(&self, deed: &Deed, lines: impl IntoIterator<Item = usize>) {
        let done: HashMap<Key, Arc<Record>> = self.lines.with_untracked(|all| {
            let lines = lines.into_iter().filter_map(|at| all.get(at));
            let done = lines.filter(|line| line.fate == Fate::Done);
            done.map(|line| (line.key.clone(), line.record.clone())).collect()
        });
        let deletes = matches!(deed, Deed::Delete);
        self.picker.selection.update(|selection| {
            for (key, record) in &done {
                selection.renew(key, (!deletes).then(|| record.clone()));
            }
        });
        if !deletes {
            self.picker.rows.pages.update(|pages| {
                for row in pages.rows_mut() {
                    if let Some(record) = self.picker.key_of(row).and_then(|key| done.get(&key)) {
                        *row = record.clone();
                    }
                }
            });
        }
    }

    fn finish(&self, deed: &Deed, problem: Option<Problem>) {
        self.stage.set(Stage::Finished(problem));
        let any = self.lines.with_untracked(|lines| lines.iter().any(|line| line.fate == Fate::Done));
        if any && matches!(deed, Deed::Delete) {
            self.picker.clear();
            self.on_reload.run(());
        }
    }
}
