//! The token answer: access token, refresh token and ID token.

use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::forgery;
use super::grant::Grant;
use super::memory::Renewable;
use crate::faults::{Asked, Effect, Forgery, Members, merge};
use crate::random;
use crate::shared::{State, lock};
use crate::tokens::{self, members};

/// What tokens are to be made of.
#[derive(Debug)]
pub(super) struct Tokens {
    pub(super) grant: Grant,
    /// Of the authorization request; a renewal has none (OpenID Connect Core §12.2).
    pub(super) nonce: Option<String>,
    /// When these tokens were asked for.
    pub(super) at: u64,
    /// How many seconds access and ID token live.
    pub(super) lifetime: u64,
    /// When the refresh tokens of this sign-in end.
    pub(super) renewable_until: u64,
}

/// Makes the tokens and the answer that carries them (RFC 6749 §5.1).
pub(super) fn token_answer(state: &State, asked: &Asked, tokens: Tokens, client_info: bool) -> Response {
    let lifetime = tokens.lifetime;
    let scope = &tokens.grant.scope;
    let mut answer = json!({
        "token_type": "Bearer",
        "scope": scope.resource.join(" "),
        "expires_in": lifetime,
        "ext_expires_in": lifetime,
        "access_token": access_token(state, &tokens),
    });
    if scope.openid() {
        answer["id_token"] = Value::from(id_token(state, asked, &tokens));
    }
    if client_info {
        let info = json!({ "uid": tokens.grant.person.object_id, "utid": state.config.tenant });
        answer["client_info"] = Value::from(URL_SAFE_NO_PAD.encode(info.to_string()));
    }
    if scope.offline() {
        answer["refresh_token_expires_in"] = Value::from(tokens.renewable_until - tokens.at);
        answer["refresh_token"] = Value::from(refresh_token(state, tokens));
    }
    ([(header::CACHE_CONTROL, "no-store, no-cache"), (header::PRAGMA, "no-cache")], Json(answer))
        .into_response()
}

/// A token for Business Central, or for another API. Clients can't read it: its claims are between the Authority and whom
/// it is for.
fn access_token(state: &State, tokens: &Tokens) -> String {
    let audience = tokens.grant.scope.audience.as_deref().unwrap_or(&state.service);
    let claims = match audience == state.service {
        true => for_the_service(state, tokens),
        false => for_an_api(state, tokens, audience),
    };
    let key = state.keys.current();
    let token = tokens::sign(key, &tokens::header(key), &members(claims));
    state.issue(&token);
    token
}

/// As Entra makes them for an API of one's own (tokens of version 2.0).
fn for_an_api(state: &State, tokens: &Tokens, audience: &str) -> Value {
    let Tokens { grant, at: now, lifetime, .. } = tokens;
    let permission = |scope: &String| scope.rsplit('/').next().unwrap_or_default().to_owned();
    let mut scopes: Vec<String> = grant.scope.resource.iter().map(permission).collect();
    // Asking for the default means everything that was agreed to.
    scopes
        .iter_mut()
        .filter(|scope| *scope == ".default")
        .for_each(|scope| "access_as_user".clone_into(scope));
    json!({
        "aud": audience,
        "iss": state.issuer(),
        "iat": now,
        "nbf": now,
        "exp": now + lifetime,
        "azp": grant.client_id,
        "groups": grant.person.groups,
        "name": grant.person.name,
        "oid": grant.person.object_id,
        "preferred_username": grant.person.user_name,
        "rh": grant.number,
        "scp": scopes.join(" "),
        "sub": subject(audience, grant),
        "tid": state.config.tenant,
        "uti": random::text::<16>(),
        "ver": "2.0",
    })
}

fn for_the_service(state: &State, tokens: &Tokens) -> Value {
    let Tokens { grant, at: now, lifetime, .. } = tokens;
    json!({
        "aud": state.service,
        "iss": state.issuer(),
        "iat": now,
        "nbf": now,
        "exp": now + lifetime,
        "appid": grant.client_id,
        "name": grant.person.name,
        "oid": grant.person.object_id,
        "rh": grant.number,
        "scp": "user_impersonation Financials.ReadWrite.All",
        "sub": subject(&state.service, grant),
        "tid": state.config.tenant,
        "upn": grant.person.user_name,
        "uti": random::text::<16>(),
        "ver": "1.0",
    })
}

/// Who signed in, for the client (OpenID Connect Core §2, with Entra's claims).
fn id_token(state: &State, asked: &Asked, tokens: &Tokens) -> String {
    let Grant { client_id, person, scope, session, .. } = &tokens.grant;
    let now = tokens.at;
    let mut claims = members(json!({
        "aud": client_id,
        "iss": state.issuer(),
        "iat": now,
        "nbf": now,
        "exp": now + tokens.lifetime,
        "login_hint": person.login_hint(),
        "oid": person.object_id,
        "sid": session,
        "sub": subject(client_id, &tokens.grant),
        "tid": state.config.tenant,
        "uti": random::text::<16>(),
        "ver": "2.0",
    }));
    if scope.profile() {
        merge(&mut claims, &members(json!({ "name": person.name, "preferred_username": person.user_name })));
    }
    if let Some(nonce) = &tokens.nonce {
        claims.insert("nonce".to_owned(), Value::from(nonce.clone()));
    }
    let key = state.keys.current();
    let mut header = tokens::header(key);
    let corrupt = fault(state, asked, &mut header, &mut claims);
    let mut token = match forgery(state, asked) {
        None => tokens::sign(key, &header, &claims),
        Some(how) => forgery::forged(how, &state.keys, header, &claims),
    };
    if corrupt {
        token = corrupted(&token);
    }
    state.issue(&token);
    token
}

/// Applies what is to go wrong with ID tokens; whether the signature is to be wrong.
fn fault(state: &State, asked: &Asked, header: &mut Members, claims: &mut Members) -> bool {
    let faults = state.traffic.faults.take(asked, |effect| match effect {
        Effect::IdToken { claims, header, corrupt_signature } => {
            Some((claims.clone(), header.clone(), *corrupt_signature))
        }
        _ => None,
    });
    for (claims_set, header_set, _) in &faults {
        merge(claims, claims_set);
        merge(header, header_set);
    }
    faults.iter().any(|(.., corrupt)| *corrupt)
}

/// How the ID token is to be forged, if it is.
fn forgery(state: &State, asked: &Asked) -> Option<Forgery> {
    let faults = state.traffic.faults.take(asked, |effect| match effect {
        Effect::Forge { how } => Some(*how),
        _ => None,
    });
    faults.into_iter().next()
}

/// The token with one bit of its signature turned.
fn corrupted(token: &str) -> String {
    let (signed, signature) = token.rsplit_once('.').unwrap_or((token, ""));
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
    if let Some(first) = bytes.first_mut() {
        *first ^= 1;
    }
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(bytes))
}

fn refresh_token(state: &State, tokens: Tokens) -> String {
    let token = format!("1.{}", random::text::<192>());
    let renewable = Renewable { grant: tokens.grant, expires: tokens.renewable_until, used: false };
    lock(&state.memory).refresh_tokens.insert(token.clone(), renewable);
    state.issue(&token);
    token
}

/// The person's identifier towards one audience (OpenID Connect Core §8.1: pairwise).
fn subject(audience: &str, grant: &Grant) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{audience} {}", grant.person.object_id)))
}
