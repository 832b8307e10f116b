//! Parts of screens.

pub mod alert;
pub mod grid;
pub mod progress;
pub mod task;
