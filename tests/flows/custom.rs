//! The API of an extension, which the portal has never heard of: worked with like the standard one.

use sandbox::{Seen, Server};
use serde_json::{Value, json};

use crate::{
    driver::Key,
    editing::{body, says},
    page::Page,
    trials,
    world::{ADA, World},
};

trials![
    an_api_of_an_extension_is_found_by_itself,
    a_bicycle_is_found_changed_created_and_deleted,
    what_cannot_be_created_is_not_offered
];

const ROUTE: &str = "cronus/rental/v1.0";

async fn an_api_of_an_extension_is_found_by_itself() {
    let world = World::start().await;
    world.sign_in(ADA).await;
    let page = world.page();
    page.press(&[Key::control("k")]).await;
    page.find("combobox", "Search everything").first().await;
    page.until("the captions of its sets", async || {
        let read = world.seen(Server::Service, &format!("{ROUTE}/entityDefinitions"));
        read.into_iter().any(|seen| seen.answer.is_some()).then_some(())
    })
    .await;
    page.find("combobox", "Search everything").enter("workshop").await;
    page.until("its list", async || {
        let found = page.any("option").texts().await;
        found.iter().any(|text| text.contains("Workshop Jobs")).then_some(())
    })
    .await;
    page.press(&[Key::Enter]).await;
    page.until_address("the list", |address| address.ends_with(&format!("/{ROUTE}/workshopJobs"))).await;
    world.rows().await;
    world.finish().await;
}

/// A list of the extension's API.
async fn list(set: &str) -> World {
    let world = World::start().await;
    world.open_list("Customers").await;
    let customers = world.page().address().await;
    let company = customers.strip_suffix("/customers").expect("the address of a list").to_owned();
    world.page().open(&format!("{company}/{ROUTE}/{set}")).await;
    world.rows().await;
    world.rest().await;
    world.forget_requests();
    world
}

/// The writes to the extension's API.
fn writes(world: &World) -> Vec<Seen> {
    let sent = world.seen(Server::Service, ROUTE).into_iter();
    sent.filter(|seen| seen.method != "GET" && seen.method != "OPTIONS").collect()
}

async fn retype(page: Page<'_>, field: &str, text: &str) {
    page.find("textbox", field).ask("field => { field.focus(); field.select(); }").await;
    page.press(&text.chars().map(Key::Character).collect::<Vec<_>>()).await;
}

async fn a_bicycle_is_found_changed_created_and_deleted() {
    let world = list("bikes").await;
    let page = world.page();
    let row = "grid => grid.querySelector('[aria-rowindex=\"1\"] a').click()";
    page.any("grid").ask(row).await;
    page.find("button", "Edit").click().await;
    retype(page, "Colour", "moss").await;
    page.press(&[Key::control("s")]).await;
    says(page, "Saved.").await;
    // A choice that the metadata tells of, in words.
    let condition = page.find("textbox", "Condition").ask("field => field.value").await;
    assert!(
        condition.as_str().is_some_and(|text| !text.is_empty() && !text.contains("_x0020_")),
        "{condition}"
    );
    page.go(-1).await;
    world.rows().await;
    page.find("link", "New").click().await;
    retype(page, "Name", "Tandem").await;
    page.find("button", "Create").click().await;
    page.find("button", "Edit").first().await;
    page.find("button", "Delete").click().await;
    page.any("alertdialog").ask("dialog => dialog.querySelector('.primary').click()").await;
    page.until_address("the list", |address| address.ends_with("/bikes")).await;
    let sent: Vec<(String, Value)> = writes(&world)
        .iter()
        .map(|seen| (seen.method.clone(), if seen.body.is_empty() { Value::Null } else { body(seen) }))
        .collect();
    assert_eq!(
        sent,
        [
            ("PATCH".to_owned(), json!({ "colour": "moss" })),
            ("POST".to_owned(), json!({ "displayName": "Tandem" })),
            ("DELETE".to_owned(), Value::Null),
        ]
    );
    world.finish().await;
}

async fn what_cannot_be_created_is_not_offered() {
    let world = list("workshopJobs").await;
    let page = world.page();
    page.find("button", "Export…").first().await;
    assert!(!page.find("link", "New").is_there().await, "the metadata forbids it");
    page.any("grid").ask("grid => grid.querySelector('[aria-rowindex=\"1\"] a').click()").await;
    page.find("button", "Edit").first().await;
    world.finish().await;
}
