//! Doing it, a hundred at a time.

use super::{
    Many, Stage,
    deed::{Deed, Fate},
    ledger::Line,
    post::{self, Sent},
};
use crate::list::selection::Chosen;
use crate::list_actions::reader::Reader;
use crate::problem::Problem;
use business_central::{Answer, Error, Json, Key, Record};
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
                let fate = match line.fate {
                    Fate::Done | Fate::Waiting => continue,
                    Fate::Failed(_) | Fate::Unknown => match post::read(&this.picker, &line.key).await {
                        Ok(Some(record)) => {
                            this.renew(at, Arc::new(record));
                            Fate::Waiting
                        }
                        Ok(None) => deed.settle(&line.record, None),
                        Err(problem) => return this.finish(&deed, Some(problem)),
                    },
                };
                this.judge(at, fate);
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
        while !self.stopped.get_value() {
            let waiting = |lines: &Vec<Line>| {
                let waiting = lines.iter().enumerate().filter(|(_, line)| line.fate == Fate::Waiting);
                waiting.take(post::MOST).map(|(at, line)| (at, line.clone())).collect::<Vec<_>>()
            };
            let hundred = self.lines.with_untracked(waiting);
            if hundred.is_empty() {
                return None;
            }
            let lines: Vec<&Line> = hundred.iter().map(|(_, line)| line).collect();
            match post::send(&self.picker, deed, &lines).await {
                Sent::Answered(answers) => {
                    for ((at, _), answer) in hundred.iter().zip(answers) {
                        self.take(*at, answer);
                    }
                    self.show(deed, hundred.iter().map(|(at, _)| *at));
                }
                Sent::Refused(problem) => return Some(problem),
                // From here on it may have been done: it is never sent again by itself.
                Sent::Lost(problem) => {
                    for (at, _) in &hundred {
                        self.judge(*at, Fate::Unknown);
                    }
                    self.settle(deed).await;
                    return Some(problem);
                }
            }
            self.settle(deed).await;
        }
        None
    }

    /// What the answer to one change says.
    fn take(&self, at: usize, answer: Option<Answer>) {
        let Some(answer) = answer else { return self.judge(at, Fate::Unknown) };
        let fate = match (answer.status, Error::of(&answer)) {
            (200..=299, _) => {
                if let Ok(Json::Object(record)) = Json::parse(&answer.body) {
                    self.renew(at, Arc::new(record));
                }
                Fate::Done
            }
            // The service's own failure, or one of something on the way, says nothing about the change.
            (408, _) | (_, Error::Failed(_) | Error::Unavailable(_)) => Fate::Unknown,
            (_, error) => Fate::Failed(error.to_string()),
        };
        self.judge(at, fate);
    }

    /// Reads again those of which it is not known, and tells by the record. What cannot be read stays unknown.
    async fn settle(&self, deed: &Deed) {
        for (at, line) in self.lines.get_untracked().into_iter().enumerate() {
            if line.fate != Fate::Unknown {
                continue;
            }
            if let Ok(found) = post::read(&self.picker, &line.key).await {
                let fate = deed.settle(&line.record, found.as_ref());
                if let Some(found) = found {
                    self.renew(at, Arc::new(found));
                }
                self.judge(at, fate);
                self.show(deed, [at]);
            }
        }
    }

    fn judge(&self, at: usize, fate: Fate) {
        self.lines.update(|lines| {
            if let Some(line) = lines.get_mut(at) {
                line.fate = fate;
            }
        });
    }

    fn renew(&self, at: usize, record: Arc<Record>) {
        self.lines.update(|lines| {
            if let Some(line) = lines.get_mut(at) {
                line.record = record;
            }
        });
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
