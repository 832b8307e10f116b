//! Views that the user saved: a list's state under a name, kept in this browser, the same in every company.

use crate::address::ListState;
use crate::browser::storage::{self, Store, StoreError};
use json::{Object, Value};

/// What a list shows without any view.
pub(super) const ALL: &str = "All";

/// A saved view.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct View {
    pub(super) name: String,
    pub(super) state: ListState,
}

/// The views kept under `key`.
pub(super) fn kept(key: &str) -> Vec<View> {
    storage::get(Store::Browser, key).map(|kept| read(&kept)).unwrap_or_default()
}

/// Keeps the views under `key`.
pub(super) fn keep(key: &str, views: &[View]) -> Result<(), StoreError> {
    if views.is_empty() {
        storage::remove(Store::Browser, key);
        return Ok(());
    }
    storage::set(Store::Browser, key, write(views))
}

fn read(kept: &Value) -> Vec<View> {
    let view = |entry: &Value| {
        let entry = entry.as_object()?;
        let name = entry.text("name").trim();
        let state = ListState::from_query(entry.text("query"));
        (!name.is_empty()).then(|| View { name: name.to_owned(), state })
    };
    kept.entries().iter().filter_map(view).collect()
}

fn write(views: &[View]) -> Value {
    let entry = |view: &View| {
        let mut entry = Object::default();
        entry.set("name", view.name.as_str());
        entry.set("query", view.state.to_query().as_str());
        Value::Object(entry)
    };
    Value::List(views.iter().map(entry).collect())
}

/// The view that shows `state`; or else the one that was shown last, if it is still there.
pub(super) fn current(views: &[View], state: &ListState, last: &str) -> String {
    if *state == ListState::default() {
        return ALL.to_owned();
    }
    let same = views.iter().find(|view| view.state == *state);
    let last = || views.iter().find(|view| view.name == last);
    same.or_else(last).map_or(ALL, |view| view.name.as_str()).to_owned()
}

/// Whether `state` differs from what the view `name` shows.
pub(super) fn is_changed(views: &[View], state: &ListState, name: &str) -> bool {
    match views.iter().find(|view| view.name == name) {
        Some(view) => view.state != *state,
        None => *state != ListState::default(),
    }
}

/// `views` with `state` under `name`, in the place of the view that had that name.
pub(super) fn with(mut views: Vec<View>, name: &str, state: ListState) -> Vec<View> {
    match views.iter_mut().find(|view| view.name == name) {
        Some(view) => view.state = state,
        None => views.push(View { name: name.to_owned(), state }),
    }
    views
}

/// What is wrong with `name` for a view that is called `before`, if it has a name already.
pub(super) fn fault(views: &[View], name: &str, before: Option<&str>) -> Option<&'static str> {
    let same = |known: &str| known.to_lowercase() == name.to_lowercase();
    if name.is_empty() {
        Some("Enter a name.")
    } else if same(ALL) || views.iter().any(|view| same(&view.name) && Some(view.name.as_str()) != before) {
        Some("There is a view of this name.")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, View, current, fault, is_changed, read, with, write};
    use crate::address::ListState;
    use json::Value;

    fn state(filter: &str) -> ListState {
        ListState { filter: filter.to_owned(), ..ListState::default() }
    }

    fn views() -> Vec<View> {
        with(with(Vec::new(), "Berlin", state("city eq 'Berlin'")), "Due", state("balanceDue gt 0"))
    }

    #[test]
    fn views_are_read_as_they_were_kept() {
        let mut views = views();
        views[0].state.search = "a & b=c".to_owned();
        views[0].state.columns = vec!["number".into(), "city".into()];
        views[0].state.sort = vec![("city".into(), true)];
        assert_eq!(read(&Value::parse(&write(&views).to_string()).unwrap()), views);
        for broken in ["7", "[]", r#"[7,{},{"name":" "}]"#] {
            assert_eq!(read(&Value::parse(broken).unwrap()), [], "{broken}");
        }
    }

    #[test]
    fn the_view_is_known_by_what_it_shows() {
        let views = views();
        for (shown, last, name, changed) in [
            ("", "Due", ALL, false),
            ("city eq 'Berlin'", "Due", "Berlin", false),
            ("city eq 'Ulm'", "Due", "Due", true),
            ("city eq 'Ulm'", "Gone", ALL, true),
        ] {
            let state = state(shown);
            let found = current(&views, &state, last);
            assert_eq!((found.as_str(), is_changed(&views, &state, &found)), (name, changed), "{shown}");
        }
    }

    #[test]
    fn names_are_unique() {
        let views = views();
        for (name, before, is_fine) in [
            ("", None, false),
            ("all", None, false),
            ("due", None, false),
            ("Due", Some("Due"), true),
            ("due", Some("Due"), true),
            ("Due", Some("Berlin"), false),
            ("Hamburg", None, true),
        ] {
            assert_eq!(fault(&views, name, before).is_none(), is_fine, "{name}");
        }
        let again = with(views, "Due", state("x eq 1"));
        assert_eq!((again.len(), again[1].state.filter.as_str()), (2, "x eq 1"));
    }
}
