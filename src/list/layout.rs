//! What this browser remembers of how a list looks: its columns and how wide they are.

use crate::address::Place;
use crate::browser::storage::{self, Store};
use json::{Object, Value};

/// How a list looks where its address doesn't say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Its columns; none means the page's own choice.
    pub columns: Vec<String>,
    /// The widths that the user gave to columns, in CSS pixels.
    pub widths: Vec<(String, u32)>,
}

/// Under which key this browser keeps `what` about the lists of this entity set, in whichever company.
#[must_use]
pub fn key(what: &str, connection: &str, place: &Place) -> String {
    let mut key = format!("portico.{what}.{connection}");
    for part in place.route.parts().into_iter().flatten().chain([place.entity_set.as_str()]) {
        key.push('/');
        key.push_str(part);
    }
    key
}

impl Layout {
    /// The layout kept under `key`.
    #[must_use]
    pub fn kept(key: &str) -> Self {
        match storage::get(Store::Browser, key) {
            Some(Value::Object(kept)) => Self::read(&kept),
            _ => Self::default(),
        }
    }

    /// Keeps it under `key`. A full storage keeps none; the page still has it.
    pub fn keep(&self, key: &str) {
        if *self == Self::default() {
            storage::remove(Store::Browser, key);
        } else {
            let _ = storage::set(Store::Browser, key, self.write());
        }
    }

    /// How wide the user made the column.
    #[must_use]
    pub fn width(&self, name: &str) -> Option<u32> {
        self.widths.iter().find(|(known, _)| known == name).map(|(_, width)| *width)
    }

    /// Makes the column that wide; none gives it back its own width.
    pub fn set_width(&mut self, name: &str, width: Option<u32>) {
        self.widths.retain(|(known, _)| known != name);
        self.widths.extend(width.map(|width| (name.to_owned(), width)));
    }

    fn read(kept: &Object) -> Self {
        let columns = kept.list("columns").iter().filter_map(Value::as_text).map(str::to_owned).collect();
        let widths = kept.related("widths").map(|widths| {
            let width = |(name, width): (&str, &Value)| {
                Some((name.to_owned(), u32::try_from(width.as_integer()?).ok()?))
            };
            widths.fields().filter_map(width).collect()
        });
        Self { columns, widths: widths.unwrap_or_default() }
    }

    fn write(&self) -> Object {
        let mut widths = Object::default();
        for (name, width) in &self.widths {
            widths.set(name, Value::Number(width.to_string().into()));
        }
        let mut kept = Object::default();
        kept.set(
            "columns",
            Value::List(self.columns.iter().map(|name| Value::from(name.as_str())).collect()),
        );
        kept.set("widths", widths);
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::{Layout, key};
    use crate::address::Place;
    use business_central::Route;
    use json::Value;

    #[test]
    fn a_layout_is_read_as_it_was_kept() {
        let mut layout =
            Layout { columns: vec!["number".into(), "city".into()], widths: vec![("city".into(), 220)] };
        layout.set_width("number", Some(90));
        let Ok(Value::Object(kept)) = Value::parse(&Value::Object(layout.write()).to_string()) else {
            panic!("an object")
        };
        assert_eq!(Layout::read(&kept), layout);
        assert_eq!((layout.width("number"), layout.width("name")), (Some(90), None));
        layout.set_width("number", None);
        assert_eq!(layout.width("number"), None);
    }

    #[test]
    fn what_someone_else_kept_there_is_no_layout() {
        for text in
            [r#"{"columns":7,"widths":[]}"#, r#"{"columns":[1,null],"widths":{"a":-1,"b":"x"}}"#, "{}"]
        {
            let Ok(Value::Object(kept)) = Value::parse(text) else { panic!("an object") };
            assert_eq!(Layout::read(&kept), Layout::default(), "{text}");
        }
    }

    #[test]
    fn each_api_has_lists_of_its_own() {
        let route = Route::custom("nova", "floor", "v1.0").unwrap();
        let bins = Place { company: "5d3c".into(), route, entity_set: "bins".into() };
        let standard = Place::standard("5d3c", "bins");
        assert_eq!(key("list", "Main", &bins), "portico.list.Main/nova/floor/v1.0/bins");
        assert_ne!(key("list", "Main", &standard), key("list", "Main", &bins));
    }
}
