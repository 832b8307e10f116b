//! The menu of views: which one is shown, and saving, renaming, deleting and sharing them.

use super::{
    ListTools,
    dialog::{button, buttons, dialog, focus_soon, focused, labelled},
    menu::{Item, menu},
    views::{self, ALL, View},
};
use crate::address::{Address, ListState};
use crate::browser::{clipboard, element::Element, location};
use crate::list::layout;
use crate::view::element;
use crate::workspace::Workspace;
use leptos::{prelude::*, task::spawn_local};

/// What the user is asked for a name for.
#[derive(Clone, PartialEq)]
enum Naming {
    New,
    /// The view of this name.
    Rename(String),
}

/// The views of a list. A copy is the same.
#[derive(Clone, Copy)]
struct Views {
    tools: StoredValue<ListTools>,
    workspace: StoredValue<Workspace>,
    key: StoredValue<String>,
    saved: RwSignal<Vec<View>>,
    /// The name of the view that was opened last.
    last: RwSignal<String>,
    current: Memo<String>,
    is_changed: Memo<bool>,
    naming: RwSignal<Option<Naming>>,
    said: RwSignal<String>,
    /// The views as they were before one was deleted.
    before: RwSignal<Option<Vec<View>>>,
}

impl Views {
    fn state(self) -> ListState {
        self.tools.with_value(|tools| tools.state.get_untracked())
    }

    /// From now on these are the views; whether the browser keeps them.
    fn keep(self, views: Vec<View>) -> bool {
        self.before.set(None);
        if self.key.with_value(|key| views::keep(key, &views)).is_err() {
            self.said
                .set("This browser does not let the portal keep views. Copy the link instead.".to_owned());
            return false;
        }
        self.saved.set(views);
        true
    }

    fn open(self, name: &str) {
        let views = self.saved.get_untracked();
        let state = views.into_iter().find(|view| view.name == name).map(|view| view.state);
        self.last.set(name.to_owned());
        self.said.set(String::new());
        self.tools.with_value(|tools| tools.on_change.run(state.unwrap_or_default()));
    }

    fn save(self, name: &str) {
        let views = views::with(self.saved.get_untracked(), name, self.state());
        if self.keep(views) {
            self.last.set(name.to_owned());
            self.said.set(format!("Saved as “{name}”."));
        }
    }

    fn rename(self, from: &str, to: &str) {
        let mut views = self.saved.get_untracked();
        if let Some(view) = views.iter_mut().find(|view| view.name == from) {
            to.clone_into(&mut view.name);
        }
        if self.keep(views) {
            self.last.set(to.to_owned());
            self.said.set(format!("Renamed to “{to}”."));
        }
    }

    /// What is shown stays; only the view's name is gone.
    fn delete(self, name: &str) {
        let before = self.saved.get_untracked();
        let left = before.iter().filter(|view| view.name != name).cloned().collect();
        if self.keep(left) {
            self.said.set(format!("Deleted “{name}”."));
            self.before.set(Some(before));
        }
    }

    fn undo(self) {
        if let Some(before) = self.before.get_untracked() {
            self.keep(before);
            self.said.set("The view is back.".to_owned());
        }
    }

    fn copy_link(self) {
        let place = self.tools.with_value(|tools| tools.place.clone());
        let address = Address::List(place, self.state());
        let link = self.workspace.with_value(|workspace| workspace.href(&address));
        let link = format!("{}{link}", location::origin());
        spawn_local(async move {
            let is_copied = clipboard::copy(&link).await;
            let said = match is_copied {
                true => "Link copied.",
                false => "The browser did not let the link be copied. Copy the address of this page.",
            };
            // The list may be gone by now.
            let _ = self.said.try_set(said.to_owned());
        });
    }

