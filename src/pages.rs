//! The portal's pages.

pub mod card;
pub mod launcher;
pub mod list;
pub mod setup;
