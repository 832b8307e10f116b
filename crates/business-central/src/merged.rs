//! Several lists, read page by page, as one.

use std::collections::{HashSet, VecDeque};

use crate::order::{By, compare};
use crate::{Key, Page, PageLink, Record};

/// The records of several queries, such as those of a [`Search`](crate::Search), in one order and each once.
///
/// While [`wanted`](Merged::wanted) names a list, read its next page and [`add`](Merged::add) it; between, take the records
/// that are certain to come next. Where the service's collation differs from [`compare`], two neighbours may be swapped;
/// none is lost.
#[derive(Debug)]
pub struct Merged {
    lists: Vec<List>,
    by: Vec<By>,
    seen: HashSet<Key>,
}

/// One of the lists, as far as it has been read.
#[derive(Debug, Default)]
struct List {
    records: VecDeque<(Option<Key>, Record)>,
    next: Next,
}

/// What of a list comes after what was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Next {
    /// All of it.
    #[default]
    Start,
    /// What is behind this link.
    After(PageLink),
    /// Nothing.
    End,
}

impl Merged {
    /// As many lists as there are queries, each of them sorted by `by`.
    #[must_use]
    pub fn new(lists: usize, by: Vec<By>) -> Self {
        Self { lists: (0..lists).map(|_| List::default()).collect(), by, seen: HashSet::new() }
    }

    /// The list whose next page is needed to know what comes next, and where that page is. `None` when that is known.
    #[must_use]
    pub fn wanted(&self) -> Option<(usize, &Next)> {
        let is_read_up = |list: &List| list.records.is_empty() && list.next != Next::End;
        let at = self.lists.iter().position(is_read_up)?;
        Some((at, &self.lists[at].next))
    }

    /// A page of the list at `index`. `key` tells records apart; those without one can't be told and are all kept.
    pub fn add(&mut self, index: usize, page: Page<Record>, key: impl Fn(&Record) -> Option<Key>) {
        if let Some(list) = self.lists.get_mut(index) {
            list.records.extend(page.records.into_iter().map(|record| (key(&record), record)));
            list.next = page.next.map_or(Next::End, Next::After);
        }
    }
}

/// The records that are certain to come next; it may go on after the next page has been [added](Merged::add).
impl Iterator for Merged {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        loop {
            if self.wanted().is_some() {
                return None;
            }
            let heads = self.lists.iter().enumerate();
            let heads = heads.filter_map(|(at, list)| Some((at, &list.records.front()?.1)));
            // Of equals the first list's.
            let (at, _) = heads.min_by(|(_, left), (_, right)| compare(left, right, &self.by))?;
            let (key, record) = self.lists.get_mut(at)?.records.pop_front()?;
            if key.is_none_or(|key| self.seen.insert(key)) {
                return Some(record);
            }
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{Merged, Next};
    use crate::page::Target;
    use crate::{Json, Key, Literal, Page, PageLink, Record};

    fn record(number: u64) -> Record {
        let mut record = Record::default();
        record.set("id", Json::from(number));
        record
    }

    fn key(record: &Record) -> Option<Key> {
        let id = record.get("id")?.as_integer()?;
        Key::parse(Literal::number(&id.to_string())?.as_str())
    }

    proptest! {
        #[test]
        fn every_record_once_and_in_order(
            lists in proptest::collection::vec(proptest::collection::btree_set(0_u64..40, 0..20), 0..4), size in 1_usize..6,
        ) {
            let by = vec![("id".to_owned(), false)];
            let (mut merged, mut found) = (Merged::new(lists.len(), by), Vec::new());
            loop {
                found.extend(merged.by_ref().map(|record| record.get("id").unwrap().as_integer().unwrap()));
                let Some((at, next)) = merged.wanted() else { break };
                let skip = match next {
                    Next::After(PageLink(Target::Skip { skip, .. })) => *skip,
                    _ => 0,
                };
                let end = skip + size as u64;
                let records = lists[at].iter().skip(usize::try_from(skip).unwrap()).take(size).map(|id| record(*id)).collect();
                let more = end < lists[at].len() as u64;
                let next = more.then(|| PageLink(Target::Skip { url: String::new(), skip: end, left: None }));
                merged.add(at, Page { records, count: None, next }, key);
            }
            let expected: BTreeSet<i64> = lists.iter().flatten().map(|id| i64::try_from(*id).unwrap()).collect();
            prop_assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
        }
    }
}
