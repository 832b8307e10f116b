//! Popups: menus and lists of choices that stand at the element which they belong to.

use super::element::Element;
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, closure::Closure};

/// With less room than this below, in CSS pixels, the side with more of it is the better one.
const ENOUGH: f64 = 240.0;
/// What is left free between a popup and the window's edge.
const GAP: f64 = 8.0;
/// What moves things about: any part of the page may be scrolled, and a keyboard on the screen takes some of the window.
const MOVES: [&str; 2] = ["scroll", "resize"];

/// Where a popup goes: distances in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    /// From the window's upper edge, and how high it may be.
    Below(f64, f64),
    /// From the window's lower edge, and how high it may be.
    Above(f64, f64),
}

/// The side of an element that reaches from `top` to `bottom` in a window of that `height`.
fn side(top: f64, bottom: f64, height: f64) -> Side {
    let (above, below) = (top - GAP, height - bottom - GAP);
    if below < ENOUGH && above > below {
        Side::Above(height - top, above)
    } else {
        Side::Below(bottom, below.max(0.0))
    }
}

/// Tells the style of `popup` where `element` is: `--below`, `--above` (one of them a distance, the other `auto`),
/// `--beside` and the `--room` that there is.
fn place(popup: &Element, element: &Element) {
    let rect = |name: &str| {
        let rect = Reflect::get(element.raw(), &"getBoundingClientRect".into()).ok()?;
        let rect = rect.dyn_into::<Function>().ok()?.call0(element.raw()).ok()?;
        Reflect::get(&rect, &name.into()).ok()?.as_f64()
    };
    let edge = |name| rect(name).unwrap_or_default();
    let height =
        web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or_default();
    let px = |length: f64| format!("{length}px");
    let (below, above, room) = match side(edge("top"), edge("bottom"), height) {
        Side::Below(below, room) => (px(below), "auto".to_owned(), room),
        Side::Above(above, room) => ("auto".to_owned(), px(above), room),
    };
    for (name, value) in
        [("--below", below), ("--above", above), ("--beside", px(edge("left"))), ("--room", px(room))]
    {
        popup.set_style(name, &value);
    }
}

/// A popup that stays at its element, as long as this lives.
pub struct Attached(Closure<dyn FnMut()>);

/// Places `popup` at `element`, now and whenever that may have moved.
#[must_use]
pub fn attach(popup: &Element, element: &Element) -> Attached {
    place(popup, element);
    let (popup, element) = (popup.clone(), element.clone());
    let closure = Closure::<dyn FnMut()>::new(move || place(&popup, &element));
    if let Some(window) = web_sys::window() {
        for event in MOVES {
            // `scroll` does not bubble: only while it is captured does the window hear of what scrolls within the page.
            let listener = closure.as_ref().unchecked_ref();
            let _ = window.add_event_listener_with_callback_and_bool(event, listener, true);
        }
    }
    Attached(closure)
}

impl Drop for Attached {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            for event in MOVES {
                let listener = self.0.as_ref().unchecked_ref();
                let _ = window.remove_event_listener_with_callback_and_bool(event, listener, true);
            }
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::{Side, side};

    #[test]
    fn a_popup_goes_where_there_is_room() {
        for (top, bottom, height, expected) in [
            (100.0, 130.0, 800.0, Side::Below(130.0, 662.0)),
            // Enough below is enough, though above were more.
            (500.0, 530.0, 800.0, Side::Below(530.0, 262.0)),
            (700.0, 730.0, 800.0, Side::Above(100.0, 692.0)),
            // A low window: the side with more.
            (100.0, 130.0, 300.0, Side::Below(130.0, 162.0)),
            (180.0, 210.0, 300.0, Side::Above(120.0, 172.0)),
            // Scrolled out of it.
            (-80.0, -50.0, 800.0, Side::Below(-50.0, 842.0)),
            (900.0, 930.0, 800.0, Side::Above(-100.0, 892.0)),
        ] {
            assert_eq!(side(top, bottom, height), expected, "{top} to {bottom} of {height}");
        }
    }
}
