//! A card: changing, creating and deleting a record, and what becomes of what was typed when something goes wrong.

use sandbox::{Effect, Fault, Seen, Server};
use serde_json::{Value, json};
use std::time::Duration;

use crate::{
    driver::Key,
    many::elsewhere,
    page::Page,
    trials,
    world::{ADA, World},
};

trials![
    only_what_was_changed_is_sent,
    a_change_can_be_taken_back,
    what_was_typed_outlives_a_reload,
    what_is_typed_while_the_page_is_left_is_not_seemingly_kept,
    discarding_can_be_taken_back,
    a_conflict_is_decided_field_by_field,
    what_is_typed_during_a_conflict_is_not_lost,
    what_others_changed_elsewhere_is_no_conflict,
    what_business_central_refuses_is_told_at_its_field,
    what_is_wrong_is_not_sent,
    a_lost_answer_is_looked_after,
    a_customer_is_created_and_deleted,
    a_lost_creation_is_not_repeated,
];

/// The card of the first customer, with its fields open to be typed into.
async fn editing() -> World {
    let world = World::start().await;
    world.open_list("Customers").await;
    let page = world.page();
    page.any("grid").ask("grid => grid.querySelector('[aria-rowindex=\"1\"] a').click()").await;
    page.find("button", "Edit").click().await;
    world.rest().await;
    world.forget_requests();
    world
}

/// Types `text` in place of what the field holds.
async fn retype(page: Page<'_>, field: &str, text: &str) {
    page.find("textbox", field).ask("field => { field.focus(); field.select(); }").await;
    page.press(&text.chars().map(Key::Character).collect::<Vec<_>>()).await;
}

async fn value(page: Page<'_>, field: &str) -> String {
    let value = page.find("textbox", field).ask("field => field.value").await;
    value.as_str().expect("a text").to_owned()
}

/// Waits until the card says so about what it did.
pub(crate) async fn says(page: Page<'_>, text: &str) {
    page.until(text, async || {
        let told = page.evaluate("() => document.querySelector('.card-status')?.innerText ?? ''").await;
        told.as_str().is_some_and(|told| told.contains(text)).then_some(())
    })
    .await;
}

/// The writes that the portal sent.
fn writes(world: &World) -> Vec<Seen> {
    let sent = world.seen(Server::Service, "/customers").into_iter();
    sent.filter(|seen| seen.method != "GET" && seen.method != "OPTIONS").collect()
}

pub(crate) fn body(seen: &Seen) -> Value {
    serde_json::from_str(&seen.body).expect("JSON")
}

async fn save(page: Page<'_>) {
    page.find("button", "Save").click().await;
}

async fn only_what_was_changed_is_sent() {
    let world = editing().await;
    let page = world.page();
    retype(page, "Phone No.", "+45 1234").await;
    says(page, "One unsaved change").await;
    page.press(&[Key::control("s")]).await;
    says(page, "Saved.").await;
    let sent = writes(&world);
    let [patch] = sent.as_slice() else { panic!("{sent:?}") };
    assert_eq!((patch.method.as_str(), body(patch)), ("PATCH", json!({ "phoneNumber": "+45 1234" })));
    assert!(patch.header("if-match").is_some_and(|etag| etag.starts_with("W/")), "{patch:?}");
    assert_eq!(value(page, "Phone No.").await, "+45 1234");
    page.reload().await;
    page.find("button", "Edit").first().await;
    assert_eq!(value(page, "Phone No.").await, "+45 1234");
    world.finish().await;
}

async fn a_change_can_be_taken_back() {
    let world = editing().await;
    let page = world.page();
    let before = value(page, "Phone No.").await;
    retype(page, "Phone No.", "+45 1234").await;
    save(page).await;
    page.find("button", "Undo").click().await;
    says(page, "The change is taken back.").await;
    assert_eq!(value(page, "Phone No.").await, before);
    assert_eq!(writes(&world).len(), 2);
    world.finish().await;
}

async fn what_was_typed_outlives_a_reload() {
    let world = editing().await;
    let page = world.page();
    retype(page, "Phone No.", "+45 99").await;
    says(page, "One unsaved change").await;
    page.reload().await;
    says(page, "These changes are from before.").await;
    assert_eq!(value(page, "Phone No.").await, "+45 99");
    save(page).await;
    says(page, "Saved.").await;
    assert_eq!(body(&writes(&world)[0]), json!({ "phoneNumber": "+45 99" }));
    page.reload().await;
    page.find("button", "Edit").first().await;
    assert!(!page.find("button", "Save").is_there().await, "nothing is left of the draft");
    world.finish().await;
}

