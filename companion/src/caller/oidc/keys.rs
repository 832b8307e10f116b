//! The Authority's keys, ready to verify with.

use authority::Keys;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use json::Value;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};

/// The keys of one issuer (RFC 7517). [`authority::keys::read`] has left out those that can't sign with RS256.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerificationKeys(Vec<Key>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    kid: String,
    /// Entra says for which issuer a key signs, with `{tenantid}` for any tenant.
    issuer: Option<String>,
    n: Vec<u8>,
    e: Vec<u8>,
}

impl From<&Keys> for VerificationKeys {
    /// Leaves out keys without an id: a token must name its key.
    fn from(keys: &Keys) -> Self {
        let key = |key: &Value| {
            let key = key.as_object()?;
            let number = |name| URL_SAFE_NO_PAD.decode(key.text(name)).ok();
            Some(Key {
                kid: key.string("kid")?,
                issuer: key.string("issuer"),
                n: number("n")?,
                e: number("e")?,
            })
        };
        Self(keys.to_json().entries().iter().filter_map(key).collect())
    }
}

impl VerificationKeys {
    /// The key that is called `kid` and signs for `issuer` (Microsoft's documentation: "validate the signing key issuer").
    pub(super) fn find(&self, kid: &str, issuer: &str, tenant: &str) -> Option<&Key> {
        let signs = |key: &&Key| {
            key.kid == kid
                && key.issuer.as_ref().is_none_or(|own| own.replace("{tenantid}", tenant) == issuer)
        };
        self.0.iter().find(signs)
    }
}

impl Key {
    /// RSASSA-PKCS1-v1_5 with SHA-256, of keys of 2048 bits and more (RFC 7518 §3.3).
    pub(super) fn verifies(&self, signed: &[u8], signature: &[u8]) -> bool {
        let key = RsaPublicKeyComponents { n: &self.n, e: &self.e };
        key.verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature).is_ok()
    }
}
