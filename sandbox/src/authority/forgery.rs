//! ID tokens that only a careless client believes.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::faults::{Forgery, Members};
use crate::keys::Keys;

/// The block of SHA-256 in bytes (RFC 2104 §2).
const BLOCK: usize = 64;

/// A token with this header and these claims, forged.
pub(super) fn forged(how: Forgery, keys: &Keys, mut header: Members, claims: &Members) -> String {
    match how {
        Forgery::Unsigned => header.insert("alg".to_owned(), json!("none")),
        Forgery::PublicKeyAsSecret => header.insert("alg".to_owned(), json!("HS256")),
        Forgery::AnotherAlgorithm => header.insert("alg".to_owned(), json!("PS256")),
        Forgery::OwnKey => header.insert("jwk".to_owned(), keys.next().jwk()),
    };
    let part = |members: &Members| URL_SAFE_NO_PAD.encode(Value::Object(members.clone()).to_string());
    let signed = format!("{}.{}", part(&header), part(claims));
    let signature = match how {
        Forgery::Unsigned => Vec::new(),
        Forgery::PublicKeyAsSecret => hmac(&keys.current().der(), signed.as_bytes()).to_vec(),
        Forgery::AnotherAlgorithm => keys.current().sign_by_pss(signed.as_bytes()),
        Forgery::OwnKey => keys.next().sign(signed.as_bytes()),
    };
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// HMAC with SHA-256 (RFC 2104 §2).
fn hmac(secret: &[u8], message: &[u8]) -> [u8; 32] {
    let mut key = [0; BLOCK];
    match secret.len() {
        ..=BLOCK => key[..secret.len()].copy_from_slice(secret),
        _ => key[..32].copy_from_slice(&Sha256::digest(secret)),
    }
    let padded = |with: u8| key.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231 §4.3 and §4.7.
    #[test]
    fn the_hmac_is_that_of_the_specification() {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(
            hex(&hmac(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let long = hmac(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First");
        assert_eq!(hex(&long), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }
}
