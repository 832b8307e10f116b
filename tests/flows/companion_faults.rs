//! A companion that is down, slow, in the way of something else or not what the settings say: one alert, in plain words,
//! with a way out; nobody is sent to sign in, nothing is kept, and no Business Central is asked.
//!
//! Here the portal's own host plays the companion, because it lies on demand; `app.rs` has the real one.

use sandbox::{Effect, Fault, Seen, Server};
use serde_json::{Value, json};

use crate::{setup::change, setup_check::checked, trials, world::World};

trials![
    down,
    slow,
    a_page_in_its_place,
    none_there,
    an_answer_cut_short,
    an_address_that_it_does_not_expect,
    a_portal_that_it_does_not_let_in,
    too_many_requests,
    an_application_that_the_authority_refuses,
    another_environment,
    another_service,
    a_newer_grant,
    a_newer_who,
    who_asks_without_settings,
    a_token_that_is_not_handed_out,
    a_token_that_is_none,
    a_relay_that_fails_later,
    a_relay_that_is_gone_later,
    offline_it_waits,
    retry_asks_again,
    the_setup_page_tells,
];

/// How the portal's host is to answer in the companion's place.
const COMPANION: &str = "/companion/";

/// A world whose only connection goes through a companion at the portal's own host, with these changes to it.
async fn world(changes: Value) -> World {
    let mut world = World::start().await;
    // The browser writes lines about requests that are refused or fail.
    world.excuse(COMPANION);
    let mut connection = json!({
        "name": "Guests",
        "mode": "AzApp",
        "companion": world.at("companion"),
        "tenant": "cronus.example",
        "service": world.sandbox.service(),
    });
    change(&mut connection, changes);
    world.host.set_settings(json!({ "title": "CRONUS portal", "connections": [connection] }));
    world
}

/// What a companion says of itself, with these changes.
fn described(world: &World, changes: Value) -> Effect {
    let mut answer = json!({
        "grant": "relay",
        "who": "open",
        "environment": "Production",
        "upstream": format!("{}/v2.0/cronus.example/Production", world.sandbox.service()),
    });
    change(&mut answer, changes);
    Effect::Body { content_type: "application/json".to_owned(), text: answer.to_string() }
}

fn refused(code: u16, name: &str) -> Effect {
    let body = json!({ "error": { "code": name, "message": "Not for the user." } }).to_string();
    Effect::Status { code, retry_after: None, body: Some(body) }
}

fn asked(world: &World) -> Vec<Seen> {
    world.host.requests().into_iter().filter(|seen| seen.path.starts_with(COMPANION)).collect()
}

/// Opens the portal. There is one alert, with all of these words in it and this button; nothing else happened.
async fn alerts(world: &World, words: &[&str], button: &str) {
    let page = world.page();
    page.open(&world.at("")).await;
    // Its details for support are folded away.
    let alert = page.any("alert").ask("alert => alert.textContent").await.to_string();
    for word in words {
        assert!(alert.contains(word), "{word:?} is not in: {alert}");
    }
    assert!(!alert.contains("Not for the user."), "{alert}");
    assert_eq!(page.any("alert").now().await.len(), 1);
    assert!(page.find("button", button).is_there().await, "{alert}");
    assert!(!page.find("button", "Sign out").is_there().await);
    assert!(world.sandbox.requests().is_empty(), "neither the Authority nor Business Central was asked");
    for seen in asked(world) {
        assert_eq!(seen.header("x-portico"), Some("1"), "{} {}", seen.method, seen.path);
        assert_eq!(seen.header("authorization"), None, "{} {}", seen.method, seen.path);
    }
    let kept = page.session_storage().await;
    assert!(!kept.keys().any(|key| key.contains("session") || key.contains("application")), "{kept:?}");
}

/// The companion does this when it is asked what it is.
async fn told(effect: impl Fn(&World) -> Effect, words: &[&str]) {
    let world = world(json!({})).await;
    world.host.set_fault(Fault::at(Server::Host, COMPANION, effect(&world)));
    alerts(&world, words, "Retry").await;
    assert_eq!(asked(&world).len(), 1, "it was asked once");
    world.finish().await;
}

