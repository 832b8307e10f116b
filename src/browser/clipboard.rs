//! The clipboard.

use wasm_bindgen_futures::JsFuture;

/// Puts `text` onto the clipboard; whether the browser let it.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let clipboard = window.navigator().clipboard();
    // There is none on a page that is no secure context; web-sys hands the undefined through.
    !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
