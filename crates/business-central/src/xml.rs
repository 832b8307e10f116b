//! XML as metadata documents use it: elements, attributes, text.
//!
//! A document of the whole language brings 20 kB of reader into the browser. OData metadata (CSDL XML) needs neither a
//! document type declaration, which is refused, and with it entities that grow without bounds, nor namespaces: elements go
//! by their local names, as in every dialect that is met. Nothing here recurses, so that depth doesn't matter.

mod node;
mod tag;
#[cfg(test)]
mod tests;
mod text;

use crate::Unreadable;
pub(crate) use node::Node;
use tag::{local, start_tag, until};
use text::unescape;

/// A document: its elements in the order in which they begin.
pub(crate) struct Document<'a>(Vec<Element<'a>>);

struct Element<'a> {
    /// Without its prefix.
    name: &'a str,
    attributes: Vec<(&'a str, String)>,
    /// Directly inside, without what is inside of inner elements.
    text: String,
    parent: usize,
    /// Where the elements after it and all that it holds begin.
    after: usize,
}

impl<'a> Document<'a> {
    /// Reads a document.
    ///
    /// # Errors
    /// [`Unreadable::Truncated`] when it ends in the middle, [`Unreadable::Edmx`] when it is not well-formed or more than
    /// metadata needs.
    pub(crate) fn parse(xml: &'a str) -> Result<Self, Unreadable> {
        let mut elements: Vec<Element<'a>> = Vec::new();
        // The elements that have not ended.
        let mut open: Vec<usize> = Vec::new();
        let mut rest = xml;
        loop {
            let (text, markup) = match rest.split_once('<') {
                Some((text, markup)) => (text, Some(markup)),
                None => (rest, None),
            };
            match open.last() {
                None if !text.trim().is_empty() => return Err(Unreadable::Edmx),
                None => {}
                Some(_) if markup.is_none() => return Err(Unreadable::Truncated),
                Some(inner) => unescape(text, &mut elements[*inner].text)?,
            }
            let Some(markup) = markup else {
                return if elements.is_empty() { Err(Unreadable::Truncated) } else { Ok(Self(elements)) };
            };
            rest = if let Some(comment) = markup.strip_prefix("!--") {
                until(comment, "-->")?.1
            } else if let Some(instruction) = markup.strip_prefix('?') {
                until(instruction, "?>")?.1
            } else if let Some(data) = markup.strip_prefix("![CDATA[") {
                let (data, rest) = until(data, "]]>")?;
                let inner = *open.last().ok_or(Unreadable::Edmx)?;
                elements[inner].text.push_str(data);
                rest
            } else if let Some(end) = markup.strip_prefix('/') {
                let (name, rest) = until(end, ">")?;
                let ended = open.pop().ok_or(Unreadable::Edmx)?;
                if local(name.trim_end()) != elements[ended].name {
                    return Err(Unreadable::Edmx);
                }
                elements[ended].after = elements.len();
                rest
            } else {
                if "!--".starts_with(markup) || "![CDATA[".starts_with(markup) {
                    return Err(Unreadable::Truncated);
                }
                // There is one outermost element.
                if open.is_empty() && !elements.is_empty() {
                    return Err(Unreadable::Edmx);
                }
                let at = elements.len();
                let parent = open.last().copied().unwrap_or_default();
                let (name, attributes, is_empty, rest) = start_tag(markup)?;
                elements.push(Element {
                    name: local(name),
                    attributes,
                    text: String::new(),
                    parent,
                    after: at + 1,
                });
                if !is_empty {
                    open.push(at);
                }
                rest
            };
        }
    }

    /// The outermost element.
    pub(crate) fn root(&'a self) -> Node<'a> {
        Node { document: self, at: 0 }
    }
}
