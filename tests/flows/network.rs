//! Honest about the network: a pause that Business Central asks for is told, and nothing goes meanwhile.

use sandbox::{Effect, Fault, Server};

use crate::{trials, world::World};

trials![a_pause_is_told_and_kept, a_refresh_that_fails_keeps_what_is_shown];

async fn a_pause_is_told_and_kept() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    world.rest().await;
    // A browser shows this header to the page only where the service says so.
    let exposed = [("access-control-expose-headers".to_owned(), Some("retry-after".to_owned()))];
    world.service_fault("/customers", Effect::Headers { set: exposed.into() });
    let busy = Effect::Status { code: 429, retry_after: Some("5".to_owned()), body: None };
    world.fault(Fault::at(Server::Service, "/customers", busy).times(1));
    world.forget_requests();
    let page = world.page();
    page.find("searchbox", "Search").enter("co").await;
    let told = page
        .until("a word about the pause", async || {
            let told = page.any("status").texts().await;
            told.into_iter().find(|text| text.contains("asks for a pause"))
        })
        .await;
    assert!(told.contains("going on in 5 s"), "{told}");
    assert!(!page.any("alert").is_there().await, "nobody has to do anything");
    let rows = world.rows().await;
    assert!(rows.iter().any(|row| row.to_lowercase().contains("co")), "{rows:?}");
    page.until("the end of the message", async || {
        (!page.text().await.contains("asks for a pause")).then_some(())
    })
    .await;
    world.finish().await;
}

async fn a_refresh_that_fails_keeps_what_is_shown() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    let rows = world.rows().await;
    world.rest().await;
    world.forget_requests();
    world.service_fault("/customers", Effect::Status { code: 500, retry_after: None, body: None });
    let page = world.page();
    page.find("button", "Refresh").click().await;
    page.any("alert").first().await;
    assert_eq!(world.rows().await.first(), rows.first(), "what was there is still there");
    world.sandbox.clear_faults();
    page.find("button", "Retry").click().await;
    page.any("alert").gone().await;
    assert_eq!(world.rows().await.first(), rows.first());
    assert!(world.seen(Server::Service, "/customers").len() >= 2);
    // Nothing is asked for by itself.
    world.rest().await;
    world.forget_requests();
    world.offline(true).await;
    offline_refresh(&world).await;
    world.offline(false).await;
    world.rest().await;
    world.finish().await;
}

/// While the device is offline a refresh waits, and the banner alone tells so.
async fn offline_refresh(world: &World) {
    let page = world.page();
    page.until("a word about it", async || page.text().await.contains("offline").then_some(())).await;
    page.find("button", "Refresh").click().await;
    assert!(page.any("grid").attribute("aria-rowcount").await.is_some());
    assert!(!page.any("alert").is_there().await, "{}", page.text().await);
    assert_eq!(page.text().await.matches("offline").count(), 1);
}