    fn items(self) -> Vec<Item> {
        let current = self.current.get_untracked();
        let views = self.saved.get_untracked();
        let names = [ALL.to_owned()].into_iter().chain(views.into_iter().map(|view| view.name));
        let mut items: Vec<Item> = names
            .map(|name| Item {
                label: name.clone(),
                is_chosen: Some(name == current),
                act: Callback::new(move |()| self.open(&name)),
            })
            .collect();
        let mut add = |label: &str, act: Callback<()>| {
            items.push(Item { label: label.to_owned(), is_chosen: None, act });
        };
        add("Save as…", Callback::new(move |()| self.naming.set(Some(Naming::New))));
        if current != ALL {
            let (renamed, deleted) = (current.clone(), current);
            let rename = move |()| self.naming.set(Some(Naming::Rename(renamed.clone())));
            add("Rename…", Callback::new(rename));
            add("Delete", Callback::new(move |()| self.delete(&deleted)));
        }
        add("Copy link", Callback::new(move |()| self.copy_link()));
        items
    }
}

/// The button that says which view is shown, its menu, and what was done.
pub(super) fn view_menu(tools: &ListTools) -> Element {
    let workspace = Workspace::expect();
    let key = layout::key("views", &workspace.connection().name, &tools.place);
    let (saved, last) = (RwSignal::new(views::kept(&key)), RwSignal::new(String::new()));
    let state = tools.state;
    let current =
        Memo::new(move |_| saved.with(|saved| state.with(|state| views::current(saved, state, &last.get()))));
    let is_changed = Memo::new(move |_| {
        saved.with(|saved| state.with(|state| views::is_changed(saved, state, &current.get())))
    });
    // A view that was opened stays the current one while it is being changed.
    Effect::new(move |_| {
        let current = current.get();
        if !is_changed.get() && last.get_untracked() != current {
            last.set(current);
        }
    });
    let views = Views {
        tools: StoredValue::new(tools.clone()),
        workspace: StoredValue::new(workspace),
        key: StoredValue::new(key),
        saved,
        last,
        current,
        is_changed,
        naming: RwSignal::new(None),
        said: RwSignal::new(String::new()),
        before: RwSignal::new(None),
    };
    let label = move || format!("View: {}{}", current.get(), if is_changed.get() { " *" } else { "" });
    let place = menu("Views", "views", label, Callback::new(move |()| views.items()));
    let opener = place.clone();
    let close = Callback::new(move |()| {
        views.naming.set(None);
        let opener = opener.clone();
        focus_soon(move || opener.find(".menu-button"));
    });
    let save = move || {
        views.is_changed.get().then(|| {
            button("Save", move || match views.current.get_untracked() {
                name if name == ALL => views.naming.set(Some(Naming::New)),
                name => views.save(&name),
            })
        })
    };
    element("div")
        .class("views")
        .child(place)
        .optional(save)
        .child(element("span").attribute("role", "status").live_text(move || views.said.get()))
        .optional(move || {
            views.before.with(Option::is_some).then(|| button("Undo", move || views.undo()).class("quiet"))
        })
        .optional(move || views.naming.get().map(|naming| untrack(|| ask_name(views, &naming, close))))
}

fn ask_name(views: Views, naming: &Naming, on_close: Callback<()>) -> Element {
    let before = match naming {
        Naming::New => None,
        Naming::Rename(name) => Some(name.clone()),
    };
    let wrong = RwSignal::new("");
    let field = element("input")
        .attribute("type", "text")
        .attribute("autocomplete", "off")
        .attribute("maxlength", "60")
        .attribute("aria-describedby", "name-wrong")
        .live_flag("aria-invalid", move || !wrong.get().is_empty());
    field.set_value(before.as_deref().unwrap_or_default());
    let typed = field.clone();
    let form = element("form")
        .attribute("novalidate", "")
        .child(labelled("Name", focused(field)))
        .child(
            element("p")
                .class("wrong")
                .attribute("id", "name-wrong")
                .attribute("role", "alert")
                .live_text(move || wrong.get().to_owned()),
        )
        .child(buttons("Save", on_close))
        .on("submit", move |event| {
            event.prevent_default();
            let name = typed.value().trim().to_owned();
            let fault = views.saved.with_untracked(|saved| views::fault(saved, &name, before.as_deref()));
            if let Some(fault) = fault {
                wrong.set(fault);
                return;
            }
            match &before {
                None => views.save(&name),
                Some(before) => views.rename(before, &name),
            }
            on_close.run(());
        });
    dialog(if *naming == Naming::New { "Save view" } else { "Rename view" }, on_close, form)
}
