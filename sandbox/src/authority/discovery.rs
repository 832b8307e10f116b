//! The discovery document and the keys.

use axum::Json;
use axum::extract::{Extension, State};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::faults::{Asked, Effect, Published};
use crate::shared::Shared;

/// OpenID Connect Discovery §4.2, with what Entra leaves out left out: it names neither
/// `code_challenge_methods_supported` nor `authorization_response_iss_parameter_supported`. A `json` fault adds
/// them.
pub(super) async fn document(State(shared): State<Shared>, Extension(asked): Extension<Asked>) -> Response {
    if let Some(refusal) = Refusal::on_purpose(&shared, &asked) {
        return refusal.json(&shared, None);
    }
    let base = format!("{}/{}", shared.authority, shared.config.tenant);
    Json(json!({
        "issuer": shared.issuer(),
        "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
        "token_endpoint": format!("{base}/oauth2/v2.0/token"),
        "end_session_endpoint": format!("{base}/oauth2/v2.0/logout"),
        "jwks_uri": format!("{base}/discovery/v2.0/keys"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported":
            ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid",
            "ver", "login_hint", "sid"],
        "request_uri_parameter_supported": false,
        "http_logout_supported": true,
        "frontchannel_logout_supported": true,
        "tenant_region_scope": null,
    }))
    .into_response()
}

/// The key that signs now (RFC 7517 §5), or those that a fault wants.
pub(super) async fn keys(State(shared): State<Shared>, Extension(asked): Extension<Asked>) -> Json<Value> {
    let wanted = shared.traffic.faults.take(&asked, |effect| match effect {
        Effect::Keys { publish } => Some(publish.clone()),
        _ => None,
    });
    let publish = wanted.into_iter().next().unwrap_or_else(|| vec![Published::Current]);
    let jwk = move |key: &Published| match key {
        Published::Current => shared.keys.current().jwk(),
        Published::Next => shared.keys.next().jwk(),
        Published::Unheard => {
            json!({ "kty": "AKP", "use": "sig", "kid": "unheard", "alg": "ML-DSA-99", "pub": "AAAA" })
        }
    };
    // Making a key takes a moment, in a build without optimisation a long one.
    let keys = tokio::task::spawn_blocking(move || publish.iter().map(jwk).collect::<Vec<_>>()).await;
    Json(json!({ "keys": keys.unwrap_or_default() }))
}
