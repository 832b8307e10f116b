//! Which page of which origin may read an answer (the Fetch standard's CORS protocol).

use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, HeaderMap, HeaderValue, VARY,
};

use crate::config::{Client, Config};

/// What an answer grants to a page of another origin. Nothing is ever exposed: clients must not depend on
/// response headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grant {
    /// The origin, or `*`.
    pub(crate) origin: String,
    /// Methods a preflight allows.
    pub(crate) methods: &'static str,
    /// Headers a preflight allows.
    pub(crate) headers: Vec<&'static str>,
}

impl Grant {
    /// For everybody, without headers of the client's own.
    pub(crate) fn public() -> Self {
        Self { origin: "*".to_owned(), methods: "GET, OPTIONS", headers: Vec::new() }
    }

    /// Writes the grant into the headers of an answer.
    pub(crate) fn write(&self, headers: &mut HeaderMap, preflight: bool) {
        let mut set = |name, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set(ACCESS_CONTROL_ALLOW_ORIGIN, &self.origin);
        if self.origin != "*" {
            set(VARY, "Origin");
        }
        if preflight {
            set(ACCESS_CONTROL_ALLOW_METHODS, self.methods);
            set(ACCESS_CONTROL_ALLOW_HEADERS, &self.headers.join(", "));
            // Not remembered, so that a fault that refuses a header shows at once.
            set(ACCESS_CONTROL_MAX_AGE, "0");
        }
    }
}

/// The origin of an address: scheme, host and port.
pub(crate) fn origin_of(address: &str) -> Option<&str> {
    let host = address.find("://")? + 3;
    let end = address[host..].find(['/', '?', '#']).map_or(address.len(), |at| host + at);
    Some(&address[..end])
}

impl Client {
    /// Whether pages of `origin` belong to this application.
    pub(crate) fn has_origin(&self, origin: &str) -> bool {
        self.redirect_uris.iter().any(|uri| origin_of(uri) == Some(origin))
    }
}

impl Config {
    /// The application with this ID.
    pub(crate) fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.id.eq_ignore_ascii_case(id))
    }

    /// Whether pages of `origin` belong to any registered application.
    pub(crate) fn has_origin(&self, origin: &str) -> bool {
        self.clients.iter().any(|client| client.has_origin(origin))
    }
}

/// What Business Central grants to a page of `origin`: the origins of the registered applications, and every
/// header its clients send.
pub(crate) fn service(config: &Config, origin: &str) -> Option<Grant> {
    config.has_origin(origin).then(|| Grant {
        origin: origin.to_owned(),
        methods: "GET, POST, PATCH, PUT, DELETE, OPTIONS",
        headers: vec![
            "authorization",
            "content-type",
            "accept-language",
            "prefer",
            "if-match",
            "data-access-intent",
            "client-request-id",
            "isolation",
        ],
    })
}
