//! Parts of a view that change, each kind of one type.
//!
//! Leptos compiles its drawing code once for every type of closure in a view; boxed closures are all of one type. That
//! is worth a tenth of what a browser has to load.

use leptos::prelude::{AnyView, Effect, IntoAny, IntoView};

/// Something that changes, such as an attribute or a text.
pub type Live<T> = Box<dyn FnMut() -> T + Send>;

/// What `value` tells, followed as it changes.
pub fn live<T>(value: impl FnMut() -> T + Send + 'static) -> Live<T> {
    Box::new(value)
}

/// The part of a view that `part` draws, drawn anew as it changes.
pub fn part<V: IntoView + 'static>(mut part: impl FnMut() -> V + Send + 'static) -> AnyView {
    live(move || part().into_any()).into_any()
}

/// The part of a view that `part` draws, or nothing.
pub fn optional<V: IntoView + 'static>(mut part: impl FnMut() -> Option<V> + Send + 'static) -> AnyView {
    live(move || part().map_or_else(|| ().into_any(), IntoAny::into_any)).into_any()
}

/// Does `act` now and whenever what it reads has changed.
pub fn follow(act: impl FnMut() + 'static) {
    follow_boxed(Box::new(act));
}

fn follow_boxed(mut act: Box<dyn FnMut()>) {
    Effect::new(move |_| act());
}
