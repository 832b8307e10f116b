//! The token endpoint: a code, a refresh token or an application's own credential for tokens.

use axum::extract::{Extension, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse as _, Response};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::client_credentials::{self, ApplicationToken};
use super::grant::Grant;
use super::memory::{Code, Renewable};
use super::parameters::Parameters;
use super::refusal::Refusal;
use super::scope::{Resources, Scope};
use super::token_answer::{Tokens, token_answer};
use crate::config::Client;
use crate::faults::Asked;
use crate::shared::{Shared, lock};

/// A refresh token of a single-page application lives 24 hours from the sign-in, whatever is done with it.
const REFRESH_LIFETIME: u64 = 24 * 3_600;

/// Answers one token request.
pub(super) async fn answer(
    State(shared): State<Shared>,
    Extension(asked): Extension<Asked>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let query = Parameters::parse(head.uri.query().unwrap_or_default());
    let correlation = query.first("client-request-id").map(str::to_owned);
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap_or_default();
    let form = Parameters::parse(&String::from_utf8_lossy(&body));
    let correlation = correlation.or_else(|| form.first("client-request-id").map(str::to_owned));

    // Signing without optimisation takes milliseconds, making the key seconds: not on the threads that answer.
    let for_errors = shared.clone();
    let work = tokio::task::spawn_blocking(move || {
        if let Some(refusal) = Refusal::on_purpose(&shared, &asked) {
            return Err(refusal);
        }
        match check(&shared, &head.method, &head.headers, &form)? {
            Granted::Person(tokens) => {
                Ok(token_answer(&shared, &asked, *tokens, form.first("client_info") == Some("1")))
            }
            Granted::Application(token) => Ok(client_credentials::answer(&shared, &token)),
        }
    });
    let refusal = match work.await {
        Ok(Ok(answer)) => return answer.into_response(),
        Ok(Err(refusal)) => refusal,
        Err(_) => Refusal::new("server_error", 90_033, "A transient error occurred."),
    };
    refusal.json(&for_errors, correlation.as_deref())
}

/// What came of a request.
enum Granted {
    Person(Box<Tokens>),
    Application(ApplicationToken),
}

