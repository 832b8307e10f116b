//! Lists without a browser: which rows are held, which are drawn, which columns they have, what a search asks.
//!
//! Business Central hands out a collection page by page, each naming its successor, and nobody knows the hundredth
//! page's address before the ninety-ninth has come. So a list grows as it is scrolled, and forgets what is far away.

pub mod cache;
pub mod columns;
pub mod layout;
pub mod order;
pub mod pages;
pub mod rows;
pub mod selection;
pub mod source;
pub mod view;

/// Rows asked for at a time.
pub const PAGE: usize = 100;
