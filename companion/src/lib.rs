//! The companion of the mode AzApp: holds the application's credential, which a browser can't, gets the application's
//! tokens, and relays what the portal asks of Business Central, or hands the tokens out.
//!
//! # From a call to an answer
//! 1. [`serve`]: the connection, with limits for its number and for every wait.
//! 2. [`policy::check_framing`]: a request that every reader reads alike.
//! 3. [`guard`]: the host, the page, the portal's header.
//! 4. [`caller`]: who asks; [`rate`]: how often.
//! 5. [`policy`]: what may be sent, checked and built anew; the body, where it names other sets.
//! 6. [`queue`]: whose turn it is.
//! 7. [`token`]: the application's token, from the cache or by one request.
//! 8. `relay`: the request and its answer, streamed.
//!
//! Decisions are plain functions and state machines over values, with time and randomness as arguments; [`app`], [`serve`]
//! and what is named for a thing that is done ([`outbound`], [`log`]) carry them out.

pub mod app;
pub mod caller;
pub mod check;
pub mod clock;
pub mod credential;
pub mod failure;
pub mod guard;
pub mod keys;
pub mod log;
pub mod metrics;
pub mod outbound;
pub mod policy;
pub mod queue;
pub mod random;
pub mod rate;
pub mod refusal;
pub mod serve;
pub mod settings;
pub mod token;

mod relay;

pub use app::App;
pub use refusal::Refusal;
