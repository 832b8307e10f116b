//! Honest about the network: a pause that Business Central asks for is told, and nothing goes meanwhile.

use sandbox::{Effect, Fault, Server};

use crate::{trials, world::World};

trials![a_pause_is_told_and_kept];

async fn a_pause_is_told_and_kept() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    world.rest().await;
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
