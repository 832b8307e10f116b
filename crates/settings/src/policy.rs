//! The Content Security Policy that a portal with these settings needs.

use crate::{CLOUD, Settings};
use origin::Origin;

/// Origins, each once, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(Vec<Origin>);

impl Origins {
    /// Adds one, unless it is there.
    pub fn insert(&mut self, origin: Origin) {
        if let Err(at) = self.0.binary_search(&origin) {
            self.0.insert(at, origin);
        }
    }

    /// Adds that of `address`, if it has one.
    fn add(&mut self, address: &str) {
        if let Ok(origin) = Origin::of(address) {
            self.insert(origin);
        }
    }
}

impl Settings {
    /// The origins that the portal talks to: of each connection the Authority, the service and the companion, as far as
    /// it has them. Whether a companion relays or hands its token out, so that the service is called, only it can tell.
    ///
    /// An Authority may keep its token or key endpoint on another origin, which only its discovery document tells;
    /// Entra does not.
    #[must_use]
    pub fn origins(&self) -> Origins {
        let mut origins = Origins::default();
        for connection in &self.connections {
            if let Some(registration) = connection.mode.registration() {
                origins.add(&registration.authority);
                origins.add(&registration.service);
            }
            if let Some(app) = connection.mode.app() {
                origins.add(&app.companion);
                origins.add(&app.service);
            }
        }
        origins
    }
}

/// The origins of Microsoft's public cloud, for a portal whose settings are not known yet.
#[must_use]
pub fn cloud_origins() -> Origins {
    let mut origins = Origins::default();
    origins.add("https://login.microsoftonline.com");
    origins.add(CLOUD);
    origins
}

/// The value of the `Content-Security-Policy` header for a portal that talks to `origins` and to its own origin.
///
/// Nothing inline and nothing foreign runs ([CSP Level 3]); `'wasm-unsafe-eval'` allows WebAssembly and no more.
///
/// [CSP Level 3]: https://www.w3.org/TR/CSP3/
#[must_use]
pub fn content_security_policy(origins: &Origins) -> String {
    let connect: String = origins.0.iter().map(|origin| format!(" {origin}")).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self'{connect}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}
