//! Which records of a list are selected: some by their keys, or everything that matches but some.
//!
//! Keys survive scrolling, sorting and dropped pages, where the numbers of rows don't. Everything that matches is never
//! read for being selected: it is the list's query, and the exceptions.

use business_central::Key;
use std::collections::{HashMap, HashSet};

/// A row of the list, as far as a selection needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<R> {
    /// Its index in the list.
    pub index: usize,
    /// The key of its record.
    pub key: Key,
    /// Its record.
    pub record: R,
}

/// The selected records of a list.
#[derive(Clone, Debug)]
pub struct Selection<R> {
    /// Whether everything that matches is selected, but what is `named`.
    is_all: bool,
    /// The selected rows; or the exceptions.
    named: HashMap<Key, Row<R>>,
    /// Where a range begins.
    anchor: Option<usize>,
    /// What the range selected: a longer or shorter range takes its place.
    ranged: Vec<Row<R>>,
}

/// What is selected, for what is to be done with it.
#[derive(Clone, Debug, PartialEq)]
pub enum Chosen<R> {
    /// These records, in the order of the list.
    These(Vec<R>),
    /// Everything that matches, but those with these keys.
    AllBut(HashSet<Key>),
}

/// How a box shows that stands for all of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Nothing is selected.
    None,
    /// Some is.
    Some,
    /// Everything that matches is.
    All,
}

impl<R> Default for Selection<R> {
    fn default() -> Self {
        Self { is_all: false, named: HashMap::new(), anchor: None, ranged: Vec::new() }
    }
}

impl<R: Clone> Selection<R> {
    /// Whether the record of that key is selected.
    #[must_use]
    pub fn contains(&self, key: &Key) -> bool {
        self.named.contains_key(key) != self.is_all
    }

    /// How many are selected, of `total` that match; not known while that isn't and all are selected.
    #[must_use]
    pub fn count(&self, total: Option<u64>) -> Option<u64> {
        let named = self.named.len() as u64;
        if self.is_all { Some(total?.saturating_sub(named)) } else { Some(named) }
    }

    /// How much of the list is selected, of `total` that match.
    #[must_use]
    pub fn extent(&self, total: Option<u64>) -> Extent {
        match (self.is_all, self.named.len() as u64) {
            (true, 0) => Extent::All,
            (false, 0) => Extent::None,
            (_, named) if total == Some(named) => {
                if self.is_all {
                    Extent::None
                } else {
                    Extent::All
                }
            }
            _ => Extent::Some,
        }
    }

    /// Where the next range begins, if one was begun.
    #[must_use]
    pub fn anchor(&self) -> Option<usize> {
        self.anchor
    }

    /// Selects `row`, or no longer; ranges begin there.
    pub fn toggle(&mut self, row: Row<R>) {
        self.settle();
        self.anchor = Some(row.index);
        let selected = !self.contains(&row.key);
        self.set(row, selected);
    }

    /// Selects `rows`, a range from `anchor` on, in the place of the range before: what that alone had selected no
    /// longer is.
    pub fn extend(&mut self, anchor: usize, rows: Vec<Row<R>>) {
        if self.anchor != Some(anchor) {
            self.settle();
            self.anchor = Some(anchor);
        }
        let within: HashSet<Key> = rows.iter().map(|row| row.key.clone()).collect();
        for row in std::mem::take(&mut self.ranged) {
            if within.contains(&row.key) {
                self.ranged.push(row);
            } else {
                self.set(row, false);
            }
        }
        for row in rows {
            if !self.contains(&row.key) {
                self.set(row.clone(), true);
                self.ranged.push(row);
            }
        }
    }

    /// The range stays as it is; the next begins anew. Whether there was one.
    pub fn settle(&mut self) -> bool {
        let had = self.anchor.is_some();
        self.anchor = None;
        self.ranged.clear();
        had
    }

    /// Selects everything that matches.
    pub fn select_all(&mut self) {
        *self = Self { is_all: true, ..Self::default() };
    }

    /// Selects nothing any more.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// What is selected.
    #[must_use]
    pub fn chosen(&self) -> Chosen<R> {
        if self.is_all {
            return Chosen::AllBut(self.named.keys().cloned().collect());
        }
        let mut rows: Vec<&Row<R>> = self.named.values().collect();
        rows.sort_by_key(|row| row.index);
        Chosen::These(rows.into_iter().map(|row| row.record.clone()).collect())
    }

    /// The record of that key is another by now, or is no more.
    pub fn renew(&mut self, key: &Key, record: Option<R>) {
        self.settle();
        match (record, self.named.get_mut(key)) {
            (Some(record), Some(row)) => row.record = record,
            (None, Some(_)) => drop(self.named.remove(key)),
            (_, None) => {}
        }
    }

    fn set(&mut self, row: Row<R>, selected: bool) {
        if selected == self.is_all {
            self.named.remove(&row.key);
        } else {
            self.named.insert(row.key.clone(), row);
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "selection_tests.rs"]
mod tests;
