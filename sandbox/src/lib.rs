//! An Authority and a Business Central of our own, to try Portico with and to test it against.
//!
//! Written from what OAuth 2.0, OpenID Connect, Microsoft Entra and Business Central are documented to do. It
//! shares no code with the crates that it serves to check, so that one error can't cancel another.
//!
//! ```no_run
//! # async fn example() -> Result<(), sandbox::StartError> {
//! let sandbox = sandbox::Sandbox::start(sandbox::Config::default()).await?;
//! println!("authority {} service {}", sandbox.authority(), sandbox.service());
//! sandbox.stop().await;
//! # Ok(())
//! # }
//! ```

mod authority;
mod business_central;
mod clock;
mod config;
mod control;
mod cors;
mod exchange;
pub mod faults;
pub mod host;
mod keys;
mod listen;
mod outgoing;
mod people;
mod random;
mod running;
mod seen;
mod serve;
mod shared;
mod tokens;

pub use clock::Clock;
pub use config::{
    Application, Client, Config, Credential, DEFAULT_API_ID, DEFAULT_APPLICATION_ID,
    DEFAULT_APPLICATION_SECRET, DEFAULT_CLIENT_ID, DEFAULT_TENANT,
};
pub use faults::{Effect, Fault, Matches};
pub use listen::{Localhost, StartError};
pub use people::{ACCOUNTING_GROUP, PEOPLE, Person, Rights, SALES_GROUP};
pub use running::{Running, Sandbox};
pub use seen::{Answer, Seen, Server};
