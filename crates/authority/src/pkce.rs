//! Proof Key for Code Exchange: who redeems a code must be who asked for it.

use crate::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// 256 random bits as 43 characters of `A–Z a–z 0–9 - _` (checklist rule 2: RFC 7636 §4.1; ASVS 10.1.2).
pub(crate) fn text_of(entropy: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(entropy)
}

/// The S256 challenge of a code verifier (RFC 7636 §4.2); `plain` is never used.
pub(crate) fn challenge(code_verifier: &Secret) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(code_verifier.expose()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_2_the_challenge_is_that_of_rfc_7636_appendix_b() {
        let verifier = Secret::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn rule_2_a_verifier_has_43_unreserved_characters() {
        let verifier = text_of(&[0xff; 32]);
        assert_eq!(verifier.len(), 43);
        assert!(verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)));
    }
}
