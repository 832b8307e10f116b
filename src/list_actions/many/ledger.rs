//! What became of each of many records, as a list that is counted and told.

use super::deed::{Deed, Fate};
use crate::format;
use business_central::{Key, Record};
use std::sync::Arc;

/// A record and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its key.
    pub(super) key: Key,
    /// What it is called.
    pub(super) title: String,
    /// It, as it was read last.
    pub(super) record: Arc<Record>,
    /// What became of it.
    pub(super) fate: Fate,
}

impl Line {
    /// It, as it is now, where that is known.
    pub(super) fn renew(&mut self, record: Option<&Record>) {
        if let Some(record) = record {
            self.record = Arc::new(record.clone());
        }
    }
}

/// How many records came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Done.
    pub(super) done: usize,
    /// Failed.
    pub(super) failed: usize,
    /// Not known.
    pub(super) unknown: usize,
    /// Not reached.
    pub(super) waiting: usize,
}

/// Counts `lines`.
pub(super) fn count(lines: &[Line]) -> Count {
    let mut count = Count::default();
    for line in lines {
        *match line.fate {
            Fate::Done => &mut count.done,
            Fate::Failed(_) => &mut count.failed,
            Fate::Unknown => &mut count.unknown,
            Fate::Waiting => &mut count.waiting,
        } += 1;
    }
    count
}

/// The count in words.
pub(super) fn told(count: Count, deed: &Deed) -> String {
    let number = |number: usize| format::count(number as u64, "").trim_end().to_owned();
    let mut parts = vec![format!("{} {}", number(count.done), deed.past())];
    for (of, what) in [(count.failed, "failed"), (count.unknown, "not known"), (count.waiting, "not reached")]
    {
        if of > 0 {
            parts.push(format!("{} {what}", number(of)));
        }
    }
    parts.join(" · ")
}