/// What a request is worth, in the order in which Entra looks.
fn check(
    shared: &Shared,
    method: &Method,
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<Granted, Refusal> {
    if method != Method::POST {
        let text = format!("The endpoint only accepts POST requests. Received a {method} request.");
        return Err(Refusal::invalid_request(900_561, text));
    }
    form.once_each()?;
    form.claims_are_json()?;
    if form.first("grant_type") == Some("client_credentials") {
        return client_credentials::check(shared, headers, form).map(Granted::Application);
    }
    let id = form.required("client_id")?;
    let Some(client) = shared.config.client(id) else {
        let text = format!("Application with identifier '{id}' was not found in the directory.");
        return Err(Refusal::new("unauthorized_client", 700_016, text));
    };
    same_page(headers, client)?;
    if form.first("client_secret").or_else(|| form.first("client_assertion")).is_some()
        || headers.contains_key(header::AUTHORIZATION)
    {
        let text = "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.";
        return Err(Refusal::new("invalid_client", 700_025, text));
    }
    let tokens = match form.required("grant_type")? {
        "authorization_code" => redeem(shared, client, form),
        "refresh_token" => renew(shared, client, form),
        other => {
            let text = format!("The app requested an unsupported grant type '{other}'.");
            Err(Refusal::new("unsupported_grant_type", 70_003, text))
        }
    };
    tokens.map(Box::new).map(Granted::Person)
}

/// Codes of a single-page application are redeemed by its own pages only.
fn same_page(headers: &HeaderMap, client: &Client) -> Result<(), Refusal> {
    let Some(origin) = headers.get(header::ORIGIN) else {
        let text = "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.";
        return Err(Refusal::invalid_request(9_002_327, text));
    };
    if origin.to_str().is_ok_and(|origin| client.has_origin(origin)) {
        return Ok(());
    }
    let text = "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin is not that of a registered redirect URI.";
    Err(Refusal::invalid_request(9_002_326, text))
}

/// Step 7: a code for tokens (RFC 6749 §4.1.3, RFC 7636 §4.6).
fn redeem(shared: &Shared, client: &Client, form: &Parameters) -> Result<Tokens, Refusal> {
    let given = form.required("code")?;
    let mut memory = lock(&shared.memory);
    let Some(code) = memory.codes.get(given).filter(|code| code.grant.client_id == client.id).cloned() else {
        let text = "The provided value for the input parameter 'code' is not valid.";
        return Err(Refusal::invalid_grant(70_000, text));
    };
    if code.redeemed {
        // RFC 6749 §4.1.2: someone else may have it, so nothing that came of it is good any longer.
        lock(&shared.revoked).insert(code.grant.number);
        let text = "OAuth2 Authorization code was already redeemed, please retry with a new valid code.";
        return Err(Refusal::invalid_grant(54_005, text));
    }
    if code.expires <= shared.now() {
        return Err(Refusal::invalid_grant(70_008, "The provided authorization code has expired."));
    }
    if form.required("redirect_uri")? != code.redirect_uri {
        let text = "The reply address does not match the reply address provided when requesting the code.";
        return Err(Refusal::invalid_grant(500_112, text));
    }
    proof(&code, form)?;
    let scope = narrowed(shared, form, &code.grant.scope)?;
    if let Some(code) = memory.codes.get_mut(given) {
        code.redeemed = true;
    }
    drop(memory);
    let grant = Grant { scope, ..code.grant };
    let at = shared.now();
    let lifetime = shared.token_lifetime();
    Ok(Tokens { grant, nonce: code.nonce, at, lifetime, renewable_until: at + REFRESH_LIFETIME })
}

/// The verifier must be what the challenge was made of.
fn proof(code: &Code, form: &Parameters) -> Result<(), Refusal> {
    let Some(challenge) = &code.challenge else {
        let text = "Proof Key for Code Exchange is required for cross-origin authorization code redemption.";
        return Err(Refusal::invalid_request(9_002_325, text));
    };
    let verifier = form.required("code_verifier")?;
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let well_formed = (43..=128).contains(&verifier.len()) && verifier.bytes().all(unreserved);
    if well_formed && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == *challenge {
        return Ok(());
    }
    let text = "The code_verifier does not match the code_challenge supplied in the authorization request.";
    Err(Refusal::invalid_grant(501_481, text))
}

/// A refresh token for new tokens (RFC 6749 §6). The old one keeps working, as Entra's does, unless rotation is on.
fn renew(shared: &Shared, client: &Client, form: &Parameters) -> Result<Tokens, Refusal> {
    let given = form.required("refresh_token")?;
    let mut memory = lock(&shared.memory);
    let renewable = memory.refresh_tokens.get_mut(given).filter(|each| each.grant.client_id == client.id);
    let Some(Renewable { grant, expires, used }) = renewable else {
        return Err(Refusal::invalid_grant(9_002_313, "Invalid request. The refresh token is malformed."));
    };
    let at = shared.now();
    let rotation = shared.rotation();
    if rotation && *used {
        // RFC 9700 §4.14.2: one of two who have it is a thief, and nobody knows which.
        lock(&shared.revoked).insert(grant.number.clone());
    }
    if lock(&shared.revoked).contains(&grant.number) {
        let text = "The provided grant has expired due to it being revoked, a fresh auth token is needed.";
        return Err(Refusal::invalid_grant(50_173, text).with_suberror("bad_token"));
    }
    if *expires <= at {
        let text = "The refresh token was issued to a single page app, and therefore has a fixed, limited lifetime of 1.00:00:00, which can't be extended.";
        return Err(Refusal::invalid_grant(700_084, text));
    }
    let scope = narrowed(shared, form, &grant.scope)?;
    *used |= rotation;
    let grant = Grant { scope, ..grant.clone() };
    Ok(Tokens { grant, nonce: None, at, lifetime: shared.token_lifetime(), renewable_until: *expires })
}

/// The scope asked for at the token endpoint, which may be less than was granted, or none to have it all.
fn narrowed(shared: &Shared, form: &Parameters, granted: &Scope) -> Result<Scope, Refusal> {
    let scope = match form.first("scope") {
        None => granted.clone(),
        Some(text) => Scope::parse(text, Resources::of(shared))?,
    };
    if scope.within(granted) {
        return Ok(scope);
    }
    let text = "The user or administrator has not consented to use the application.";
    Err(Refusal::invalid_grant(65_001, text).with_suberror("consent_required"))
}