async fn down() {
    let world = world(json!({})).await;
    world.host.set_fault(Fault::at(Server::Host, COMPANION, Effect::Cut { after: None }));
    // A browser by itself sends a request once more whose connection was closed without a word.
    alerts(&world, &["companion", "cannot be reached", "Try again"], "Retry").await;
    world.finish().await;
}

async fn slow() {
    let world = world(json!({})).await;
    world.host.set_fault(Fault::at(Server::Host, COMPANION, Effect::Hang));
    alerts(&world, &["did not answer within 15 seconds"], "Retry").await;
    world.host.clear_faults();
    world.finish().await;
}

async fn a_page_in_its_place() {
    // A host with rewrites answers every address with the portal itself.
    let world = world(json!({})).await;
    alerts(&world, &["web page", "companion in portal.json"], "Retry").await;
    world.finish().await;
}

async fn none_there() {
    let missing = |_: &World| Effect::Status { code: 404, retry_after: None, body: Some("{}".to_owned()) };
    told(missing, &["no companion at the address"]).await;
}

async fn an_answer_cut_short() {
    let half = |_: &World| Effect::Body {
        content_type: "application/json".to_owned(),
        text: r#"{"grant":"relay","#.to_owned(),
    };
    told(half, &["could not be read"]).await;
}

async fn an_address_that_it_does_not_expect() {
    // A browser by itself asks once more by another connection (RFC 9110 §15.5.20).
    let world = world(json!({})).await;
    world.host.set_fault(Fault::at(Server::Host, COMPANION, refused(421, MISDIRECTED)));
    alerts(&world, &["does not expect", "list the host", "Code", MISDIRECTED], "Retry").await;
    world.finish().await;
}

async fn a_portal_that_it_does_not_let_in() {
    told(|_| refused(403, NOT_ALLOWED), &["does not allow this", "who may ask"]).await;
}

async fn too_many_requests() {
    let busy = |_: &World| Effect::Status { code: 429, retry_after: Some("30".to_owned()), body: None };
    told(busy, &["busy", "30 seconds"]).await;
}

async fn an_application_that_the_authority_refuses() {
    told(|_| refused(503, REFUSED), &["refuses the application", "companion check"]).await;
}

async fn another_environment() {
    let world = world(json!({ "environment": "Sandbox" })).await;
    world.host.set_fault(Fault::at(Server::Host, COMPANION, described(&world, json!({}))));
    alerts(&world, &["environment “Production”", "“Sandbox”", "portal.json"], "Retry").await;
    world.finish().await;
}

/// Where a token is used is for the settings to say: an answer that names another place gets none there.
async fn another_service() {
    let elsewhere =
        json!({ "grant": "token", "upstream": "https://elsewhere.example/v2.0/cronus.example/Production" });
    told(
        |world| described(world, elsewhere.clone()),
        &["https://elsewhere.example", "service in portal.json"],
    )
    .await;
}

async fn a_newer_grant() {
    told(|world| described(world, json!({ "grant": "cookie" })), &["does not know", "grant is “cookie”"])
        .await;
}

async fn a_newer_who() {
    told(|world| described(world, json!({ "who": "mtls" })), &["does not know", "who is “mtls”"]).await;
}

async fn who_asks_without_settings() {
    let who = |world: &World| described(world, json!({ "who": "oidc" }));
    told(who, &["asks who you are", "authority, clientId and scope"]).await;
}

async fn a_token_that_is_not_handed_out() {
    let world = world(json!({})).await;
    world.host.set_fault(
        Fault::at(Server::Host, COMPANION, described(&world, json!({ "grant": "token" }))).method("GET"),
    );
    world.host.set_fault(Fault::at(Server::Host, "/companion/token", refused(503, REFUSED)));
    alerts(&world, &["refuses the application"], "Reload").await;
    let asked = asked(&world);
    let told: Vec<(&str, &str)> =
        asked.iter().map(|seen| (seen.method.as_str(), seen.path.as_str())).collect();
    assert_eq!(told, [("GET", COMPANION), ("POST", "/companion/token")]);
    world.finish().await;
}

