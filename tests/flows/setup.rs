//! How the servers of one test are set up: the portal under the strictest headers, with settings for a sandbox.

use std::{env, path::PathBuf, time::Duration};

use sandbox::{
    Client, Config, DEFAULT_CLIENT_ID, Localhost, Running, Sandbox,
    host::{self, Fallback, Host, HostConfig},
};
use serde_json::{Value, json};

/// The policy that the portal must work under, whatever it does.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self' {authority} {service}{connect}; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// How a world differs from the usual one.
pub(crate) struct Setup {
    /// The path the portal lies under: `/` or `/portal/`.
    pub(crate) base: &'static str,
    pub(crate) fallback: Fallback,
    /// General ledger entries.
    pub(crate) rows: usize,
    /// The connections of the settings: for each, members of the usual one to set, or with `null` to leave out.
    pub(crate) connections: Vec<Value>,
    /// How long access and ID tokens live, to begin with.
    pub(crate) token_lifetime: Duration,
    /// Whether refresh tokens can be used once only, to begin with.
    pub(crate) rotation: bool,
    /// Origins that the portal talks to besides Authority and Business Central.
    pub(crate) connect: Vec<String>,
    /// Other origins that the portal is at.
    pub(crate) also_at: Vec<String>,
}

impl Default for Setup {
    fn default() -> Self {
        let Config { token_lifetime, rotation, .. } = Config::default();
        Self {
            base: "/",
            fallback: Fallback::Rewrites,
            rows: 1_000,
            connections: vec![json!({})],
            token_lifetime,
            rotation,
            connect: Vec::new(),
            also_at: Vec::new(),
        }
    }
}

impl Setup {
    /// Starts the servers.
    pub(crate) async fn serve(self) -> (Running, Host) {
        // The Authority must know the portal's address and the portal's policy the Authority's: so the portal's place is
        // taken first.
        let place = Localhost::bind(0).await.expect("a free port");
        let portal = format!("{}{}", place.origin(), self.base);
        let sandbox = Sandbox::start(Config {
            rows: self.rows,
            clients: vec![Client::demo(callbacks(&portal, &self.also_at))],
            token_lifetime: self.token_lifetime,
            rotation: self.rotation,
            ..Config::default()
        });
        let sandbox = sandbox.await.expect("the sandbox starts");
        let policy = POLICY
            .replace("{connect}", &self.connect.iter().map(|origin| format!(" {origin}")).collect::<String>())
            .replace("{authority}", &sandbox.authority_origin())
            .replace("{service}", &sandbox.service());
        let config = HostConfig {
            dist: dist(self.base),
            base: self.base.to_owned(),
            fallback: self.fallback,
            content_security_policy: Some(policy),
            settings: settings(&sandbox, self.connections).into(),
            clock: sandbox.clock(),
            ..HostConfig::default()
        };
        (sandbox, host::serve_at(place, config))
    }
}

/// The redirect URIs of a portal at this address and at these origins.
fn callbacks(portal: &str, also_at: &[String]) -> Vec<String> {
    let also = also_at.iter().map(|origin| format!("{origin}/auth/"));
    [format!("{portal}auth/")].into_iter().chain(also).collect()
}

/// Settings with a connection to the sandbox for each of these changes.
fn settings(sandbox: &Running, changes: Vec<Value>) -> Value {
    let usual = json!({
        "name": "CRONUS",
        "mode": "AzUser",
        "authority": sandbox.authority(),
        "clientId": DEFAULT_CLIENT_ID,
        "scope": format!("{}/.default", sandbox.service()),
        "service": sandbox.service(),
        "tenant": sandbox.config().tenant,
        "environment": "Production",
    });
    let changed = |changes| {
        let mut connection = usual.clone();
        change(&mut connection, changes);
        connection
    };
    let connections: Vec<Value> = changes.into_iter().map(changed).collect();
    json!({ "title": "CRONUS portal", "connections": connections })
}

/// Sets members of an object, or leaves them out where `changes` says `null`.
pub(crate) fn change(object: &mut Value, changes: Value) {
    let (Value::Object(members), Value::Object(changes)) = (object, changes) else {
        panic!("members of an object to change")
    };
    for (name, value) in changes {
        if value.is_null() {
            members.remove(&name);
        } else {
            members.insert(name, value);
        }
    }
}

/// The built portal.
fn dist(base: &str) -> PathBuf {
    let variable = if base == "/" { "PORTICO_DIST" } else { "PORTICO_DIST_BELOW" };
    let folder = env::var_os(variable);
    PathBuf::from(
        folder.unwrap_or_else(|| panic!("{variable} is not set; run `cargo xtask test --only flows`")),
    )
}
