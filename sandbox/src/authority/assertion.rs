//! Client assertions: tokens by which an application proves itself (RFC 7523 §3), signed with the key of a certificate or
//! issued by somebody whom the application has named as trusted.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::RsaPublicKey;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::signature::Verifier as _;
use serde_json::{Map, Value};
use sha2::Sha256;

use super::refusal::Refusal;
use crate::config::{Application, Credential};
use crate::shared::State;

/// Clocks may differ by this many seconds.
const SKEW: u64 = 300;

/// An assertion, taken apart.
struct Assertion<'a> {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    signed: &'a [u8],
    signature: Vec<u8>,
}

/// Whether `text` is one that `application` may prove itself with.
pub(super) fn check(state: &State, application: &Application, text: &str) -> Result<(), Refusal> {
    let Some(assertion) = Assertion::read(text) else {
        return Err(refused(50_027, "JWT token is invalid or malformed."));
    };
    // Its own, or somebody else's about it.
    if assertion.claim("iss") == application.id {
        own(state, application, &assertion)
    } else {
        federated(state, application, &assertion)
    }
}

/// One that the application signed itself: `private_key_jwt` with PS256 and the certificate's thumbprint.
fn own(state: &State, application: &Application, assertion: &Assertion<'_>) -> Result<(), Refusal> {
    if assertion.claim("sub") != application.id {
        return Err(refused(
            700_021,
            "Client assertion application identifier doesn't match 'client_id' parameter.",
        ));
    }
    let endpoint = format!("{}/{}/oauth2/v2.0/token", state.authority, state.config.tenant);
    if ![endpoint, state.issuer()].contains(&assertion.claim("aud").to_owned()) {
        return Err(refused(700_023, "Client assertion audience claim does not match Realm issuer."));
    }
    in_time(state, assertion)?;
    let thumbprint = assertion.header("x5t#S256");
    let key = application.credentials.iter().find_map(|credential| match credential {
        Credential::Certificate { thumbprint: known, public_key } if known == thumbprint => {
            RsaPublicKey::from_public_key_pem(public_key).ok()
        }
        _ => None,
    });
    let is_signed = key.is_some_and(|key| {
        let key = rsa::pss::VerifyingKey::<Sha256>::new(key);
        let signature = rsa::pss::Signature::try_from(assertion.signature.as_slice());
        signature.is_ok_and(|signature| key.verify(assertion.signed, &signature).is_ok())
    });
    if assertion.header("alg") == "PS256" && is_signed {
        return Ok(());
    }
    let text = "Client assertion failed signature validation. The certificate with identifier used to sign the client assertion is not registered on application.";
    Err(refused(700_027, text))
}

/// One of another issuer, for one of the application's federated credentials.
fn federated(state: &State, application: &Application, assertion: &Assertion<'_>) -> Result<(), Refusal> {
    let mut number = 700_211;
    for credential in &application.credentials {
        let Credential::Federated { issuer, subject, audience, public_key } = credential else { continue };
        let named = [("iss", issuer, 700_211), ("sub", subject, 700_213), ("aud", audience, 700_212)];
        if let Some((.., unlike)) = named.into_iter().find(|(name, value, _)| assertion.claim(name) != *value)
        {
            number = number.max(unlike);
            continue;
        }
        in_time(state, assertion)?;
        let is_signed = RsaPublicKey::from_public_key_pem(public_key).is_ok_and(|key| {
            let key = rsa::pkcs1v15::VerifyingKey::<Sha256>::new(key);
            let signature = rsa::pkcs1v15::Signature::try_from(assertion.signature.as_slice());
            signature.is_ok_and(|signature| key.verify(assertion.signed, &signature).is_ok())
        });
        if assertion.header("alg") == "RS256" && is_signed {
            return Ok(());
        }
        return Err(refused(700_027, "Client assertion failed signature validation."));
    }
    let text = "No matching federated identity record found for presented assertion.";
    Err(refused(number, text))
}

fn in_time(state: &State, assertion: &Assertion<'_>) -> Result<(), Refusal> {
    let time = |name: &str| assertion.claims.get(name).and_then(Value::as_u64);
    let now = state.now();
    let is_over = time("exp").is_none_or(|end| end + SKEW <= now);
    if is_over || time("nbf").is_some_and(|begin| begin > now + SKEW) {
        return Err(refused(700_024, "Client assertion is not within its valid time range."));
    }
    Ok(())
}

fn refused(number: u32, text: &str) -> Refusal {
    Refusal::new("invalid_client", number, text)
}

impl<'a> Assertion<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let object = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok();
        Some(Self {
            header: object(header)?,
            claims: object(claims)?,
            signed: signed.as_bytes(),
            signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
        })
    }

    fn claim(&self, name: &str) -> &str {
        self.claims.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    fn header(&self, name: &str) -> &str {
        self.header.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}
