//! The window: its events, whether it is online, and the last screen of a portal that broke.

use wasm_bindgen::{JsCast, closure::Closure};

/// Whether the browser believes that it has a network. `true` is no promise.
#[must_use]
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
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

/// On a panic, shows what happened in place of the page that no longer reacts. The message is not shown: it could
/// hold data.
pub fn show_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        web_sys::console::error_1(&format!("Portico stopped at {place}").into());
        let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
        let element = |name| document.create_element(name);
        let (Some(body), Ok(notice), Ok(alert), Ok(text), Ok(link)) =
            (document.body(), element("main"), element("div"), element("p"), element("a"))
        else {
            return;
        };
        let _ = notice.set_attribute("class", "notice");
        let _ = alert.set_attribute("role", "alert");
        let _ = alert.set_attribute("class", "alert");
        text.set_text_content(Some(&format!(
            "The portal has stopped because of a mistake of its own ({place}). Nothing was changed."
        )));
        link.set_text_content(Some("Load the portal again"));
        let _ = link.set_attribute("href", &super::location::href());
        let _ = alert.append_with_node_2(&text, &link);
        let _ = notice.append_with_node_1(&alert);
        body.replace_children_with_node_1(&notice);
    }));
}
