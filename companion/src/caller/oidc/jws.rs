//! A signed token, taken apart (RFC 7515 §7.1).

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use json::{Object, Value};

use super::bearer::MOST_BYTES;
use crate::Refusal;

/// A token whose signature nobody has checked yet.
pub(super) struct Jws<'a> {
    pub(super) kid: String,
    pub(super) claims: Object,
    /// The bytes that were signed.
    pub(super) signed: &'a str,
    pub(super) signature: Vec<u8>,
}

impl<'a> Jws<'a> {
    /// Takes `token` apart, and refuses what isn't signed with RS256 or asks for extensions.
    pub(super) fn parse(token: &'a str) -> Result<Self, Refusal> {
        let malformed = || Refusal::unknown("the token is malformed");
        if token.len() > MOST_BYTES {
            return Err(Refusal::unknown("the token is too long"));
        }
        let (signed, signature) = token.rsplit_once('.').ok_or_else(malformed)?;
        // Five parts are an encrypted token; the header then has a point.
        let (header, claims) =
            signed.split_once('.').filter(|(_, claims)| !claims.contains('.')).ok_or_else(malformed)?;
        let header = object(header)?;
        if header.get("alg").and_then(Value::as_text) != Some("RS256") {
            return Err(Refusal::unknown("the token is not signed with RS256"));
        }
        if header.get("crit").is_some() {
            return Err(Refusal::unknown("the token asks for an extension"));
        }
        let is_access_token = |kind: &Value| {
            kind.as_text()
                .is_some_and(|kind| ["jwt", "at+jwt", "application/at+jwt"].contains(&&*kind.to_lowercase()))
        };
        if !header.get("typ").is_none_or(is_access_token) {
            return Err(Refusal::unknown("the token is of another type"));
        }
        let kid = header.get("kid").and_then(Value::as_text).filter(|kid| !kid.is_empty());
        Ok(Self {
            kid: kid.ok_or(Refusal::unknown("the token names no key"))?.to_owned(),
            claims: object(claims)?,
            signed,
            signature: URL_SAFE_NO_PAD.decode(signature).map_err(|_| malformed())?,
        })
    }
}

/// A JSON object in base64url, in which no name comes twice: two readers could take different ones (RFC 7515 §4, RFC 7519
/// §4, RFC 8725 §2.4).
fn object(part: &str) -> Result<Object, Refusal> {
    let malformed = || Refusal::unknown("the token is malformed");
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| malformed())?;
    let text = String::from_utf8(bytes).map_err(|_| malformed())?;
    let Ok(Value::Object(object)) = Value::parse(&text) else { return Err(malformed()) };
    let mut names = HashSet::new();
    if object.fields().all(|(name, _)| names.insert(name)) {
        drop(names);
        Ok(object)
    } else {
        Err(Refusal::unknown("the token has a name twice"))
    }
}
