//! Reading an input: first what it chooses, then its text.

use crate::edit;
use std::borrow::Cow;

/// The bytes of an input that are not read yet.
pub(crate) struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next byte, counted from the digit 0, which also stands behind the end: inputs can be written by hand.
    pub(crate) fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&b'0', &[]));
        self.0 = rest;
        first.wrapping_sub(b'0')
    }

    /// One of `many` cases.
    pub(crate) fn choice(&mut self, many: u8) -> u8 {
        self.byte() % many
    }

    /// Yes or no.
    pub(crate) fn flag(&mut self) -> bool {
        self.choice(2) == 1
    }

    /// One of `things`.
    pub(crate) fn one_of<T: Copy>(&mut self, things: &[T]) -> T {
        things[usize::from(self.byte()) % things.len()]
    }

    /// A status: one that means something, or any.
    pub(crate) fn status(&mut self) -> u16 {
        const KNOWN: [u16; 20] = [
            200, 400, 401, 403, 404, 405, 408, 409, 410, 412, 413, 414, 429, 500, 501, 502, 503, 504, 201,
            302,
        ];
        match self.byte() {
            known @ ..200 => KNOWN[usize::from(known) % KNOWN.len()],
            _ => u16::from_be_bytes([self.byte(), self.byte()]),
        }
    }

    /// All that follows.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// All that follows, as text.
    pub(crate) fn text(&self) -> Cow<'a, str> {
        String::from_utf8_lossy(self.0)
    }

    /// A JSON document: the text that follows, or `good` with some of its bytes or members changed.
    pub(crate) fn document(&mut self, good: &str) -> Cow<'a, str> {
        match self.choice(3) {
            0 => edit::members(good, &self.text()).into(),
            1 => edit::bytes(good, self.0).into(),
            _ => self.text(),
        }
    }
}
