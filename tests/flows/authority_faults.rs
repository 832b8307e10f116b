//! The Authority's answers are forged or broken: nothing is believed, nothing is kept, nobody is sent round in circles.

use sandbox::{Effect, Fault, Server, faults::Members};
use serde_json::{Value, json};

use crate::{
    trials,
    world::{ADA, World},
};

trials![
    another_state,
    no_state,
    a_foreign_issuer_in_the_answer,
    an_announced_issuer_is_missing,
    another_nonce,
    no_nonce,
    another_issuer,
    another_audience,
    an_expired_id_token,
    a_forged_signature,
    an_unsigned_id_token,
    no_id_token,
    a_token_answer_of_html,
    a_truncated_token_answer,
    a_refused_code,
    a_discovery_document_of_another_issuer,
    a_broken_discovery_document,
    a_silent_authority,
    keys_that_are_gone,
    no_cors_at_the_token_endpoint,
    an_error_from_the_authority,
    a_new_key_is_fetched,
    a_token_answer_in_other_words,
    a_code_nobody_asked_for,
];

fn members(members: Value) -> Members {
    serde_json::from_value(members).expect("an object")
}

fn claims(set: Value) -> Effect {
    Effect::IdToken { claims: members(set), header: Members::new(), corrupt_signature: false }
}

fn redirect(set: Value) -> Effect {
    Effect::Redirect { set: members(set), repeat: Members::new() }
}

/// Signs in while `effect` happens at `path`. It must end in one alert with the way to sign in again, and with nothing
/// kept and nothing asked of Business Central.
async fn refused(path: &str, effect: Effect) {
    let mut world = World::start().await;
    world.fault(Fault::at(Server::Authority, path, effect));
    try_to_sign_in(&world).await;
    is_refused(world).await;
}

/// Opens the portal and goes as far as the Authority lets a person.
async fn try_to_sign_in(world: &World) {
    let page = world.page();
    page.open(&world.at("")).await;
    for button in ["Ada Birch ada@cronus.example", "Accept"] {
        let goes_on = page
            .until("the Authority's page or an alert", async || {
                match page.find("button", button).try_click().await {
                    true => Some(true),
                    false => page.any("alert").is_there().await.then_some(false),
                }
            })
            .await;
        if !goes_on {
            return;
        }
    }
    page.any("alert").first().await;
}

async fn is_refused(world: World) {
    let page = world.page();
    page.find("button", "Sign in").first().await;
    assert_eq!(page.any("alert").now().await.len(), 1, "one alert");
    assert!(page.address().await.starts_with(&world.host.origin()), "the portal tells it");
    let kept: String = page.session_storage().await.into_values().collect();
    assert!(!world.has_token(&kept), "a token was kept: {kept}");
    assert!(!world.has_token(&page.address().await), "the code is in the address bar");
    assert!(!world.has_token(&page.text().await), "a token is on the page");
    assert_eq!(world.seen(Server::Service, "").len(), 0, "Business Central was asked");
    let asked = world.seen(Server::Authority, "/authorize");
    let asked = asked.iter().filter(|seen| seen.method == "GET").count();
    assert!(asked <= 1, "it went to the Authority {asked} times");
    assert!(world.seen(Server::Authority, "/token").len() <= 1, "a code is sent once");
    world.finish().await;
}

async fn another_state() {
    refused("/authorize", redirect(json!({ "state": "another" }))).await;
}

async fn no_state() {
    refused("/authorize", redirect(json!({ "state": null }))).await;
}

async fn a_foreign_issuer_in_the_answer() {
    refused("/authorize", redirect(json!({ "iss": "http://localhost:1/foreign/v2.0" }))).await;
}

async fn an_announced_issuer_is_missing() {
    let set = members(json!({ "authorization_response_iss_parameter_supported": true }));
    refused("/openid-configuration", Effect::Json { set }).await;
}

async fn another_nonce() {
    refused("/token", claims(json!({ "nonce": "another" }))).await;
}

async fn no_nonce() {
    refused("/token", claims(json!({ "nonce": null }))).await;
}

async fn another_issuer() {
    refused("/token", claims(json!({ "iss": "http://localhost:1/foreign/v2.0" }))).await;
}

