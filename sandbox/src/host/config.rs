//! What a static host is started with.

use std::path::PathBuf;

use serde_json::Value;

use crate::clock::Clock;

/// The strictest policy that the portal works under; `{connect}` stands for the origins it talks to.
pub const PORTAL_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data: blob:; font-src 'self'; connect-src 'self' {connect}; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'";

/// How one static host is set up.
#[derive(Clone, Debug)]
pub struct HostConfig {
    /// The folder that is served.
    pub dist: PathBuf,
    /// The path that it is served under: begins and ends with a slash.
    pub base: String,
    /// The port on localhost; 0 lets the system choose.
    pub port: u16,
    /// What is answered where there is no file.
    pub fallback: Fallback,
    /// The `Content-Security-Policy` header.
    pub content_security_policy: Option<String>,
    /// A policy whose violations browsers report without enforcing it; see [`super::Host::violations`].
    pub reported_policy: Option<String>,
    /// Headers on every answer. The default asks for `Cross-Origin-Opener-Policy: same-origin`.
    pub extra_headers: Vec<(String, String)>,
    /// What is answered at `portal.json`.
    pub settings: Settings,
    /// What its `Date` header and its log go by. [`crate::Running::clock`] makes it a sandbox's.
    pub clock: Clock,
    /// How many requests are remembered with their answers.
    pub remembered_requests: usize,
}

impl Default for HostConfig {
    fn default() -> Self {
        Self {
            dist: PathBuf::from("dist"),
            base: "/".to_owned(),
            port: 0,
            fallback: Fallback::Rewrites,
            content_security_policy: None,
            reported_policy: None,
            extra_headers: vec![("cross-origin-opener-policy".to_owned(), "same-origin".to_owned())],
            settings: Settings::Missing,
            clock: Clock::default(),
            remembered_requests: 20_000,
        }
    }
}

/// What a static host does where there is no file: the three kinds there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// `index.html` with status 200.
    Rewrites,
    /// `404.html` with status 404.
    NotFoundPage,
    /// A plain 404.
    None,
}

/// What is answered at `portal.json`.
#[derive(Clone, Debug, PartialEq)]
pub enum Settings {
    /// 404, whatever the fallback.
    Missing,
    /// These settings.
    Json(Value),
    /// This text, which need not be JSON.
    Text(String),
}

impl From<Value> for Settings {
    fn from(settings: Value) -> Self {
        Self::Json(settings)
    }
}

impl From<&str> for Settings {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
