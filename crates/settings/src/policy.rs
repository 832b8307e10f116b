//! The Content Security Policy that a portal with these settings needs.

use crate::{CLOUD, Settings};
use origin::Origin;
use std::collections::BTreeSet;

impl Settings {
    /// The origins that the portal talks to: of each connection the Authority, the service and the companion, as far as
    /// it has them. Whether a companion relays or hands its token out, so that the service is called, only it can tell.
    ///
    /// An Authority may keep its token or key endpoint on another origin, which only its discovery document tells;
    /// Entra does not.
    #[must_use]
    pub fn origins(&self) -> BTreeSet<Origin> {
        let mut origins = BTreeSet::new();
        for connection in &self.connections {
            let mode = &connection.mode;
            let signed_in =
                mode.registration().map(|registration| [&registration.authority, &registration.service]);
            let through = mode.app().map(|app| [&app.companion, &app.service]);
            let addresses = signed_in.into_iter().chain(through).flatten();
            origins.extend(addresses.filter_map(|address| Origin::of(address).ok()));
        }
        origins
    }
}

/// The origins of Microsoft's public cloud, for a portal whose settings are not known yet.
#[must_use]
pub fn cloud_origins() -> BTreeSet<Origin> {
    ["https://login.microsoftonline.com", CLOUD]
        .into_iter()
        .filter_map(|address| Origin::of(address).ok())
        .collect()
}

/// The value of the `Content-Security-Policy` header for a portal that talks to `origins` and to its own origin.
///
/// Nothing inline and nothing foreign runs ([CSP Level 3]); `'wasm-unsafe-eval'` allows WebAssembly and no more.
///
/// [CSP Level 3]: https://www.w3.org/TR/CSP3/
#[must_use]
pub fn content_security_policy(origins: &BTreeSet<Origin>) -> String {
    let connect: String = origins.iter().map(|origin| format!(" {origin}")).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self'{connect}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}
