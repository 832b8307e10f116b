//! The user's own part of the first page: favourites, and where one was last.

use super::{Remembered, visits::whose};
use crate::browser::element::Element;
use crate::places::Memory;
use crate::view::element;
use crate::workspace::Workspace;
use leptos::prelude::{Get, GetUntracked as _, RwSignal, Set};

/// Of what was visited, as much as one takes in at a glance.
const SHOWN: usize = 6;

/// Favourites and what was visited last in the company at hand; nothing where there is neither.
#[must_use]
pub fn own(workspace: &Workspace) -> Element {
    let whose = whose(workspace);
    let marked = RwSignal::new(Memory::Marked.read(&whose));
    let visited: Vec<Remembered> = Memory::Visited.read(&whose).into_iter().take(SHOWN).collect();
    let moved = move |at: usize, by: isize| {
        let mut places = marked.get_untracked();
        let Some(to) = at.checked_add_signed(by).filter(|to| *to < places.len()) else { return };
        places.swap(at, to);
        Memory::Marked.write(&whose, &places);
        marked.set(places);
    };
    let favourites = element("div").class("later").optional(move || {
        let places = marked.get();
        if places.is_empty() {
            return None;
        }
        let several = places.len() > 1;
        let rows = places.iter().enumerate().map(|(at, place)| {
            let moved = moved.clone();
            let button = element("button")
                .attribute("type", "button")
                .class("quiet")
                .attribute("aria-label", &format!("Move {} up", place.title))
                .text("↑")
                .on("click", move |_| moved(at, -1));
            row(place).children((several && at > 0).then_some(button))
        });
        Some(section("own-marked", "Favourites", rows.collect()))
    });
    let visited = (!visited.is_empty())
        .then(|| section("own-visited", "Last visited", visited.iter().map(row).collect()));
    element("div").class("own").child(favourites).children(visited)
}

fn section(id: &str, title: &str, rows: Vec<Element>) -> Element {
    element("section")
        .attribute("aria-labelledby", id)
        .child(element("h2").attribute("id", id).text(title))
        .child(element("ul").class("places").children(rows))
}

fn row(place: &Remembered) -> Element {
    let link = element("a").attribute("href", &place.href).text(&place.title);
    let kind = if place.kind.is_empty() { "List" } else { &place.kind };
    element("li").child(link).child(element("span").class("kind").text(kind))
}
