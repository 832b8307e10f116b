//! RSA keys: made once for the process, because making one takes a while.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::EncodePublicKey as _;
use rsa::signature::{RandomizedSigner as _, SignatureEncoding as _, Signer as _, Verifier as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{BigUint, RsaPrivateKey, RsaPublicKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// How many keys a sandbox can rotate through before it comes back to the first.
const ROUND: usize = 3;

static KEYS: [OnceLock<Key>; ROUND] = [OnceLock::new(), OnceLock::new(), OnceLock::new()];

/// One RS256 key pair with the identifier it goes by.
#[derive(Debug)]
pub(crate) struct Key {
    signing: SigningKey<Sha256>,
    id: String,
}

/// Which key signs now. Rotating publishes the next key and withdraws the one before.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    current: AtomicUsize,
}

impl Keys {
    /// The key that signs and that the key endpoint publishes.
    pub(crate) fn current(&self) -> &'static Key {
        self.ahead(0)
    }

    /// The key that signs after the next rotation.
    pub(crate) fn next(&self) -> &'static Key {
        self.ahead(1)
    }

    fn ahead(&self, rotations: usize) -> &'static Key {
        let slot = &KEYS[(self.current.load(Ordering::Relaxed) + rotations) % ROUND];
        slot.get_or_init(Key::generate)
    }

    /// Signs with another key from now on (OpenID Connect Core §10.1.1).
    pub(crate) fn rotate(&self) {
        self.current.fetch_add(1, Ordering::Relaxed);
    }
}

impl Key {
    #[expect(
        clippy::expect_used,
        reason = "2,048 bits are always possible; without a key there is no sandbox"
    )]
    fn generate() -> Self {
        let private = RsaPrivateKey::new(&mut rand::rngs::OsRng, 2_048).expect("an RSA key of 2,048 bits");
        let modulus = private.to_public_key().n().to_bytes_be();
        Self { signing: SigningKey::new(private), id: URL_SAFE_NO_PAD.encode(&Sha256::digest(modulus)[..20]) }
    }

    /// The key's identifier (`kid`, and `x5t` as at Entra).
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// The signature by RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3).
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.signing.sign(message).to_vec()
    }

    /// The signature by RSASSA-PSS with SHA-256 (RFC 7518 §3.5).
    pub(crate) fn sign_by_pss(&self, message: &[u8]) -> Vec<u8> {
        let key = rsa::pss::SigningKey::<Sha256>::new(self.signing.as_ref().clone());
        key.sign_with_rng(&mut rand::rngs::OsRng, message).to_vec()
    }

    /// The public key in DER (`SubjectPublicKeyInfo`).
    pub(crate) fn der(&self) -> Vec<u8> {
        self.public().to_public_key_der().map(rsa::pkcs8::Document::into_vec).unwrap_or_default()
    }

    /// Whether `signature` is this key's over `message`.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let key = rsa::pkcs1v15::VerifyingKey::<Sha256>::new(self.public());
        rsa::pkcs1v15::Signature::try_from(signature)
            .is_ok_and(|signature| key.verify(message, &signature).is_ok())
    }

    /// The public key as Entra publishes it: without `alg` (RFC 7517 §4.4 makes it optional).
    pub(crate) fn jwk(&self) -> Value {
        let public = self.public();
        let base64 = |number: &BigUint| URL_SAFE_NO_PAD.encode(number.to_bytes_be());
        json!({ "kty": "RSA", "use": "sig", "kid": self.id, "x5t": self.id,
                "n": base64(public.n()), "e": base64(public.e()) })
    }

    fn public(&self) -> RsaPublicKey {
        RsaPublicKey::from(self.signing.as_ref())
    }
}
