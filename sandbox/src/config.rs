//! What a sandbox is started with.

use std::time::Duration;

use crate::people::Rights;

/// The client that `cargo xtask start` and the demo settings use.
pub const DEFAULT_CLIENT_ID: &str = "c0ffee00-0000-4000-8000-000000000001";

/// The tenant of the demo people.
pub const DEFAULT_TENANT: &str = "7e11a11e-0000-4000-8000-00000000c0de";

/// An application registered with the Authority, of the type that Entra calls `spa`: public, PKCE, CORS for the
/// origins of its redirect URIs.
#[derive(Clone, Debug)]
pub struct Client {
    /// The application (client) ID.
    pub id: String,
    /// The name that the consent page shows.
    pub name: String,
    /// Where the Authority may redirect to: compared character by character (RFC 9700 §2.1). Their origins may
    /// call the token endpoint and Business Central from a browser.
    pub redirect_uris: Vec<String>,
}

impl Client {
    /// The default client with the redirect URIs given.
    pub fn demo(redirect_uris: impl IntoIterator<Item = String>) -> Self {
        Self {
            id: DEFAULT_CLIENT_ID.to_owned(),
            name: "Portico".to_owned(),
            redirect_uris: redirect_uris.into_iter().collect(),
        }
    }
}

/// The application that the demo's companion signs in as.
pub const DEFAULT_APPLICATION_ID: &str = "c0ffee00-0000-4000-8000-000000000002";

/// Its client secret; of use in a sandbox only.
pub const DEFAULT_APPLICATION_SECRET: &str = "not~a~secret~but~one~of~the~sandbox";

/// The companion's own API, for a companion that asks who the caller is.
pub const DEFAULT_API_ID: &str = "c0ffee00-0000-4000-8000-000000000003";

/// An application that asks for tokens in its own name (Entra: a confidential client). It has no redirect URI.
#[derive(Clone, Debug)]
pub struct Application {
    /// The application (client) ID.
    pub id: String,
    /// What it may prove itself with: any of them.
    pub credentials: Vec<Credential>,
    /// What Business Central lets it do: its *Microsoft Entra application card*. Without one it isn't let in.
    pub rights: Option<Rights>,
}

impl Application {
    /// The default application, with its secret and all rights.
    pub fn demo() -> Self {
        let secret = Credential::Secret { value: DEFAULT_APPLICATION_SECRET.to_owned(), expires: None };
        Self { id: DEFAULT_APPLICATION_ID.to_owned(), credentials: vec![secret], rights: Some(Rights::All) }
    }
}

/// What an application proves itself with.
#[derive(Clone, Debug)]
pub enum Credential {
    /// A client secret.
    Secret {
        /// The secret.
        value: String,
        /// When it ends, in seconds since 1970.
        expires: Option<u64>,
    },
    /// A certificate, whose owner signs assertions (RFC 7523, PS256).
    Certificate {
        /// Base64url of the SHA-256 of its DER form: the assertion's `x5t#S256`.
        thumbprint: String,
        /// Its public key in PEM (`BEGIN PUBLIC KEY`).
        public_key: String,
    },
    /// A token of another issuer (workload identity federation, RS256).
    Federated {
        /// The token's `iss`.
        issuer: String,
        /// The token's `sub`.
        subject: String,
        /// The token's `aud`.
        audience: String,
        /// The issuer's public key in PEM (`BEGIN PUBLIC KEY`).
        public_key: String,
    },
}

/// How one sandbox is set up. `Config::default()` has no client, ports of the system's choice and demo data of
/// a comfortable size.
#[derive(Clone, Debug)]
pub struct Config {
    /// How many generalLedgerEntries there are (1,000,000 at most).
    pub rows: usize,
    /// The Authority's port on localhost; 0 lets the system choose.
    pub authority_port: u16,
    /// Business Central's port on localhost; 0 lets the system choose.
    pub service_port: u16,
    /// The registered single-page applications.
    pub clients: Vec<Client>,
    /// The registered applications with a credential of their own.
    pub applications: Vec<Application>,
    /// The IDs of applications with an API of their own, whose scopes begin with `api://<id>/`.
    pub apis: Vec<String>,
    /// The tenant's GUID.
    pub tenant: String,
    /// The tenant's domain: another name for it in addresses.
    pub domain: String,
    /// The environment that the demo settings name; "Sandbox" exists beside it.
    pub environment: String,
    /// How long access and ID tokens live, until [`crate::Running::set_token_lifetime`] says otherwise. Entra: 60 to
    /// 90 minutes.
    pub token_lifetime: Duration,
    /// Whether a refresh token can be used once only (RFC 9700 §4.14.2), until [`crate::Running::set_rotation`] says
    /// otherwise. At Entra, old ones keep working.
    pub rotation: bool,
    /// How many requests are remembered with their answers.
    pub remembered_requests: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            rows: 5_000,
            authority_port: 0,
            service_port: 0,
            clients: Vec::new(),
            applications: vec![Application::demo()],
            apis: vec![DEFAULT_API_ID.to_owned()],
            tenant: DEFAULT_TENANT.to_owned(),
            domain: "cronus.example".to_owned(),
            environment: "Production".to_owned(),
            token_lifetime: Duration::from_secs(3_600),
            rotation: false,
            remembered_requests: 20_000,
        }
    }
}
