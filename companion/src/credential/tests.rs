//! Credentials are read from where they are, and nothing else passes for one.

use super::{Certificate, Credential, CredentialError, Purpose};
use authority::UnixTime;
use authority::client_credentials::Proof;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rcgen::{CertificateParams, KeyPair};
use ring::signature::{RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};
use rsa::pkcs1::{EncodeRsaPrivateKey as _, EncodeRsaPublicKey as _, LineEnding};
use rsa::pkcs8::EncodePrivateKey as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static KEY: LazyLock<rsa::RsaPrivateKey> =
    LazyLock::new(|| rsa::RsaPrivateKey::new(&mut rand::rngs::OsRng, 2_048).unwrap());

/// A folder that goes away with this value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("companion-{}", crate::random::uuid()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn purpose() -> Purpose<'static> {
    let now = UnixTime::from_seconds(1_800_000_000);
    Purpose { client_id: "client", token_endpoint: "https://login.example/token", now }
}

fn proof(credential: &Credential) -> Result<String, CredentialError> {
    credential.proof(purpose()).map(|proof| match proof {
        Proof::Secret(secret) => format!("secret {}", secret.expose()),
        Proof::Assertion(assertion) => format!("assertion {}", assertion.expose()),
    })
}

fn certificate_of(key: &rsa::RsaPrivateKey) -> (Vec<u8>, String) {
    let pair = KeyPair::try_from(key.to_pkcs8_der().unwrap().as_bytes()).unwrap();
    let certificate = CertificateParams::new(Vec::new()).unwrap().self_signed(&pair).unwrap();
    (certificate.der().to_vec(), certificate.pem())
}

#[test]
fn a_secret_is_one_line_of_a_file() {
    let folder = Folder::new();
    for (text, expected) in [
        ("s3cret", Some("secret s3cret")),
        ("s3cret\n", Some("secret s3cret")),
        ("\u{feff}s3cret\r\n", Some("secret s3cret")),
        ("with blanks and ~", Some("secret with blanks and ~")),
        ("", None),
        (" \n", None),
        ("two\nlines", None),
        (&"x".repeat(70_000), None),
    ] {
        let credential = Credential::SecretFile(folder.file("secret", text));
        assert_eq!(proof(&credential).ok().as_deref(), expected, "{text:.20}");
    }
    let missing = Credential::SecretFile(folder.0.join("missing"));
    let error = proof(&missing).unwrap_err();
    assert!(
        matches!(error, CredentialError::Unreadable { .. }) && error.to_string().contains("missing"),
        "{error}"
    );
    assert_eq!(
        proof(&Credential::SecretVariable("PORTICO_NO_SUCH_VARIABLE".to_owned())),
        Err(CredentialError::Variable("PORTICO_NO_SUCH_VARIABLE".to_owned()))
    );
}

#[test]
fn a_file_is_read_anew_and_its_stamp_changes() {
    let folder = Folder::new();
    let credential = Credential::SecretFile(folder.file("secret", "one"));
    let stamp = credential.stamp();
    assert_eq!(proof(&credential).unwrap(), "secret one");
    assert_eq!(credential.stamp(), stamp);
    folder.file("secret", "three");
    assert_eq!(proof(&credential).unwrap(), "secret three");
    assert_ne!(credential.stamp(), stamp);
}

#[test]
fn a_federated_token_is_passed_on_as_it_is() {
    let folder = Folder::new();
    for (text, right) in [
        ("aa.b_b.c-c\n", true),
        ("aa.bb", false),
        ("a.b.c.d", false),
        ("a b.c.d", false),
        ("<html>.x.y", false),
    ] {
        let credential = Credential::Federated(folder.file("token", text));
        let expected = right.then(|| "assertion aa.b_b.c-c".to_owned());
        assert_eq!(proof(&credential).ok(), expected, "{text}");
    }
}

#[test]
fn a_certificate_signs_what_its_public_key_verifies() {
    let folder = Folder::new();
    let (der, pem) = certificate_of(&KEY);
    let certificate = folder.file("certificate.pem", &pem);
    let keys = [KEY.to_pkcs8_pem(LineEnding::LF).unwrap(), KEY.to_pkcs1_pem(LineEnding::LF).unwrap()];
    for key in keys {
        let key = folder.file("key.pem", key.as_bytes());
        let proof = proof(&Credential::Certificate { certificate: certificate.clone(), key }).unwrap();
        let assertion = proof.strip_prefix("assertion ").unwrap();
        let (input, signature) = assertion.rsplit_once('.').unwrap();
        let public = KEY.to_public_key().to_pkcs1_der().unwrap();
        UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, public.as_bytes())
            .verify(input.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap())
            .unwrap();
        let header = URL_SAFE_NO_PAD.decode(input.split('.').next().unwrap()).unwrap();
        let thumbprint = URL_SAFE_NO_PAD.encode(ring::digest::digest(&ring::digest::SHA256, &der));
        assert!(String::from_utf8(header).unwrap().contains(&thumbprint));
    }
}

#[test]
fn keys_that_do_not_fit_are_told_before_the_authority_does() {
    let folder = Folder::new();
    let (_, pem) = certificate_of(&KEY);
    let other = rsa::RsaPrivateKey::new(&mut rand::rngs::OsRng, 2_048).unwrap();
    let elliptic = KeyPair::generate().unwrap().serialize_pem();
    let load = |certificate: &str, key: &str| {
        let (certificate, key) = (folder.file("certificate.pem", certificate), folder.file("key.pem", key));
        Certificate::load(&certificate, &key).map(drop).map_err(|error| error.to_string())
    };
    let right = KEY.to_pkcs8_pem(LineEnding::LF).unwrap();
    assert_eq!(load(&pem, &right), Ok(()));
    for (certificate, key, words) in [
        (
            pem.as_str(),
            other.to_pkcs8_pem(LineEnding::LF).unwrap().as_str(),
            "not the key of the certificate",
        ),
        (&pem, &elliptic, "RSA key"),
        (&pem, &pem, "no private key"),
        (&right, &right, "no certificate"),
        ("", &right, "is empty"),
    ] {
        let error = load(certificate, key).unwrap_err();
        assert!(error.contains(words), "{error}");
        assert!(!error.contains("BEGIN RSA") && !error.contains("MII"), "{error}");
    }
    let debug = format!("{:?}", Certificate::load(Path::new("none"), Path::new("none")));
    assert!(!debug.contains("RsaKeyPair"));
}

#[test]
#[cfg(unix)]
fn files_that_everyone_may_read_are_found() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let path = folder.file("secret", "s3cret");
    for (mode, exposed) in [(0o600, false), (0o640, false), (0o644, true), (0o604, true)] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(Credential::SecretFile(path.clone()).exposed_files().len() == 1, exposed, "{mode:o}");
    }
}
