//! The end of a session (OpenID Connect RP-Initiated Logout 1.0 §2 and §3).

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::parameters::Parameters;
use super::redirect::redirect;
use super::{cookie, pages};
use crate::people::Person;
use crate::shared::Shared;

/// `GET`, as clients do.
pub(super) async fn by_link(
    State(shared): State<Shared>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    end(&shared, &headers, &Parameters::parse(&query.unwrap_or_default()))
}

/// `POST`, as the specification also wants.
pub(super) async fn by_form(State(shared): State<Shared>, headers: HeaderMap, form: String) -> Response {
    end(&shared, &headers, &Parameters::parse(&form))
}

/// Signs out the account that `logout_hint` names, or every account of the session. The browser goes on to
/// `post_logout_redirect_uri` only if that is a registered redirect URI, as at Entra.
fn end(shared: &Shared, headers: &HeaderMap, parameters: &Parameters) -> Response {
    let hinted = parameters.first("logout_hint").and_then(Person::by_hint);
    cookie::sign_out(shared, headers, hinted);
    let Some(uri) = parameters.first("post_logout_redirect_uri") else { return pages::signed_out() };
    let client_id = parameters.first("client_id");
    let registered = shared
        .config
        .clients
        .iter()
        .filter(|client| client_id.is_none_or(|id| id.eq_ignore_ascii_case(&client.id)))
        .any(|client| client.redirect_uris.iter().any(|each| each == uri));
    if !registered {
        return pages::signed_out();
    }
    match parameters.first("state") {
        None => redirect(uri),
        Some(state) => {
            let state = form_urlencoded::Serializer::new(String::new()).append_pair("state", state).finish();
            redirect(&format!("{uri}{}{state}", if uri.contains('?') { '&' } else { '?' }))
        }
    }
}
