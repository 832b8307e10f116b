//! Which environment and which company: nobody changes the wrong books.

use sandbox::{Effect, Server};
use serde_json::json;

use crate::{
    list::LEDGER,
    setup::Setup,
    trials,
    world::{ADA, World},
};

trials![another_company, another_environment, the_pick_is_remembered, the_launcher_is_drawn_once];

async fn choosing() -> World {
    let world =
        World::with(Setup { connections: vec![json!({ "environment": null })], ..Setup::default() }).await;
    world.sign_in(ADA).await;
    world
}

/// Picks the option after the present one, as with the keyboard, and returns its text.
async fn pick_next(world: &World, name: &str) -> String {
    let picker = world.page().find("combobox", name);
    world
        .page()
        .until("more than one option", async || {
            let options = picker.ask("element => element.options.length").await;
            (options.as_u64() > Some(1)).then_some(())
        })
        .await;
    let choose = "element => {
        element.selectedIndex = (element.selectedIndex + 1) % element.options.length;
        element.dispatchEvent(new Event('input', { bubbles: true }));
        element.dispatchEvent(new Event('change', { bubbles: true }));
        return element.selectedOptions[0].textContent;
    }";
    picker.ask(choose).await.as_str().expect("an option's text").to_owned()
}

async fn another_company() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let first = world.page().address().await;
    let company =
        first.split("/c/").nth(1).and_then(|rest| rest.split('/').next()).expect("a company's id").to_owned();
    world.forget_requests();
    pick_next(&world, "Company").await;
    world.page().until_address("another company", |address| !address.contains(&company)).await;
    world.rows().await;
    let asked = world.seen(Server::Service, "/customers");
    assert!(!asked.is_empty());
    assert!(asked.iter().all(|seen| !seen.path.contains(&company)), "{asked:?}");
    world.finish().await;
}

async fn another_environment() {
    let world = choosing().await;
    world.forget_requests();
    let environment = pick_next(&world, "Environment").await;
    assert_eq!(environment, "Sandbox");
    world
        .page()
        .until("its companies", async || {
            (!world.seen(Server::Service, "/Sandbox/api/v2.0/companies").is_empty()).then_some(())
        })
        .await;
    // The start page counts the records of either environment.
    world.page().find("link", "Customers").first().await;
    world.forget_requests();
    world.page().find("link", "Customers").click().await;
    world.rows().await;
    let asked = world.seen(Server::Service, "/customers");
    assert!(asked.iter().all(|seen| seen.path.contains("/Sandbox/")), "{asked:?}");
    let address = world.page().address().await;
    assert!(address.contains("on=CRONUS/Sandbox") || address.contains("on=CRONUS%2FSandbox"), "{address}");
    world.finish().await;
}

async fn the_pick_is_remembered() {
    let mut world = choosing().await;
    pick_next(&world, "Environment").await;
    world.page().find("link", "Customers").first().await;
    let company = pick_next(&world, "Company").await;
    world.forget_requests();
    world.visit_again().await;
    world.page().open(&world.at("")).await;
    world.page().find("heading", &company).first().await;
    let asked = world.seen(Server::Service, "/companies");
    assert!(asked.iter().all(|seen| seen.path.contains("/Sandbox/")), "{asked:?}");
    world.finish().await;
}

/// The metadata comes later than the tiles: it changes their words, and whoever has reached one with the keyboard stays
/// there.
async fn the_launcher_is_drawn_once() {
    let mut world = World::start().await;
    world.service_fault("/$metadata", Effect::Delay { ms: 2_000 });
    world.sign_in(ADA).await;
    let page = world.page();
    page.find("link", "General ledger entries").ask("element => { element.focus(); }").await;
    assert!(world.seen(Server::Service, "/$metadata").iter().all(|seen| seen.answer.is_none()), "too late");
    page.find("link", LEDGER).first().await;
    assert_eq!(page.evaluate("() => document.activeElement.textContent").await, LEDGER);
    world.finish().await;
}
