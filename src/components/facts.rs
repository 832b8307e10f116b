//! Names and their values.

use crate::browser::element::Element;
use crate::view::element;

/// `facts` as a list of descriptions.
#[must_use]
pub fn facts(facts: &[(&'static str, String)]) -> Element {
    facts.iter().fold(element("dl"), |list, (name, value)| {
        list.child(element("dt").text(name)).child(element("dd").text(value))
    })
}
