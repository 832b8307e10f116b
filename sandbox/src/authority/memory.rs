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
    /// Grants revoked because a code came twice, by their number.
    pub(super) revoked_grants: HashSet<String>,
    /// Access tokens by the number of their grant, to revoke them with it.
    pub(super) access_tokens: HashMap<String, Vec<String>>,
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
}

impl Memory {
    /// Revokes everything that came of a grant (RFC 6749 §4.1.2); the `uti` of its access tokens are returned.
    pub(super) fn revoke(&mut self, grant: &Grant) -> Vec<String> {
        self.revoked_grants.insert(grant.number.clone());
        self.access_tokens.remove(&grant.number).unwrap_or_default()
    }
}
