//! The settings: one TOML file and environment variables, read and checked.
//!
//! A mistake is told by field, fault and remedy, all mistakes at once. Unlike the portal's, these settings decide who gets
//! to a company's books; so a field that nobody knows is a mistake, too: a misspelt limit must not pass for one.

mod allow;
mod environment;
mod fields;
mod limits;
mod mistake;
mod principals;
mod read;
mod who;

#[cfg(test)]
mod tests;

pub use environment::PREFIX;
pub use limits::Limits;
pub use mistake::Mistake;
pub use principals::Principal;
pub use who::Who;

use std::net::SocketAddr;

use authority::Issuer;
use origin::Origin;

use crate::guard::Host;
use crate::policy::{Policy, Upstream};

/// Business Central online.
pub const CLOUD: &str = "https://api.businesscentral.dynamics.com";

/// What the companion gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// It sends requests on; the token stays here.
    Relay,
    /// It hands the token out.
    Token,
}

impl Grant {
    /// As in the settings and in `GET /`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Relay => "relay",
            Self::Token => "token",
        }
    }
}

/// What the settings say, with defaults filled in.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    pub bind: SocketAddr,
    /// Where to serve metrics, if at all: a loopback address.
    pub metrics_bind: Option<SocketAddr>,
    /// The path that stands before all of the companion's own, without a slash at its end: empty or `/companion`.
    pub public_path: String,
    /// The hosts that calls may name.
    pub hosts: Vec<Host>,
    /// The origins whose pages may call, beside the companion's own.
    pub origins: Vec<Origin>,
    /// The environment that calls are relayed to.
    pub upstream: Upstream,
    /// Its name.
    pub environment: String,
    /// The Authority that gives the application's tokens.
    pub authority: Issuer,
    /// What tokens are asked for.
    pub scope: String,
    /// What the companion gives.
    pub grant: Grant,
    /// Who may ask.
    pub who: Who,
    /// The application's service principals; at least one.
    pub principals: Vec<Principal>,
    /// What is relayed.
    pub policy: Policy,
    /// How much, how long, how often.
    pub limits: Limits,
    /// Certification authorities to trust beside the public ones: a file in PEM.
    pub ca_file: Option<std::path::PathBuf>,
}
