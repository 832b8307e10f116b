//! The companion's decisions: what it lets in, what it sends on, in which order, and for whom.

pub mod caller;
pub mod guard;
pub mod policy;
pub mod queue;
pub mod rate;
pub mod refusal;

pub use refusal::Refusal;
