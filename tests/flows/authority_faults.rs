//! The Authority's answers are broken or nobody's: nothing is believed, nothing is kept, nobody is sent round in circles.
//! What breaks a rule of the protocol is in `conformance/`.

use sandbox::{Effect, Fault, Server, faults::Members};
use serde_json::{Value, json};

use crate::{
    trials,
    world::{ADA, World},
};

trials![
    a_discovery_document_of_another_issuer,
    a_broken_discovery_document,
    a_silent_authority,
    no_cors_at_the_token_endpoint,
    a_code_nobody_asked_for,
];

fn members(members: Value) -> Members {
    serde_json::from_value(members).expect("an object")
}

/// Signs in while `effect` happens at `path`. It must end in one alert with the way to sign in again, and with nothing
/// kept and nothing asked of Business Central.
async fn refused(path: &str, effect: Effect) {
    let mut world = World::start().await;
    world.fault(Fault::at(Server::Authority, path, effect));
    assert!(!try_to_sign_in(&world).await, "it is believed");
    is_refused(&world).await;
    world.finish().await;
}

/// Opens the portal and goes as far as the Authority and the portal let a person: whether that is to the launcher, or to
/// an alert.
pub(crate) async fn try_to_sign_in(world: &World) -> bool {
    let page = world.page();
    page.open(&world.at("")).await;
    page.until("the launcher or an alert", async || {
        if page.any("alert").is_there().await {
            return Some(false);
        }
        for button in ["Ada Birch ada@cronus.example", "Accept"] {
            page.find("button", button).try_click().await;
        }
        page.find("link", "Customers").is_there().await.then_some(true)
    })
    .await
}

/// One alert with a way to sign in again; nothing is kept and nothing asked of Business Central.
pub(crate) async fn is_refused(world: &World) {
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
}

async fn a_discovery_document_of_another_issuer() {
    let set = members(json!({ "issuer": "http://localhost:1/foreign/v2.0" }));
    let mut world = World::start().await;
    world.fault(Fault::at(Server::Authority, "/openid-configuration", Effect::Json { set }));
    assert!(!try_to_sign_in(&world).await, "it is believed");
    let told = world.page().any("alert").text().await;
    assert!(told.contains("http://localhost:1/foreign/v2.0"), "the value to put in: {told}");
    is_refused(&world).await;
    world.finish().await;
}

async fn a_broken_discovery_document() {
    refused("/openid-configuration", Effect::Truncate { bytes: 100 }).await;
}

async fn a_silent_authority() {
    refused("/openid-configuration", Effect::Hang).await;
}

async fn no_cors_at_the_token_endpoint() {
    refused("/token", Effect::NoCors).await;
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
