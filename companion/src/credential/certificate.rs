//! A certificate and the signature with its key.

use std::fmt;
use std::path::{Path, PathBuf};

use authority::Secret;
use authority::client_credentials::Assertion;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{KeyPair as _, RSA_PSS_SHA256, RsaKeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::{CredentialError, Purpose, file};
use crate::random;

/// A certificate whose private key is here.
pub struct Certificate {
    sha256: [u8; 32],
    key: RsaKeyPair,
}

impl fmt::Debug for Certificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Certificate(…)")
    }
}

impl Certificate {
    /// Reads both files.
    ///
    /// # Errors
    /// [`CredentialError`] when one can't be read, holds something else, or the key isn't the certificate's.
    pub fn load(certificate: &Path, key: &Path) -> Result<Self, CredentialError> {
        let content = |path: &Path, fault| CredentialError::Content { path: PathBuf::from(path), fault };
        let text = file::text(certificate)?;
        let der = CertificateDer::from_pem_slice(text.as_bytes())
            .map_err(|_| content(certificate, "holds no certificate in PEM (-----BEGIN CERTIFICATE-----)"))?;
        let text = file::text(key)?;
        let private = PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|_| {
            content(key, "holds no private key in PEM without a password (-----BEGIN PRIVATE KEY-----)")
        })?;
        let pair = match &private {
            PrivateKeyDer::Pkcs8(der) => RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()),
            _ => return Err(content(key, "holds a key that isn't an RSA key: Entra's PS256 needs one")),
        };
        let pair = pair.map_err(|_| content(key, "holds no RSA key of 2048 bits or more"))?;
        // The certificate holds the public key as it is (RFC 5280 §4.1.2.7, RFC 8017 §A.1.1).
        let public = pair.public_key().as_ref();
        if !der.windows(public.len()).any(|window| window == public) {
            return Err(content(key, "is not the key of the certificate: name the two that belong together"));
        }
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(digest(&SHA256, &der).as_ref());
        Ok(Self { sha256, key: pair })
    }

    /// A signed statement of who the application is: PS256 (RFC 7518 §3.5).
    ///
    /// # Errors
    /// [`CredentialError::Signature`].
    pub fn assertion(&self, purpose: Purpose<'_>) -> Result<Secret, CredentialError> {
        let assertion = Assertion {
            client_id: purpose.client_id,
            token_endpoint: purpose.token_endpoint,
            certificate_sha256: self.sha256,
            random: random::bytes(),
            now: purpose.now,
        };
        let input = assertion.signing_input();
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key
            .sign(&RSA_PSS_SHA256, &SystemRandom::new(), input.as_bytes(), &mut signature)
            .map_err(|_| CredentialError::Signature)?;
        Ok(Assertion::signed(&input, &signature))
    }
}
