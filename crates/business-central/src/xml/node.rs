//! Walking through a document.

use super::{Document, Element};

/// An element of a document.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) at: usize,
}

impl<'a> Node<'a> {
    fn element(self) -> &'a Element<'a> {
        &self.document.0[self.at]
    }

    /// Its name without prefix.
    pub(crate) fn name(self) -> &'a str {
        self.element().name
    }

    /// The attribute called `name`, with its prefix if it has one.
    pub(crate) fn attribute(self, name: &str) -> Option<&'a str> {
        self.element().attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The text directly inside of it.
    pub(crate) fn text(self) -> &'a str {
        &self.element().text
    }

    /// The element it is in; the outermost is in itself.
    pub(crate) fn parent(self) -> Self {
        Self { at: self.element().parent, ..self }
    }

    /// The elements directly in it.
    pub(crate) fn children(self) -> impl Iterator<Item = Self> {
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let child = Self { at, ..self };
            (at < self.element().after).then(|| {
                at = child.element().after;
                child
            })
        })
    }

    /// All elements in it, at any depth.
    pub(crate) fn descendants(self) -> impl Iterator<Item = Self> {
        (self.at + 1..self.element().after).map(move |at| Self { at, ..self })
    }

    /// Whether both are the same element of one document.
    pub(crate) fn is(self, other: Self) -> bool {
        self.at == other.at
    }
}
