//! A question in front of the page (ARIA Authoring Practices, dialog pattern). HTML's own `dialog` keeps the focus
//! within, closes at Escape and gives the focus back.

use crate::browser::element::Element;
use crate::view::{element, follow};
use leptos::prelude::{Callable, Callback};

/// What a dialog is made of.
pub(super) struct Dialog {
    /// What it asks.
    pub(super) title: String,
    /// Its fields.
    pub(super) content: Vec<Element>,
    /// The button that does it, where it can be done.
    pub(super) act: Option<Element>,
    /// What its other button says, if it has one.
    pub(super) close: Option<&'static str>,
    /// It was closed, however.
    pub(super) on_close: Callback<()>,
    /// The button that does it was pressed, or Enter in a field; whether the dialog is to be closed.
    pub(super) on_act: Callback<(), bool>,
}

/// The button that does it.
pub(super) fn act(label: &str) -> Element {
    element("button").attribute("type", "submit").class("primary").text(label)
}

/// A dialog: shown once it is on the page. Whoever drew it takes it away when it was closed.
pub(super) fn dialog(dialog: Dialog) -> Element {
    let Dialog { title, content, act, close, on_close, on_act } = dialog;
    let frame = element("dialog");
    let (shown, closed, done) = (frame.clone(), frame.clone(), frame.clone());
    follow(move || shown.show_modal());
    let close = close.map(|close| {
        let button = element("button").attribute("type", "button").text(close);
        button.on("click", move |_| closed.close())
    });
    let form = element("form")
        .child(element("h2").attribute("id", "dialog-title").text(&title))
        .children(content)
        .child(element("div").class("buttons").children(close).children(act))
        .on("submit", move |event| {
            event.prevent_default();
            if on_act.run(()) {
                done.close();
            }
        });
    frame
        .class("dialog")
        .attribute("aria-labelledby", "dialog-title")
        .on("close", move |_| on_close.run(()))
        .child(form)
}

/// A labelled field of a dialog.
pub(super) fn field(label: &str, field: Element) -> Element {
    element("label").class("labelled").child(element("span").text(label)).child(field)
}

/// A picker of `choices`, each a value and what it is called.
pub(super) fn choice(choices: &[(String, String)]) -> Element {
    let option =
        |(value, caption): &(String, String)| element("option").attribute("value", value).text(caption);
    element("select").children(choices.iter().map(option))
}
