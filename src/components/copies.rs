//! A button that copies.

use crate::browser::{clipboard, element::Element};
use crate::view::element;
use leptos::task::spawn_local;

/// A button, called `label`, that copies what `text` is when it is pressed, and says so.
#[must_use]
pub fn copies(label: &str, text: impl Fn() -> String + 'static) -> Element {
    let button = element("button").attribute("type", "button").text(label);
    let told = button.clone();
    button.on("click", move |_| {
        let (text, told) = (text(), told.clone());
        spawn_local(async move {
            told.set_text(if clipboard::copy(&text).await {
                "Copied"
            } else {
                "Select the lines to copy them"
            });
        });
    })
}
