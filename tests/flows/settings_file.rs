//! Mistakes in `portal.json`: each is told by field, fault and remedy, and nobody is asked anything on their ground.

use sandbox::{Server, host::Settings};
use serde_json::{Value, json};

use crate::{setup::change, trials, world::World};

trials![
    a_missing_file,
    a_file_that_is_a_page,
    bad_json,
    an_unknown_mode,
    a_missing_field,
    a_wrong_type,
    an_authority_without_https,
    an_authority_for_everyone,
    no_connection,
    an_unknown_field_says_what_was_meant,
    several_mistakes_at_once,
];

/// Opens a portal with these settings. The alert must have all of these words in it: field, fault and remedy.
async fn told(settings: Settings, words: &[&str]) {
    let mut world = World::start().await;
    world.excuse("/portal.json");
    world.host.set_settings(settings);
    let page = world.page();
    page.open(&world.at("")).await;
    let alert = page.any("alert").text().await;
    for word in words {
        assert!(alert.contains(word), "{word:?} is not in: {alert}");
    }
    assert!(world.seen(Server::Authority, "").is_empty() && world.seen(Server::Service, "").is_empty());
    assert!(page.session_storage().await.is_empty());
    world.finish().await;
}

/// A right connection but for `changes`; `null` leaves a member out.
async fn told_of(changes: Value, words: &[&str]) {
    let mut connection = json!({
        "name": "CRONUS",
        "mode": "AzUser",
        "authority": "https://login.microsoftonline.com/7e11a11e-0000-4000-8000-00000000c0de/v2.0",
        "clientId": sandbox::DEFAULT_CLIENT_ID,
        "tenant": "cronus.example",
    });
    change(&mut connection, changes);
    told(json!({ "connections": [connection] }).into(), words).await;
}

async fn a_missing_file() {
    told(Settings::Missing, &["portal.json", "missing", "portal.example.json"]).await;
}

async fn a_file_that_is_a_page() {
    told("<!doctype html><title>Portal</title>".into(), &["portal.json", "missing"]).await;
}

async fn bad_json() {
    told(
        "{ \"connections\": [ }".into(),
        &["portal.json", "is not valid JSON", "line 1", "Correct it at that place"],
    )
    .await;
}

async fn an_unknown_mode() {
    told_of(
        json!({ "mode": "Azuser" }),
        &["connections[0].mode", "is “Azuser”, which is no mode", "Write AzUser, AzDelegate or AzApp"],
    )
    .await;
}

async fn a_missing_field() {
    told_of(
        json!({ "clientId": null }),
        &["connections[0].clientId is missing", "Write the application (client) ID"],
    )
    .await;
}

async fn a_wrong_type() {
    told_of(json!({ "environment": 7 }), &["connections[0].environment is a number", "Write a text"]).await;
}

async fn an_authority_without_https() {
    let authority = json!({ "authority": "http://login.example/tenant/v2.0" });
    told_of(
        authority,
        &[
            "connections[0].authority is an http address of another computer",
            "Write an https address, or http on localhost",
        ],
    )
    .await;
}

async fn an_authority_for_everyone() {
    let authority = json!({ "authority": "https://login.microsoftonline.com/common/v2.0" });
    told_of(
        authority,
        &["connections[0].authority names no tenant", "common", "Put your tenant's GUID in its place"],
    )
    .await;
}

async fn no_connection() {
    told(
        json!({ "connections": [] }).into(),
        &["connections is missing or empty", "List at least one connection"],
    )
    .await;
}

async fn an_unknown_field_says_what_was_meant() {
    told_of(json!({ "clientID": "x" }), &["connections[0].clientID is no known field", "Write clientId"])
        .await;
}

async fn several_mistakes_at_once() {
    let changes = json!({ "clientId": null, "tenant": null, "mode": "AzUser" });
    told_of(changes, &["connections[0].clientId", "connections[0].tenant"]).await;
}
