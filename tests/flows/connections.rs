//! Several connections with a session each, and other accounts.

use sandbox::Server;
use serde_json::json;

use crate::{
    setup::Setup,
    trials,
    world::{ADA, BEN, World},
};

trials![two_connections_side_by_side, another_account, who_am_i];

fn two() -> Setup {
    let connections = vec![
        json!({ "name": "Sales" }),
        json!({ "name": "Shop floor", "mode": "AzDelegate", "delegate": BEN }),
    ];
    Setup { connections, ..Setup::default() }
}

async fn choose(world: &World, connection: &str) {
    let picker = world.page().find("combobox", "Connection");
    let change = format!(
        "select => {{ select.value = '{connection}'; select.dispatchEvent(new Event('change', {{ bubbles: true }})); }}"
    );
    picker.ask(&change).await;
}

async fn two_connections_side_by_side() {
    let mut world = World::with(two()).await;
    // Ben may not see all of what the tiles count.
    world.excuse("?$count=true&$top=1");
    let page = world.page();
    page.open(&world.at("")).await;
    page.find("button", "Sales").click().await;
    world.pick(ADA).await;
    page.find("button", "Accept").click().await;
    page.find("link", "Customers").first().await;
    choose(&world, "Shop floor").await;
    page.find("heading", "Sign in").first().await;
    page.find("button", &format!("Ben Castle {BEN}")).click().await;
    page.find("button", "Accept").click().await;
    page.find("button", "Ben Castle").first().await;
    // Back and forth without the Authority: both sessions are there.
    world.rest().await;
    world.forget_requests();
    choose(&world, "Sales").await;
    page.find("button", "Ada Birch").first().await;
    choose(&world, "Shop floor").await;
    page.find("button", "Ben Castle").first().await;
    assert_eq!(world.seen(Server::Authority, "").len(), 0);
    // Signing out of one leaves the other alone.
    page.find("button", "Sign out").click().await;
    page.find("button", "Sign in").first().await;
    choose(&world, "Sales").await;
    page.find("button", "Ada Birch").first().await;
    // A link to the one that was left opens that, once somebody signs in to it.
    page.open(&world.at("?on=Shop%20floor%2FProduction")).await;
    page.find("button", "Sign in").first().await;
    world.finish().await;
}

async fn another_account() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let list = world.page().address().await;
    world.page().find("button", "Ada Birch").click().await;
    world.page().find("button", "Use another account").click().await;
    world.page().find("heading", "Pick an account").first().await;
    let asked = world.seen(Server::Authority, "/authorize");
    let asked = asked.iter().rev().find(|seen| seen.method == "GET").expect("a request");
    assert_eq!(asked.parameter("prompt").as_deref(), Some("select_account"));
    world.page().find("button", &format!("Ben Castle {BEN}")).click().await;
    world.page().find("button", "Accept").click().await;
    world.page().find("button", "Ben Castle").first().await;
    assert_eq!(world.page().address().await, list, "at the same page");
    world.finish().await;
}

async fn who_am_i() {
    let world = World::start().await;
    world.sign_in(ADA).await;
    world.page().find("button", "Ada Birch").click().await;
    let told = world.page().text().await;
    for part in [ADA, "CRONUS", "/.default", "Signed in until", "Stay signed in"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    world.finish().await;
}
