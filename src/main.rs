//! The portal's entry in the browser.

/// Half the size of Rust's own allocator for WebAssembly.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

use portico::{browser, portal::Portal, router::Router, session::callback, shell};

fn main() {
    browser::window::show_panics();
    // The Authority's answer leaves the address bar before anything else happens.
    let arrival = callback::arrive();
    shell::open(Portal::new(Router::start(&browser::page::base())), arrival);
}
