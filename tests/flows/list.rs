//! A list: what Business Central is asked when a person sorts, searches and scrolls.

use std::collections::BTreeSet;

use sandbox::{Seen, Server};
use serde_json::Value;

use crate::{driver::Key, page::Page, trials, world::World};

trials![
    a_list_asks_for_a_count_and_pages,
    a_header_sorts,
    a_search_is_one_filter_a_field,
    a_long_filter_is_several_requests,
    nothing_found_says_so,
    hostile_names_are_text,
    scrolling_reads_page_after_page_and_drops_what_is_far,
    back_from_a_card_is_where_it_was,
    by_keyboard_alone_to_a_card,
];

/// The list's caption for general ledger entries, as the service names them.
pub(crate) const LEDGER: &str = "General Ledger Entries";

async fn count(page: Page<'_>) -> String {
    page.any("grid").attribute("aria-rowcount").await.unwrap_or_default()
}

async fn a_list_asks_for_a_count_and_pages() {
    let world = World::start().await;
    world.open_list(LEDGER).await;
    assert_eq!(count(world.page()).await, "1000");
    let first = &world.listed("/generalLedgerEntries")[0];
    assert_eq!(first.parameter("$count").as_deref(), Some("true"));
    assert_eq!(first.parameter("$top"), None, "with $top there is no nextLink");
    assert_eq!(first.header("prefer"), Some("odata.maxpagesize=100"));
    assert!(world.page().text().await.contains("1,000"), "the count is told");
    world.finish().await;
}

async fn a_header_sorts() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let page = world.page();
    let unsorted = world.rows().await;
    for (order, sorted) in [("displayName", "ascending"), ("displayName desc", "descending")] {
        world.forget_requests();
        page.find("button", "Name").click().await;
        page.until("the sorted list", async || {
            let asked = world.seen(Server::Service, "/customers");
            asked.iter().any(|seen| seen.parameter("$orderby").as_deref() == Some(order)).then_some(())
        })
        .await;
        // The rows that are shown are those that Business Central gave, in its order; the rows of before are gone.
        let answered = page
            .until("Business Central's answer", async || {
                let asked = world.seen(Server::Service, "/customers").into_iter();
                asked.rev().find_map(|seen| sorted_names(&seen, order))
            })
            .await;
        page.until("the rows in the order of the answer", async || {
            let rows = world.rows().await;
            let as_given = rows.iter().zip(&answered).all(|(row, name)| spaced(row).contains(&spaced(name)));
            (as_given && rows.len() > 5).then_some(())
        })
        .await;
        assert_ne!(world.rows().await, unsorted, "{order}");
        let header = page.find("columnheader", "Name").attribute("aria-sort").await;
        assert_eq!(header.as_deref(), Some(sorted));
    }
    let address = page.address().await;
    assert!(address.contains("sort=displayName"), "a list's state is in its address: {address}");
    world.finish().await;
}

/// With single spaces, as a page shows text.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The names in an answer in this order.
fn sorted_names(seen: &Seen, order: &str) -> Option<Vec<String>> {
    let answer = seen.answer.as_ref().filter(|_| seen.parameter("$orderby").as_deref() == Some(order))?;
    let answer: Value = serde_json::from_slice(&answer.body).ok()?;
    let name = |record: &Value| record["displayName"].as_str().unwrap_or_default().to_owned();
    Some(answer["value"].as_array()?.iter().map(name).collect())
}

async fn search(world: &World, text: &str) {
    world.forget_requests();
    world.page().find("searchbox", "Search").enter(text).await;
    world.page().until_address("the search in the address", |address| address.contains("q=")).await;
}

