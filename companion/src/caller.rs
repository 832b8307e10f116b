//! Who asks.
//!
//! One of three, chosen knowingly in the settings: [`open`], [`proxy`], [`oidc`]. Whoever it is, what they may do is the
//! same: the application's rights in Business Central, less what the [policy](crate::policy) holds back.

pub mod oidc;
pub mod open;
pub mod proxy;

use std::fmt;

/// Someone who may ask.
#[derive(Clone, PartialEq, Eq)]
pub struct Caller {
    /// Tells callers apart, in the queue and in the limits; never empty.
    pub id: String,
    /// The name to sign in with, for the log of who did what.
    pub name: Option<String>,
}

impl fmt::Debug for Caller {
    /// Names nobody.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Caller(…)")
    }
}
