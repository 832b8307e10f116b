//! Keys that work wherever the focus is.

use wasm_bindgen::{JsCast, closure::Closure};

/// A shortcut in force; it ends when this is dropped.
pub struct Shortcut {
    closure: Closure<dyn FnMut(web_sys::KeyboardEvent)>,
}

/// Calls `action` when the user presses `key` alone, unless it is being typed into a field.
pub fn on_key(key: &'static str, action: impl FnMut() + 'static) -> Shortcut {
    let is_meant = move |event: &web_sys::KeyboardEvent| {
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        // No field takes a key like F2 for a letter.
        event.key() == key && !modified && (key.len() > 1 || !is_typing(event))
    };
    listen(Box::new(is_meant), Box::new(action))
}

/// Calls `action` when the user presses `key` together with Ctrl, or with Command on a Mac, also while typing.
pub fn on_command(key: &'static str, action: impl FnMut() + 'static) -> Shortcut {
    let is_meant = move |event: &web_sys::KeyboardEvent| {
        (event.ctrl_key() || event.meta_key()) && !event.alt_key() && event.key().eq_ignore_ascii_case(key)
    };
    listen(Box::new(is_meant), Box::new(action))
}

fn listen(is_meant: Box<dyn Fn(&web_sys::KeyboardEvent) -> bool>, mut action: Box<dyn FnMut()>) -> Shortcut {
    let closure = Closure::<dyn FnMut(web_sys::KeyboardEvent)>::new(move |event: web_sys::KeyboardEvent| {
        if !event.default_prevented() && is_meant(&event) {
            event.prevent_default();
            action();
        }
    });
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback("keydown", closure.as_ref().unchecked_ref());
    }
    Shortcut { closure }
}

impl Drop for Shortcut {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let _ =
                window.remove_event_listener_with_callback("keydown", self.closure.as_ref().unchecked_ref());
        }
    }
}

fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let target: Option<web_sys::Element> = event.target().and_then(|target| target.dyn_into().ok());
    target.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}
