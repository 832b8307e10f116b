//! The network goes away for ten minutes: nothing is lost, nobody is signed out, one message, and on again by itself.

use std::time::Duration;

use sandbox::Server;

use crate::{trials, world::World};

trials![in_the_middle_of_a_search, while_a_token_comes_to_its_end, signing_out_works_offline];

const TEN_MINUTES: Duration = Duration::from_secs(600);

async fn in_the_middle_of_a_search() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    world.rest().await;
    world.forget_requests();
    world.offline(true).await;
    let page = world.page();
    page.until("a word about it", async || page.text().await.contains("offline").then_some(())).await;
    page.find("searchbox", "Search").enter("co").await;
    page.until_address("the search in the address", |address| address.contains("q=co")).await;
    world.advance(TEN_MINUTES).await;
    let page = world.page();
    assert!(!page.any("alert").is_there().await, "one message is enough: {}", page.text().await);
    assert_eq!(page.text().await.matches("offline").count(), 1);
    assert_eq!(page.find("searchbox", "Search").ask("input => input.value").await, "co");
    world.offline(false).await;
    let rows = world.rows().await;
    assert!(!rows.is_empty());
    let page = world.page();
    page.until("the end of the message", async || (!page.text().await.contains("offline")).then_some(()))
        .await;
    assert_eq!(world.seen(Server::Authority, "/authorize").len(), 0);
    world.finish().await;
}

async fn while_a_token_comes_to_its_end() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    world.rest().await;
    world.forget_requests();
    world.offline(true).await;
    world.advance(Duration::from_secs(3_600) + TEN_MINUTES).await;
    let page = world.page();
    page.find("searchbox", "Search").enter("co").await;
    page.until_address("the search in the address", |address| address.contains("q=co")).await;
    assert!(!page.any("alert").is_there().await, "{}", page.text().await);
    world.offline(false).await;
    world.rows().await;
    assert_eq!(world.seen(Server::Authority, "/authorize").len(), 0, "nobody was sent anywhere");
    assert_eq!(world.seen(Server::Authority, "/token").len(), 1, "one renewal, once it could be asked for");
    world.finish().await;
}

pub(crate) async fn signing_out_works_offline() {
    let mut world = World::start().await;
    world.sign_in(crate::world::ADA).await;
    world.rest().await;
    world.offline(true).await;
    let page = world.page();
    page.find("button", "Sign out").click().await;
    page.find("button", "Sign in").first().await;
    let kept: String = page.session_storage().await.into_values().collect();
    assert!(!world.has_token(&kept), "nothing is left in this tab");
    page.until("a word about the Authority", async || {
        page.text().await.contains("may still know you").then_some(())
    })
    .await;
    world.offline(false).await;
    assert_eq!(world.seen(Server::Authority, "/logout").len(), 0);
    world.finish().await;
}
