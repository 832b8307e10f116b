//! What was typed and not yet sent: kept in the tab under the address it was typed at, so that a sign-in, a reload or a
//! crash loses no keystroke.

use crate::browser::element::Element;
use crate::browser::location;
use crate::browser::storage::{self, Store};
use json::{Object, Value};
use std::cell::Cell;

thread_local! {
    static IS_HELD: Cell<bool> = const { Cell::new(false) };
}

const PREFIX: &str = "portico.draft.";

/// `field`, called `name` on its page, with what was typed into it here before. Call it once the field does everything
/// else, for it acts as if that was typed now.
#[must_use]
pub fn drafted(field: Element, name: &'static str) -> Element {
    if let Some(text) = Drafts::here().kept().string(name) {
        field.set_value(&text);
        field.send("input");
    }
    let typed = field.clone();
    field.on("input", move |_| {
        let text = typed.value();
        change(name, Some(text.as_str()).filter(|text| !text.is_empty()));
    })
}

/// Forgets what was typed into the field called `name` on this page: it was sent.
pub fn forget(name: &str) {
    change(name, None);
}

/// Forgets everything that was typed: the user signed out.
pub fn forget_all() {
    for key in storage::keys(Store::Tab, PREFIX) {
        storage::remove(Store::Tab, &key);
    }
}

/// Keeps what was typed as it is while the page is being left: what the browser tells fields on its way out is not the
/// user's doing.
pub fn hold(is_held: bool) {
    IS_HELD.set(is_held);
}

/// Whether the page is being left: nothing that is typed counts any more, and nothing is begun that could not be ended.
#[must_use]
pub fn are_held() -> bool {
    IS_HELD.get()
}

/// The drafts of one page: they stay its own when the user has gone on to another.
#[derive(Clone, Debug)]
pub struct Drafts(String);

impl Drafts {
    /// Those of the page that is shown.
    #[must_use]
    pub fn here() -> Self {
        Self(format!("{PREFIX}{}", location::path_and_query().0))
    }

    /// Keeps `text` under `name`; none forgets it.
    pub fn keep(&self, name: &str, text: Option<&str>) {
        let mut drafts = self.kept();
        let before = drafts.take(name);
        if text.is_none() && before.is_none() {
            return;
        }
        drafts.set_some(name, text);
        if drafts.fields().next().is_none() {
            return storage::remove(Store::Tab, &self.0);
        }
        // A full storage keeps no drafts; the page still does.
        let _ = storage::set(Store::Tab, &self.0, drafts);
    }

    /// What is kept, by name.
    #[must_use]
    pub fn kept(&self) -> Object {
        match storage::get(Store::Tab, &self.0) {
            Some(Value::Object(drafts)) => drafts,
            _ => Object::default(),
        }
    }

    /// Forgets all that is kept under names that begin with `start`.
    pub fn forget_like(&self, start: &str) {
        let kept = self.kept();
        for (name, _) in kept.fields().filter(|(name, _)| name.starts_with(start)) {
            self.keep(name, None);
        }
    }
}

fn change(name: &str, text: Option<&str>) {
    if !are_held() {
        Drafts::here().keep(name, text);
    }
}
