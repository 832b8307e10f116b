//! The ID token's outside: which bytes were signed, and by which key.

use crate::members;
use crate::{Decision, Error, Keys};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use json::Object;
use std::fmt;

/// An ID token whose signature nobody has checked yet.
///
/// First verify one of its [`candidates`](UnverifiedIdToken::candidates), then let
/// [`accept`](UnverifiedIdToken::accept) check what it says.
pub struct UnverifiedIdToken {
    kid: Option<String>,
    pub(crate) claims: Object,
    signing_input: String,
    signature: Vec<u8>,
}

/// One way in which an ID token can be proven genuine: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3). In a
/// browser: `importKey("jwk", …)`, then `verify`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureCheck {
    /// The public key as a JSON Web Key.
    pub jwk_json: String,
    /// The bytes that were signed (RFC 7515 §5.2). They hold personal data.
    pub signing_input: Vec<u8>,
    /// Their signature.
    pub signature: Vec<u8>,
}

impl UnverifiedIdToken {
    /// Takes a compact JWS apart (RFC 7515 §7.1).
    ///
    /// # Errors
    /// [`Decision::Defect`] when it is none, when `alg` isn't RS256 (checklist rule 28: OIDC Core §3.1.3.7
    /// item 7; `none` and the HS algorithms, whose secret a browser can't keep, are refused like any other)
    /// or when it has critical extensions, of which this crate knows none (RFC 7515 §4.1.11).
    pub(crate) fn parse(compact: &str) -> Result<Self, Error> {
        let malformed = || refused("it is malformed");
        let (signing_input, signature) = compact.rsplit_once('.').ok_or_else(malformed)?;
        let (header, claims) = signing_input.split_once('.').ok_or_else(malformed)?;
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| malformed());
        let object = |part: &str| {
            let text = String::from_utf8(decode(part)?).map_err(|_| malformed())?;
            members::object(&text).ok_or_else(malformed)
        };
        let header = object(header)?;
        if members::text(&header, "alg") != Some("RS256") {
            return Err(refused("it is not signed with RS256"));
        }
        if header.get("crit").is_some() {
            return Err(refused("it asks for an unknown extension"));
        }
        Ok(Self {
            kid: members::text(&header, "kid").map(str::to_owned),
            claims: object(claims)?,
            signing_input: signing_input.to_owned(),
            signature: decode(signature)?,
        })
    }

    /// The keys that may have signed this token; it is genuine if one of the checks succeeds (checklist rule
    /// 29: OIDC Core §3.1.3.7 item 6 and §10.1). A token that names no key may be signed by any.
    ///
    /// # Errors
    /// [`Error::needs_new_keys`] when the token names a key that `keys` lacks: fetch them again, once.
    pub fn candidates(&self, keys: &Keys) -> Result<Vec<SignatureCheck>, Error> {
        let checks: Vec<SignatureCheck> = keys
            .0
            .iter()
            .filter(|key| self.kid.is_none() || self.kid == key.kid)
            .filter(|key| key.issuer.as_deref().is_none_or(|issuer| self.is_issued_by(issuer)))
            .map(|key| SignatureCheck {
                jwk_json: key.to_jwk(),
                signing_input: self.signing_input.clone().into_bytes(),
                signature: self.signature.clone(),
            })
            .collect();
        if checks.is_empty() { Err(Error::unknown_key()) } else { Ok(checks) }
    }

    /// Entra's keys may sign for one issuer only, or for every tenant's ("Validate the signing key issuer",
    /// Microsoft's documentation).
    fn is_issued_by(&self, key_issuer: &str) -> bool {
        let tenant = members::text(&self.claims, "tid").unwrap_or_default();
        members::text(&self.claims, "iss") == Some(&*key_issuer.replace("{tenantid}", tenant))
    }

    /// What to report when none of the [`candidates`](UnverifiedIdToken::candidates) is genuine.
    #[must_use]
    pub fn forged() -> Error {
        refused("its signature is wrong")
    }
}

impl fmt::Debug for UnverifiedIdToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("UnverifiedIdToken(…)")
    }
}

pub(crate) fn refused(why: &str) -> Error {
    Error::new(Decision::Defect, format!("The proof of who signed in was refused: {why}."))
}
