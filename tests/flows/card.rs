//! A card: every field as people read it, and the way to what is related.

use sandbox::Server;

use crate::{
    trials,
    world::{ADA, World},
};

trials![
    a_strangers_way_to_a_customer,
    an_order_shows_its_lines_and_leads_to_its_customer,
    what_is_not_there_is_told
];

/// What anybody does who follows the README: start, sign in, look at a customer.
async fn a_strangers_way_to_a_customer() {
    let world = World::start().await;
    let page = world.page();
    world.open_list("Customers").await;
    page.find("link", "C00020").click().await;
    page.until("the record's own request", async || {
        world.seen(Server::Service, "/customers(").into_iter().next()
    })
    .await;
    let name = page.any("form").ask("form => form.querySelector('h1').innerText").await;
    let name = name.as_str().expect("a heading").to_owned();
    page.find("form", &name).first().await;
    let number = page.find("textbox", "No.").ask("element => element.value").await;
    assert_eq!(number, "C00020");
    let title = page.evaluate("() => document.title").await;
    assert!(title.as_str().is_some_and(|title| title.starts_with(&name)), "{title}");
    // Neither keys nor raw values are for people.
    let text = page.text().await;
    assert!(!text.contains("_x0020_") && !text.contains("0001-01-01"), "{text}");
    assert!(!text.contains("00000000-0000-0000-0000-000000000000"), "{text}");
    world.finish().await;
}

async fn an_order_shows_its_lines_and_leads_to_its_customer() {
    let world = World::start().await;
    let page = world.page();
    world.sign_in(ADA).await;
    page.find("link", "Sales Orders").click().await;
    world.rows().await;
    page.any("grid").ask("grid => grid.querySelector('[aria-rowindex=\"1\"] a').click()").await;
    page.any("form").first().await;
    page.until("the order's lines", async || {
        (!world.seen(Server::Service, "/salesOrderLines").is_empty()).then_some(())
    })
    .await;
    page.any("table").first().await;
    let order = page.address().await;
    page.find("link", "Customer").click().await;
    page.until_address("the customer's card", |address| address.contains("/customers/")).await;
    page.any("form").first().await;
    page.go(-1).await;
    page.until_address("the order again", |address| address == order).await;
    page.any("form").first().await;
    world.finish().await;
}

async fn what_is_not_there_is_told() {
    let mut world = World::start().await;
    world.excuse("/customers(00000000-0000-4000-8000-000000000000)");
    world.open_list("Customers").await;
    let list = world.page().address().await;
    let page = world.page();
    page.open(&format!("{list}/00000000-0000-4000-8000-000000000000")).await;
    page.any("alert").first().await;
    assert!(!page.any("form").is_there().await);
    page.open(&world.at("c/there/is/no/such/page/at/all")).await;
    page.find("heading", "There is no such page").first().await;
    world.finish().await;
}
