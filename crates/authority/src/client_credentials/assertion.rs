//! A statement that the application signs with its private key (`private_key_jwt`).

use crate::{Secret, UnixTime};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use json::{Object, Value};
use std::time::Duration;

/// How long an assertion is valid. Microsoft advises five to ten minutes; it is used at once.
const LIFETIME: Duration = Duration::from_secs(300);

/// What the application states about itself ([RFC 7523 §3], [OIDC Core §9], "Microsoft identity platform application
/// authentication certificate credentials").
///
/// The signature is the caller's to make, with the certificate's private key and the algorithm PS256 ([RFC 7518 §3.5]:
/// RSASSA-PSS with SHA-256 and a salt as long as the hash), over [`Assertion::signing_input`].
///
/// [RFC 7523 §3]: https://www.rfc-editor.org/rfc/rfc7523#section-3
/// [OIDC Core §9]: https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication
/// [RFC 7518 §3.5]: https://www.rfc-editor.org/rfc/rfc7518#section-3.5
#[derive(Clone, Copy, Debug)]
pub struct Assertion<'a> {
    /// Who states this: issuer and subject.
    pub client_id: &'a str,
    /// Whom it is for.
    pub token_endpoint: &'a str,
    /// The SHA-256 of the certificate's DER form, by which the Authority finds the public key ([RFC 7515 §4.1.8]).
    ///
    /// [RFC 7515 §4.1.8]: https://www.rfc-editor.org/rfc/rfc7515#section-4.1.8
    pub certificate_sha256: [u8; 32],
    /// What makes this assertion differ from every other: 128 random bits (RFC 7519 §4.1.7).
    pub random: [u8; 16],
    /// The time.
    pub now: UnixTime,
}

impl Assertion<'_> {
    /// What is to be signed: header and claims, encoded ([RFC 7515 §5.1]).
    ///
    /// [RFC 7515 §5.1]: https://www.rfc-editor.org/rfc/rfc7515#section-5.1
    #[must_use]
    pub fn signing_input(&self) -> String {
        let mut header = Object::default();
        header.set("alg", "PS256");
        header.set("typ", "JWT");
        header.set("x5t#S256", URL_SAFE_NO_PAD.encode(self.certificate_sha256).as_str());
        let mut claims = Object::default();
        claims.set("aud", self.token_endpoint);
        claims.set("iss", self.client_id);
        claims.set("sub", self.client_id);
        claims.set("jti", uuid(self.random).as_str());
        claims.set("nbf", number(self.now));
        claims.set("iat", number(self.now));
        claims.set("exp", number(self.now.plus(LIFETIME)));
        let part = |object: Object| URL_SAFE_NO_PAD.encode(Value::from(object).to_string());
        format!("{}.{}", part(header), part(claims))
    }

    /// The assertion: what was signed and its signature ([RFC 7515 §7.1]).
    ///
    /// [RFC 7515 §7.1]: https://www.rfc-editor.org/rfc/rfc7515#section-7.1
    #[must_use]
    pub fn signed(signing_input: &str, signature: &[u8]) -> Secret {
        Secret::new(format!("{signing_input}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

fn number(time: UnixTime) -> Value {
    Value::Number(time.seconds().to_string().into())
}

/// Random bits as a UUID of version 4 ([RFC 9562 §5.4]), the form in which Microsoft wants the `jti`.
///
/// [RFC 9562 §5.4]: https://www.rfc-editor.org/rfc/rfc9562#section-5.4
fn uuid(random: [u8; 16]) -> String {
    let bits = u128::from_be_bytes(random);
    let bits = bits & !(0xf << 76) | (0x4 << 76);
    let bits = bits & !(0x3 << 62) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}
