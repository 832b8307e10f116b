//! Fetching a list's rows as they are wanted.

use super::plan::Plan;
use crate::address::Place;
use crate::components::task::Tasks;
use crate::list::{
    columns,
    pages::Pages,
    rows::{Held, Rows},
    source::{Cursor, Source, Wanted},
};
use crate::problem::{Action, Problem};
use crate::view::follow;
use crate::workspace::Workspace;
use business_central::Query;
use leptos::prelude::*;
use std::sync::Arc;

/// Empty pages in a row, after which the next would be empty, too.
const EMPTY: usize = 10;

/// What fetches the rows of a list.
#[derive(Clone)]
pub(super) struct Loader {
    workspace: Workspace,
    place: Place,
    rows: Rows,
    plan: Plan,
    tasks: Tasks,
    source: StoredValue<Option<Arc<Source>>>,
    /// Whether what is being read, or could not be, is what is shown already.
    is_refresh: StoredValue<bool>,
    /// What went wrong.
    pub(super) problem: RwSignal<Option<Problem>>,
}

impl Loader {
    /// Fetches what `rows` want from now on; with `source`, they are rows kept from before.
    pub(super) fn start(
        workspace: Workspace,
        place: Place,
        rows: Rows,
        plan: Plan,
        source: Option<Arc<Source>>,
    ) -> Self {
        let is_kept = source.is_some();
        if is_kept {
            plan.note_read(&place.entity_set);
        }
        let loader = Self {
            workspace,
            place,
            rows,
            plan,
            tasks: Tasks::of_this_view(),
            source: StoredValue::new(source),
            is_refresh: StoredValue::new(false),
            problem: RwSignal::new(None),
        };
        let begin = loader.clone();
        let mut keeps = is_kept;
        follow(move || {
            // Read, not only tracked: a memo that is computed later for the first time would count as a change.
            plan.asked.get();
            plan.lacked.get();
            if !std::mem::take(&mut keeps) {
                begin.begin();
            }
        });
        let go_on = loader.clone();
        follow(move || {
            let view = rows.visible();
            if !rows.is_stale.get() {
                for page in rows.pages.with(|pages| pages.wanted(&view)) {
                    go_on.fetch(page);
                }
            }
        });
        loader
    }

    /// Where the rows come from, once any have come.
    pub(super) fn source(&self) -> Option<Arc<Source>> {
        self.source.try_get_value().flatten()
    }

    /// Tries again what failed.
    pub(super) fn retry(&self) {
        if self.is_refresh.get_value() {
            self.reload();
        } else if self.rows.pages.with_untracked(|pages| pages.known() == 0) {
            self.begin();
        } else {
            self.problem.set(None);
            self.rows.pages.update(Pages::retry);
        }
    }

    /// Reads the list anew: what it shows may have changed. Until that has come, and where it does not, what is shown stays.
    pub(super) fn reload(&self) {
        let has_rows = self.source().is_some();
        self.begin();
        self.is_refresh.set_value(has_rows);
    }

    /// Gives up what is being read.
    pub(super) fn cancel(&self) {
        self.tasks.abort();
        let remedy = "Nothing was changed.";
        self.fail(Problem::new("You cancelled the reading.", remedy).with(Action::Retry));
    }

    /// Reads the first page of what the address asks for; until it has come, the rows of before stay.
    fn begin(&self) {
        self.tasks.abort();
        self.problem.set(None);
        self.is_refresh.set_value(false);
        self.rows.is_stale.set(true);
        let this = self.clone();
        self.tasks.spawn(async move {
            if let Err(problem) = this.first_page().await {
                this.fail(problem);
            }
        });
    }

    async fn first_page(&self) -> Result<(), Problem> {
        let source = Arc::new(self.prepare().await?);
        let mut pages = Held::new(Cursor::Start);
        pages.begin(0);
        let got = source.page(&self.workspace, Cursor::Start, true).await?;
        pages.deliver(0, got.records, got.next);
        self.source.set_value(Some(source));
        self.is_refresh.set_value(false);
        self.rows.exchange(pages, got.count);
        Ok(())
    }

    /// A search needs to know in which fields. Where the metadata hasn't said, one record does.
    async fn prepare(&self) -> Result<Source, Problem> {
        let set = &self.place.entity_set;
        let collection = self.workspace.collection(&self.place)?;
        let mut found = Vec::new();
        let searches = !self.plan.asked.with_untracked(|(search, ..)| search.trim().is_empty());
        if searches && !self.plan.knows_fields() {
            let sample = self.workspace.send(collection.list(&Query::default().top(1), 1)).await?;
            found = columns::inferred(&sample.records);
        }
        let wanted: Wanted = self.plan.wanted(set, found)?;
        self.plan.note_read(set);
        Ok(Source::new(collection, set, self.plan.schema.get_untracked(), wanted))
    }

    fn fail(&self, problem: Problem) {
        if self.is_refresh.get_value() {
            self.rows.pages.update(Pages::abandon);
            self.rows.is_stale.set(false);
            return self.problem.set(Some(problem));
        }
        let mut pages = Held::new(Cursor::Start);
        pages.begin(0);
        pages.fail(0);
        self.source.set_value(None);
        self.rows.exchange(pages, None);
        self.problem.set(Some(problem));
    }

    fn fetch(&self, page: usize) {
        let (rows, problem, workspace) = (self.rows, self.problem, self.workspace.clone());
        let Some(source) = self.source() else { return };
        let begun = rows.pages.try_update(|pages| (pages.is_new(page), pages.begin(page)));
        let Some((is_new, Some(cursor))) = begun else { return };
        self.tasks.spawn(async move {
            let got = source.page(&workspace, cursor, is_new).await;
            let view = untrack(|| rows.visible());
            match got {
                Ok(got) => rows.pages.update(|pages| {
                    pages.deliver(page, got.records, got.next);
                    pages.keep_near(&view);
                    if !pages.is_complete() && pages.empty_at_end() >= EMPTY {
                        pages.give_up();
                        let title = "Business Central keeps answering with empty pages.";
                        problem
                            .set(Some(Problem::new(title, "Retry, or narrow the list.").with(Action::Retry)));
                    }
                }),
                Err(failure) => {
                    rows.pages.update(|pages| pages.fail(page));
                    problem.set(Some(failure));
                }
            }
        });
    }
}
