//! The session: what `sessionStorage` holds for a connection, and how it comes and goes.
//!
//! The rules are the `authority` crate's; here they are carried out, in the order of the authorization code flow:
//! [`sign_in`] leaves for the Authority (steps 3–5), [`callback`] comes back with a code and redeems it (steps 6–8),
//! [`store`] keeps the outcome. While it is in use it is [`live`]: [`renewal`] renews its token, [`watch`] does so ahead
//! of time, [`tabs`] keeps duplicated tabs in step. [`sign_out`] ends it. [`access`] is what a session is for: requests to
//! Business Central, or to a companion.

pub mod access;
pub mod attempts;
pub mod callback;
pub mod client;
pub mod discovery;
pub mod kept;
pub mod live;
mod proof;
mod renewal;
pub mod sign_in;
pub mod sign_out;
pub mod store;
pub mod tabs;
pub mod watch;
