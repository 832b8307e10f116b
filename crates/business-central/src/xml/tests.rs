use super::{Document, Node};
use crate::Unreadable;

/// The tree in one line: names, attributes, text.
fn shown(node: Node<'_>) -> String {
    let attributes: String = ["a", "b", "p:a"]
        .iter()
        .filter_map(|name| Some(format!(" {name}={:?}", node.attribute(name)?)))
        .collect();
    let children: Vec<String> = node.children().map(shown).collect();
    format!("{}{attributes} {:?} [{}]", node.name(), node.text(), children.join(", "))
}

fn parse(xml: &str) -> Result<String, Unreadable> {
    Ok(shown(Document::parse(xml)?.root()))
}

#[test]
fn documents_become_trees() {
    for (xml, expected) in [
        ("<x/>", "x \"\" []"),
        (
            "<?xml version='1.0'?><!-- <no> --> <p:x a = '1'\n b=\"2\" p:a='3' ></p:x > ",
            "x a=\"1\" b=\"2\" p:a=\"3\" \"\" []",
        ),
        (
            "<x>one<y a='&lt;&#65;&#x1F600;'/>two<![CDATA[<&>]]><!--no--><?no?></x>",
            "x \"onetwo<&>\" [y a=\"<A😀\" \"\" []]",
        ),
        ("<x><y><z/></y><w>&quot;&apos;&amp;&gt;</w></x>", "x \"\" [y \"\" [z \"\" []], w \"\\\"'&>\" []]"),
        ("<x a='>' b='/>'/>", "x a=\">\" b=\"/>\" \"\" []"),
    ] {
        assert_eq!(parse(xml).as_deref(), Ok(expected), "{xml}");
    }
}

#[test]
fn what_metadata_never_holds_is_refused() {
    for xml in [
        "text",
        "<x/>text",
        "text<x/>",
        "<x/><y/>",
        "</x>",
        "<x></y>",
        "<x><y></x></y>",
        "<x a></x>",
        "<x a=1/>",
        "< x/>",
        "<x a='1'b='2'/>",
        "<x a='1' a='2'/>",
        "<x a='<'/>",
        "<x>&nbsp;</x>",
        "<x>&</x>",
        "<x a='&#x110000;'/>",
        "<x>&#0;</x>",
        "<x>&#+65;</x>",
        "<x>&#;</x>",
        "<!DOCTYPE x><x/>",
        "<x><!ELEMENT y></x>",
        "<![CDATA[x]]><x/>",
        "<x/ >",
        "<>",
    ] {
        assert_eq!(parse(xml), Err(Unreadable::Edmx), "{xml}");
    }
}

#[test]
fn a_tree_is_walked_in_all_directions() {
    let document = Document::parse("<a><b><c/></b><d/></a>").unwrap();
    let names = |nodes: &mut dyn Iterator<Item = Node<'_>>| nodes.map(Node::name).collect::<String>();
    let root = document.root();
    assert_eq!((names(&mut root.children()), names(&mut root.descendants())), ("bd".into(), "bcd".into()));
    let inner = root.descendants().find(|node| node.name() == "c").unwrap();
    assert!(inner.parent().parent().is(root) && root.parent().is(root) && !inner.is(root));
    assert_eq!(inner.descendants().count(), 0);
}

#[cfg(not(target_arch = "wasm32"))]
mod properties;
