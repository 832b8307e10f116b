//! Which rows are drawn.

use std::ops::Range;

/// Rows drawn above and below what is in sight, so that a small step shows no gap.
const MARGIN: usize = 8;
/// However tall the screen: no more rows than this are drawn.
const MOST: usize = 140;

/// The grid's place in its rows, in units of a row's height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sight {
    /// How many rows lie above the upper edge.
    pub top: f64,
    /// How many rows fit.
    pub rows: f64,
}

impl Sight {
    /// The rows that are at least partly in sight, of `range` there are.
    #[must_use]
    pub fn visible(&self, range: usize) -> Range<usize> {
        let first = whole(self.top.floor()).min(range);
        let last = whole((self.top + self.rows).ceil()).clamp(first, range);
        first..last
    }

    /// The rows to draw.
    #[must_use]
    pub fn drawn(&self, range: usize) -> Range<usize> {
        let visible = self.visible(range);
        let first = visible.start.saturating_sub(MARGIN);
        first..(visible.end + MARGIN).min(range).min(first + MOST)
    }

    /// Where the upper edge must be for the row `index` to be wholly in sight; none if it is.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a row's index is far below 2^52")]
    pub fn top_to_show(&self, index: usize) -> Option<f64> {
        let index = index as f64;
        if index < self.top {
            Some(index)
        } else if index + 1.0 > self.top + self.rows {
            Some((index + 1.0 - self.rows).max(0.0))
        } else {
            None
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float's cast saturates")]
fn whole(rows: f64) -> usize {
    rows as usize
}

/// A step of the keyboard through a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// As many rows up as are in sight.
    PageUp,
    /// As many rows down as are in sight.
    PageDown,
    /// The first row.
    First,
    /// The last row known.
    Last,
}

impl Step {
    /// What `key` (a `KeyboardEvent.key`) means in a grid, after the ARIA Authoring Practices' grid pattern.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            "PageUp" => Self::PageUp,
            "PageDown" => Self::PageDown,
            "Home" => Self::First,
            "End" => Self::Last,
            _ => return None,
        })
    }

    /// The row that this step leads to from `row`, of `known` rows with `sight` of them; none if there are no rows.
    #[must_use]
    pub fn from(self, row: Option<usize>, known: usize, sight: Sight) -> Option<usize> {
        let last = known.checked_sub(1)?;
        let page = whole(sight.rows.floor()).max(2) - 1;
        let Some(row) = row else {
            return Some(if self == Self::Last { last } else { sight.visible(known).start.min(last) });
        };
        Some(
            match self {
                Self::Up => row.saturating_sub(1),
                Self::Down => row + 1,
                Self::PageUp => row.saturating_sub(page),
                Self::PageDown => row + page,
                Self::First => 0,
                Self::Last => last,
            }
            .min(last),
        )
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::{MOST, Sight, Step};
    use proptest::prelude::*;

    const SIGHT: Sight = Sight { top: 100.0, rows: 20.0 };

    #[test]
    fn steps() {
        for (key, from, to) in [
            ("ArrowDown", Some(5), Some(6)),
            ("ArrowUp", Some(0), Some(0)),
            ("ArrowDown", Some(499), Some(499)),
            ("PageDown", Some(5), Some(24)),
            ("PageUp", Some(5), Some(0)),
            ("Home", Some(77), Some(0)),
            ("End", Some(77), Some(499)),
            ("ArrowDown", None, Some(100)),
            ("End", None, Some(499)),
        ] {
            assert_eq!(Step::of(key).unwrap().from(from, 500, SIGHT), to, "{key} from {from:?}");
        }
        assert_eq!(Step::Down.from(Some(3), 0, SIGHT), None);
        assert_eq!(Step::of("a"), None);
    }

    #[test]
    fn a_row_comes_into_sight_by_the_shortest_way() {
        assert_eq!(SIGHT.top_to_show(100), None);
        assert_eq!(SIGHT.top_to_show(119), None);
        assert_eq!(SIGHT.top_to_show(99), Some(99.0));
        assert_eq!(SIGHT.top_to_show(120), Some(101.0));
    }

    proptest! {
        #[test]
        fn what_is_in_sight_is_drawn_and_little_more(
            top in -50.0_f64..1e7, rows in 0.0_f64..110.0, range in 0_usize..2_000_000,
        ) {
            let sight = Sight { top, rows };
            let (visible, drawn) = (sight.visible(range), sight.drawn(range));
            prop_assert!(drawn.start <= visible.start && visible.end <= drawn.end);
            prop_assert!(drawn.end <= range && drawn.len() <= MOST);
        }

        #[test]
        fn after_the_step_the_row_is_in_sight(row in 0_usize..10_000, top in 0.0_f64..10_000.0, rows in 2.0_f64..60.0) {
            let mut sight = Sight { top, rows };
            if let Some(top) = sight.top_to_show(row) {
                sight.top = top;
            }
            prop_assert!(sight.top_to_show(row).is_none_or(|again| (again - sight.top).abs() < 1e-6));
            prop_assert!(sight.visible(usize::MAX).contains(&row));
        }
    }
}
