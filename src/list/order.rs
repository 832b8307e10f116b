//! The order of records that come from several requests.

pub use business_central::order::{By, compare, merge, numbers};
