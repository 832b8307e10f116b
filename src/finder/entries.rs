//! What can be found without asking Business Central: lists, pages, commands and where one was.

use super::{Remembered, matching::best, records::SETS};
use crate::address::{Address, ListState, Place};
use crate::format;
use crate::pages::card::NEW;
use crate::places::Memory;
use crate::portal::Portal;
use crate::workspace::Workspace;
use business_central::Route;
use leptos::prelude::GetUntracked as _;

/// Shown of each kind at most.
const MOST: usize = 8;

/// Something that can be gone to or done.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// What it is called.
    pub(super) title: String,
    /// What tells it from others of that name: a number, a kind, a technical name.
    pub(super) detail: String,
    /// What choosing it does.
    pub(super) act: Act,
}

/// What choosing an entry does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    /// Goes to an address, given as the text of a link.
    Open(String),
    /// Signs out.
    SignOut,
}

/// Entries of a kind.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    /// What they are.
    pub(super) title: String,
    /// The entries.
    pub(super) entries: Vec<Entry>,
    /// Why there are none, or not all.
    pub(super) note: Option<String>,
}

/// What fits `wanted` without asking; where nothing is wanted yet, where one was last.
pub(super) fn local(portal: &Portal, workspace: &Workspace, wanted: &str) -> Vec<Group> {
    let whose = super::visits::whose(workspace);
    let is_blank = wanted.trim().is_empty();
    let mut groups = Vec::new();
    let mut add = |title: &str, entries: Vec<Entry>, most| {
        let entries = best(entries, wanted, |entry| [&entry.title, &entry.detail], most);
        if !entries.is_empty() {
            groups.push(Group { title: title.to_owned(), entries, note: None });
        }
    };
    let marked = Memory::Marked.read(&whose);
    let visited: Vec<Remembered> =
        Memory::Visited.read(&whose).into_iter().filter(|place| !marked.contains(place)).collect();
    add("Favourites", marked.into_iter().map(remembered).collect(), MOST);
    if !is_blank {
        add("Lists", lists(workspace), MOST);
    }
    add("Last visited", visited.into_iter().map(remembered).collect(), MOST);
    add("Pages and commands", commands(portal, workspace), MOST);
    groups
}

fn remembered(place: Remembered) -> Entry {
    let detail = if place.kind.is_empty() { "List".to_owned() } else { place.kind };
    Entry { title: place.title, detail, act: Act::Open(place.href) }
}

/// A list for every entity set of the routes known so far.
fn lists(workspace: &Workspace) -> Vec<Entry> {
    let company = workspace.company_now();
    let mut routes = workspace.routes();
    if !routes.contains(&Route::STANDARD) {
        routes.insert(0, Route::STANDARD);
    }
    let mut lists = Vec::new();
    for route in routes {
        let Some(schema) = workspace.schema(&route).get_untracked() else { continue };
        let whose = route.parts().map(|parts| format!("{}/", parts.join("/"))).unwrap_or_default();
        lists.extend(schema.entity_sets().map(|set| {
            let place = Place { company: company.clone(), route: route.clone(), entity_set: set.to_owned() };
            let href = workspace.href(&Address::List(place, ListState::default()));
            Entry { title: schema.set_caption(set), detail: format!("{whose}{set}"), act: Act::Open(href) }
        }));
    }
    lists
}

/// A new record of each set that people look for and may add to.
fn created(workspace: &Workspace) -> Vec<Entry> {
    let Some(schema) = workspace.schema(&Route::STANDARD).get_untracked() else { return Vec::new() };
    let company = workspace.company_now();
    let sets = SETS.into_iter().filter(|set| {
        schema.type_of(set).is_some()
            && workspace.capabilities(&schema, &Place::standard(&company, set)).insert
    });
    sets.map(|set| {
        let kind = format::in_sentence(&schema.record_caption(set).unwrap_or_default());
        let address = Address::Card(Place::standard(&company, set), NEW.to_owned());
        Entry {
            title: format!("New {kind}"),
            detail: "Command".to_owned(),
            act: Act::Open(workspace.href(&address)),
        }
    })
    .collect()
}

fn commands(portal: &Portal, workspace: &Workspace) -> Vec<Entry> {
    let page = |title: &str, address| Entry {
        title: title.to_owned(),
        detail: "Page".to_owned(),
        act: Act::Open(workspace.href(&address)),
    };
    let mut commands = created(workspace);
    commands.extend([page("Start", Address::Launcher), page("Setup", Address::Setup)]);
    if portal.access.get_untracked().is_some_and(|access| access.person.is_some()) {
        commands.push(Entry {
            title: "Sign out".to_owned(),
            detail: "Command".to_owned(),
            act: Act::SignOut,
        });
    }
    commands
}
