//! Choosing one of many by typing a part of its name (ARIA Authoring Practices, combobox with a listbox that is always
//! open).

use super::dialog::focused;
use crate::browser::element::Element;
use crate::view::element;
use leptos::prelude::{Callable, Callback, Get, GetUntracked, RwSignal, Set, StoredValue, WithValue};

/// What can be chosen: a value and what it is called.
pub(super) type Entry = (String, String);

/// A list of `entries` to choose from.
pub(super) fn pick(label: &str, entries: Vec<Entry>, on_pick: Callback<String>) -> Element {
    let entries = StoredValue::new(entries);
    let (typed, active) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let found = move |typed: &str| entries.with_value(|entries| matching(entries, typed));
    let option_id = |at: usize| format!("pick-{at}");
    let input = element("input")
        .attribute("type", "text")
        .attribute("role", "combobox")
        .attribute("aria-label", label)
        .attribute("aria-expanded", "true")
        .attribute("aria-controls", "pick")
        .attribute("aria-autocomplete", "list")
        .attribute("autocomplete", "off")
        .attribute("spellcheck", "false")
        .live_attribute("aria-activedescendant", move || {
            (active.get() < found(&typed.get()).len()).then(|| option_id(active.get()))
        });
    let read = input.clone();
    let input = input
        .on("input", move |_| {
            active.set(0);
            typed.set(read.value());
        })
        .on("keydown", move |event| {
            let found = found(&typed.get_untracked());
            let (at, last) = (active.get_untracked(), found.len().saturating_sub(1));
            let to = match event.key().as_str() {
                "ArrowDown" if at < last => at + 1,
                "ArrowDown" => 0,
                "ArrowUp" if at > 0 => at - 1,
                "ArrowUp" => last,
                "Enter" => {
                    event.prevent_default();
                    if let Some((value, _)) = found.get(at) {
                        on_pick.run(value.clone());
                    }
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            active.set(to);
        });
    let options = move || {
        let active = active.get();
        let found = found(&typed.get());
        if found.is_empty() {
            return vec![element("li").attribute("role", "presentation").text("There is no such field.")];
        }
        let option = |(at, (value, caption)): (usize, Entry)| {
            let option = element("li")
                .attribute("role", "option")
                .attribute("id", &option_id(at))
                .attribute("aria-selected", if at == active { "true" } else { "false" })
                .text(&caption)
                .on("click", move |_| on_pick.run(value.clone()));
            if at == active {
                let shown = option.clone();
                crate::view::follow(move || shown.scroll_into_view());
            }
            option
        };
        found.into_iter().enumerate().map(option).collect()
    };
    let list = element("ul").class("pick").attribute("id", "pick").attribute("role", "listbox");
    element("div")
        .class("picking")
        .child(focused(input))
        .child(list.attribute("aria-label", label).parts(options))
}

/// Those whose name has all the typed words in it, those that begin with the text first.
fn matching(entries: &[Entry], typed: &str) -> Vec<Entry> {
    let typed = typed.trim().to_lowercase();
    let has_all = |entry: &&Entry| {
        let name = entry.1.to_lowercase();
        typed.split_whitespace().all(|word| name.contains(word))
    };
    let (mut begin, mut contain) = (Vec::new(), Vec::new());
    for entry in entries.iter().filter(has_all) {
        let place = if entry.1.to_lowercase().starts_with(&typed) { &mut begin } else { &mut contain };
        place.push(entry.clone());
    }
    begin.append(&mut contain);
    begin
}

#[cfg(test)]
mod tests {
    use super::{Entry, matching};

    #[test]
    fn typing_narrows_the_choice() {
        let entry = |caption: &str| (caption.to_owned(), caption.to_owned());
        let entries: Vec<Entry> = ["Ship-to City", "City", "No.", "Country Code"].map(entry).into();
        for (typed, expected) in [
            ("", &["Ship-to City", "City", "No.", "Country Code"][..]),
            ("city", &["City", "Ship-to City"]),
            (" CODE country ", &["Country Code"]),
            ("x", &[]),
        ] {
            let found: Vec<String> =
                matching(&entries, typed).into_iter().map(|(_, caption)| caption).collect();
            assert_eq!(found, expected, "{typed}");
        }
    }
}
