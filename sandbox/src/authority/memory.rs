//! What the Authority remembers: who is signed in where, who agreed to what, and what it handed out.

use std::collections::{HashMap, HashSet};

use super::grant::Grant;
use crate::people::Person;

/// Everything the Authority remembers. Lost when the sandbox stops.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// Accounts signed in, by the session's cookie.
    pub(super) sessions: HashMap<String, Vec<&'static Person>>,
    /// Application and object ID of those who agreed.
    pub(super) consents: HashSet<(String, &'static str)>,
    /// Codes not yet forgotten, redeemed ones among them.
    pub(super) codes: HashMap<String, Code>,
    /// Refresh tokens.
    pub(super) refresh_tokens: HashMap<String, Renewable>,
}

/// An authorization code that was handed out.
#[derive(Clone, Debug)]
pub(super) struct Code {
    pub(super) grant: Grant,
    /// Where the code was sent; the redemption must name the same (RFC 6749 §4.1.3).
    pub(super) redirect_uri: String,
    /// `code_challenge`, by S256 (RFC 7636 §4.3).
    pub(super) challenge: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) expires: u64,
    pub(super) redeemed: bool,
}

/// What a refresh token stands for.
#[derive(Clone, Debug)]
pub(super) struct Renewable {
    pub(super) grant: Grant,
    /// 24 hours after the sign-in, for all that come of it.
    pub(super) expires: u64,
    /// Whether it was used while that can be done once only.
    pub(super) used: bool,
}
