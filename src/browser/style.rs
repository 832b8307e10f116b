//! Stylesheets that come with code.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Adds `css` to the document's stylesheets. It is constructed (CSSOM, "Constructable stylesheets") and not written into
/// an element, for the Content-Security-Policy allows no style in the page itself. A browser that can't construct one
/// shows the content without it.
pub fn adopt(css: &str) {
    // Each step is one that a browser may lack.
    let _ = construct(css);
}

fn construct(css: &str) -> Result<(), JsValue> {
    let constructor: Function = Reflect::get(&js_sys::global(), &"CSSStyleSheet".into())?.dyn_into()?;
    let sheet = Reflect::construct(&constructor, &Array::new())?;
    let replace: Function = Reflect::get(&sheet, &"replaceSync".into())?.dyn_into()?;
    replace.call1(&sheet, &css.into())?;
    let document: JsValue = web_sys::window().and_then(|window| window.document()).into();
    let name = "adoptedStyleSheets".into();
    let sheets = Array::from(&Reflect::get(&document, &name)?);
    sheets.push(&sheet);
    Reflect::set(&document, &name, &sheets)?;
    Ok(())
}
