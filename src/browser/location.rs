//! The address bar and the session history: the one place that reads or changes them, and that leaves the page.

use wasm_bindgen::JsValue;

fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

/// The whole address of the page, fragment included; empty where there is none.
#[must_use]
pub fn href() -> String {
    window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// The page's path and query, each as the browser shows it.
#[must_use]
pub fn path_and_query() -> (String, String) {
    let Some(location) = window().map(|window| window.location()) else { return Default::default() };
    (location.pathname().unwrap_or_default(), location.search().unwrap_or_default())
}

/// The page's origin, such as `https://portal.example`.
#[must_use]
pub fn origin() -> String {
    window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Puts `address` into the address bar in place of the present one; the page stays.
pub fn replace(address: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Puts `address` into the address bar as a step that Back undoes; the page stays.
pub fn push(address: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Opens `address`, one of the portal, in another tab, which begins with a copy of this one's session.
pub fn open_tab(address: &str) {
    if let Some(window) = window() {
        let _ = window.open_with_url_and_target(address, "_blank");
    }
}

/// Leaves the page for `address`. The present entry of the session history goes, so that Back does not return into a
/// sign-in that is over.
pub fn leave(address: &str) {
    if let Some(window) = window() {
        let _ = window.location().replace(address);
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}
