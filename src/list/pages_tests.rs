use super::{Pages, REACH};
use crate::list::PAGE;
use proptest::prelude::*;

/// A collection of `len` rows in pages of `size`, whose links are the index of their first row.
fn answer(len: usize, size: usize, link: usize) -> (Vec<usize>, Option<usize>) {
    let end = (link + size).min(len);
    ((link..end).collect(), (end < len).then_some(end))
}

fn fetch_all_wanted(pages: &mut Pages<usize, usize>, view: std::ops::Range<usize>, len: usize) -> usize {
    let mut fetched = 0;
    loop {
        let wanted = pages.wanted(&view);
        if wanted.is_empty() {
            return fetched;
        }
        for page in wanted {
            let link = pages.begin(page).expect("what is wanted can be begun");
            let (rows, next) = answer(len, PAGE, link);
            pages.deliver(page, rows, next);
            fetched += 1;
        }
    }
}

#[test]
fn the_range_is_what_is_known_and_one_page_while_there_is_more() {
    let mut pages = Pages::new(0);
    assert_eq!((pages.known(), pages.range()), (0, PAGE));
    fetch_all_wanted(&mut pages, 0..20, 150);
    assert_eq!((pages.known(), pages.range()), (100, 200));
    fetch_all_wanted(&mut pages, 80..100, 150);
    assert_eq!((pages.known(), pages.range()), (150, 150));
    assert!(pages.is_complete());
}

#[test]
fn a_page_is_fetched_once_at_a_time() {
    let mut pages: Pages<usize, usize> = Pages::new(0);
    assert_eq!(pages.begin(0), Some(0));
    assert_eq!(pages.begin(0), None);
    assert_eq!(pages.wanted(&(0..20)), Vec::<usize>::new());
}

#[test]
fn a_dropped_page_is_fetched_again_by_its_own_link() {
    let mut pages = Pages::new(0);
    for top in (0..2000).step_by(50) {
        fetch_all_wanted(&mut pages, top..top + 20, 5000);
        pages.keep_near(&(top..top + 20));
    }
    assert_eq!(pages.row(0), None);
    assert_eq!(pages.wanted(&(0..20)), [0]);
    assert_eq!(pages.begin(0), Some(0));
    let (rows, next) = answer(5000, PAGE, 0);
    pages.deliver(0, rows, next);
    assert_eq!(pages.row(7), Some(&7));
}

#[test]
fn a_failure_keeps_the_rows_and_stops_fetching_until_retried() {
    let mut pages = Pages::new(0);
    fetch_all_wanted(&mut pages, 0..20, 500);
    let link = pages.begin(1);
    assert_eq!(link, Some(100));
    pages.fail(1);
    assert!(pages.has_failed());
    assert_eq!(pages.row(99), Some(&99));
    assert!(pages.wanted(&(90..110)).is_empty());
    assert_eq!(pages.begin(1), None);
    pages.retry();
    assert_eq!(pages.wanted(&(90..110)), [1]);
}

#[test]
fn an_answer_nobody_waits_for_any_longer_changes_nothing() {
    let mut pages = Pages::new(0);
    pages.begin(0);
    pages.abandon();
    pages.deliver(0, vec![1, 2, 3], None);
    assert_eq!(pages.known(), 0);
    assert_eq!(pages.wanted(&(0..20)), [0]);
}

#[test]
fn an_empty_page_with_a_successor_is_passed_over() {
    let mut pages: Pages<usize, usize> = Pages::new(0);
    pages.begin(0);
    pages.deliver(0, Vec::new(), Some(1));
    assert_eq!(pages.wanted(&(0..20)), [1]);
    pages.begin(1);
    pages.deliver(1, vec![7], None);
    assert_eq!((pages.known(), pages.row(0)), (1, Some(&7)));
}

#[test]
fn a_page_that_comes_back_shorter_moves_what_is_behind() {
    let mut pages = Pages::new(0);
    for top in (0..1000).step_by(50) {
        fetch_all_wanted(&mut pages, top..top + 20, 5000);
        pages.keep_near(&(top..top + 20));
    }
    let known = pages.known();
    pages.begin(0);
    pages.deliver(0, (0..90).collect(), Some(90));
    assert_eq!(pages.known(), known - 10);
    assert_eq!(pages.row(850), Some(&860));
}

proptest! {
    /// However the user scrolls: every row in sight comes, in its order; what is held stays bounded.
    #[test]
    fn whatever_is_in_sight_comes(
        len in 0_usize..3000,
        jumps in proptest::collection::vec(0.0_f64..1.0, 1..40),
    ) {
        let mut pages = Pages::new(0);
        for jump in jumps {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss,
                reason = "small and positive")]
            let top = (jump * pages.range() as f64) as usize;
            let view = top..top + 40;
            fetch_all_wanted(&mut pages, view.clone(), len);
            pages.keep_near(&view);
            for index in view.start..view.end.min(pages.known()) {
                prop_assert_eq!(pages.row(index), Some(&index));
            }
            prop_assert!(pages.known() <= len);
            prop_assert_eq!(pages.is_complete(), pages.known() == len);
            prop_assert!(pages.held() <= PAGE * (2 * REACH + 2));
        }
    }
}
