//! The first page: a tile for every list of the menu.

mod menu;

use crate::address::{Address, ListState, Place};
use crate::browser::page::set_title;
use crate::components::live::part;
use crate::list::cache::Lists;
use crate::schema;
use crate::workspace::Workspace;
use business_central::Route;
use leptos::prelude::*;
use settings::MenuPage;

/// The tiles.
#[component]
pub fn Launcher() -> impl IntoView {
    let workspace = Workspace::expect();
    // Who begins here begins afresh.
    if let Some(lists) = use_context::<Lists>() {
        lists.clear();
    }
    // What the service at hand doesn't have, nobody asked for by the settings.
    let is_built_in = workspace.menu().is_empty();
    let groups = if is_built_in { menu::built_in() } else { workspace.menu().to_vec() };
    let schema = workspace.schema(&Route::STANDARD);
    part(move || {
        let (schema, company) = (schema.get(), workspace.company());
        let name = workspace.company_name(&company);
        set_title(&name);
        let sections = groups.iter().enumerate().filter_map(|(at, group)| {
            let tiles = group.pages.iter().filter(|page| {
                !is_built_in || schema.as_deref().is_none_or(|schema| schema.type_of(&page.entity).is_some())
            });
            let tiles: Vec<_> = tiles
                .map(|page| {
                    let caption = schema::set_caption(schema.as_deref(), &page.entity);
                    view! { <li><a class="tile" href=workspace.href(&address(&company, page))>{caption}</a></li> }
                })
                .collect();
            let id = format!("group-{at}");
            (!tiles.is_empty()).then(|| {
                view! {
                    <section aria-labelledby=id.clone()>
                        <h2 id=id.clone()>{group.title.clone()}</h2>
                        <ul>{tiles}</ul>
                    </section>
                }
            })
        });
        let sections: Vec<_> = sections.collect();
        view! { <div class="launcher"><h1>{name}</h1>{sections}</div> }
    })
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
