//! What a sandbox is started with.

use std::time::Duration;

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
    /// The registered applications.
    pub clients: Vec<Client>,
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
            tenant: DEFAULT_TENANT.to_owned(),
            domain: "cronus.example".to_owned(),
            environment: "Production".to_owned(),
            token_lifetime: Duration::from_secs(3_600),
            rotation: false,
            remembered_requests: 20_000,
        }
    }
}
