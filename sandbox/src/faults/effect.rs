//! What happens to a request that meets a fault.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Members to set in a JSON object or in a list of parameters; `null` removes one.
pub type Members = Map<String, Value>;

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
    /// The Authority's answer in the redirect to the client, after a sign-in or a sign-out, has parameters set or removed:
    /// `state`, `iss`, `code`, `error`.
    Redirect {
        /// The parameters.
        set: Members,
        /// Parameters that are sent once more, with these values.
        #[serde(default)]
        repeat: Members,
    },
    /// The Authority refuses, as Entra would: at the token endpoint and for discovery in JSON, at the authorization
    /// endpoint in the redirect to the client.
    Refuse {
        /// The error's name in OAuth 2.0, such as `invalid_grant`.
        error: String,
        /// Entra's number, as in `AADSTS50173`.
        number: u32,
        /// What narrows `error` down, such as `bad_token`.
        #[serde(default)]
        suberror: Option<String>,
        /// The claims that a new request has to ask for, in JSON.
        #[serde(default)]
        claims: Option<String>,
        /// The status code of an answer in JSON; without it, 401 for `invalid_client` and 400 for all else.
        #[serde(default)]
        status: Option<u16>,
    },
    /// Business Central wants a token with other claims (Continuous Access Evaluation): 401 to a request whose token
    /// is good otherwise.
    Challenge {
        /// The claims, in JSON; the header has them in base64.
        claims: String,
        /// Whether pages of other origins may read the header.
        #[serde(default)]
        readable: bool,
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
    /// The ID token is signed in a way that only a careless client believes.
    Forge {
        /// In which.
        how: Forgery,
    },
    /// The key endpoint publishes these keys and no others.
    Keys {
        /// Which, in this order.
        publish: Vec<Published>,
    },
}

/// How an ID token is forged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Forgery {
    /// Not signed at all: `alg` is `none`, and nothing follows the second dot (RFC 7519 §6).
    Unsigned,
    /// `HS256` with the published key for the secret, which everybody knows (RFC 8725 §2.1).
    PublicKeyAsSecret,
    /// `PS256` with the published key: a right signature by an algorithm that wasn't agreed on.
    AnotherAlgorithm,
    /// By a key of the forger's own under the name of the published one; the header brings it along (`jwk`).
    OwnKey,
}

/// A key that the key endpoint may publish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Published {
    /// The one that signs.
    Current,
    /// The one that signs after the next rotation.
    Next,
    /// One of a kind that nobody has heard of.
    Unheard,
}

impl Effect {
    /// The Authority refuses with this error and number, and nothing else to say.
    pub fn refuse(error: &str, number: u32) -> Self {
        Self::Refuse { error: error.to_owned(), number, suberror: None, claims: None, status: None }
    }

    /// Whether it happens to CORS preflights that a fault doesn't name.
    pub(super) fn concerns_preflights(&self) -> bool {
        matches!(self, Self::NoCors | Self::RefuseHeader { .. })
    }
}
