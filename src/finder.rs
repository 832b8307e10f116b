//! Finding one's way: one search box over everything, what one marked as a favourite, where one was last, and how many
//! records stand behind a tile. All of it is loaded after the first page.

mod counts;
mod dialog;
mod entries;
mod marked;
mod matching;
mod own;
mod records;
mod routes;
mod visits;

pub use counts::{Tile, counts};
pub use dialog::finder;
pub use marked::star;
pub use own::own;
pub use records::find;
pub use visits::visited;

pub(crate) use crate::places::Remembered;
