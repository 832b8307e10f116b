//! The session cookie.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::people::Person;
use crate::random;
use crate::shared::{State, lock};

/// The cookie's name: cookies don't tell ports apart, and several sandboxes share `localhost`.
fn name(state: &State) -> String {
    let port = state.authority.rsplit(':').next().unwrap_or_default();
    format!("sandbox-session-{port}")
}

/// The session that a request belongs to.
pub(super) fn session(state: &State, headers: &HeaderMap) -> Option<String> {
    let name = name(state);
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(each, _)| *each == name).map(|(_, value)| value.to_owned())
}

/// The accounts signed in by a request's cookie; the latest first.
pub(super) fn accounts(state: &State, headers: &HeaderMap) -> Vec<&'static Person> {
    let memory = lock(&state.memory);
    session(state, headers).and_then(|id| memory.sessions.get(&id).cloned()).unwrap_or_default()
}

/// Signs `person` in: the session's identifier and the cookie that carries it.
pub(super) fn sign_in(state: &State, headers: &HeaderMap, person: &'static Person) -> (String, HeaderValue) {
    let mut memory = lock(&state.memory);
    let id = session(state, headers)
        .filter(|id| memory.sessions.contains_key(id))
        .unwrap_or_else(random::text::<32>);
    let accounts = memory.sessions.entry(id.clone()).or_default();
    accounts.retain(|each| each.object_id != person.object_id);
    accounts.insert(0, person);
    let cookie = format!("{}={id}; Path=/; HttpOnly; SameSite=Lax", name(state));
    (id, HeaderValue::try_from(cookie).unwrap_or_else(|_| HeaderValue::from_static("")))
}

/// Signs out one account of the session, or all of them.
pub(super) fn sign_out(state: &State, headers: &HeaderMap, only: Option<&Person>) {
    let Some(id) = session(state, headers) else { return };
    let mut memory = lock(&state.memory);
    let Some(accounts) = memory.sessions.get_mut(&id) else { return };
    accounts.retain(|each| only.is_some_and(|person| person.object_id != each.object_id));
    if accounts.is_empty() {
        memory.sessions.remove(&id);
    }
}
