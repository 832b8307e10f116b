//! Parts that pages are built of.

pub mod alert;
pub mod copies;
pub mod facts;
pub mod grid;
pub mod progress;
pub mod task;
