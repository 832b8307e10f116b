//! What proves the application's identity to the Authority, best first: a token that the platform renews (workload
//! identity federation), a certificate, a secret.
//!
//! It is read anew for every token request, so that a credential that was replaced works without a restart. None of it is
//! ever printed: errors name files and variables, not what they hold.

mod certificate;
mod file;

pub use certificate::Certificate;

use std::path::PathBuf;
use std::time::SystemTime;

use authority::client_credentials::Proof;
use authority::{Secret, UnixTime};

/// Where a credential is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// A file that holds a token for the Authority, which something else renews: a managed identity's, a Kubernetes service
    /// account's ("workload identity federation", Microsoft's documentation).
    Federated(PathBuf),
    /// A certificate and its private key, both in PEM.
    Certificate {
        /// The certificate; the first in the file.
        certificate: PathBuf,
        /// The RSA key, PKCS #8 or PKCS #1.
        key: PathBuf,
    },
    /// A file that holds the client secret.
    SecretFile(PathBuf),
    /// An environment variable that holds the client secret.
    SecretVariable(String),
}

/// Why a credential can't be used. It says which file or variable, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CredentialError {
    /// The file can't be read.
    #[error("{} can't be read: {why}. Check that it is there and that the companion's user may read it", .path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// The file holds something else than it should.
    #[error("{} {fault}", .path.display())]
    Content {
        /// Which.
        path: PathBuf,
        /// What is wrong and what helps.
        fault: &'static str,
    },
    /// The variable isn't set.
    #[error("the environment variable {0} is not set: set it to the client secret, or name a file instead")]
    Variable(String),
    /// The signature couldn't be made.
    #[error("the certificate's key can't sign: it must be an RSA key of 2048 bits or more")]
    Signature,
}

/// What a proof is made for.
#[derive(Clone, Copy, Debug)]
pub struct Purpose<'a> {
    /// The application.
    pub client_id: &'a str,
    /// The address that it will be sent to.
    pub token_endpoint: &'a str,
    /// The time of day.
    pub now: UnixTime,
}

impl Credential {
    /// The proof for one token request. Reads files: not for an asynchronous task.
    ///
    /// # Errors
    /// [`CredentialError`].
    pub fn proof(&self, purpose: Purpose<'_>) -> Result<Proof, CredentialError> {
        match self {
            Self::Federated(path) => {
                let token = file::line(path)?;
                // RFC 7515 §7.1: three parts of base64url.
                let is_token = token.split('.').count() == 3
                    && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
                if !is_token {
                    let fault = "holds no token (three parts with dots between): check what writes it";
                    return Err(CredentialError::Content { path: path.clone(), fault });
                }
                Ok(Proof::Assertion(Secret::new(token.as_str())))
            }
            Self::Certificate { certificate, key } => {
                Ok(Proof::Assertion(Certificate::load(certificate, key)?.assertion(purpose)?))
            }
            Self::SecretFile(path) => Ok(Proof::Secret(Secret::new(file::line(path)?.as_str()))),
            Self::SecretVariable(name) => {
                let secret = std::env::var(name).unwrap_or_default();
                let secret = zeroize::Zeroizing::new(secret);
                if secret.trim().is_empty() {
                    return Err(CredentialError::Variable(name.clone()));
                }
                Ok(Proof::Secret(Secret::new(secret.trim())))
            }
        }
    }

    /// Changes when the credential's files do.
    #[must_use]
    pub fn stamp(&self) -> Vec<Option<(SystemTime, u64)>> {
        let stamp = |path: &PathBuf| {
            let meta = std::fs::metadata(path).ok()?;
            Some((meta.modified().ok()?, meta.len()))
        };
        self.files().into_iter().map(stamp).collect()
    }

    /// The files that others on this computer may read, although they hold a secret.
    #[must_use]
    pub fn exposed_files(&self) -> Vec<PathBuf> {
        let secret = match self {
            Self::Certificate { key, .. } => vec![key],
            other => other.files(),
        };
        secret.into_iter().filter(|path| file::is_exposed(path)).cloned().collect()
    }

    /// What kind it is, for people.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Federated(_) => "federated credential",
            Self::Certificate { .. } => "certificate",
            Self::SecretFile(_) | Self::SecretVariable(_) => "client secret",
        }
    }

    fn files(&self) -> Vec<&PathBuf> {
        match self {
            Self::Federated(path) | Self::SecretFile(path) => vec![path],
            Self::Certificate { certificate, key } => vec![certificate, key],
            Self::SecretVariable(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
