//! `sessionStorage` and `localStorage`: the one place that reads or writes them.
//!
//! `sessionStorage` holds what belongs to this tab: the session with its tokens, the sign-in attempts, what was typed and not
//! yet sent, and what was visited last. `localStorage` holds what may outlive it and is no secret: the user's last choices,
//! favourites, saved views and columns, and the service's metadata.

mod stored;

use gloo_storage::{LocalStorage, SessionStorage, Storage, errors::StorageError};
use json::Value;
use stored::Stored;

/// Which of the browser's two storages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// This tab's, gone when the tab closes.
    Tab,
    /// This browser's, kept.
    Browser,
}

/// Why something could not be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The user or a policy forbids storage for this site.
    #[error("the browser does not allow this site to store anything")]
    Blocked,
    /// The quota is used up.
    #[error("the browser's storage for this site is full")]
    Full,
}

/// Whether `sessionStorage` can be used at all.
///
/// gloo's own accessor panics where storage is forbidden, so every function here asks web-sys first.
fn available(store: Store) -> Option<web_sys::Storage> {
    let window = web_sys::window()?;
    match store {
        Store::Tab => window.session_storage().ok().flatten(),
        Store::Browser => window.local_storage().ok().flatten(),
    }
}

/// Writes and removes a probe: some browsers have a storage that refuses every write.
///
/// # Errors
/// [`StoreError`] says whether it is forbidden or full.
pub fn probe(store: Store) -> Result<(), StoreError> {
    const PROBE: &str = "portico.probe";
    let storage = available(store).ok_or(StoreError::Blocked)?;
    storage.set_item(PROBE, "1").map_err(|_| StoreError::Full)?;
    let _ = storage.remove_item(PROBE);
    Ok(())
}

/// What was kept under `key`; none if nothing was, or if it is no JSON.
#[must_use]
pub fn get(store: Store, key: &str) -> Option<Value> {
    // gloo's own `get` would bring a second reader of JSON into the module.
    let text = available(store)?.get_item(key).ok().flatten()?;
    Value::parse(&text).ok()
}

/// The text that was kept under `key`.
#[must_use]
pub fn text(store: Store, key: &str) -> Option<String> {
    get(store, key)?.as_text().map(str::to_owned)
}

/// Keeps `value` under `key`.
///
/// # Errors
/// [`StoreError`]; what was kept before is then still there.
pub fn set(store: Store, key: &str, value: impl Into<Value>) -> Result<(), StoreError> {
    keep(store, key, &value.into())
}

fn keep(store: Store, key: &str, value: &Value) -> Result<(), StoreError> {
    available(store).ok_or(StoreError::Blocked)?;
    let outcome = match store {
        Store::Tab => SessionStorage::set(key, Stored(value)),
        Store::Browser => LocalStorage::set(key, Stored(value)),
    };
    outcome.map_err(|error| match error {
        StorageError::JsError(_) => StoreError::Full,
        _ => StoreError::Blocked,
    })
}

/// Forgets what was kept under `key`.
pub fn remove(store: Store, key: &str) {
    if let Some(storage) = available(store) {
        let _ = storage.remove_item(key);
    }
}

/// The keys that begin with `prefix`.
#[must_use]
pub fn keys(store: Store, prefix: &str) -> Vec<String> {
    let Some(storage) = available(store) else { return Vec::new() };
    let length = storage.length().unwrap_or(0);
    (0..length)
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect()
}