/// What the user sees in a field comes back after a sign-in by itself, whenever it was typed.
async fn what_is_typed_while_the_page_is_left_is_not_seemingly_kept() {
    let mut world = editing().await;
    world.excuse("/token");
    world.rest().await;
    retype(world.page(), "Phone No.", "+45 12").await;
    // Time to type on.
    let slow = Effect::Delay { ms: 3_000 };
    world.fault(Fault::at(Server::Authority, "/openid-configuration", slow).times(1));
    world.advance(Duration::from_hours(30)).await;
    let page = world.page();
    page.until("the way to the Authority", async || {
        page.text().await.contains("Going to the sign-in page").then_some(())
    })
    .await;
    page.press(&"34".chars().map(Key::Character).collect::<Vec<_>>()).await;
    let shown = page.evaluate("() => document.querySelector('#field-phoneNumber').value").await;
    page.until("the way back", async || {
        let codes = world.seen(Server::Authority, "/token").into_iter();
        codes.filter(|seen| seen.status() == Some(200)).last().map(drop)
    })
    .await;
    page.find("button", "Save").first().await;
    assert_eq!(value(page, "Phone No.").await, shown);
    world.finish().await;
}

async fn discarding_can_be_taken_back() {
    let world = editing().await;
    let page = world.page();
    let before = value(page, "Phone No.").await;
    retype(page, "Phone No.", "+45 99").await;
    page.find("button", "Discard").click().await;
    says(page, "Your changes are discarded.").await;
    assert_eq!(value(page, "Phone No.").await, before);
    page.find("button", "Undo").click().await;
    page.find("button", "Save").first().await;
    assert_eq!(value(page, "Phone No.").await, "+45 99");
    assert!(writes(&world).is_empty());
    world.finish().await;
}

/// Another program changes these fields of the customer on the screen.
async fn someone_else_changes(world: &World, fields: Value) {
    let step = format!("await send('PATCH', `(${{ids[0]}})`, {fields});");
    elsewhere(world, "/customers", &step).await;
}

/// As [`editing`], with the request for the list kept: [`elsewhere`] goes by it.
async fn editing_with_another() -> World {
    let mut world = World::start().await;
    world.excuse("/customers(");
    world.open_list("Customers").await;
    let page = world.page();
    page.any("grid").ask("grid => grid.querySelector('[aria-rowindex=\"1\"] a').click()").await;
    page.find("button", "Edit").click().await;
    world.rest().await;
    world
}

async fn a_conflict_is_decided_field_by_field() {
    let world = editing_with_another().await;
    let page = world.page();
    someone_else_changes(&world, json!({ "phoneNumber": "+1 555", "addressLine1": "Their Road 1" })).await;
    world.forget_requests();
    retype(page, "Phone No.", "+45 1234").await;
    retype(page, "Address Line 1", "My Street 7").await;
    save(page).await;
    page.find("heading", "Someone else changed this, too").first().await;
    assert!(page.find("button", "Save this choice").attribute("disabled").await.is_some());
    page.find("radio", "Phone No.: yours, +45 1234").click().await;
    page.find("radio", "Address Line 1: theirs, Their Road 1").click().await;
    page.find("button", "Save this choice").click().await;
    says(page, "Saved.").await;
    assert_eq!(value(page, "Phone No.").await, "+45 1234");
    assert_eq!(value(page, "Address Line 1").await, "Their Road 1");
    let sent: Vec<Value> = writes(&world).iter().map(body).collect();
    let last = json!({ "phoneNumber": "+45 1234" });
    assert_eq!(sent.last(), Some(&last), "theirs is left alone");
    world.finish().await;
}

async fn what_is_typed_during_a_conflict_is_not_lost() {
    let world = editing_with_another().await;
    let page = world.page();
    someone_else_changes(&world, json!({ "phoneNumber": "+1 555" })).await;
    retype(page, "Phone No.", "+45 1234").await;
    save(page).await;
    page.find("radio", "Phone No.: yours, +45 1234").click().await;
    // Another field goes with what is decided.
    retype(page, "City", "Ribe").await;
    page.find("button", "Save this choice").click().await;
    says(page, "Saved.").await;
    assert_eq!(value(page, "City").await, "Ribe");
    let sent = writes(&world);
    let last = json!({ "phoneNumber": "+45 1234", "city": "Ribe" });
    assert_eq!(sent.last().map(body), Some(last));
    // The same field again is another decision.
    someone_else_changes(&world, json!({ "phoneNumber": "+1 777" })).await;
    page.find("button", "Edit").click().await;
    retype(page, "Phone No.", "+45 1").await;
    save(page).await;
    page.find("radio", "Phone No.: yours, +45 1").first().await;
    retype(page, "Phone No.", "+45 2").await;
    page.find("radio", "Phone No.: yours, +45 1").gone().await;
    save(page).await;
    page.find("radio", "Phone No.: yours, +45 2").click().await;
    page.find("button", "Save this choice").click().await;
    says(page, "Saved.").await;
    assert_eq!(value(page, "Phone No.").await, "+45 2");
    world.finish().await;
}

