//! Stands in for the crate `wasm-streams`, which Leptos needs for the bodies of its server functions.
//!
//! The portal has no server, so nothing calls this. The real crate exports three classes to JavaScript, which no linker
//! can tell to be unused: they are 16 kB of WebAssembly and a tenth of the glue that every user would load. This one has
//! the same names and moves no bytes.

use futures_util::{Stream, stream};
use wasm_bindgen::{JsCast, JsValue};

/// A stream of the browser that is never read.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// Takes a stream of the browser.
    #[must_use]
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// Stands for `stream`, which is dropped unread.
    #[must_use]
    pub fn from_stream(stream: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        drop(stream);
        Self(JsValue::UNDEFINED.unchecked_into())
    }

    /// The stream of the browser, `undefined` where there was none.
    #[must_use]
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// A stream without items.
    pub fn into_stream(self) -> impl Stream<Item = Result<JsValue, JsValue>> {
        drop(self);
        stream::empty()
    }
}
