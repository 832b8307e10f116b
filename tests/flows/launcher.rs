//! The start page: counts on its tiles, favourites, where one was last.

use sandbox::Effect;
use serde_json::Value;

use crate::{
    page::Page,
    trials,
    world::{ADA, World},
};

trials![
    tiles_tell_how_many_there_are_and_stay_where_they_are,
    counts_that_fail_are_not_missed,
    counts_are_asked_for_once_a_minute,
    a_favourite_is_on_the_start_page_until_it_is_none,
    back_leads_through_every_step,
];

/// The places and sizes of all tiles.
async fn places(page: Page<'_>) -> Value {
    let places = "() => [...document.querySelectorAll('.tile')].map(tile => {
        const { x, y, width, height } = tile.getBoundingClientRect();
        return [x, y, width, height];
    })";
    page.evaluate(places).await
}

async fn counted(page: Page<'_>) -> String {
    page.until("a count", async || {
        let text = page.evaluate("() => document.querySelector('.tile-count')?.textContent ?? ''").await;
        text.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
    })
    .await
}

async fn tiles_tell_how_many_there_are_and_stay_where_they_are() {
    let mut world = World::start().await;
    world.service_fault("count=true", Effect::Delay { ms: 1_500 });
    world.sign_in(ADA).await;
    let page = world.page();
    page.find("link", "Sales Orders").first().await;
    let before = places(page).await;
    let count = counted(page).await;
    assert_eq!(places(page).await, before, "nothing moves");
    let described = page
        .find("link", "Customers")
        .ask("link => document.getElementById(link.getAttribute('aria-describedby')).textContent")
        .await;
    assert_eq!(described, count);
    let asked = world.queried("count=true");
    assert!(asked.len() <= 12, "{}", asked.len());
    world.sandbox.clear_faults();
    page.find("link", "Customers").click().await;
    world.rows().await;
    assert_eq!(page.any("grid").attribute("aria-rowcount").await, Some(count));
    world.finish().await;
}

async fn counts_that_fail_are_not_missed() {
    let mut world = World::start().await;
    world.service_fault("count=true", Effect::Status { code: 403, retry_after: None, body: None });
    world.sign_in(ADA).await;
    let page = world.page();
    page.until("answers", async || {
        let asked = world.queried("count=true");
        (asked.len() > 2 && asked.iter().all(|seen| seen.answer.is_some())).then_some(())
    })
    .await;
    world.rest().await;
    assert!(!page.any("alert").is_there().await, "{}", page.text().await);
    let shown = page
        .evaluate("() => [...document.querySelectorAll('.tile-count')].map(at => at.textContent).join('')")
        .await;
    assert_eq!(shown, "");
    world.finish().await;
}

async fn counts_are_asked_for_once_a_minute() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    counted(world.page()).await;
    world.rest().await;
    world.forget_requests();
    let page = world.page();
    page.find("link", "Customers").click().await;
    world.rows().await;
    page.go(-1).await;
    let count = counted(page).await;
    world.rest().await;
    assert_eq!(world.queried("top=1").len(), 0, "a moment later");
    world.advance(std::time::Duration::from_secs(61)).await;
    let page = world.page();
    page.find("link", "Customers").click().await;
    world.rows().await;
    page.go(-1).await;
    assert_eq!(counted(page).await, count, "it stands there meanwhile");
    page.until("new counts", async || (!world.queried("top=1").is_empty()).then_some(())).await;
    world.rest().await;
    world.finish().await;
}

async fn a_favourite_is_on_the_start_page_until_it_is_none() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let page = world.page();
    page.find("link", "C00020").click().await;
    let name = page.any("form").ask("form => form.querySelector('h1').innerText").await;
    let name = name.as_str().expect("a heading").to_owned();
    page.find("button", "Favourite").click().await;
    assert_eq!(page.find("button", "Favourite").attribute("aria-pressed").await.as_deref(), Some("true"));
    let card = page.address().await;
    page.open(&world.at("")).await;
    page.find("region", "Favourites").first().await;
    page.find("link", &name).click().await;
    page.until_address("the card", |address| address == card).await;
    page.find("button", "Favourite").click().await;
    page.go(-1).await;
    page.find("region", "Last visited").first().await;
    assert!(!page.find("region", "Favourites").is_there().await);
    world.finish().await;
}

/// What a person would call a step is one, and Back undoes it; typing is none.
async fn back_leads_through_every_step() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let page = world.page();
    page.find("searchbox", "Search").enter("co").await;
    page.until_address("the search in the address", |address| address.contains("q=co")).await;
    let list = page.address().await;
    world.rows().await;
    page.any("grid").ask("grid => grid.querySelector('[aria-rowindex=\"1\"] a').click()").await;
    page.any("form").first().await;
    let card = page.address().await;
    page.go(-1).await;
    page.until_address("the list as it was", |address| address == list).await;
    assert!(!world.rows().await.is_empty());
    page.go(-1).await;
    page.find("link", "Customers").first().await;
    page.go(1).await;
    page.until_address("the list", |address| address == list).await;
    page.go(1).await;
    page.until_address("the card", |address| address == card).await;
    page.any("form").first().await;
    world.finish().await;
}
