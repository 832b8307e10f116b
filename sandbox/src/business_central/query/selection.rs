//! Which rows of a table a query means, and in which order.

use std::cmp::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use super::super::data::Table;
use super::super::schema::Kind;
use super::super::value::Value;
use super::Filter;

/// From this length on a selection is worth remembering.
const LARGE: usize = 10_000;
const REMEMBERED: usize = 8;

/// The rows, in order. A whole table that lies in the order asked for needs no list.
#[derive(Clone)]
pub(in super::super) enum Selection {
    All { len: usize, backwards: bool },
    Rows(Arc<[u32]>),
}

/// Selections of large tables, so that the next page of a sorted million doesn't sort it again.
#[derive(Default)]
pub(in super::super) struct Cache(Mutex<Vec<(String, Selection)>>);

impl Selection {
    /// Filters and sorts. Rows that are equal in all sorted columns keep their order.
    pub(in super::super) fn of(table: &Table, filters: &[&Filter], order: &[(usize, bool)]) -> Self {
        if filters.is_empty() && table.is_whole() {
            match order {
                [] => return Self::All { len: table.len(), backwards: false },
                [(column, backwards)] if table.lies_in_order_of(*column) => {
                    return Self::All { len: table.len(), backwards: *backwards };
                }
                _ => {}
            }
        }
        let passes =
            |row: &usize| table.is_there(*row) && filters.iter().all(|filter| filter.holds(table, *row));
        let mut rows: Vec<u32> =
            (0..table.len()).filter(passes).filter_map(|row| u32::try_from(row).ok()).collect();
        for (column, backwards) in order.iter().rev() {
            sort(&mut rows, table, *column, *backwards);
        }
        Self::Rows(rows.into())
    }

    pub(in super::super) fn len(&self) -> usize {
        match self {
            Self::All { len, .. } => *len,
            Self::Rows(rows) => rows.len(),
        }
    }

    /// The rows from `start` on, at most `count`.
    pub(in super::super) fn part(&self, start: usize, count: usize) -> Vec<usize> {
        let end = start.saturating_add(count).min(self.len());
        let row = |at: usize| match self {
            Self::All { len, backwards: true } => len - 1 - at,
            Self::All { .. } => at,
            Self::Rows(rows) => rows[at] as usize,
        };
        (start.min(end)..end).map(row).collect()
    }
}

impl Cache {
    /// Forgets everything: the records have changed.
    pub(in super::super) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The selection remembered under `key`, or the one that `make` makes.
    pub(in super::super) fn get(&self, key: String, make: impl FnOnce() -> Selection) -> Selection {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = lock().iter().find(|(other, _)| *other == key) {
            return found.clone();
        }
        let made = make();
        if matches!(&made, Selection::Rows(rows) if rows.len() >= LARGE) {
            let mut remembered = lock();
            if remembered.len() == REMEMBERED {
                remembered.remove(0);
            }
            remembered.push((key, made.clone()));
        }
        made
    }
}

fn sort(rows: &mut Vec<u32>, table: &Table, column: usize, backwards: bool) {
    let cell = |row: &u32| table.cell(*row as usize, column);
    if matches!(table.kind.properties[column].kind, Kind::Text) {
        // Text is folded once per row, not once per comparison.
        let folded =
            |row: &u32| if let Value::Text(text) = cell(row) { text.to_lowercase() } else { String::new() };
        sort_by(rows, folded, Ord::cmp, backwards);
    } else {
        sort_by(rows, cell, Value::order, backwards);
    }
}

fn sort_by<K>(
    rows: &mut Vec<u32>,
    key: impl Fn(&u32) -> K,
    order: impl Fn(&K, &K) -> Ordering,
    backwards: bool,
) {
    let mut keyed: Vec<(K, u32)> = rows.iter().map(|row| (key(row), *row)).collect();
    keyed.sort_by(|(a, _), (b, _)| if backwards { order(b, a) } else { order(a, b) });
    rows.clear();
    rows.extend(keyed.into_iter().map(|(_, row)| row));
}
