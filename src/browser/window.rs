//! The window: its events, and whether it is online and seen.

use futures_channel::oneshot;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, closure::Closure};

/// What may have changed while nobody looked: the network, who looks, and the page itself, which the browser may have
/// frozen and brought back.
const STIRS: [&str; 5] = ["online", "offline", "visibilitychange", "focus", "pageshow"];

/// Whether the browser believes that it has a network. `true` is no promise.
#[must_use]
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Whether the page is a secure context, in which alone the browser offers cryptography (W3C Secure Contexts).
#[must_use]
pub fn is_secure() -> bool {
    web_sys::window().is_some_and(|window| window.is_secure_context())
}

/// Whether the user can see the page.
#[must_use]
pub fn is_visible() -> bool {
    web_sys::window().and_then(|window| window.document()).is_none_or(|document| !document.hidden())
}

/// Completes when the network comes or goes, or when the user turns to the page or away from it.
pub async fn stir() {
    heard(&STIRS, |_| true).await;
}

/// Completes once the browser believes that it has a network.
pub async fn online() {
    while !is_online() {
        stir().await;
    }
}

/// Completes when the user comes back to this page, which was left, and finds it as it was: whatever led away is over.
pub async fn come_back() {
    // Every page is shown once before it can be left; only the browser's memory of pages brings one back.
    let is_back = |event: &web_sys::Event| {
        Reflect::get(event, &"persisted".into()).is_ok_and(|persisted| persisted.is_truthy())
    };
    heard(&["pageshow"], is_back).await;
}

/// Completes at the next of `events` that is one to hear of.
async fn heard(events: &'static [&'static str], is_one: fn(&web_sys::Event) -> bool) {
    let (sender, receiver) = oneshot::channel();
    let mut sender = Some(sender);
    let closure = Closure::<dyn FnMut(web_sys::Event)>::new(move |event| {
        if is_one(&event) {
            let _ = sender.take().map(|sender| sender.send(()));
        }
    });
    let _listening = Listening::to(events, closure);
    let _ = receiver.await;
}

/// Listens to the window until it is dropped.
struct Listening {
    events: &'static [&'static str],
    closure: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listening {
    fn to(events: &'static [&'static str], closure: Closure<dyn FnMut(web_sys::Event)>) -> Self {
        if let Some(window) = web_sys::window() {
            for event in events {
                let _ = window.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
            }
        }
        Self { events, closure }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            for event in self.events {
                let listener = self.closure.as_ref().unchecked_ref();
                let _ = window.remove_event_listener_with_callback(event, listener);
            }
        }
    }
}

/// Calls `listener` whenever `event` happens to the window, as long as the page lives.
pub fn on(event: &str, mut listener: impl FnMut() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let closure = Closure::<dyn FnMut(web_sys::Event)>::new(move |_| listener());
    let _ = window.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Calls `follow` with the address of every link of this page's own origin that the user follows by an ordinary
/// click, instead of loading it. Modified clicks, downloads and other targets stay the browser's.
pub fn on_link(mut follow: impl FnMut(String) + 'static) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let closure = Closure::<dyn FnMut(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
        if event.default_prevented()
            || event.button() != 0
            || event.meta_key()
            || event.ctrl_key()
            || event.shift_key()
            || event.alt_key()
        {
            return;
        }
        let target: Option<web_sys::Element> = event.target().and_then(|target| target.dyn_into().ok());
        let Some(link) = target.and_then(|element| element.closest("a[href]").ok().flatten()) else { return };
        if link.has_attribute("download") || link.has_attribute("target") {
            return;
        }
        let Some(url) = link
            .get_attribute("href")
            .and_then(|href| web_sys::Url::new_with_base(&href, &super::location::href()).ok())
        else {
            return;
        };
        // A link to a place within the page stays the browser's.
        if url.origin() == super::location::origin() && url.hash().is_empty() {
            event.prevent_default();
            follow(format!("{}{}", url.pathname(), url.search()));
        }
    });
    let _ = document.add_event_listener_with_callback("click", closure.as_ref().unchecked_ref());
    closure.forget();
}