async fn another_audience() {
    refused("/token", claims(json!({ "aud": "c0ffee00-0000-4000-8000-000000000002" }))).await;
}

async fn an_expired_id_token() {
    refused("/token", claims(json!({ "exp": 1_000_000_000, "iat": 999_999_000, "nbf": 999_999_000 }))).await;
}

async fn a_forged_signature() {
    let effect = Effect::IdToken { claims: Members::new(), header: Members::new(), corrupt_signature: true };
    refused("/token", effect).await;
}

async fn an_unsigned_id_token() {
    let header = members(json!({ "alg": "none" }));
    refused("/token", Effect::IdToken { claims: Members::new(), header, corrupt_signature: false }).await;
}

async fn no_id_token() {
    refused("/token", Effect::Json { set: members(json!({ "id_token": null })) }).await;
}

async fn a_token_answer_of_html() {
    let text = "<!doctype html><title>Proxy</title>".to_owned();
    refused("/token", Effect::Body { content_type: "text/html".to_owned(), text }).await;
}

async fn a_truncated_token_answer() {
    refused("/token", Effect::Truncate { bytes: 200 }).await;
}

async fn a_refused_code() {
    let body = Some(r#"{"error":"invalid_grant","error_description":"AADSTS54005: redeemed"}"#.to_owned());
    refused("/token", Effect::Status { code: 400, retry_after: None, body }).await;
}

async fn a_discovery_document_of_another_issuer() {
    let set = members(json!({ "issuer": "http://localhost:1/foreign/v2.0" }));
    let mut world = World::start().await;
    world.fault(Fault::at(Server::Authority, "/openid-configuration", Effect::Json { set }));
    try_to_sign_in(&world).await;
    let told = world.page().any("alert").text().await;
    assert!(told.contains("http://localhost:1/foreign/v2.0"), "the value to put in: {told}");
    is_refused(world).await;
}

async fn a_broken_discovery_document() {
    refused("/openid-configuration", Effect::Truncate { bytes: 100 }).await;
}

async fn a_silent_authority() {
    refused("/openid-configuration", Effect::Hang).await;
}

async fn keys_that_are_gone() {
    refused("/keys", Effect::Json { set: members(json!({ "keys": [] })) }).await;
}

async fn no_cors_at_the_token_endpoint() {
    refused("/token", Effect::NoCors).await;
}

async fn an_error_from_the_authority() {
    let description = "AADSTS65004: User declined to consent. <script>alert(1)</script>";
    let set = json!({ "code": null, "error": "access_denied", "error_description": description });
    refused("/authorize", redirect(set)).await;
}

async fn a_new_key_is_fetched() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    // The service will refuse what the old key signed.
    world.all_is_read().await;
    world.sandbox.rotate_key();
    world.visit_again().await;
    world.page().open(&world.at("")).await;
    world.page().find("link", "Customers").first().await;
    world.finish().await;
}

async fn a_token_answer_in_other_words() {
    let mut world = World::start().await;
    let set = members(json!({ "expires_in": "3599", "token_type": "bearer", "unheard_of": { "a": [1] } }));
    world.fault(Fault::at(Server::Authority, "/token", Effect::Json { set }));
    world.sign_in(ADA).await;
    world.page().find("link", "Customers").click().await;
    world.rows().await;
    world.finish().await;
}

/// A link that an attacker made sends the victim to the callback with the attacker's code.
async fn a_code_nobody_asked_for() {
    let world = World::start().await;
    let page = world.page();
    page.open(&world.at("auth/#code=0.attackers-code&state=made-up")).await;
    page.any("alert").first().await;
    assert_eq!(world.seen(Server::Authority, "/token").len(), 0);
    assert!(!page.address().await.contains("code="), "{}", page.address().await);

    // Someone who is signed in stays so.
    page.find("button", "Sign in").click().await;
    world.pick(ADA).await;
    page.find("button", "Accept").click().await;
    page.find("link", "Customers").first().await;
    world.forget_requests();
    page.open(&world.at("auth/?code=0.attackers-code&state=made-up")).await;
    page.until("Business Central's answer", async || {
        (!world.seen(Server::Service, "/companies").is_empty()).then_some(())
    })
    .await;
    page.find("link", "Customers").first().await;
    assert_eq!(world.seen(Server::Authority, "/token").len(), 0);
    world.finish().await;
}
