//! A place on the page for a component, and ways to look at it and act on it.

use js_sys::{Array, Function, Object, Reflect};
use portico::browser::element::Element;
use portico::view::{element, show};
use wasm_bindgen::{JsCast, JsValue};

/// A view on the page; it goes when this is dropped.
pub(crate) struct Stage {
    pub(crate) root: web_sys::HtmlElement,
    _mounted: Box<dyn std::any::Any>,
}

impl Stage {
    /// Mounts `view` into a box of 800 by `height` pixels that the portal's own styles apply to.
    pub(crate) fn mount(height: u32, view: impl FnOnce() -> Element + 'static) -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        if document.query_selector("style[data-test]").unwrap().is_none() {
            let style = document.create_element("style").unwrap();
            style.set_attribute("data-test", "").unwrap();
            let sheets = ["tokens", "base", "layout", "grid"].map(|name| match name {
                "tokens" => include_str!("../../style/tokens.css"),
                "base" => include_str!("../../style/base.css"),
                "layout" => include_str!("../../style/layout.css"),
                _ => include_str!("../../style/grid.css"),
            });
            style.set_text_content(Some(&sheets.concat()));
            document.head().unwrap().append_child(&style).unwrap();
        }
        let style = format!("display:flex;flex-direction:column;width:800px;height:{height}px");
        let place = element("div").attribute("style", &style);
        let root = place.raw().clone();
        document.body().unwrap().append_child(&root).unwrap();
        Self { root, _mounted: Box::new(show(&place, move || vec![view()])) }
    }

    /// The elements that match `selector`.
    pub(crate) fn all(&self, selector: &str) -> Vec<web_sys::HtmlElement> {
        // The portal itself has no use for node lists, so web-sys knows none here.
        let all: Function = Reflect::get(&self.root, &"querySelectorAll".into()).unwrap().unchecked_into();
        let found = all.call1(&self.root, &selector.into()).unwrap();
        Array::from(&found).iter().map(JsCast::unchecked_into).collect()
    }

    /// The only element that matches `selector`.
    pub(crate) fn one(&self, selector: &str) -> web_sys::HtmlElement {
        let mut all = self.all(selector);
        assert_eq!(all.len(), 1, "{selector}");
        all.remove(0)
    }

    /// The texts of the elements that match `selector`.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).iter().map(|element| element.text_content().unwrap_or_default()).collect()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.root.remove();
    }
}

/// Presses `key` on `element`.
pub(crate) fn press(element: &web_sys::HtmlElement, key: &str) {
    let options = Object::new();
    for (name, value) in [("key", JsValue::from(key)), ("bubbles", true.into()), ("cancelable", true.into())]
    {
        Reflect::set(&options, &name.into(), &value).unwrap();
    }
    let class: Function = Reflect::get(&js_sys::global(), &"KeyboardEvent".into()).unwrap().unchecked_into();
    let event = Reflect::construct(&class, &Array::of2(&"keydown".into(), &options)).unwrap();
    element.dispatch_event(&event.unchecked_into()).unwrap();
}

/// Lets the browser draw, twice: effects run after the first time, their effects are seen at the second.
pub(crate) async fn drawn() {
    for _ in 0..2 {
        let frame = js_sys::Promise::new(&mut |resolve, _| {
            web_sys::window().unwrap().request_animation_frame(&resolve).unwrap();
        });
        wasm_bindgen_futures::JsFuture::from(frame).await.unwrap();
        leptos::task::tick().await;
    }
}
