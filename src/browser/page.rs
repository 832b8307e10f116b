//! The page around the portal: its title, its base path, its accent colour and its place for the portal's view.

use super::element::Element;
use wasm_bindgen::JsCast;

fn document() -> Option<web_sys::Document> {
    web_sys::window().and_then(|window| window.document())
}

/// The portal's base path, with a slash at both ends: the folder that `boot.js` was loaded from.
#[must_use]
pub fn base() -> String {
    document()
        .and_then(|document| document.document_element())
        .and_then(|root| root.get_attribute("data-base"))
        .filter(|base| base.starts_with('/') && base.ends_with('/'))
        .unwrap_or_else(|| "/".to_owned())
}

/// The Content Security Policy that the page itself carries; empty where it carries none.
#[must_use]
pub fn policy() -> String {
    let carried = document().and_then(|document| {
        document.query_selector("meta[http-equiv='Content-Security-Policy' i]").ok().flatten()
    });
    carried.and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Sets the accent colour for the whole page.
pub fn set_accent(colour: &str) {
    let root: Option<web_sys::HtmlElement> =
        document().and_then(|document| document.document_element()).and_then(|root| root.dyn_into().ok());
    if let Some(root) = root {
        let _ = root.style().set_property("--accent", colour);
    }
}

/// Takes away the static shell that was shown before the WebAssembly ran, and answers the page's body.
#[must_use]
pub fn take_over() -> Option<Element> {
    let body = document()?.body()?;
    body.replace_children_with_node_0();
    Some(Element::of(body))
}
