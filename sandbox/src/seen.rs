//! What the servers received and answered, in order.

use std::collections::VecDeque;
use std::sync::Mutex;

use hyper::body::Bytes;
use serde::{Deserialize, Serialize};

use crate::shared::lock;

/// Which of the servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Server {
    /// The OAuth 2.0 authorization server.
    Authority,
    /// Business Central.
    Service,
    /// The static host of the portal.
    Host,
}

/// One request as it arrived, and the answer to it once there is one.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    /// Counts requests of this log from 0; also counts those already forgotten.
    pub number: u64,
    /// Which server received it.
    pub server: Server,
    /// The method in capitals.
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query, still percent-encoded, without the question mark; empty when there was none.
    pub query: String,
    /// Names in lower case, in order of arrival.
    pub headers: Vec<(String, String)>,
    /// The body as text (what is not UTF-8 is replaced).
    pub body: String,
    /// Seconds since 1970 by the sandbox's clock.
    pub at: u64,
    /// None while no answer has been sent: a request that hangs, was cut, or whose sender went away.
    pub answer: Option<Answer>,
    /// Whether there will be no other answer than that.
    pub is_over: bool,
}

/// An answer as it was sent.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    #[serde(serialize_with = "as_text")]
    pub body: Bytes,
}

fn as_text<S: serde::Serializer>(body: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(body))
}

impl Seen {
    /// The first header of this name (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(each, _)| each == name).map(|(_, value)| value.as_str())
    }

    /// The first parameter of this name in the query, decoded.
    pub fn parameter(&self, name: &str) -> Option<String> {
        parameter(&self.query, name)
    }

    /// The first field of this name in a form body, decoded.
    pub fn field(&self, name: &str) -> Option<String> {
        parameter(&self.body, name)
    }

    /// The answer's status code, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.answer.as_ref().map(|answer| answer.status)
    }
}

fn parameter(form: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(form.as_bytes())
        .find(|(each, _)| each == name)
        .map(|(_, value)| value.into_owned())
}

/// A request being dealt with.
pub(crate) struct Handling<'a> {
    log: &'a Log,
    number: u64,
}

impl Drop for Handling<'_> {
    fn drop(&mut self) {
        let mut inner = lock(&self.log.inner);
        if let Some(seen) = inner.seen.iter_mut().rev().find(|seen| seen.number == self.number) {
            seen.is_over = true;
        }
    }
}

/// A bounded list of requests: the oldest are forgotten first.
#[derive(Debug)]
pub(crate) struct Log {
    limit: usize,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    next: u64,
    seen: VecDeque<Seen>,
}

impl Log {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, inner: Mutex::default() }
    }

    /// Writes down a request and returns its number.
    pub(crate) fn arrived(&self, mut seen: Seen) -> u64 {
        let mut inner = lock(&self.inner);
        let number = inner.next;
        seen.number = number;
        inner.next += 1;
        if inner.seen.len() >= self.limit {
            inner.seen.pop_front();
        }
        inner.seen.push_back(seen);
        number
    }

    /// Writes down the answer to request `number`, unless that has been forgotten.
    pub(crate) fn answered(&self, number: u64, answer: Answer) {
        let mut inner = lock(&self.inner);
        if let Some(seen) = inner.seen.iter_mut().rev().find(|seen| seen.number == number) {
            seen.answer = Some(answer);
        }
    }

    /// Notes of request `number` that nothing more comes of it: once what is returned is dropped, with the request's
    /// handling, also when its sender goes away.
    pub(crate) fn watch(&self, number: u64) -> Handling<'_> {
        Handling { log: self, number }
    }

    pub(crate) fn all(&self) -> Vec<Seen> {
        lock(&self.inner).seen.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        lock(&self.inner).seen.clear();
    }
}
