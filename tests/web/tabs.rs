//! What tabs share: locks, a channel, and what each keeps of half-typed words.

use crate::stage::{Stage, drawn};
use portico::browser::{channel::Channel, locks, storage};
use portico::drafts;
use portico::view::element;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_test::wasm_bindgen_test;

const MOMENT: Duration = Duration::from_millis(50);
const LONG: Duration = Duration::from_secs(10);

#[wasm_bindgen_test]
async fn a_lock_is_held_by_one_until_it_is_dropped() {
    let held = locks::acquire("portico.test", LONG).await.expect("nobody has it");
    assert!(locks::acquire("portico.test", MOMENT).await.is_none(), "it is held");
    assert!(locks::acquire("portico.test.other", MOMENT).await.is_some(), "another one is free");
    drop(held);
    assert!(
        locks::acquire("portico.test", LONG).await.is_some(),
        "who gave up waiting does not get it either"
    );
}

#[wasm_bindgen_test]
async fn a_channel_is_heard_by_others_and_closed_when_dropped() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let hearing = heard.clone();
    let other =
        Channel::open("portico.test", Box::new(move |said| hearing.borrow_mut().push(said.to_owned())));
    let own = Rc::new(RefCell::new(0));
    let echo = own.clone();
    let channel =
        Channel::open("portico.test", Box::new(move |_| *echo.borrow_mut() += 1)).expect("a channel");
    channel.say("first");
    for _ in 0..100 {
        drawn().await;
        if !heard.borrow().is_empty() {
            break;
        }
    }
    drop(other);
    channel.say("second");
    drawn().await;
    assert_eq!(*heard.borrow(), ["first"]);
    assert_eq!(*own.borrow(), 0, "nobody hears themselves");
}

#[wasm_bindgen_test]
async fn what_was_typed_comes_back_until_it_is_sent() {
    drafts::forget_all();
    let field = || Stage::mount(50, || drafts::drafted(element("input"), "test"));
    let typed = field();
    drawn().await;
    let first = typed.one("input");
    js_sys::Reflect::set(&first, &"value".into(), &"half a wo".into()).unwrap();
    first.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    drop(typed);
    let again = field();
    drawn().await;
    let value =
        |stage: &Stage| js_sys::Reflect::get(&stage.one("input"), &"value".into()).unwrap().as_string();
    assert_eq!(value(&again).as_deref(), Some("half a wo"));
    drafts::forget("test");
    assert_eq!(value(&field()).as_deref(), Some(""));
    assert!(storage::keys(storage::Store::Tab, "portico.draft.").is_empty(), "nothing is left of it");
}
