//! The client credentials grant: an application asks for a token in its own name (RFC 6749 §4.4).

use axum::Json;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::assertion;
use super::parameters::Parameters;
use super::refusal::Refusal;
use super::scope::Resources;
use crate::config::{Application, Credential};
use crate::random;
use crate::shared::State;
use crate::tokens::{self, members};

/// What a token is to be made of.
#[derive(Debug)]
pub(super) struct ApplicationToken {
    application: String,
    audience: String,
}

/// What a request is worth, in the order in which Entra looks.
pub(super) fn check(
    state: &State,
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<ApplicationToken, Refusal> {
    let id = form.required("client_id")?;
    let Some(application) = state.config.applications.iter().find(|known| known.id == id) else {
        let text = format!("Application with identifier '{id}' was not found in the directory.");
        return Err(Refusal::new("unauthorized_client", 700_016, text));
    };
    if headers.contains_key(header::ORIGIN) {
        let text =
            "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.";
        return Err(Refusal::invalid_request(9_002_326, text));
    }
    prove(state, application, form)?;
    let scope = form.required("scope")?;
    let Some(resource) = scope.strip_suffix("/.default").filter(|resource| !resource.contains(' ')) else {
        let text = format!(
            "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."
        );
        return Err(Refusal::new("invalid_scope", 1_002_012, text));
    };
    let Some((audience, _)) = Resources::of(state).find(resource) else {
        let text = format!("The resource principal named {resource} was not found in the tenant.");
        return Err(Refusal::new("invalid_resource", 500_011, text));
    };
    Ok(ApplicationToken { application: id.to_owned(), audience: audience.to_owned() })
}

/// Who the application says it is must be proved: by one secret, or by one assertion.
fn prove(state: &State, application: &Application, form: &Parameters) -> Result<(), Refusal> {
    match (form.first("client_secret"), form.first("client_assertion")) {
        (Some(secret), None) => by_secret(state, application, secret),
        (None, Some(given)) => {
            if form.first("client_assertion_type")
                != Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            {
                let text = "The request body must contain the following parameter: 'client_assertion_type' with value 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'.";
                return Err(Refusal::invalid_request(900_144, text));
            }
            assertion::check(state, application, given)
        }
        (None, None) => {
            let text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
            Err(Refusal::new("invalid_client", 7_000_218, text))
        }
        (Some(_), Some(_)) => {
            let text = "Only one of 'client_assertion' and 'client_secret' may be presented.";
            Err(Refusal::invalid_request(90_023, text))
        }
    }
}

fn by_secret(state: &State, application: &Application, given: &str) -> Result<(), Refusal> {
    let found = application.credentials.iter().find_map(|credential| match credential {
        Credential::Secret { value, expires } if value == given => Some(*expires),
        _ => None,
    });
    match found {
        None => {
            let text = format!(
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{}'.",
                application.id
            );
            Err(Refusal::new("invalid_client", 7_000_215, text))
        }
        Some(Some(expires)) if expires <= state.now() => {
            let text = format!("The provided client secret keys for app '{}' are expired.", application.id);
            Err(Refusal::new("invalid_client", 7_000_222, text))
        }
        Some(_) => Ok(()),
    }
}

/// The answer: an access token, and neither a refresh token nor an ID token (RFC 6749 §4.4.3).
pub(super) fn answer(state: &State, token: &ApplicationToken) -> Response {
    let (now, lifetime) = (state.now(), state.token_lifetime());
    let ApplicationToken { application, audience } = token;
    let claims = json!({
        "aud": audience,
        "iss": state.issuer(),
        "iat": now,
        "nbf": now,
        "exp": now + lifetime,
        "appid": application,
        "idtyp": "app",
        "oid": application,
        "sub": application,
        "roles": ["API.ReadWrite.All"],
        "tid": state.config.tenant,
        "uti": random::text::<16>(),
        "ver": "1.0",
    });
    let key = state.keys.current();
    let token = tokens::sign(key, &tokens::header(key), &members(claims));
    state.issue(&token);
    let body = json!({
        "token_type": "Bearer",
        "expires_in": lifetime,
        "ext_expires_in": lifetime,
        "access_token": token,
    });
    ([(header::CACHE_CONTROL, "no-store, no-cache"), (header::PRAGMA, "no-cache")], Json(body))
        .into_response()
}
