//! The portal's components and its edge to the browser, in a real browser: no network but the test's own, no sign-in.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "clippy knows tests by `#[test]` only")]

mod alert;
mod fetch;
mod grid;
mod intl;
mod session;
mod stage;
mod tabs;
mod view;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
