//! The first page: a tile for every list of the menu.

mod menu;

use crate::address::{Address, ListState, Place};
use crate::browser::page::set_title;
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
    let groups = match workspace.menu() {
        [] => menu::built_in(),
        groups => groups.to_vec(),
    };
    let schema = workspace.schema(&Route::STANDARD);
    let company = workspace.clone();
    let name = Memo::new(move |_| company.company_name(&company.company()));
    Effect::new(move |_| name.with(|name| set_title(name)));
    let sections = groups.into_iter().enumerate().map(|(at, group)| {
        let tiles = group.pages.into_iter().map(|page| {
            let workspace = workspace.clone();
            let entity = page.entity.clone();
            let caption = move || schema.with(|schema| schema::set_caption(schema.as_deref(), &entity));
            // The company may change while the tiles are shown.
            let href = move || workspace.href(&address(&workspace.company(), &page));
            view! { <li><a class="tile" href=href>{caption}</a></li> }
        });
        let id = format!("group-{at}");
        view! {
            <section aria-labelledby=id.clone()>
                <h2 id=id.clone()>{group.title}</h2>
                <ul>{tiles.collect_view()}</ul>
            </section>
        }
    });
    view! {
        <div class="launcher">
            <h1>{name}</h1>
            {sections.collect_view()}
        </div>
    }
    .into_any()
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
