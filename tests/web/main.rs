//! The portal's components in a real browser, fed directly: no network, no sign-in.
#![cfg(target_arch = "wasm32")]

mod alert;
mod grid;
mod intl;
mod stage;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