async fn a_search_is_one_filter_a_field() {
    let world = World::start().await;
    world.open_list("Customers").await;
    search(&world, "Söhne").await;
    world
        .page()
        .until("one row", async || (world.page().any("row").now().await.len() == 2).then_some(()))
        .await;
    assert_eq!(count(world.page()).await, "1");
    let asked = world.seen(Server::Service, "/customers");
    let filters: Vec<String> = asked.iter().filter_map(|seen| seen.parameter("$filter")).collect();
    assert!(filters.len() >= 2, "one request a field: {filters:?}");
    for seen in &asked {
        assert_eq!(seen.parameter("$search"), None, "Business Central ignores it");
        assert_eq!(seen.status(), Some(200), "{}", seen.query);
        let filter = seen.parameter("$filter").unwrap_or_default();
        // `or` is for one field; parts about different fields are joined by `and`.
        for part in filter.split(" and ") {
            let fields: BTreeSet<_> =
                part.split("contains(").skip(1).filter_map(|rest| rest.split(',').next()).collect();
            assert!(fields.len() <= 1, "an `or` across fields is refused: {filter}");
        }
        assert!(!filter.contains(" in ("), "ignored: {filter}");
    }
    // Escape brings all of them back.
    world.page().press(&[Key::Escape]).await;
    world
        .page()
        .until("all rows", async || (world.page().any("row").now().await.len() > 2).then_some(()))
        .await;
    world.finish().await;
}

async fn a_long_filter_is_several_requests() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let all = count(world.page()).await;
    let address = world.page().address().await;
    let list = address.split('?').next().unwrap_or_default();
    let numbers: Vec<String> = (1..600).map(|number| format!("'C{:05}'", 10 * number)).collect();
    let numbers = numbers.join(",").replace('\'', "%27");
    world.forget_requests();
    world.page().open(&format!("{list}?filter=number%20in%20({numbers})")).await;
    world.rows().await;
    world.rest().await;
    let asked: Vec<Seen> = world.listed("/customers");
    let filtered = asked.iter().filter(|seen| seen.parameter("$filter").is_some());
    assert!(filtered.clone().count() > 2, "{} requests", asked.len());
    for seen in filtered {
        assert_eq!(seen.status(), Some(200), "{}", seen.query);
    }
    assert_eq!(count(world.page()).await, all, "each customer is found, once");
    let numbers = "grid => [...grid.querySelectorAll('[role=row] a')].map(link => link.innerText)";
    let numbers = world.page().any("grid").ask(numbers).await;
    let numbers: Vec<&str> = numbers.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(numbers.len() > 20 && numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    world.finish().await;
}

async fn nothing_found_says_so() {
    let world = World::start().await;
    world.open_list("Customers").await;
    search(&world, "qqqq").await;
    world.page().find("button", "Clear search").click().await;
    world.rows().await;
    assert!(!world.page().any("alert").is_there().await, "nothing found is no failure");
    world.finish().await;
}

async fn hostile_names_are_text() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let page = world.page();
    for name in ["<script>alert(1)</script> GmbH", "Ümlaut & Söhne", "O'Neil \"Quote\" %26 Co #1"] {
        let rows = world.rows().await;
        assert!(rows.iter().any(|row| row.contains(name)), "{name} in {rows:?}");
    }
    // An Arabic name begins at the edge where the others begin.
    let beside = "() => {
        const cells = [...document.querySelectorAll('[role=gridcell]')];
        const cell = cells.find(each => /\\p{Script=Arabic}/u.test(each.textContent));
        const text = document.createRange();
        text.selectNodeContents(cell);
        return text.getBoundingClientRect().left - cell.getBoundingClientRect().left;
    }";
    let beside = page.evaluate(beside).await.as_f64();
    assert!(beside.is_some_and(|pixels| pixels < 20.0), "{beside:?} pixels from its cell's edge");
    let injected = "() => document.querySelectorAll('main script, main img[src=x]').length";
    assert_eq!(page.evaluate(injected).await, 0);
    page.find("link", "C00040").click().await;
    page.find("form", "<script>alert(1)</script> GmbH").first().await;
    assert_eq!(page.evaluate(injected).await, 0);
    let title = page.evaluate("() => document.title").await;
    assert!(title.as_str().is_some_and(|title| title.starts_with("<script>")), "{title}");
    world.finish().await;
}

/// Scrolls the list so far that `share` of its range lies above.
pub(crate) async fn scroll(page: Page<'_>, share: f64) {
    let to = format!("grid => {{ grid.scrollTop = grid.scrollHeight * {share} }}");
    page.any("grid").ask(&to).await;
}

