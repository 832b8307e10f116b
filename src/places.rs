//! Addresses that are kept with what they are called: the user's favourites and where the user was last.
//!
//! Both name a company's data. What was visited is kept in the tab, like the session, and goes with it and at Sign out:
//! nobody asked for it to be kept, and the next person at this computer is not to read it. A favourite is kept in the
//! browser because the user said so, one address at a time. Neither holds more than an address and a title.

use crate::browser::storage::{self, Store};
use json::{Object, Value};

/// Where the keys of what was visited begin.
const VISITED: &str = "portico.visited.";

/// An address of the portal, as the text of a link, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// The link.
    pub href: String,
    /// What the record or list is called.
    pub title: String,
    /// What kind of thing it is, such as `Customer`; empty for a list.
    pub kind: String,
}

/// Which addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// Where the user was last, the latest first.
    Visited,
    /// What the user marked, in the user's order.
    Marked,
}

impl Memory {
    /// How many are kept at most.
    const fn most(self) -> usize {
        match self {
            Self::Visited => 20,
            Self::Marked => 60,
        }
    }

    fn store(self) -> Store {
        match self {
            Self::Visited => Store::Tab,
            Self::Marked => Store::Browser,
        }
    }

    /// `whose` tells the company's books from others: connection, environment and company.
    fn key(self, whose: &str) -> String {
        match self {
            Self::Visited => format!("{VISITED}{whose}"),
            Self::Marked => format!("portico.marked.{whose}"),
        }
    }

    /// The addresses of `whose`.
    #[must_use]
    pub fn read(self, whose: &str) -> Vec<Remembered> {
        let kept = storage::get(self.store(), &self.key(whose));
        let Some(Value::List(kept)) = kept else { return Vec::new() };
        kept.iter().filter_map(Remembered::from_json).take(self.most()).collect()
    }

    /// Keeps `places` as those of `whose`. A storage that is full or forbidden keeps none.
    pub fn write(self, whose: &str, places: &[Remembered]) {
        let kept = places.iter().take(self.most()).map(Remembered::to_json).collect();
        let _ = storage::set(self.store(), &self.key(whose), Value::List(kept));
    }
}

impl Remembered {
    /// Reads what [`to_json`](Remembered::to_json) wrote; `None` for anything else.
    #[must_use]
    pub fn from_json(kept: &Value) -> Option<Self> {
        let kept = kept.as_object()?;
        let text = |name| kept.string(name);
        // What leads out of the portal is none of its addresses.
        let href = text("href").filter(|href| is_path(href))?;
        Some(Self { href, title: text("title")?, kind: text("kind").unwrap_or_default() })
    }

    /// As the storage keeps it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut kept = Object::default();
        kept.set("href", self.href.as_str());
        kept.set("title", self.title.as_str());
        kept.set("kind", self.kind.as_str());
        Value::Object(kept)
    }
}

/// Whether `href` is a path however a browser reads it: it takes a backslash for a slash and strips control characters.
fn is_path(href: &str) -> bool {
    href.starts_with('/')
        && !href.starts_with("//")
        && href.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

/// `places` with `place` as the first, once.
#[must_use]
pub fn with_first(mut places: Vec<Remembered>, place: Remembered) -> Vec<Remembered> {
    places.retain(|known| known.href != place.href);
    places.insert(0, place);
    places
}

/// Forgets where the user was: the user signed out.
pub fn forget_visits() {
    for key in storage::keys(Store::Tab, VISITED) {
        storage::remove(Store::Tab, &key);
    }
}

#[cfg(test)]
mod tests {
    use super::{Remembered, with_first};
    use json::Value;

    fn place(href: &str, title: &str) -> Remembered {
        Remembered { href: href.to_owned(), title: title.to_owned(), kind: "Customer".to_owned() }
    }

    #[test]
    fn the_latest_is_first_and_has_its_latest_title() {
        let places = with_first(
            vec![place("/c/1/customers/a", "A"), place("/c/1/items", "Items")],
            place("/c/1/items", "Artikel"),
        );
        assert_eq!(places, [place("/c/1/items", "Artikel"), place("/c/1/customers/a", "A")]);
    }

    #[test]
    fn what_is_kept_is_read_as_it_was() {
        let one = place("/c/1/customers/a?on=CRONUS%2FProduction", "A “quoted” name");
        assert_eq!(Remembered::from_json(&one.to_json()), Some(one));
    }

    #[test]
    fn what_leads_elsewhere_is_not_believed() {
        for kept in [
            r#"{"href":"https://evil.example/","title":"A"}"#,
            r#"{"href":"//evil.example/","title":"A"}"#,
            r#"{"href":"/\\evil.example/","title":"A"}"#,
            r#"{"href":"/\t/evil.example/","title":"A"}"#,
            r#"{"href":"javascript:alert(1)","title":"A"}"#,
            r#"{"href":"/c/1/items"}"#,
            "7",
        ] {
            assert_eq!(Remembered::from_json(&Value::parse(kept).unwrap()), None, "{kept}");
        }
    }
}
