//! For any input: nothing panics, and what another reader of XML accepts is read as it reads it.

use super::{Document, Node};
use crate::Unreadable;
use proptest::prelude::*;

/// Well-formed elements, without what the two readers treat differently on purpose.
fn any_element() -> impl Strategy<Value = String> {
    let text = "([ a-zäß😀>]|&lt;|&amp;|&#x41;|<!-- [<&a]* -->|<\\?i [<&a]*\\?>|<!\\[CDATA\\[[<&>a]{0,3}\\]\\]>){0,4}";
    let attributes = "( a = '([ <>a]|&quot;|&#65;){0,3}')?( b=\"[a-z']{0,3}\")?";
    let attributes = attributes.prop_map(|text: String| text.replace('<', ""));
    let leaf =
        ("[x-z]{1,2}", attributes.clone()).prop_map(|(name, attributes)| format!("<{name}{attributes} />"));
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let inside = prop::collection::vec((text, inner), 0..4);
        ("[x-z]{1,2}", attributes.clone(), inside).prop_map(|(name, attributes, inside)| {
            let inside: String = inside.into_iter().map(|(text, element)| text + &element).collect();
            format!("<{name}{attributes}>{inside}</{name} >")
        })
    })
}

/// Texts that are nearly XML.
fn any_text() -> impl Strategy<Value = String> {
    let pieces = [
        "<", ">", "/", "</", "/>", "<x", "<x>", "</x>", " ", "a='", "b=\"", "'", "\"", "=", "&", "&lt;",
        "&#", ";",
    ];
    let more =
        ["<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!", "x", ":", "ä", "\u{0}", "<!DOCTYPE x>", "\n"];
    let piece = prop::sample::select([&pieces[..], &more[..]].concat());
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

fn same(ours: Node<'_>, theirs: roxmltree::Node<'_, '_>) -> bool {
    let text: String =
        theirs.children().filter(roxmltree::Node::is_text).filter_map(|text| text.text()).collect();
    let children: Vec<_> = theirs.children().filter(roxmltree::Node::is_element).collect();
    ours.name() == theirs.tag_name().name()
        && ["a", "b"].iter().all(|name| ours.attribute(name) == theirs.attribute(*name))
        && ours.text() == text
        && ours.children().count() == children.len()
        && ours.children().zip(children).all(|(ours, theirs)| same(ours, theirs))
}

proptest! {
    #[test]
    fn elements_are_read_as_others_read_them(xml in any_element()) {
        let theirs = roxmltree::Document::parse(&xml).unwrap();
        let ours = Document::parse(&xml).unwrap();
        prop_assert!(same(ours.root(), theirs.root_element()), "{}", xml);
    }

    #[test]
    fn any_text_is_answered(xml in prop_oneof![any_text(), ".{0,20}"]) {
        let _ = Document::parse(&xml).is_ok();
        let _ = crate::Metadata::parse(&xml).is_ok();
    }

    #[test]
    fn an_element_cut_anywhere_is_told(xml in any_element(), at in any::<prop::sample::Index>()) {
        let at = (0..=at.index(xml.len())).rev().find(|at| xml.is_char_boundary(*at)).unwrap_or(0);
        prop_assert_eq!(Document::parse(&xml[..at]).map(|_| ()), Err(Unreadable::Truncated), "{}", &xml[..at]);
    }
}
