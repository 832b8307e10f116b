//! Views: elements that follow signals, as long as the reactive owner lives under which they were built.
//!
//! A view is built by plain functions and closures. Leptos' signals say when a closure is to be asked again; every
//! closure is boxed, so that what runs it is compiled once and not once for each closure.

use crate::browser::element::{Element, Mark};
use crate::browser::event::Event;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::{Effect, Owner, RenderEffect, StoredValue, on_cleanup, untrack};
use leptos::reactive::graph::{Subscriber as _, ToAnySubscriber as _};
use leptos::tachys::view::Mountable;

pub use crate::browser::element::element;

/// Tells a row of [`Element::keyed`] from the others: one that comes, goes or has another key is drawn anew.
pub type Key = (usize, usize, usize);

/// Draws what a key stands for.
pub type Draw = Box<dyn FnOnce() -> Element>;

impl Element {
    /// With an attribute that follows `value`: none takes it away.
    #[must_use]
    pub fn live_attribute(self, name: &'static str, value: impl FnMut() -> Option<String> + 'static) -> Self {
        bind(&self, Part::Attribute(name), Box::new(value));
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
        bind(&self, Part::Style(name), Box::new(move || Some(value())));
        self
    }

    /// With a text that follows `text`.
    #[must_use]
    pub fn live_text(self, mut text: impl FnMut() -> String + 'static) -> Self {
        bind(&self, Part::Text, Box::new(move || Some(text())));
        self
    }

    /// With what a field or picker holds following `value`.
    #[must_use]
    pub fn live_value(self, mut value: impl FnMut() -> String + 'static) -> Self {
        bind(&self, Part::Value, Box::new(move || Some(value())));
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

    /// With a child for each key of `list`, in that order. Only those whose key is new are drawn; they are elements that
    /// follow nothing, for they come and go by the thousand.
    #[must_use]
    pub fn keyed(self, mut list: impl FnMut() -> Vec<(Key, Draw)> + 'static) -> Self {
        let mut keyed = Keyed { mark: self.mark(), rows: Vec::new() };
        effect(Box::new(move || keyed.show(list())));
        self
    }

    /// The same for children that follow signals: those that stay are not touched, and keep the focus.
    #[must_use]
    pub fn owned(self, mut list: impl FnMut() -> Vec<(String, Draw)> + 'static) -> Self {
        let parent = Owner::current().unwrap_or_default();
        let mut owned = Owned { mark: self.mark(), parent, shown: Vec::new() };
        effect(Box::new(move || owned.show(list())));
        self
    }
}

/// Children that follow signals of their own, by key.
struct Owned {
    mark: Mark,
    parent: Owner,
    shown: Vec<(String, Owner, Element)>,
}

impl Owned {
    fn show(&mut self, list: Vec<(String, Draw)>) {
        let mut before = std::mem::take(&mut self.shown);
        for (key, draw) in list {
            let kept = before.iter().position(|(known, ..)| *known == key);
            self.shown.push(match kept {
                Some(at) => before.swap_remove(at),
                None => {
                    let owner = self.parent.child();
                    let drawn = owner.with(|| untrack(draw));
                    (key, owner, drawn)
                }
            });
        }
        for (_, owner, element) in before {
            owner.cleanup();
            element.remove();
        }
        let elements: Vec<Element> = self.shown.iter().map(|(.., element)| element.clone()).collect();
        // To be moved, an element is taken out for a moment, and loses the focus.
        let focused = Element::focused();
        self.mark.arrange(&elements);
        if let Some(focused) = focused {
            focused.focus();
        }
    }
}

/// The children of an element, by key.
struct Keyed {
    mark: Mark,
    rows: Vec<(Key, Element)>,
}

impl Keyed {
    fn show(&mut self, list: Vec<(Key, Draw)>) {
        let mut before = std::mem::take(&mut self.rows);
        for (key, draw) in list {
            let kept = before.iter().position(|(known, _)| *known == key);
            self.rows.push(match kept {
                Some(at) => before.swap_remove(at),
                None => (key, untrack(draw)),
            });
        }
        for (_, element) in before {
            element.remove();
        }
        let elements: Vec<Element> = self.rows.iter().map(|(_, element)| element.clone()).collect();
        self.mark.arrange(&elements);
    }
}

/// Puts what `build` builds behind what `place` holds. It follows its signals until the handle is dropped, and for ever
/// once the handle is told to forget.
pub fn show(
    place: &Element,
    build: impl FnOnce() -> Vec<Element> + 'static,
) -> UnmountHandle<impl Mountable + 'static> {
    let holder = place.clone();
    // Leptos sets up what runs effects and tasks; a view of its own kind it has none to show.
    mount_to(place.raw().clone(), move || {
        let _ = holder.children(build());
    })
}

/// Does `act` now that the view is on the page, and whenever what it reads has changed.
pub fn follow(act: impl FnMut() + 'static) {
    follow_boxed(Box::new(act));
}

fn follow_boxed(mut act: Box<dyn FnMut()>) {
    Effect::new(move |_| act());
}

/// What of an element follows a signal.
enum Part {
    Attribute(&'static str),
    Style(&'static str),
    Text,
    Value,
}

/// Keeps `part` of `element` at what `value` tells.
fn bind(element: &Element, part: Part, mut value: Box<dyn FnMut() -> Option<String>>) {
    let element = element.clone();
    let mut shown = None;
    effect(Box::new(move || {
        let value = value();
        if shown.as_ref() == Some(&value) {
            return;
        }
        let text = value.as_deref().unwrap_or_default();
        match part {
            Part::Attribute(name) => element.set_attribute(name, value.as_deref()),
            Part::Style(name) => element.set_style(name, text),
            Part::Text => element.set_text(text),
            Part::Value => element.set_value(text),
        }
        shown = Some(value);
    }));
}

/// Runs `act` at once and whenever what it reads has changed.
fn effect(mut act: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_| act());
    on_cleanup(move || {
        // A signal that never changes again would remember its followers for ever.
        let follower = effect.to_any_subscriber();
        follower.clear_sources(&follower);
    });
}
