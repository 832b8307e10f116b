//! The selection of the list on the screen.

use super::ListActions;
use crate::address::Place;
use crate::components::grid::Hooks;
use crate::components::task::Tasks;
use crate::list::{
    pages::Pages,
    rows::Rows,
    selection::{Chosen, Extent, Row, Selection},
    source::{Cursor, Source},
};
use crate::pages::list::plan::Plan;
use crate::problem::Problem;
use crate::schema;
use crate::view::follow;
use crate::workspace::Workspace;
use business_central::{Key, Record};
use leptos::prelude::*;
use std::sync::Arc;

/// A row with its record.
pub(super) type Picked = Row<Arc<Record>>;

/// What selects. A clone selects in the same list.
#[derive(Clone)]
pub(super) struct Picker {
    pub(super) rows: Rows,
    pub(super) plan: Plan,
    pub(super) hooks: Hooks,
    pub(super) selection: RwSignal<Selection<Arc<Record>>>,
    /// How many rows of a range are still to be read before it is selected.
    pub(super) reading: RwSignal<Option<usize>>,
    /// Why a range could not be read.
    pub(super) problem: RwSignal<Option<Problem>>,
    /// What was done last, in a few words.
    pub(super) told: RwSignal<String>,
    /// Whether anything is selected.
    pub(super) is_some: Memo<bool>,
    /// Whether rows are being read.
    pub(super) is_reading: Memo<bool>,
    pub(super) on_open: Callback<Arc<Record>>,
    pub(super) place: Arc<Place>,
    pub(super) workspace: Workspace,
    source: Callback<(), Option<Arc<Source>>>,
    tasks: Tasks,
}

impl Picker {
    /// A picker that has selected nothing.
    pub(super) fn new(actions: &ListActions, tasks: Tasks) -> Self {
        let (rows, reading) = (actions.rows, RwSignal::new(None));
        let selection = RwSignal::new(Selection::default());
        let picker = Self {
            rows,
            plan: actions.plan,
            hooks: actions.hooks,
            selection,
            reading,
            told: RwSignal::new(String::new()),
            is_some: Memo::new(move |_| {
                let total = rows.count_shown();
                selection.with(|selection| selection.extent(total) != Extent::None)
            }),
            is_reading: Memo::new(move |_| reading.with(Option::is_some)),
            problem: RwSignal::new(None),
            on_open: actions.on_open,
            source: actions.source,
            place: Arc::new(actions.place.clone()),
            tasks,
            workspace: Workspace::expect(),
        };
        // What is selected but no longer listed must not be deleted unseen. An order leaves it listed.
        let (asked, clearing) = (actions.plan.asked, picker.clone());
        let matching = Memo::new(move |_| asked.with(|(search, filter, _)| (search.clone(), filter.clone())));
        let mut is_first = true;
        follow(move || {
            // Read, not only tracked: a memo that was never read follows nothing.
            matching.get();
            if !std::mem::take(&mut is_first) {
                clearing.clear();
            }
        });
        picker
    }

    /// The row at `index`, if it is held and its record has a key.
    pub(super) fn row(&self, index: usize) -> Option<Picked> {
        let record = self.rows.pages.with_untracked(|pages| pages.row(index).cloned())?;
        self.picked(index, record)
    }

    fn picked(&self, index: usize, record: Arc<Record>) -> Option<Picked> {
        Some(Row { index, key: self.key_of(&record)?, record })
    }

    /// The key of a record of the list.
    pub(super) fn key_of(&self, record: &Record) -> Option<Key> {
        let schema = self.plan.schema.get_untracked();
        schema::key(schema.as_deref(), &self.place.entity_set, record)
    }

    /// How many records match, as far as that is known; tracked.
    pub(super) fn total(&self) -> Option<u64> {
        self.rows.count_shown()
    }

    /// How many are selected; none when that isn't known; tracked.
    pub(super) fn count(&self) -> Option<u64> {
        let total = self.total();
        self.selection.with(|selection| selection.count(total))
    }

    /// How much of the list is selected; tracked.
    pub(super) fn extent(&self) -> Extent {
        let total = self.total();
        self.selection.with(|selection| selection.extent(total))
    }

    /// What is selected.
    pub(super) fn chosen(&self) -> Chosen<Arc<Record>> {
        self.selection.with_untracked(Selection::chosen)
    }

    /// Selects the row at `index`, or no longer.
    pub(super) fn toggle(&self, index: usize) {
        self.stop();
        if let Some(row) = self.row(index) {
            self.selection.update(|selection| selection.toggle(row));
        }
    }

    /// Selects from where the range begins, or else the active row, to `index`.
    pub(super) fn extend_to(&self, index: usize) {
        self.stop();
        let begun = self.selection.with_untracked(Selection::anchor);
        let anchor = begun.or_else(|| self.rows.active.get_untracked()).unwrap_or(index);
        let range = anchor.min(index)..anchor.max(index) + 1;
        let dropped = self.rows.pages.with_untracked(|pages: &Pages<_, _>| pages.dropped(&range));
        let held: Vec<Picked> = range.clone().filter_map(|index| self.row(index)).collect();
        match (self.source).run(()) {
            Some(source) if !dropped.is_empty() => self.read_range(source, anchor, range, held, dropped),
            _ => self.selection.update(|selection| selection.extend(anchor, held)),
        }
    }

    /// Rows far from view were dropped: they are read again, to know which records they are.
    fn read_range(
        &self,
        source: Arc<Source>,
        anchor: usize,
        range: std::ops::Range<usize>,
        mut rows: Vec<Picked>,
        dropped: Vec<(usize, Cursor)>,
    ) {
        let this = self.clone();
        self.reading.set(Some(range.len() - rows.len()));
        self.tasks.spawn(async move {
            for (start, cursor) in dropped {
                match source.page(&this.workspace, cursor, false).await {
                    Ok(got) => {
                        let numbered = (start..).zip(got.records).filter(|(index, _)| range.contains(index));
                        rows.extend(numbered.filter_map(|(index, record)| this.picked(index, record)));
                    }
                    Err(problem) => {
                        this.reading.set(None);
                        return this.problem.set(Some(problem));
                    }
                }
                this.reading.set(Some(range.len().saturating_sub(rows.len())));
            }
            this.reading.set(None);
            this.selection.update(|selection| selection.extend(anchor, rows));
        });
    }

    /// Does `work`, in the place of any other that is being done.
    pub(super) fn run(&self, work: impl Future<Output = ()> + 'static) {
        self.stop();
        self.tasks.spawn(work);
    }

    /// Gives up what is being read.
    pub(super) fn stop(&self) {
        self.tasks.abort();
        self.reading.set(None);
        self.problem.set(None);
        self.told.set(String::new());
    }

    /// Ranges begin anew.
    pub(super) fn settle(&self) {
        if self.selection.with_untracked(|selection| selection.anchor().is_some()) {
            self.selection.update(|selection| {
                selection.settle();
            });
        }
    }

    /// Selects everything that matches.
    pub(super) fn select_all(&self) {
        self.stop();
        self.selection.update(Selection::select_all);
    }

    /// Selects nothing any more; whether anything was.
    pub(super) fn clear(&self) -> bool {
        self.stop();
        let total = self.rows.count.get_untracked();
        let had = self.selection.with_untracked(|selection| selection.extent(total) != Extent::None);
        self.selection.update(Selection::clear);
        had
    }
}
