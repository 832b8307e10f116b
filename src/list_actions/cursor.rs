//! Where a key leads in a grid whose rows and cells both take the keyboard, after the ARIA Authoring Practices' grid and
//! treegrid patterns (<https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/>): to the right of the row are its cells, to
//! the left of the first cell the row; Home and End are the ends of what the keyboard acts on, with Ctrl the list's.

use crate::list::view::Step;

/// What a key does to the place that the keyboard acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// To another row, in the same column.
    Row(Step),
    /// To this column of the same row; none is the row itself.
    Cell(Option<usize>),
}

/// Where `key` leads from the column `cell` of `columns` there are; `with_control` when Ctrl or Command is held.
pub(super) fn follow(key: &str, with_control: bool, cell: Option<usize>, columns: usize) -> Option<Move> {
    let last = columns.checked_sub(1);
    Some(match (key, cell, with_control) {
        ("ArrowRight", _, true) => Move::Cell(last),
        ("ArrowLeft", _, true) => Move::Cell(last.map(|_| 0)),
        ("ArrowRight", None, false) => Move::Cell(last.map(|_| 0)),
        ("ArrowRight", Some(cell), false) => Move::Cell(last.map(|last| (cell + 1).min(last))),
        ("ArrowLeft", cell, false) => Move::Cell(cell.and_then(|cell| cell.checked_sub(1))),
        ("Home", Some(_), false) => Move::Cell(last.map(|_| 0)),
        ("End", Some(_), false) => Move::Cell(last),
        ("ArrowUp", _, true) => Move::Row(Step::First),
        ("ArrowDown", _, true) => Move::Row(Step::Last),
        _ => Move::Row(Step::of(key)?),
    })
}

#[cfg(test)]
mod tests {
    use super::{Move, follow};
    use crate::list::view::Step;

    #[test]
    fn keys_lead_from_cell_to_cell() {
        for (key, with_control, cell, expected) in [
            ("ArrowRight", false, None, Move::Cell(Some(0))),
            ("ArrowRight", false, Some(0), Move::Cell(Some(1))),
            ("ArrowRight", false, Some(4), Move::Cell(Some(4))),
            ("ArrowRight", true, None, Move::Cell(Some(4))),
            ("ArrowLeft", false, Some(1), Move::Cell(Some(0))),
            ("ArrowLeft", false, Some(0), Move::Cell(None)),
            ("ArrowLeft", false, None, Move::Cell(None)),
            ("ArrowLeft", true, Some(3), Move::Cell(Some(0))),
            ("Home", false, Some(3), Move::Cell(Some(0))),
            ("End", false, Some(3), Move::Cell(Some(4))),
            ("Home", false, None, Move::Row(Step::First)),
            ("End", false, None, Move::Row(Step::Last)),
            ("Home", true, Some(3), Move::Row(Step::First)),
            ("End", true, Some(3), Move::Row(Step::Last)),
            ("ArrowDown", false, Some(3), Move::Row(Step::Down)),
            ("ArrowDown", true, Some(3), Move::Row(Step::Last)),
            ("PageUp", false, None, Move::Row(Step::PageUp)),
        ] {
            assert_eq!(follow(key, with_control, cell, 5), Some(expected), "{key} {with_control} {cell:?}");
        }
        assert_eq!(follow("ArrowRight", false, None, 0), Some(Move::Cell(None)));
        assert_eq!(follow("x", false, None, 5), None);
    }
}
