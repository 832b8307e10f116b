//! Parts of screens.

pub mod alert;
pub mod progress;
pub mod task;