async fn a_token_that_is_none() {
    let world = world(json!({})).await;
    world.host.set_fault(
        Fault::at(Server::Host, COMPANION, described(&world, json!({ "grant": "token" }))).method("GET"),
    );
    let answer = Effect::Body {
        content_type: "application/json".to_owned(),
        text: json!({ "access_token": "t", "token_type": "mac", "expires_in": 3600 }).to_string(),
    };
    world.host.set_fault(Fault::at(Server::Host, "/companion/token", answer));
    alerts(&world, &["could not be read"], "Reload").await;
    world.finish().await;
}

/// It says what it is, and then refuses what is asked of Business Central.
async fn a_relay_that_fails_later() {
    let world = world(json!({})).await;
    world.host.set_fault(Fault::at(Server::Host, COMPANION, described(&world, json!({}))).times(1));
    world.host.set_fault(Fault::at(Server::Host, "/companion/v2.0/", refused(403, NOT_ALLOWED)));
    alerts(&world, &["does not allow this", "for what", "Code", NOT_ALLOWED], "Reload").await;
    let asked = asked(&world);
    let last = asked.last().expect("a request");
    assert_eq!(last.path, "/companion/v2.0/cronus.example/Production/api/v2.0/companies");
    world.finish().await;
}

async fn a_relay_that_is_gone_later() {
    let world = world(json!({})).await;
    world.host.set_fault(Fault::at(Server::Host, COMPANION, described(&world, json!({}))).times(1));
    world.host.set_fault(Fault::at(Server::Host, "/companion/v2.0/", Effect::Cut { after: None }));
    alerts(&world, &["companion", "cannot be reached"], "Reload").await;
    world.finish().await;
}

/// As in the other modes: a line says so, and it goes on by itself.
async fn offline_it_waits() {
    let mut world = world(json!({})).await;
    let page = world.page();
    page.open(&world.at("setup/")).await;
    page.find("heading", "Guests").first().await;
    world.rest().await;
    world.offline(true).await;
    let before = asked(&world).len();
    let page = world.page();
    page.find("link", "CRONUS portal").click().await;
    page.find("button", "Open").click().await;
    page.until("a word about it", async || {
        page.text().await.contains("This device is offline").then_some(())
    })
    .await;
    assert!(!page.any("alert").is_there().await);
    assert_eq!(asked(&world).len(), before);
    world.offline(false).await;
    world.page().any("alert").first().await;
    assert!(asked(&world).len() > before, "it was asked once the network was back");
    world.finish().await;
}

async fn retry_asks_again() {
    let world = world(json!({})).await;
    world.host.set_fault(Fault::at(Server::Host, COMPANION, refused(503, "")).times(1));
    alerts(&world, &["not available"], "Retry").await;
    world.page().find("button", "Retry").click().await;
    // Now the host answers with the portal's page.
    let page = world.page();
    page.until("another answer", async || page.any("alert").text().await.contains("web page").then_some(()))
        .await;
    assert_eq!(asked(&world).len(), 2);
    world.finish().await;
}

async fn the_setup_page_tells() {
    for (environment, parts) in [
        ("Production", ["grant = token", "who = open", "/v2.0/cronus.example/Production"]),
        ("Sandbox", ["the environment “Production”", "“Sandbox”", "portal.json"]),
    ] {
        let world = world(json!({ "environment": environment })).await;
        let answer = described(&world, json!({ "grant": "token" }));
        world.host.set_fault(Fault::at(Server::Host, COMPANION, answer));
        let page = world.page();
        page.open(&world.at("setup/")).await;
        checked(page).await;
        let text = page.text().await;
        for part in parts.into_iter().chain(["Guests"]) {
            assert!(text.contains(part), "{part}: {text}");
        }
        let is_asked = asked(&world).iter().any(|seen| seen.path != COMPANION);
        assert_eq!(is_asked, environment == "Production", "one that is not meant hands out nothing");
        assert!(world.sandbox.requests().is_empty());
        world.finish().await;
    }
}

/// The companion's own names for what it refuses.
const NOT_ALLOWED: &str = "Companion_NotAllowed";
const MISDIRECTED: &str = "Companion_Misdirected";
const REFUSED: &str = "Companion_AuthorityRefused";