async fn scrolling_reads_page_after_page_and_drops_what_is_far() {
    let world = World::start().await;
    world.open_list(LEDGER).await;
    let page = world.page();
    let top = world.rows().await;
    page.until("the last entry", async || {
        scroll(page, 1.0).await;
        let last = page.any("row").now().await.len() > 1
            && page.any("grid").ask("grid => !!grid.querySelector('[aria-rowindex=\"1000\"]')").await == true;
        last.then_some(())
    })
    .await;
    let asked = world.listed("/generalLedgerEntries");
    let links = asked.iter().filter(|seen| seen.parameter("$skiptoken").is_some()).count();
    assert_eq!(links, 9, "ten pages of 100, each after the first by the link that the one before gave");
    assert_eq!(asked.len(), 10, "none twice");
    let mut tokens: Vec<_> = asked.iter().filter_map(|seen| seen.parameter("$skiptoken")).collect();
    tokens.dedup();
    assert_eq!(tokens.len(), 9);
    let rows = page.evaluate("() => document.querySelectorAll('[role=row]').length").await;
    assert!(rows.as_u64() < Some(200), "{rows} rows in the DOM");

    // The first pages were dropped: going back reads them again, each by its own address.
    world.forget_requests();
    scroll(page, 0.0).await;
    page.until("the first entry", async || {
        let shown = page.any("grid").ask("grid => !!grid.querySelector('[aria-rowindex=\"1\"]')").await;
        (shown == true).then_some(())
    })
    .await;
    let again = world.seen(Server::Service, "/generalLedgerEntries");
    assert!(!again.is_empty(), "a dropped page is read again");
    for seen in &again {
        let known = |old: &&Seen| old.parameter("$skiptoken") == seen.parameter("$skiptoken");
        assert!(asked.iter().any(|old| known(&old)), "an address of its own: {}", seen.query);
    }
    assert_eq!(world.rows().await[..5], top[..5]);
    world.finish().await;
}

async fn back_from_a_card_is_where_it_was() {
    let world = World::start().await;
    world.open_list(LEDGER).await;
    let page = world.page();
    scroll(page, 1.0).await;
    let open = "grid => {
        const far = [...grid.querySelectorAll('[aria-rowindex] a')].filter(link => Number(link.closest('[role=row]').ariaRowIndex) > 100);
        const place = grid.scrollTop;
        far[0]?.click();
        return far.length ? place : null;
    }";
    let place =
        page.until("entries of the second page", async || page.any("grid").ask(open).await.as_i64()).await;
    page.any("form").first().await;
    page.go(-1).await;
    world.rows().await;
    page.until("the same place", async || {
        (page.any("grid").ask("grid => grid.scrollTop").await.as_i64() == Some(place)).then_some(())
    })
    .await;
    world.finish().await;
}

/// Presses Tab until `what` has the focus.
pub(crate) async fn tab_to(page: Page<'_>, role: &str, name: Option<&str>) {
    for _ in 0..60 {
        let found = match name {
            Some(name) => page.find(role, name),
            None => page.any(role),
        };
        if found.is_there().await && found.ask("element => element === document.activeElement").await == true
        {
            return;
        }
        page.press(&[Key::Tab]).await;
    }
    panic!("sixty times Tab and never on the {role} {name:?}");
}

async fn by_keyboard_alone_to_a_card() {
    let world = World::start().await;
    let page = world.page();
    page.open(&world.at("")).await;
    page.find("heading", "Sign in").first().await;
    tab_to(page, "button", Some("Ada Birch ada@cronus.example")).await;
    page.press(&[Key::Enter]).await;
    page.find("button", "Accept").first().await;
    tab_to(page, "button", Some("Accept")).await;
    page.press(&[Key::Enter]).await;
    page.find("link", "Customers").first().await;
    tab_to(page, "link", Some("Customers")).await;
    page.press(&[Key::Enter]).await;
    world.rows().await;
    tab_to(page, "grid", None).await;
    page.press(&[Key::End]).await;
    page.until("the last row as the active one", async || {
        page.any("grid").attribute("aria-activedescendant").await.filter(|id| id != "row-0")
    })
    .await;
    page.press(&[Key::Home, Key::Down, Key::Down, Key::Down, Key::Enter]).await;
    page.any("form").first().await;
    // And back with the browser's own key, to the same row.
    page.go(-1).await;
    world.rows().await;
    world.finish().await;
}
