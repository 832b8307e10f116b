//! In which order calls reach Business Central.
//!
//! It handles five requests of a service principal at a time, queues some and refuses the rest
//! (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/administration/operational-limits-online>).
//! All callers share the companion's principals, so the companion queues: at most so many in flight for each principal,
//! principals in turn, and callers in turn, so that one with a thousand calls delays another by one.
//!
//! [`Order`] decides, without knowing of time or tasks; [`FairQueue`] lets tasks wait for it.

mod order;
mod wait;

pub use order::{Asked, Order, Place, Ticket};
pub use wait::{FairQueue, Permit};
