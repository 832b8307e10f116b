//! People whose rights end earlier: they are told, and nothing goes round in circles.

use sandbox::Server;

use crate::{
    list::LEDGER,
    trials,
    world::{BEN, CLEO, World},
};

trials![without_the_right_to_ledger_entries, without_a_licence];

async fn without_the_right_to_ledger_entries() {
    let mut world = World::start().await;
    world.excuse("/generalLedgerEntries");
    // What the start page counts.
    world.excuse("?$count=true&$top=1");
    world.sign_in(BEN).await;
    let page = world.page();
    page.find("link", LEDGER).click().await;
    page.any("alert").first().await;
    assert!(!page.find("button", "Retry").is_there().await, "asking again changes nothing");
    assert_eq!(world.listed("/generalLedgerEntries").len(), 1, "asked once");
    assert_eq!(world.seen(Server::Authority, "/token").len(), 1, "a missing right is no expired session");
    // What Ben may see he sees.
    page.go(-1).await;
    page.find("link", "Customers").click().await;
    world.rows().await;
    world.finish().await;
}

async fn without_a_licence() {
    let mut world = World::start().await;
    let service = world.sandbox.service();
    world.excuse(&service);
    let page = world.page();
    page.open(&world.at("")).await;
    world.pick(CLEO).await;
    page.find("button", "Accept").click().await;
    page.any("alert").first().await;
    assert!(page.any("alert").text().await.contains(CLEO), "the alert names the account");
    let asked = world.seen(Server::Authority, "/authorize").into_iter().filter(|seen| seen.method == "GET");
    assert!(asked.count() <= 3, "no loop");
    // Another account is one click away.
    world.forget_requests();
    page.find("button", "Sign in").click().await;
    page.find("heading", "Pick an account").first().await;
    assert_eq!(
        world.seen(Server::Authority, "/authorize")[0].parameter("prompt").as_deref(),
        Some("select_account")
    );
    world.finish().await;
}
