//! Tokens of the application: one cache for each service principal.

pub mod cache;

mod fault;
mod fetch;
mod keeper;

pub use cache::State;
pub use fault::Fault;
pub use fetch::Fetcher;
pub use keeper::{Keeper, Token};

#[cfg(test)]
mod tests;
