//! Views: what follows a signal, what is kept, and what goes.

use crate::stage::{Stage, drawn};
use leptos::prelude::*;
use portico::view::{Draw, element};
use std::sync::mpsc::channel;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn parts_stand_where_they_were_written() {
    let shown = RwSignal::new(false);
    let stage = Stage::mount(100, move || {
        element("div")
            .class("host")
            .child(element("i").text("first"))
            .optional(move || shown.get().then(|| element("b").text("second")))
            .child(element("i").text("third"))
            .parts(move || (0..2).map(|_| element("u").text("last")).collect())
    });
    drawn().await;
    assert_eq!(stage.texts(".host > *"), ["first", "third", "last", "last"]);
    shown.set(true);
    drawn().await;
    assert_eq!(stage.texts(".host > *"), ["first", "second", "third", "last", "last"]);
    shown.set(false);
    drawn().await;
    assert_eq!(stage.texts(".host > *"), ["first", "third", "last", "last"]);
}

#[wasm_bindgen_test]
async fn what_keeps_its_key_keeps_its_element() {
    let keys = RwSignal::new(vec![1_usize, 2, 3]);
    let stage = Stage::mount(100, move || {
        element("div").keyed(move || {
            let draw = |key: usize| -> Draw { Box::new(move || element("p").text(&key.to_string())) };
            keys.get().into_iter().map(|key| ((key, 0, 0), draw(key))).collect()
        })
    });
    drawn().await;
    let before = stage.all("p");
    keys.set(vec![4, 3, 1]);
    drawn().await;
    assert_eq!(stage.texts("p"), ["4", "3", "1"]);
    let after = stage.all("p");
    assert!(after[1] == before[2] && after[2] == before[0], "elements were drawn anew");
}

#[wasm_bindgen_test]
async fn attributes_come_and_go_with_their_value() {
    let label = RwSignal::new(None::<String>);
    let stage = Stage::mount(100, move || {
        element("p")
            .live_attribute("title", move || label.get())
            .live_flag("hidden", move || label.get().is_none())
    });
    drawn().await;
    let line = stage.one("p");
    assert!(line.has_attribute("hidden") && !line.has_attribute("title"));
    label.set(Some("<b>".to_owned()));
    drawn().await;
    assert_eq!(line.get_attribute("title").as_deref(), Some("<b>"));
    assert!(!line.has_attribute("hidden"));
}

#[wasm_bindgen_test]
async fn what_left_the_page_listens_no_longer() {
    let (clicked, clicks) = channel();
    let shown = RwSignal::new(true);
    let stage = Stage::mount(100, move || {
        element("div").optional(move || {
            let clicked = clicked.clone();
            shown.get().then(|| element("button").on("click", move |_| clicked.send(()).unwrap()))
        })
    });
    drawn().await;
    let button = stage.one("button");
    button.click();
    assert_eq!(clicks.try_iter().count(), 1);
    shown.set(false);
    drawn().await;
    assert!(stage.all("button").is_empty());
    button.click();
    assert_eq!(clicks.try_iter().count(), 0);
}
