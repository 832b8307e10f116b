//! The name of an Authority.

use json::Value;
use origin::{AddressError, Origin};
use std::fmt;

/// The issuer identifier of an Authority: an `https` address (or `http` on this computer) without query and
/// fragment ([OIDC Discovery §2], [RFC 8414 §2]), kept to the letter because issuers are compared as they
/// stand.
///
/// [OIDC Discovery §2]: https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery
/// [RFC 8414 §2]: https://www.rfc-editor.org/rfc/rfc8414#section-2
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Issuer(String);

/// Why a text is no issuer to sign in at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IssuerError {
    /// It is not an address.
    #[error("{0}")]
    Address(#[from] AddressError),
    /// What is sent to it could be read on the way.
    #[error("it must begin with https:// (http:// is for this computer only)")]
    Untrustworthy,
    /// It has a query or a fragment.
    #[error("it must not have a ? or a #")]
    QueryOrFragment,
    /// It stands for many tenants: whoever signs in there may belong to any of them, and Entra's discovery
    /// then announces a template in place of an issuer (checklist rule 38).
    #[error("'{0}' stands for many tenants; put your tenant's id in its place")]
    ManyTenants(&'static str),
}

impl Issuer {
    /// Takes `address` as an issuer.
    ///
    /// # Errors
    /// [`IssuerError`] says what is wrong with it.
    pub fn new(address: impl Into<String>) -> Result<Self, IssuerError> {
        let address = address.into();
        if !Origin::of(&address)?.is_trustworthy() {
            return Err(IssuerError::Untrustworthy);
        }
        if address.contains(['?', '#']) {
            return Err(IssuerError::QueryOrFragment);
        }
        let shared = ["common", "organizations", "consumers"];
        for segment in address.split('/').skip(3) {
            if let Some(name) = shared.into_iter().find(|name| segment.eq_ignore_ascii_case(name)) {
                return Err(IssuerError::ManyTenants(name));
            }
        }
        Ok(Self(address))
    }

    /// The issuer as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The issuer that was kept as a text; `None` for what is none.
    pub(crate) fn from_json(kept: &Value) -> Option<Self> {
        Self::new(kept.as_text()?).ok()
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
