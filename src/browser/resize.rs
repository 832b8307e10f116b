//! An element's size, watched.

use super::element::Element;
use wasm_bindgen::{JsCast, closure::Closure};

/// An element being watched, as long as this lives.
pub struct Watch {
    observer: web_sys::ResizeObserver,
    _closure: Closure<dyn FnMut()>,
}

/// Calls `changed` whenever the size of `element` changes, and once at the beginning.
pub fn watch(element: &Element, changed: impl FnMut() + 'static) -> Option<Watch> {
    let closure = Closure::<dyn FnMut()>::new(changed);
    let observer = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(element.raw());
    Some(Watch { observer, _closure: closure })
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
