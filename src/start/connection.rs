//! Which connection is in use.

use crate::browser::storage::{self, Store};
use crate::portal::Portal;
use leptos::prelude::Set as _;

const CONNECTION: &str = "portico.connection";

/// Makes the connection `name` the one in use, in this tab from now on.
pub fn choose(portal: &Portal, name: &str) {
    let index = portal
        .settings()
        .and_then(|settings| settings.connections.iter().position(|connection| connection.name == name));
    portal.connection.set(index);
    let _ = storage::set(Store::Tab, CONNECTION, name);
}

/// Goes to the launcher of another connection, with the session that there may be for it.
pub fn switch_connection(portal: &Portal, name: &str) {
    portal.trouble.set(None);
    portal.router.replace_path(portal.router.base());
    choose(portal, name);
    portal.run(super::open(portal.clone()));
}

/// The connection that the address names, the only one there is, or the one used last in this tab.
pub(super) fn named_connection(portal: &Portal) -> Option<String> {
    let settings = portal.settings()?;
    let known = |name: &str| settings.connections.iter().any(|connection| connection.name == name);
    if let Some(on) = portal.router.located_now().on.filter(|on| known(&on.connection)) {
        return Some(on.connection);
    }
    match settings.connections.as_slice() {
        [only] => Some(only.name.clone()),
        _ => storage::text(Store::Tab, CONNECTION).filter(|name| known(name)),
    }
}
