//! The address that the Authority sends people back to: opened in every way that it should not be.

use sandbox::{Effect, Fault, Server, host::Fallback};

use crate::{
    failures::note,
    setup::Setup,
    trials,
    world::{ADA, World},
};

trials![
    a_bookmark_of_it,
    back_onto_it,
    reload_in_the_middle_of_it,
    an_old_link_while_signed_in,
    an_answer_twice,
    an_attempt_left_half_way,
    all_of_it_below_a_path_with_a_page_for_the_missing,
];

/// The page may come from the browser's memory, which is no navigation that could be waited for.
const BACK: &str = "() => { setTimeout(() => history.back()); }";

fn authorizations(world: &World) -> usize {
    world.seen(Server::Authority, "/authorize").iter().filter(|seen| seen.method == "GET").count()
}

async fn agree(world: &World) {
    world.pick(ADA).await;
    world.page().find("button", "Accept").click().await;
}

/// Without an answer it is but another name for the portal's first page.
async fn a_bookmark_of_it() {
    let world = World::start().await;
    world.page().open(&world.at("auth/")).await;
    agree(&world).await;
    world.page().find("link", "Customers").first().await;
    assert_eq!(world.page().address().await, world.at(""));
    note(&world, "bookmark").await;
    // Somebody who is signed in stays so.
    world.rest().await;
    world.forget_requests();
    world.page().open(&world.at("auth/")).await;
    world.page().find("link", "Customers").first().await;
    assert_eq!(world.seen(Server::Authority, "").len(), 0);
    world.finish().await;
}

/// The way to the Authority and back leaves no step in the tab's history that Back could lead to.
async fn back_onto_it() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    let list = world.page().address().await;
    // Another tab, in which the Authority asks nothing.
    world.visit_again().await;
    world.page().open(&list).await;
    world.rows().await;
    let steps = world.page().evaluate("() => history.length").await;
    assert!(steps.as_u64() <= Some(2), "an empty tab and the list: {steps}");
    world.page().find("link", "C00010").click().await;
    world.page().any("form").first().await;
    world.rest().await;
    world.forget_requests();
    world.page().go(-1).await;
    world.rows().await;
    assert_eq!(world.page().address().await, list);
    // Who enters the callback's address by hand after that, and goes Back from there, is where they were.
    world.page().open(&world.at("auth/")).await;
    world.page().find("link", "Customers").first().await;
    world.page().evaluate(BACK).await;
    world.page().until_address("the list", |address| address == list).await;
    world.rows().await;
    assert_eq!(world.seen(Server::Authority, "").len(), 0);
    note(&world, "back").await;
    world.finish().await;
}

/// The page is loaded anew while the code is being redeemed: the user still ends where they wanted to go.
async fn reload_in_the_middle_of_it() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    let deep = format!("{}?sort=city", world.page().address().await);
    world.visit_again().await;
    world.fault(Fault::at(Server::Authority, "/token", Effect::Hang).times(1));
    world.forget_requests();
    world.page().open(&deep).await;
    world
        .page()
        .until("a code on its way", async || {
            (world.seen(Server::Authority, "/token").len() == 1).then_some(())
        })
        .await;
    world.excuse(&world.sandbox.authority_origin());
    world.page().reload().await;
    world.rows().await;
    assert_eq!(world.page().address().await, deep);
    let codes = world.seen(Server::Authority, "/token");
    let codes: Vec<_> = codes.iter().filter_map(|seen| seen.field("code")).collect();
    assert_eq!(codes.len(), 2, "the code that was lost, and another");
    assert_ne!(codes[0], codes[1], "none was sent twice");
    note(&world, "reload").await;
    world.finish().await;
}

/// An old link does no harm to what is there: Back leads to the list and to what was typed.
async fn an_old_link_while_signed_in() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let page = world.page();
    page.find("searchbox", "Search").enter("co").await;
    page.until_address("the search", |address| address.contains("q=co")).await;
    world.rows().await;
    world.rest().await;
    world.forget_requests();
    page.open(&world.at("auth/#code=x&state=old")).await;
    page.find("link", "Customers").first().await;
    page.evaluate(BACK).await;
    page.until_address("the list", |address| address.contains("q=co")).await;
    world.rows().await;
    assert_eq!(page.find("searchbox", "Search").ask("input => input.value").await, "co");
    assert_eq!(world.seen(Server::Authority, "").len(), 0);
    note(&world, "stale_signed_in").await;
    world.finish().await;
}

/// The browser's history, or a tab that was duplicated, brings the same answer once more.
async fn an_answer_twice() {
    let world = World::start().await;
    world.page().open(&world.at("")).await;
    agree(&world).await;
    world.page().find("link", "Customers").first().await;
    let callback = world.at("auth/");
    let addresses = world.addresses();
    let answer = addresses.iter().find(|address| address.starts_with(&callback) && address.contains("code="));
    let answer = answer.expect("the answer's address").clone();
    world.rest().await;
    world.forget_requests();
    world.page().open(&answer).await;
    world.page().find("link", "Customers").first().await;
    assert!(!world.page().any("alert").is_there().await, "{}", world.page().text().await);
    assert_eq!(world.seen(Server::Authority, "").len(), 0, "the session is used, the code is not");
    note(&world, "twice").await;
    world.finish().await;
}

async fn an_attempt_left_half_way() {
    let world = World::start().await;
    let page = world.page();
    page.open(&world.at("setup/")).await;
    page.find("heading", "Setup check").first().await;
    page.open(&world.at("")).await;
    page.find("heading", "Sign in").first().await;
    page.evaluate(BACK).await;
    page.until_address("the page before", |address| address.ends_with("/setup/")).await;
    // Nothing is in progress; the next attempt is a fresh one.
    page.open(&world.at("")).await;
    agree(&world).await;
    page.find("link", "Customers").first().await;
    assert_eq!(authorizations(&world), 2);
    note(&world, "half_way").await;
    world.finish().await;
}

async fn all_of_it_below_a_path_with_a_page_for_the_missing() {
    let setup = Setup { base: "/portal/", fallback: Fallback::NotFoundPage, ..Setup::default() };
    let mut world = World::with(setup).await;
    world.excuse("/portal/c/");
    world.page().open(&world.at("auth/")).await;
    agree(&world).await;
    world.page().find("link", "Customers").click().await;
    world.rows().await;
    let list = world.page().address().await;
    world.visit_again().await;
    world.page().open(&list).await;
    world.rows().await;
    assert_eq!(world.page().address().await, list);
    world.page().open(&world.at("auth/#code=x&state=stale")).await;
    world.page().find("link", "Customers").first().await;
    world.finish().await;
}
