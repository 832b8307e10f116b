//! A whole session with everything a person does in it, and after each step a look for tokens where none belong.
//! Every other test looks once, at its end; see `leaks.rs`.

use crate::{leaks, list::LEDGER, trials, world::World};

trials![tokens_are_where_they_belong];

async fn tokens_are_where_they_belong() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    let (page, list) = (world.page(), world.page().address().await);
    leaks::search(&world).await;
    page.find("searchbox", "Search").enter("co").await;
    page.until_address("the search in the address", |address| address.contains("q=co")).await;
    world.rows().await;
    page.open(&list).await;
    world.rows().await;
    page.find("link", "C00010").click().await;
    page.any("form").first().await;
    leaks::search(&world).await;
    page.open(&world.at("")).await;
    page.find("link", LEDGER).click().await;
    world.rows().await;
    leaks::search(&world).await;
    // Later once more, with a session of its own.
    world.visit_again().await;
    world.page().open(&list).await;
    world.rows().await;
    leaks::search(&world).await;
    world.page().find("button", "Sign out").click().await;
    world.page().find("button", "Sign in").first().await;
    let issued = world.sandbox.issued_tokens();
    assert!(issued.len() >= 8, "two codes, and two times three tokens: {}", issued.len());
    world.finish().await;
}
