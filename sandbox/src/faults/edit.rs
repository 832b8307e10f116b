//! Changes to JSON on its way out.

use serde_json::Value;

use super::Members;

const NEXT_LINK: &str = "@odata.nextLink";

/// Sets the members of `set` in `members`, and removes those that are null there.
pub(crate) fn merge(members: &mut Members, set: &Members) {
    for (name, value) in set {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
}

/// Lets the link to the next page, if there is one, lead to the same path at `origin`.
pub(crate) fn foreign_next_link(members: &mut Members, origin: &str) {
    if let Some(Value::String(link)) = members.get_mut(NEXT_LINK) {
        let path = link.find("://").and_then(|scheme| link[scheme + 3..].find('/').map(|at| scheme + 3 + at));
        *link = format!("{origin}{}", path.map_or("/", |at| &link[at..]));
    }
}

/// Lets the link to the next page, if there is one, lead to `this_page`.
pub(crate) fn repeat_next_link(members: &mut Members, this_page: &str) {
    if members.contains_key(NEXT_LINK) {
        members.insert(NEXT_LINK.to_owned(), Value::String(this_page.to_owned()));
    }
}
