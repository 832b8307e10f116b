//! A fault: which requests meet it.

use serde::{Deserialize, Serialize};

use super::{Asked, Effect};
use crate::seen::Server;

/// Something that goes wrong, and for which requests.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The server it happens at; none means at every one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<Server>,
    /// Which requests meet it.
    #[serde(default)]
    pub matches: Matches,
    /// What happens.
    pub effect: Effect,
}

/// Which requests meet a fault. The default is every request, for ever.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Matches {
    /// Text that occurs in the path or query, percent-encoded as it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The method. Without one, CORS preflights are left alone by everything but `no_cors` and `refuse_header`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// How many of these requests go well first.
    pub skip: u32,
    /// How many times it happens after that; none means until it is switched off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
}

impl Fault {
    /// A fault at `server` for every request whose path or query contains `path`.
    pub fn at(server: Server, path: &str, effect: Effect) -> Self {
        let matches = Matches { path: Some(path.to_owned()), ..Matches::default() };
        Self { server: Some(server), matches, effect }
    }

    /// The same for this many requests only.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.matches.times = Some(times);
        self
    }

    /// The same after this many requests that go well.
    #[must_use]
    pub fn after(mut self, skip: u32) -> Self {
        self.matches.skip = skip;
        self
    }

    /// The same for this method only.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.matches.method = Some(method.to_owned());
        self
    }

    /// Whether a request meets this fault.
    pub(super) fn meets(&self, asked: &Asked) -> bool {
        let Matches { path, method, .. } = &self.matches;
        self.server.is_none_or(|server| server == asked.server)
            && path.as_ref().is_none_or(|path| asked.target.contains(path.as_str()))
            && match method {
                Some(method) => method.eq_ignore_ascii_case(&asked.method),
                None => asked.method != "OPTIONS" || self.effect.concerns_preflights(),
            }
    }
}
