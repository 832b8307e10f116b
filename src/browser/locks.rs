//! Locks that the browser keeps among all tabs of this origin ([Web Locks]).
//!
//! [Web Locks]: https://www.w3.org/TR/web-locks/

use super::clock;
use futures_channel::oneshot;
use futures_util::future::{Either, select};
use js_sys::{Function, Promise, Reflect};
use std::{pin::pin, time::Duration};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// A lock that is held until this is dropped.
#[derive(Debug)]
pub struct Lock(Option<Function>);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// The lock called `name`, once no other tab holds it; `None` when that takes longer than `limit`. Where the browser
/// has no locks, everybody gets one.
pub async fn acquire(name: &str, limit: Duration) -> Option<Lock> {
    let Some(granted) = request(name) else { return Some(Lock(None)) };
    match select(granted, pin!(clock::wait(limit))).await {
        Either::Left((lock, _)) => lock.ok(),
        Either::Right(_) => None,
    }
}

/// What is sent the lock when it is there. When nobody waits any more, the lock is released at once.
fn request(name: &str) -> Option<oneshot::Receiver<Lock>> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let (sender, receiver) = oneshot::channel();
    let granted = Closure::once_into_js(move |_: JsValue| -> JsValue {
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let _ = sender.send(Lock(release));
        held.into()
    });
    let ended: Promise = request.call2(&locks, &name.into(), &granted).ok()?.dyn_into().ok()?;
    // It fails when the page goes while it waits; nobody is to be told.
    leptos::task::spawn_local(async { drop(JsFuture::from(ended).await) });
    Some(receiver)
}
