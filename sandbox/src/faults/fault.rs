//! A fault: which requests meet it, and what happens to them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Asked;
use crate::seen::Server;

/// Members to set in a JSON object or in a list of parameters; `null` removes one.
pub type Members = Map<String, Value>;

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

/// What happens to a request.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// The answer has this status instead of what the server would have said.
    Status {
        /// The status code.
        code: u16,
        /// The `Retry-After` header, as it is to be sent.
        #[serde(default)]
        retry_after: Option<String>,
        /// The body; without one, the error in the shape of a gateway.
        #[serde(default)]
        body: Option<String>,
    },
    /// The answer has status 200 and this body instead of what the server would have said.
    Body {
        /// The `Content-Type` header.
        content_type: String,
        /// The body.
        text: String,
    },
    /// The answer comes later.
    Delay {
        /// By how many milliseconds.
        ms: u64,
    },
    /// No answer until the faults are cleared or the server stops; then the connection is closed.
    Hang,
    /// The connection is closed.
    Cut {
        /// After the head and this many bytes of the body; without it, before any answer.
        #[serde(default)]
        after: Option<usize>,
    },
    /// The body ends early, but properly as HTTP goes.
    Truncate {
        /// How many bytes are left.
        bytes: usize,
    },
    /// Members of the JSON answer are set or removed: discovery document, keys, token answer, any of Business
    /// Central's.
    Json {
        /// The members.
        set: Members,
    },
    /// Headers of the answer are set or removed.
    Headers {
        /// The headers.
        set: BTreeMap<String, Option<String>>,
    },
    /// The answer has no CORS headers; a preflight neither.
    NoCors,
    /// Preflights don't allow this header.
    RefuseHeader {
        /// The header's name in lower case.
        name: String,
    },
    /// `@odata.nextLink` leads to another origin.
    ForeignNextLink {
        /// That origin.
        origin: String,
    },
    /// `@odata.nextLink` leads to the very page it is in.
    RepeatNextLink,
    /// The Authority's answer in the redirect to the client has parameters set or removed: `state`, `iss`,
    /// `code`, `error`.
    Redirect {
        /// The parameters.
        set: Members,
        /// Parameters that are sent once more, with these values.
        #[serde(default)]
        repeat: Members,
    },
    /// The ID token is another.
    IdToken {
        /// Claims that are set or removed before it is signed.
        #[serde(default)]
        claims: Members,
        /// Members of its header that are set or removed before it is signed.
        #[serde(default)]
        header: Members,
        /// Whether one bit of the signature is turned.
        #[serde(default)]
        corrupt_signature: bool,
    },
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

impl Effect {
    fn concerns_preflights(&self) -> bool {
        matches!(self, Self::NoCors | Self::RefuseHeader { .. })
    }
}
