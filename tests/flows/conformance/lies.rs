//! What the Authority can be made to say: the faults of which mutations are made.

use sandbox::{
    Effect, Fault, Running, Server,
    faults::{Forgery, Members, Published},
};
use serde_json::{Value, json};

/// An issuer that nobody asked.
pub(super) const FOREIGN: &str = "https://other.example/v2.0";

fn at(path: &str, effect: Effect) -> Fault {
    Fault::at(Server::Authority, path, effect)
}

fn members(members: Value) -> Members {
    serde_json::from_value(members).expect("an object")
}

/// Claims of the ID token; `null` leaves one out.
pub(super) fn claims(set: Value) -> Fault {
    let effect = Effect::IdToken { claims: members(set), header: Members::new(), corrupt_signature: false };
    at("/token", effect)
}

/// Members of the ID token's header.
pub(super) fn header(set: Value) -> Fault {
    let effect = Effect::IdToken { claims: Members::new(), header: members(set), corrupt_signature: false };
    at("/token", effect)
}

/// One bit of the ID token's signature is turned.
pub(super) fn corrupt() -> Fault {
    let effect = Effect::IdToken { claims: Members::new(), header: Members::new(), corrupt_signature: true };
    at("/token", effect)
}

pub(super) fn forged(how: Forgery) -> Fault {
    at("/token", Effect::Forge { how })
}

/// Parameters of the answer in the redirect.
pub(super) fn answer(set: Value) -> Fault {
    at("/authorize", Effect::Redirect { set: members(set), repeat: Members::new() })
}

/// Parameters that come twice in the redirect.
pub(super) fn twice(repeat: Value) -> Fault {
    at("/authorize", Effect::Redirect { set: Members::new(), repeat: members(repeat) })
}

/// Parameters of the redirect after signing out.
pub(super) fn after_logout(set: Value) -> Fault {
    at("/logout", Effect::Redirect { set: members(set), repeat: Members::new() })
}

/// Members of the token answer.
pub(super) fn token(set: Value) -> Fault {
    at("/token", Effect::Json { set: members(set) })
}

/// Another answer of the token endpoint.
pub(super) fn token_status(code: u16, body: &str) -> Fault {
    at("/token", Effect::Status { code, retry_after: None, body: Some(body.to_owned()) })
}

/// This in place of the token answer.
pub(super) fn token_body(content_type: &str, text: String) -> Fault {
    at("/token", Effect::Body { content_type: content_type.to_owned(), text })
}

pub(super) fn truncated_token(bytes: usize) -> Fault {
    at("/token", Effect::Truncate { bytes })
}

pub(super) fn refusal(error: &str, number: u32) -> Fault {
    at("/token", Effect::refuse(error, number))
}

/// A UserInfo endpoint, and what it says.
pub(super) fn user_info(sandbox: &Running, says: &Value) -> Vec<Fault> {
    let endpoint = format!("{}/oidc/userinfo", sandbox.authority_origin());
    let body = Effect::Body { content_type: "application/json".to_owned(), text: says.to_string() };
    vec![discovery(json!({ "userinfo_endpoint": endpoint })), at("/oidc/userinfo", body)]
}

/// Members of the discovery document.
pub(super) fn discovery(set: Value) -> Fault {
    at("/openid-configuration", Effect::Json { set: members(set) })
}

/// The document announces that answers carry `iss` (RFC 9207 §3).
pub(super) fn iss_is_announced() -> Fault {
    discovery(json!({ "authorization_response_iss_parameter_supported": true }))
}

pub(super) fn keys(publish: &[Published]) -> Fault {
    at("/keys", Effect::Keys { publish: publish.to_vec() })
}

/// These keys and no others.
pub(super) fn foreign_keys(keys: &[Value]) -> Fault {
    at("/keys", Effect::Json { set: members(json!({ "keys": keys })) })
}

/// Seconds since 1970, this many from now.
pub(super) fn in_seconds(sandbox: &Running, seconds: i64) -> i64 {
    i64::try_from(sandbox.clock().now()).expect("seconds since 1970") + seconds
}
