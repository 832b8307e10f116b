//! The clipboard.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Puts `text` onto the clipboard; whether the browser let it.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let clipboard = window.navigator().clipboard();
    // There is none on a page that is no secure context; web-sys hands the undefined through.
    !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Puts a table onto the clipboard, as `html` and as `text`: where it is pasted decides which is taken. A browser that
/// can only do texts takes the text. Whether the browser let it.
pub async fn copy_table(text: &str, html: &str) -> bool {
    if let Some(written) = write(text, html)
        && JsFuture::from(written).await.is_ok()
    {
        return true;
    }
    copy(text).await
}

/// None where the browser knows no `ClipboardItem` (Clipboard API and events §6).
fn write(text: &str, html: &str) -> Option<js_sys::Promise> {
    let window = web_sys::window()?;
    let class: Function = Reflect::get(&window, &"ClipboardItem".into()).ok()?.dyn_into().ok()?;
    let formats = Object::new();
    for (kind, content) in [("text/plain", text), ("text/html", html)] {
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(kind);
        let parts = Array::of1(&content.into());
        let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
        Reflect::set(&formats, &kind.into(), &blob).ok()?;
    }
    let item = Reflect::construct(&class, &Array::of1(&formats)).ok()?;
    let clipboard: JsValue = window.navigator().clipboard().into();
    let write: Function = Reflect::get(&clipboard, &"write".into()).ok()?.dyn_into().ok()?;
    write.call1(&clipboard, &Array::of1(&item)).ok()?.dyn_into().ok()
}