async fn what_others_changed_elsewhere_is_no_conflict() {
    let world = editing_with_another().await;
    let page = world.page();
    someone_else_changes(&world, json!({ "addressLine1": "Their Road 1" })).await;
    world.forget_requests();
    retype(page, "Phone No.", "+45 1234").await;
    save(page).await;
    says(page, "Meanwhile someone else changed Address Line 1").await;
    assert_eq!(value(page, "Phone No.").await, "+45 1234");
    assert_eq!(value(page, "Address Line 1").await, "Their Road 1");
    world.finish().await;
}

async fn what_business_central_refuses_is_told_at_its_field() {
    let mut world = editing().await;
    let refusal = json!({ "error": {
        "code": "Application_FieldValidationException",
        "message": "The Phone No. cannot be so long.",
    } });
    let effect = Effect::Status { code: 400, retry_after: None, body: Some(refusal.to_string()) };
    retype(world.page(), "Phone No.", "+45 1234").await;
    world.fault(Fault::at(Server::Service, "/customers(", effect).times(1));
    let page = world.page();
    save(page).await;
    let told = "() => document.querySelector('.field .fault')?.innerText ?? ''";
    page.until("the words at the field", async || {
        let told = page.evaluate(told).await;
        told.as_str().is_some_and(|told| told.contains("cannot be so long")).then_some(())
    })
    .await;
    assert_eq!(value(page, "Phone No.").await, "+45 1234", "nothing that was typed is lost");
    save(page).await;
    says(page, "Saved.").await;
    world.finish().await;
}

async fn what_is_wrong_is_not_sent() {
    let world = editing().await;
    let page = world.page();
    retype(page, "Credit Limit", "a lot").await;
    save(page).await;
    says(page, "Nothing was saved").await;
    let invalid = page.find("textbox", "Credit Limit").attribute("aria-invalid").await;
    assert_eq!(invalid.as_deref(), Some("true"));
    assert!(writes(&world).is_empty());
    world.finish().await;
}

async fn a_lost_answer_is_looked_after() {
    let mut world = editing().await;
    retype(world.page(), "Phone No.", "+45 1234").await;
    // The service does it, and its answer is lost.
    world.fault(Fault::at(Server::Service, "/customers(", Effect::Cut { after: Some(0) }).times(1));
    let page = world.page();
    save(page).await;
    says(page, "Saved.").await;
    assert_eq!(value(page, "Phone No.").await, "+45 1234");
    world.finish().await;
}

async fn a_customer_is_created_and_deleted() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let page = world.page();
    page.find("link", "New").click().await;
    retype(page, "Name", "Newcomer Ltd").await;
    page.find("button", "Create").click().await;
    page.until_address("its own card", |address| {
        address.contains("/customers/") && !address.ends_with("/new")
    })
    .await;
    page.find("button", "Edit").first().await;
    page.find("heading", "Newcomer Ltd").first().await;
    page.find("button", "Delete").click().await;
    page.find("button", "Keep it").click().await;
    page.find("alertdialog", "Delete “Newcomer Ltd”? This cannot be undone.").gone().await;
    page.find("button", "Delete").click().await;
    page.press(&[Key::Tab]).await;
    page.any("alertdialog").ask("dialog => dialog.querySelector('.primary').click()").await;
    page.until_address("the list", |address| address.ends_with("/customers")).await;
    let methods: Vec<String> = writes(&world).into_iter().map(|seen| seen.method).collect();
    assert_eq!(methods, ["POST", "DELETE"]);
    world.finish().await;
}

async fn a_lost_creation_is_not_repeated() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    let page = world.page();
    page.find("link", "Customers").click().await;
    page.find("link", "New").click().await;
    retype(page, "Name", "Newcomer Ltd").await;
    world.rest().await;
    world.forget_requests();
    world.fault(Fault::at(Server::Service, "/customers", Effect::Cut { after: Some(0) }).times(1));
    let page = world.page();
    page.find("button", "Create").click().await;
    page.any("alert").first().await;
    let told = page.any("alert").text().await;
    assert!(told.contains("It may have been created"), "{told}");
    assert_eq!(value(page, "Name").await, "Newcomer Ltd", "nothing that was typed is lost");
    world.finish().await;
}
