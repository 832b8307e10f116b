//! Where the user was last.

use super::Remembered;
use crate::address::Address;
use crate::places::{Memory, with_first};
use crate::workspace::Workspace;

/// Whose books the present page is about, as a key: connection, environment and company.
pub(super) fn whose(workspace: &Workspace) -> String {
    format!("{}/{}/{}", workspace.connection().name, workspace.environment(), workspace.company_now())
}

/// Remembers that the user is at `address`, where something called `title` stands.
pub fn visited(workspace: &Workspace, address: &Address, title: &str, kind: &str) {
    let whose = whose(workspace);
    let place = Remembered { href: workspace.href(address), title: title.to_owned(), kind: kind.to_owned() };
    let before = Memory::Visited.read(&whose);
    if before.first() != Some(&place) {
        Memory::Visited.write(&whose, &with_first(before, place));
    }
}
