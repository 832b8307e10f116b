#![doc = include_str!("../README.md")]

pub mod callback;
pub mod challenge;
pub mod client_credentials;
pub mod discovery;
pub mod keys;
pub mod logout;
pub mod sign_in;
pub mod token;

mod asked;
mod claims;
mod client;
mod delegate;
mod error;
mod exchange;
mod guidance;
mod handed_out;
mod id_token;
mod issuer;
mod members;
mod pkce;
mod refusal;
mod return_to;
mod secret;
mod standing;
mod time;
mod transaction;

pub use callback::{Callback, Code};
pub use claims::{Expected, Identity};
pub use client::Client;
pub use delegate::Delegate;
pub use discovery::Provider;
pub use error::{Decision, Details, Error};
pub use exchange::{MAX_BODY, Method, Request, Response};
pub use handed_out::HandedOut;
pub use id_token::{SignatureCheck, UnverifiedIdToken};
pub use issuer::{Issuer, IssuerError};
pub use keys::Keys;
pub use return_to::ReturnTo;
pub use secret::Secret;
pub use sign_in::{Prompt, SignIn};
pub use standing::{Cure, Standing};
pub use time::UnixTime;
pub use token::{Granted, Redemption, Renewal, Renewed};
pub use transaction::Transaction;
