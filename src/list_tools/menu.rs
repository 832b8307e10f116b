//! A button with a menu (ARIA Authoring Practices, menu button). HTML's own `popover` closes it at Escape and at a click
//! elsewhere, and gives the focus back.

use crate::browser::{element::Element, event::Event, popup};
use crate::view::element;
use leptos::prelude::{Callable, Callback, Get, RwSignal, Set};

/// An entry.
pub(super) struct Item {
    pub(super) label: String,
    /// Whether it is the chosen one of several.
    pub(super) is_chosen: Option<bool>,
    pub(super) act: Callback<()>,
}

/// The button whose text is `label`, with the menu of `items`, asked for whenever it opens. `name` is the menu's.
pub(super) fn menu(
    name: &'static str,
    id: &'static str,
    label: impl FnMut() -> String + 'static,
    items: Callback<(), Vec<Item>>,
) -> Element {
    let open = RwSignal::new(false);
    let list = element("div").class("menu").attribute("id", id).attribute("popover", "");
    let button = element("button")
        .attribute("type", "button")
        .class("menu-button")
        .attribute("popovertarget", id)
        .attribute("aria-haspopup", "menu")
        .live_text(label);
    let (opened, opener) = (list.clone(), button.clone());
    let button = button.on("keydown", move |event| {
        if event.key() == "ArrowDown" {
            event.prevent_default();
            opener.call("click");
        }
    });
    let (placed, under) = (list.clone(), button.clone());
    let mut attached = None;
    let hidden = list.clone();
    let entries = move || {
        let hidden = hidden.clone();
        let item = move |item| entry(item, &hidden);
        if open.get() { items.run(()).into_iter().map(item).collect() } else { Vec::new() }
    };
    let list = list
        .attribute("role", "menu")
        .attribute("aria-label", name)
        .on("beforetoggle", move |event| {
            drop(attached.take());
            attached = (event.text("newState") == "open").then(|| popup::attach(&placed, &under));
        })
        .on("toggle", move |event| open.set(event.text("newState") == "open"))
        .on("keydown", move |event| on_key(&opened, &event))
        .parts(entries);
    element("div").class("menu-place").child(button).child(list)
}

fn entry(item: Item, menu: &Element) -> Element {
    let Item { label, is_chosen, act } = item;
    let role = if is_chosen.is_some() { "menuitemradio" } else { "menuitem" };
    let entry = element("div").attribute("role", role).attribute("tabindex", "-1").text(&label);
    if let Some(is_chosen) = is_chosen {
        entry.set_attribute("aria-checked", Some(if is_chosen { "true" } else { "false" }));
    }
    let (first, hidden) = (entry.clone(), menu.clone());
    let of = menu.clone();
    crate::view::follow(move || {
        // The first one takes the focus.
        if of.nth(0).is_some_and(|found| found.is(&first)) {
            first.focus();
        }
    });
    entry.on("click", move |_| {
        hidden.call("hidePopover");
        act.run(());
    })
}

fn on_key(menu: &Element, event: &Event) {
    let count = (0..).take_while(|at| menu.nth(*at).is_some()).count();
    let Some(focused) = Element::focused() else { return };
    let at = (0..count).find(|at| menu.nth(*at).is_some_and(|entry| entry.is(&focused)));
    let last = count.saturating_sub(1);
    let to = match (event.key().as_str(), at) {
        ("ArrowDown", Some(at)) if at < last => at + 1,
        ("ArrowDown" | "Home", _) => 0,
        ("ArrowUp", Some(at)) if at > 0 => at - 1,
        ("ArrowUp" | "End", _) => last,
        ("Enter" | " ", Some(_)) => {
            event.prevent_default();
            return focused.call("click");
        }
        ("Tab", _) => {
            event.prevent_default();
            return menu.call("hidePopover");
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(entry) = menu.nth(to) {
        entry.focus();
    }
}
