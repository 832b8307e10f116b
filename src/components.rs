//! Parts of screens.

pub mod alert;
pub mod grid;
pub mod live;
pub mod progress;
pub mod task;
