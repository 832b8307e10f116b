//! The application's service principals.

use std::path::PathBuf;

use super::fields::Fields;
use crate::credential::Credential;

/// An application that Business Central knows, and how it proves who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Its application (client) id.
    pub client_id: String,
    /// Where its credential is.
    pub credential: Credential,
}

pub(super) fn read(fields: &Fields<'_>) -> Vec<Principal> {
    let tables = fields.tables("principal");
    if tables.is_empty() {
        fields.mistake(
            "principal",
            "is missing",
            "Write [[principal]] with client_id and secret_file, certificate_file and key_file, or federated_token_file.",
        );
    }
    let principals: Vec<Principal> = tables.into_iter().filter_map(principal).collect();
    for (at, one) in principals.iter().enumerate() {
        if principals[..at].iter().any(|other| other.client_id.eq_ignore_ascii_case(&one.client_id)) {
            fields.mistake(
                "principal",
                "names one client_id twice",
                "Business Central counts it once: name it once.",
            );
        }
    }
    principals
}

fn principal(fields: Fields<'_>) -> Option<Principal> {
    let client_id =
        fields.required("client_id", "Write the application (client) id of the app registration.");
    if fields.has("secret") {
        fields.text("secret", "");
        fields.mistake(
            "secret",
            "is a secret in the settings",
            "Make a new secret, put it into a file of its own or a variable, and name that: secret_file or secret_env.",
        );
    }
    let path = |name| fields.text(name, "Write the file's path.").map(PathBuf::from);
    let (certificate, key) = (path("certificate_file"), path("key_file"));
    let federated = path("federated_token_file").map(Credential::Federated);
    let secret_file = path("secret_file").map(Credential::SecretFile);
    let secret_env = fields.text("secret_env", "Write the variable's name.").map(Credential::SecretVariable);
    let certificate = match (certificate, key) {
        (Some(certificate), Some(key)) => Some(Credential::Certificate { certificate, key }),
        (None, None) => None,
        (None, _) => {
            fields.mistake(
                "certificate_file",
                "is missing",
                "Name the certificate that belongs to key_file.",
            );
            None
        }
        (_, None) => {
            fields.mistake(
                "key_file",
                "is missing",
                "Name the private key that belongs to certificate_file.",
            );
            None
        }
    };
    let mut found: Vec<Credential> =
        [federated, certificate, secret_file, secret_env].into_iter().flatten().collect();
    if found.len() > 1 {
        fields.mistake(
            "client_id",
            "has several credentials",
            "Leave one: federated token, certificate or secret.",
        );
    } else if found.is_empty() && !fields.is_at_fault() {
        fields.mistake(
            "client_id",
            "has no credential",
            "Add federated_token_file (best), certificate_file and key_file, secret_file or secret_env.",
        );
    }
    fields.finish();
    Some(Principal { client_id: client_id?, credential: found.pop()? })
}
