//! The state of a list while it is on the screen: signals over [`Pages`] and [`Sight`].

use super::{
    pages::Pages,
    source::Cursor,
    view::{Sight, Step},
};
use business_central::Record;
use leptos::prelude::*;
use std::{ops::Range, sync::Arc};

/// The rows as the list holds them.
pub type Held = Pages<Cursor, Arc<Record>>;

/// A row to draw: a record, or the place of one that has not come.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Its index in the whole list.
    pub index: usize,
    /// The record.
    pub record: Option<Arc<Record>>,
}

/// A list's rows and what the user sees of them.
#[derive(Clone, Copy)]
pub struct Rows {
    /// The rows held.
    pub pages: RwSignal<Held>,
    /// How many there are in all, once the service has said.
    pub count: RwSignal<Option<u64>>,
    /// The row that the keyboard acts on.
    pub active: RwSignal<Option<usize>>,
    /// Counts how often the rows were exchanged for those of another query.
    pub generation: RwSignal<u32>,
    /// Whether other rows than the ones shown are on their way.
    pub is_stale: RwSignal<bool>,
    sight: RwSignal<Sight>,
    window: Memo<(Range<usize>, Range<usize>)>,
    /// Where the grid's upper edge was, in CSS pixels, and where it is to be put again.
    scroll: StoredValue<(i32, Option<i32>)>,
}

/// What of a list survives while the user is on another page.
#[derive(Clone)]
pub struct Kept {
    pages: Held,
    count: Option<u64>,
    active: Option<usize>,
    scroll_top: i32,
}

impl Rows {
    /// Rows as they were kept, or none yet.
    #[must_use]
    pub fn new(kept: Option<Kept>) -> Self {
        let restored = kept.as_ref().map(|kept| kept.scroll_top);
        let kept = kept.unwrap_or_else(|| Kept {
            pages: Held::new(Cursor::Start),
            count: None,
            active: None,
            scroll_top: 0,
        });
        let pages = RwSignal::new(kept.pages);
        // Before the grid has been measured: a screenful.
        let sight = RwSignal::new(Sight { top: 0.0, rows: 20.0 });
        let window = Memo::new(move |_| {
            let (range, sight) = (pages.with(Pages::range), sight.get());
            (sight.visible(range), sight.drawn(range))
        });
        Self {
            pages,
            count: RwSignal::new(kept.count),
            active: RwSignal::new(kept.active),
            generation: RwSignal::new(0),
            is_stale: RwSignal::new(restored.is_none()),
            sight,
            window,
            scroll: StoredValue::new((restored.unwrap_or_default(), restored)),
        }
    }

    /// What to keep of the list.
    #[must_use]
    pub fn keep(&self) -> Kept {
        let mut pages = self.pages.get_untracked();
        pages.abandon();
        pages.retry();
        Kept {
            pages,
            count: self.count.get_untracked(),
            active: self.active.get_untracked(),
            scroll_top: self.scroll.get_value().0,
        }
    }

    /// Shows the rows of another query from their beginning.
    pub fn exchange(&self, pages: Held, count: Option<u64>) {
        self.pages.set(pages);
        self.count.set(count);
        self.active.set(None);
        self.is_stale.set(false);
        self.generation.update(|generation| *generation += 1);
    }

    /// Takes in what the grid measures, in CSS pixels: the height of its body of `range` rows, its own height, and how
    /// far it is scrolled.
    pub fn measured(&self, range: usize, body: i32, grid: i32, scroll_top: i32) {
        self.scroll.set_value((scroll_top, None));
        #[expect(clippy::cast_precision_loss, reason = "a row's index is far below 2^52")]
        let row = f64::from(body) / range as f64;
        if row.is_normal() {
            // The header hides as much as one row.
            let sight =
                Sight { top: f64::from(scroll_top) / row, rows: (f64::from(grid) / row - 1.0).max(1.0) };
            if self.sight.get_untracked() != sight {
                self.sight.set(sight);
            }
        }
    }

    /// Where the grid is to be scrolled to when it is shown again, asked once.
    #[must_use]
    pub fn take_restored(&self) -> Option<i32> {
        self.scroll.try_update_value(|scroll| scroll.1.take()).flatten()
    }

    /// The rows in sight; tracked.
    #[must_use]
    pub fn visible(&self) -> Range<usize> {
        self.window.get().0
    }

    /// How many rows lie above those to draw; tracked.
    #[must_use]
    pub fn above(&self) -> usize {
        self.window.get().1.start
    }

    /// The rows to draw; tracked.
    #[must_use]
    pub fn drawn(&self) -> Vec<Drawn> {
        let drawn = self.window.get().1;
        self.pages
            .with(|pages| drawn.map(|index| Drawn { index, record: pages.row(index).cloned() }).collect())
    }

    /// Up to `number` of the first rows, as far as they are held; tracked.
    #[must_use]
    pub fn sample(&self, number: usize) -> Vec<Arc<Record>> {
        self.pages.with(|pages| (0..number).filter_map(|index| pages.row(index).cloned()).collect())
    }

    /// How many rows there are in all, as far as that is known; tracked.
    #[must_use]
    pub fn count_shown(&self) -> Option<u64> {
        self.count.get().or_else(|| self.ended_at())
    }

    /// How many rows came in all, once the last has come; tracked.
    #[must_use]
    pub fn ended_at(&self) -> Option<u64> {
        self.pages.with(|pages| pages.is_complete().then(|| pages.known() as u64))
    }

    /// Whether no rows have come; tracked.
    #[must_use]
    pub fn has_none(&self) -> bool {
        self.pages.with(|pages| pages.known() == 0)
    }

    /// Whether it is known that there are no rows; tracked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.is_stale.get() && self.pages.with(|pages| pages.is_complete() && pages.known() == 0)
    }

    /// Whether rows are on their way; tracked.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.is_stale.get() || self.pages.with(Pages::is_busy)
    }

    /// The row that the keyboard acts on, if it is drawn; tracked.
    #[must_use]
    pub fn active_drawn(&self) -> Option<usize> {
        let row = self.active.get()?;
        let drawn = self.window.get().1;
        (drawn.contains(&row) && self.pages.with(|pages| pages.row(row).is_some())).then_some(row)
    }

    /// The record that the keyboard acts on.
    #[must_use]
    pub fn active_record(&self) -> Option<Arc<Record>> {
        let row = self.active.get_untracked()?;
        self.pages.with_untracked(|pages| pages.row(row).cloned())
    }

    /// The row that `step` leads to.
    #[must_use]
    pub fn step(&self, step: Step) -> Option<usize> {
        let known = self.pages.with_untracked(Pages::known);
        step.from(self.active.get_untracked(), known, self.sight.get_untracked())
    }

    /// Where the grid must be scrolled to, as a share of its body's height, for `row` to be in sight; none if it is.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a row's index is far below 2^52")]
    pub fn share_to_show(&self, row: usize) -> Option<f64> {
        let top = self.sight.get_untracked().top_to_show(row)?;
        Some(top / self.pages.with_untracked(Pages::range).max(1) as f64)
    }
}
