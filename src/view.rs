//! Views: elements that follow signals, as long as the reactive owner lives under which they were built.
//!
//! A view is built by plain functions and closures. Leptos' signals say when a closure is to be asked again; every
//! closure is boxed, so that what runs it is compiled once and not once for each closure.

use crate::browser::element::{Element, Mark};
use crate::browser::event::Event;
use leptos::mount::mount_to_body;
use leptos::prelude::{Effect, Owner, RenderEffect, StoredValue, on_cleanup};

pub use crate::browser::element::element;

/// Tells a row of [`Element::keyed`] from the others: one that comes, goes or has another key is drawn anew.
pub type Key = (usize, usize, usize);

/// Draws what a key stands for.
pub type Draw = Box<dyn FnOnce() -> Element>;

impl Element {
    /// With an attribute that follows `value`: none takes it away.
    #[must_use]
    pub fn live_attribute(self, name: &'static str, value: impl FnMut() -> Option<String> + 'static) -> Self {
        let element = self.clone();
        bind(Box::new(value), Box::new(move |value| element.set_attribute(name, value)));
        self
    }

    /// With an attribute that is there while `value` holds.
    #[must_use]
    pub fn live_flag(self, name: &'static str, mut value: impl FnMut() -> bool + 'static) -> Self {
        self.live_attribute(name, move || value().then(String::new))
    }

    /// With a property of its style that follows `value`.
    #[must_use]
    pub fn live_style(self, name: &'static str, mut value: impl FnMut() -> String + 'static) -> Self {
        let element = self.clone();
        bind(
            Box::new(move || Some(value())),
            Box::new(move |value| element.set_style(name, value.unwrap_or_default())),
        );
        self
    }

    /// With a text that follows `text`.
    #[must_use]
    pub fn live_text(self, mut text: impl FnMut() -> String + 'static) -> Self {
        let element = self.clone();
        bind(
            Box::new(move || Some(text())),
            Box::new(move |text| element.set_text(text.unwrap_or_default())),
        );
        self
    }

    /// With what a field or picker holds following `value`.
    #[must_use]
    pub fn live_value(self, mut value: impl FnMut() -> String + 'static) -> Self {
        let element = self.clone();
        bind(
            Box::new(move || Some(value())),
            Box::new(move |value| element.set_value(value.unwrap_or_default())),
        );
        self
    }

    /// With `act` at every `event`.
    #[must_use]
    pub fn on(self, event: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        StoredValue::new_local(self.listen(event, Box::new(act)));
        self
    }

    /// With the child that `part` draws, drawn anew as it changes.
    #[must_use]
    pub fn part(self, mut part: impl FnMut() -> Self + 'static) -> Self {
        self.live_children(Box::new(move || vec![part()]))
    }

    /// With the child that `part` draws, or none.
    #[must_use]
    pub fn optional(self, mut part: impl FnMut() -> Option<Self> + 'static) -> Self {
        self.live_children(Box::new(move || part().into_iter().collect()))
    }

    /// With the children that `parts` draws, all drawn anew as they change.
    #[must_use]
    pub fn parts(self, parts: impl FnMut() -> Vec<Self> + 'static) -> Self {
        self.live_children(Box::new(parts))
    }

    fn live_children(self, mut draw: Box<dyn FnMut() -> Vec<Self>>) -> Self {
        let mark = self.mark();
        let mut shown = Vec::new();
        effect(Box::new(move || {
            let drawn = draw();
            shown.drain(..).for_each(|old: Self| old.remove());
            mark.arrange(&drawn);
            shown = drawn;
        }));
        self
    }

    /// With a child for each of `keys`, in that order. Only those whose key is new are drawn.
    #[must_use]
    pub fn keyed(self, mut list: impl FnMut() -> Vec<(Key, Draw)> + 'static) -> Self {
        let mut keyed = Keyed { mark: self.mark(), rows: Vec::new(), owner: Owner::current() };
        effect(Box::new(move || keyed.show(list())));
        self
    }
}

/// The children of an element, by key.
struct Keyed {
    mark: Mark,
    rows: Vec<(Key, Element, Owner)>,
    /// Under this the rows live, not under the effect that lists them: that drops what it built when it runs again.
    owner: Option<Owner>,
}

impl Keyed {
    fn show(&mut self, list: Vec<(Key, Draw)>) {
        let mut before = std::mem::take(&mut self.rows);
        for (key, draw) in list {
            let kept = before.iter().position(|(known, ..)| *known == key);
            self.rows.push(match kept {
                Some(at) => before.swap_remove(at),
                None => {
                    let owner = self.owner.as_ref().map_or_else(Owner::new, |owner| owner.with(Owner::new));
                    let element = owner.with(draw);
                    (key, element, owner)
                }
            });
        }
        for (_, element, owner) in before {
            element.remove();
            owner.cleanup();
        }
        let elements: Vec<Element> = self.rows.iter().map(|(_, element, _)| element.clone()).collect();
        self.mark.arrange(&elements);
    }
}

/// Builds a view that lives as long as the page does. `build` puts it on the page itself.
pub fn show<T>(build: impl FnOnce() -> T + 'static) {
    // Leptos sets up what runs effects and tasks; of its own views it has none to show.
    mount_to_body(move || {
        build();
    });
}

/// Does `act` now that the view is on the page, and whenever what it reads has changed.
pub fn follow(act: impl FnMut() + 'static) {
    follow_boxed(Box::new(act));
}

fn follow_boxed(mut act: Box<dyn FnMut()>) {
    Effect::new(move |_| act());
}

/// Hands what `value` tells to `show`, at once and whenever it is another.
fn bind(mut value: Box<dyn FnMut() -> Option<String>>, show: Box<dyn Fn(Option<&str>)>) {
    let mut shown = None;
    effect(Box::new(move || {
        let value = value();
        if shown.as_ref() != Some(&value) {
            show(value.as_deref());
            shown = Some(value);
        }
    }));
}

/// Runs `act` at once and whenever what it reads has changed.
fn effect(mut act: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_| act());
    on_cleanup(move || drop(effect));
}
