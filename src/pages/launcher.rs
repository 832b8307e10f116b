//! The first page: a tile for every list of the menu.

pub mod menu;

use crate::address::{Address, ListState, Place};
use crate::browser::{element::Element, page::set_title};
use crate::finder::Tile;
use crate::later;
use crate::list::cache::Lists;
use crate::schema::{Schema, set_caption};
use crate::view::element;
use crate::workspace::Workspace;
use business_central::Route;
use leptos::prelude::{With as _, use_context};
use settings::{MenuGroup, MenuPage};

/// The tiles.
#[must_use]
pub fn launcher() -> Element {
    let workspace = Workspace::expect();
    // Who begins here begins afresh.
    if let Some(lists) = use_context::<Lists>() {
        lists.clear();
    }
    // What the service at hand doesn't have, nobody asked for by the settings.
    let is_built_in = workspace.menu().is_empty();
    let menu = if is_built_in { menu::built_in() } else { workspace.menu().to_vec() };
    let schema = workspace.schema(&Route::STANDARD);
    element("div").class("launcher").parts(move || {
        let company = workspace.company();
        let name = workspace.company_name(&company);
        set_title(&name);
        let mut parts = vec![element("h1").text(&name)];
        let mut counted = Vec::new();
        for (at, MenuGroup { title, pages }) in menu.iter().enumerate() {
            let id = format!("group-{at}");
            let sets: Vec<String> = pages.iter().map(|page| page.entity.clone()).collect();
            let tiles: Vec<Element> = pages
                .iter()
                .map(|page| {
                    let entity = page.entity.clone();
                    let link = element("a")
                        .class("tile")
                        .attribute("href", &workspace.href(&address(&company, page)));
                    // Only its words change when the metadata comes: who is on a tile with the keyboard stays there.
                    let link =
                        link.live_text(move || schema.with(|schema| set_caption(schema.as_deref(), &entity)));
                    let entity = page.entity.clone();
                    // Beside the link, not in it: what the link is called doesn't change, and nothing moves when the count comes.
                    let id = format!("count-{at}-{}", counted.len());
                    let shown = element("span").class("tile-count").attribute("id", &id);
                    let link = link.attribute("aria-describedby", &id);
                    counted.push(Tile {
                        shown: shown.clone(),
                        place: Place::standard(&company, &page.entity),
                        filter: page.filter.clone(),
                    });
                    let is_missing =
                        move || is_built_in && schema.with(|schema| lacks(schema.as_deref(), &entity));
                    element("li").live_flag("hidden", is_missing).child(link).child(shown)
                })
                .collect();
            let is_empty = move || {
                is_built_in
                    && schema.with(|schema| sets.iter().all(|entity| lacks(schema.as_deref(), entity)))
            };
            parts.push(
                element("section")
                    .attribute("aria-labelledby", &id)
                    .live_flag("hidden", is_empty)
                    .child(element("h2").attribute("id", &id).text(title))
                    .child(element("ul").children(tiles)),
            );
        }
        let workspace = workspace.clone();
        parts.push(later::quietly(move |later| {
            (later.counts)(&workspace, &counted);
            (later.own)(&workspace)
        }));
        parts
    })
}

/// Whether the service is known not to have this entity set.
fn lacks(schema: Option<&Schema>, entity: &str) -> bool {
    schema.is_some_and(|schema| schema.type_of(entity).is_none())
}

/// The list that a page of the menu describes.
fn address(company: &str, page: &MenuPage) -> Address {
    let state = ListState {
        search: String::new(),
        filter: page.filter.clone(),
        sort: sort(&page.sort),
        columns: page.columns.clone(),
    };
    Address::List(Place::standard(company, &page.entity), state)
}

/// `"name desc, number"` as properties and directions.
fn sort(text: &str) -> Vec<(String, bool)> {
    let one = |part: &str| {
        let mut words = part.split_whitespace();
        let name = words.next()?.to_owned();
        Some((name, words.next().is_some_and(|word| word.eq_ignore_ascii_case("desc"))))
    };
    text.split(',').filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::sort;

    #[test]
    fn the_order_of_a_menu_page() {
        assert_eq!(sort(""), []);
        assert_eq!(sort("displayName"), [("displayName".to_owned(), false)]);
        assert_eq!(sort(" a  DESC ,b asc,"), [("a".to_owned(), true), ("b".to_owned(), false)]);
    }
}
