//! The Authority's signing keys ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517)).

use crate::members;
use crate::refusal::{self, Step};
use crate::{Decision, Error, Provider, Request, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use json::{Object, Value};

/// RFC 7518 §3.3: a key of 2048 bits or larger MUST be used with RS256.
const FEWEST_BITS: usize = 2048;

/// The keys that can have signed an ID token. They may be kept for the session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys(pub(crate) Vec<Key>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) kid: Option<String>,
    /// Entra says for which issuer a key signs, with `{tenantid}` for any tenant.
    pub(crate) issuer: Option<String>,
    n: String,
    e: String,
}

impl Key {
    /// A public RSA key that may verify RS256 signatures. Entra's keys carry no `alg`, so its absence is no
    /// obstacle; a key for another algorithm, for encryption or below 2048 bits is none (RFC 7517 §4.2–4.4,
    /// RFC 7518 §3.3).
    fn of(jwk: &Object) -> Option<Self> {
        let is = |name, value| members::text(jwk, name).is_none_or(|found| found == value);
        let operations = members::texts(jwk, "key_ops");
        let (n, e) = (members::text(jwk, "n")?, members::text(jwk, "e")?);
        let usable = members::text(jwk, "kty") == Some("RSA")
            && is("use", "sig")
            && is("alg", "RS256")
            && operations.is_none_or(|operations| operations.contains(&"verify"))
            && is_strong(n, e);
        let own = |name| members::text(jwk, name).map(str::to_owned);
        usable.then(|| Self { kid: own("kid"), issuer: own("issuer"), n: n.to_owned(), e: e.to_owned() })
    }

    /// The key as WebCrypto's `importKey("jwk", …)` takes it for RSASSA-PKCS1-v1_5 with SHA-256.
    pub(crate) fn to_jwk(&self) -> String {
        let mut jwk = Object::default();
        jwk.set("kty", "RSA");
        jwk.set("alg", "RS256");
        jwk.set("use", "sig");
        jwk.set("n", &self.n);
        jwk.set("e", &self.e);
        jwk.to_string()
    }
}

/// Whether a key of this modulus and exponent can verify anything: the modulus is long enough without its leading
/// zeros, and the exponent is odd and more than 1 (RFC 8017 §3.1).
fn is_strong(modulus: &str, exponent: &str) -> bool {
    match (URL_SAFE_NO_PAD.decode(modulus), URL_SAFE_NO_PAD.decode(exponent)) {
        (Ok(modulus), Ok(exponent)) => {
            let is_odd = exponent.last().is_some_and(|last| last % 2 == 1);
            bits(&modulus) >= FEWEST_BITS && bits(&exponent) > 1 && is_odd
        }
        _ => false,
    }
}

/// How many bits a number has.
fn bits(mut number: &[u8]) -> usize {
    while let [0, rest @ ..] = number {
        number = rest;
    }
    number.first().map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}

impl Keys {
    /// As a cache may keep them.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let key = |key: &Key| {
            let mut kept = Object::default();
            kept.set_some("kid", key.kid.as_deref());
            kept.set_some("issuer", key.issuer.as_deref());
            kept.set("n", &key.n);
            kept.set("e", &key.e);
            Value::from(kept)
        };
        self.0.iter().map(key).collect::<Vec<_>>().into()
    }

    /// Reads what [`to_json`](Keys::to_json) wrote; `None` for anything else.
    #[must_use]
    pub fn from_json(kept: &Value) -> Option<Self> {
        let Value::List(kept) = kept else { return None };
        let key = |kept: &Value| {
            let kept = kept.as_object()?;
            let (kid, issuer) = (kept.string("kid"), kept.string("issuer"));
            let (n, e) = (kept.string("n")?, kept.string("e")?);
            is_strong(&n, &e).then_some(Key { kid, issuer, n, e })
        };
        kept.iter().map(key).collect::<Option<_>>().map(Self)
    }
}

/// Asks for the keys of `provider`.
#[must_use]
pub fn request(provider: &Provider) -> Request {
    Request::get(provider.jwks_uri.as_str())
}

/// Reads the keys, leaving out those that can't have signed an ID token (checklist rule 29).
///
/// # Errors
/// [`Decision::RetryAfter`] for passing faults, [`Decision::FixSetup`] when there are no keys at this
/// address,
/// [`Decision::Defect`] for answers that make no sense, among them a set without one usable key.
pub fn read(response: &Response<'_>) -> Result<Keys, Error> {
    let document = refusal::object(response, Step::Keys, None)?;
    let keys: Vec<Key> = document.related_many("keys").filter_map(Key::of).collect();
    if keys.is_empty() {
        return Err(Error::new(
            Decision::Defect,
            "The sign-in service publishes no key that this portal can use.",
        ));
    }
    Ok(Keys(keys))
}
