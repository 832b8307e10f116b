use super::{Chosen, Extent, Row, Selection};
use business_central::Key;
use proptest::prelude::*;
use std::collections::{BTreeSet, HashSet};

fn key(index: usize) -> Key {
    let id = format!("{index:08}-44e3-ea11-bb43-000d3a2feca1");
    Key::guid(&id).unwrap_or_else(|| panic!("{id} is a GUID"))
}

fn row(index: usize) -> Row<usize> {
    Row { index, key: key(index), record: index }
}

fn rows(from: usize, to: usize) -> Vec<Row<usize>> {
    (from.min(to)..=from.max(to)).map(row).collect()
}

fn these(selection: &Selection<usize>) -> Vec<usize> {
    match selection.chosen() {
        Chosen::These(records) => records,
        Chosen::AllBut(keys) => panic!("all but {}", keys.len()),
    }
}

#[test]
fn a_range_follows_its_end_and_leaves_what_was_picked() {
    let mut selection = Selection::default();
    selection.toggle(row(9));
    selection.toggle(row(3));
    selection.extend(3, rows(3, 6));
    assert_eq!(these(&selection), [3, 4, 5, 6, 9]);
    selection.extend(3, rows(3, 4));
    assert_eq!(these(&selection), [3, 4, 9]);
    // Over the picked one and back: it stays.
    selection.extend(3, rows(3, 11));
    selection.extend(3, rows(3, 1));
    assert_eq!(these(&selection), [1, 2, 3, 9]);
    // A range from elsewhere leaves this one.
    selection.extend(20, rows(20, 21));
    assert_eq!(these(&selection), [1, 2, 3, 9, 20, 21]);
}

#[test]
fn a_settled_range_stays() {
    let mut selection = Selection::default();
    selection.extend(1, rows(1, 3));
    assert!(selection.settle());
    assert!(!selection.settle());
    selection.extend(1, rows(1, 1));
    assert_eq!(these(&selection), [1, 2, 3]);
}

#[test]
fn all_is_a_query_and_its_exceptions() {
    let mut selection = Selection::default();
    selection.select_all();
    assert_eq!((selection.count(None), selection.count(Some(5_000))), (None, Some(5_000)));
    selection.toggle(row(7));
    assert!(!selection.contains(&key(7)) && selection.contains(&key(8)));
    assert_eq!(selection.count(Some(5_000)), Some(4_999));
    assert_eq!(selection.chosen(), Chosen::AllBut(HashSet::from([key(7)])));
    // A range over the exception takes it in, a shorter one leaves it out again.
    selection.extend(5, rows(5, 8));
    assert!(selection.contains(&key(7)));
    selection.extend(5, rows(5, 6));
    assert!(!selection.contains(&key(7)));
}

#[test]
fn the_box_of_all_tells_none_some_and_all() {
    let mut selection = Selection::default();
    assert_eq!(selection.extent(Some(2)), Extent::None);
    selection.toggle(row(0));
    assert_eq!(selection.extent(Some(2)), Extent::Some);
    assert_eq!(selection.extent(None), Extent::Some);
    selection.toggle(row(1));
    assert_eq!(selection.extent(Some(2)), Extent::All);
    selection.select_all();
    assert_eq!(selection.extent(None), Extent::All);
    selection.toggle(row(0));
    assert_eq!(selection.extent(Some(2)), Extent::Some);
    selection.toggle(row(1));
    assert_eq!(selection.extent(Some(2)), Extent::None);
    selection.clear();
    assert_eq!(selection.extent(Some(0)), Extent::None);
}

#[test]
fn a_record_that_changed_is_the_new_one_and_a_deleted_one_is_gone() {
    let mut selection = Selection::default();
    for index in 0..3 {
        selection.toggle(row(index));
    }
    selection.renew(&key(1), Some(100));
    selection.renew(&key(2), None);
    selection.renew(&key(9), Some(900));
    assert_eq!(these(&selection), [0, 100]);
}

#[derive(Clone, Debug)]
enum Act {
    Toggle(usize),
    Extend(usize),
    Settle,
    All,
    Clear,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (0_usize..30).prop_map(Act::Toggle),
        6 => (0_usize..30).prop_map(Act::Extend),
        2 => Just(Act::Settle),
        1 => Just(Act::All),
        1 => Just(Act::Clear),
    ]
}

proptest! {
    /// Against a set of numbers, in which a range is undone by putting back what was before it.
    #[test]
    fn it_is_the_set_that_the_user_made(acts in proptest::collection::vec(act(), 0..60)) {
        let all: BTreeSet<usize> = (0..30).collect();
        let mut selection = Selection::default();
        let mut expected = BTreeSet::new();
        let mut range: Option<(usize, BTreeSet<usize>)> = None;
        for act in acts {
            match act {
                Act::Toggle(index) => {
                    selection.toggle(row(index));
                    if !expected.remove(&index) {
                        expected.insert(index);
                    }
                    range = Some((index, expected.clone()));
                }
                Act::Extend(to) => {
                    let (anchor, before) = range.take().unwrap_or_else(|| (to, expected.clone()));
                    selection.extend(anchor, rows(anchor, to));
                    expected = before.clone();
                    expected.extend(anchor.min(to)..=anchor.max(to));
                    range = Some((anchor, before));
                }
                Act::Settle => {
                    selection.settle();
                    range = None;
                }
                Act::All => {
                    selection.select_all();
                    expected = all.clone();
                    range = None;
                }
                Act::Clear => {
                    selection.clear();
                    expected.clear();
                    range = None;
                }
            }
            let selected: BTreeSet<usize> = (0..30).filter(|index| selection.contains(&key(*index))).collect();
            prop_assert_eq!(&selected, &expected);
            prop_assert_eq!(selection.count(Some(30)), Some(expected.len() as u64));
            let extent = match expected.len() { 0 => Extent::None, 30 => Extent::All, _ => Extent::Some };
            prop_assert_eq!(selection.extent(Some(30)), extent);
            if let Chosen::These(records) = selection.chosen() {
                prop_assert!(records.iter().copied().eq(expected.iter().copied()), "in the list's order");
            }
        }
    }
}
