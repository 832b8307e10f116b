//! What the storage holds of a connection: its session, and whether the user signed out of it.

use super::kept::{Bound, Session};
use crate::browser::storage::{self, Store, StoreError};
use crate::drafts;
use json::Value;

const PREFIX: &str = "portico.session.";
/// Of the tokens that a companion handed out.
const APPLICATION: &str = "portico.application.";
const SIGNED_OUT: &str = "portico.signed-out.";

fn key(name: &str, bound: &Bound) -> String {
    format!("{}{name}", if bound.is_to_companion() { APPLICATION } else { PREFIX })
}

/// The session of the connection `name`, if it was made for `bound`, as the settings are now. One that was made for
/// something else is dropped.
#[must_use]
pub fn find(name: &str, bound: &Bound) -> Option<Session> {
    let key = key(name, bound);
    let session = Session::from_json(&storage::get(Store::Tab, &key)?);
    let session = session.filter(|session| session.bound == *bound);
    if session.is_none() {
        storage::remove(Store::Tab, &key);
    }
    session
}

/// Keeps `session` as the one of the connection `name`.
///
/// # Errors
/// [`StoreError`] when the storage is full or forbidden; the session then lives in memory and a reload signs out.
pub fn keep(name: &str, session: &Session) -> Result<(), StoreError> {
    storage::set(Store::Tab, &key(name, &session.bound), session.to_json())
}

/// Forgets the session of the connection `name` and what was typed but not sent, and remembers that the user wanted it
/// so.
pub fn forget(name: &str) {
    for prefix in [PREFIX, APPLICATION] {
        storage::remove(Store::Tab, &format!("{prefix}{name}"));
    }
    drafts::forget_all();
    let _ = storage::set(Store::Tab, &format!("{SIGNED_OUT}{name}"), true);
}

/// Whether the user signed out of the connection `name` in this tab and has not asked to sign in since.
#[must_use]
pub fn is_signed_out(name: &str) -> bool {
    storage::get(Store::Tab, &format!("{SIGNED_OUT}{name}")).is_some_and(|kept| kept == Value::Bool(true))
}

/// Notes that the user wants to sign in to the connection `name` again.
pub fn welcome_back(name: &str) {
    storage::remove(Store::Tab, &format!("{SIGNED_OUT}{name}"));
}
