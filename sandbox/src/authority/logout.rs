//! The end of a session (OpenID Connect RP-Initiated Logout 1.0 §2 to §4).

use axum::extract::{Extension, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;

use super::parameters::Parameters;
use super::redirect::{self, redirect};
use super::refusal::Refusal;
use super::{cookie, pages};
use crate::faults::Asked;
use crate::people::Person;
use crate::shared::Shared;
use crate::tokens;

/// `GET`, as clients do.
pub(super) async fn by_link(
    State(shared): State<Shared>,
    Extension(asked): Extension<Asked>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    end(&shared, &asked, &headers, &Parameters::parse(&query.unwrap_or_default()))
}

/// `POST`, as the specification also wants.
pub(super) async fn by_form(
    State(shared): State<Shared>,
    Extension(asked): Extension<Asked>,
    headers: HeaderMap,
    form: String,
) -> Response {
    end(&shared, &asked, &headers, &Parameters::parse(&form))
}

/// Signs out the account that `logout_hint` or `id_token_hint` names, or every account of the session. The browser goes
/// on to `post_logout_redirect_uri` only if that is a registered redirect URI, as at Entra.
fn end(shared: &Shared, asked: &Asked, headers: &HeaderMap, parameters: &Parameters) -> Response {
    let client_id = parameters.first("client_id");
    let id_token = parameters.first("id_token_hint");
    let owner = id_token.and_then(|token| owner(shared, token, client_id));
    if id_token.is_some() && owner.is_none() {
        let text = "Invalid JWT token: the id_token_hint is not one that was issued to this application.";
        return pages::refused(shared, &Refusal::invalid_request(50_027, text));
    }
    let hinted = parameters.first("logout_hint").and_then(Person::by_hint);
    cookie::sign_out(shared, headers, hinted.or(owner));
    let Some(uri) = parameters.first("post_logout_redirect_uri") else { return pages::signed_out() };
    let registered = shared
        .config
        .clients
        .iter()
        .filter(|client| client_id.is_none_or(|id| id.eq_ignore_ascii_case(&client.id)))
        .any(|client| client.redirect_uris.iter().any(|each| each == uri));
    if !registered {
        return pages::signed_out();
    }
    let state = parameters.first("state").map(|state| ("state", state.to_owned()));
    let answer = redirect::parameters(shared, asked, state.into_iter().collect());
    match answer.as_str() {
        "" => redirect(uri),
        answer => redirect(&format!("{uri}{}{answer}", if uri.contains('?') { '&' } else { '?' })),
    }
}

/// Whose ID token this is, expired or not: none if the Authority didn't issue it, or not to the application that
/// `client_id` names (§2).
fn owner(shared: &Shared, token: &str, client_id: Option<&str>) -> Option<&'static Person> {
    let claims = tokens::claims(shared, token).ok()?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    let audience = shared.config.client(text("aud"))?;
    let same = client_id.is_none_or(|id| id.eq_ignore_ascii_case(&audience.id));
    Person::by_object_id(text("oid")).filter(|_| same)
}
