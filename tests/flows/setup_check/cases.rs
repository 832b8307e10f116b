//! The faults, a line each.

use std::{collections::BTreeMap, future::Future, pin::Pin, time::Duration};

use sandbox::{Effect, Fault, Server, faults::Members};
use serde_json::{Value, json};

use super::sign_in;
use crate::{setup::Setup, world::World};

/// A fault that turns one line red.
pub(super) struct Case {
    /// The test's name, and the picture's.
    pub(super) name: &'static str,
    /// The line that it turns red.
    pub(super) line: &'static str,
    /// What is done, for the table.
    pub(super) fault: &'static str,
    /// What the line must say, the remedy among it.
    pub(super) words: &'static [&'static str],
    /// Brings it about, up to the setup page.
    pub(super) begin: fn() -> Pin<Box<dyn Future<Output = World>>>,
}

macro_rules! case {
    ($name:ident, $line:literal, $fault:literal, [$($word:literal),+]) => {
        Case { name: stringify!($name), line: $line, fault: $fault, words: &[$($word),+], begin: || Box::pin($name()) }
    };
}

/// In the order of the lines.
pub(super) const CASES: &[Case] = &[
    case!(
        settings,
        "Settings",
        "`portal.json` names a mode that there is not",
        ["connections[0].mode", "AzUser"]
    ),
    case!(no_settings, "Settings", "there is no `portal.json`", ["missing", "portal.example.json"]),
    case!(
        secure_context,
        "Secure context",
        "the page is opened over http from another computer",
        ["no secure context", "https"]
    ),
    case!(
        clock,
        "Clock",
        "the computer's clock is ten minutes behind",
        ["10 minutes behind", "date and time"]
    ),
    case!(
        no_policy,
        "Content Security Policy",
        "the host sends no policy",
        ["sends no Content-Security-Policy", "header below"]
    ),
    case!(
        policy,
        "Content Security Policy",
        "the policy does not name Business Central's origin",
        ["blocks http://localhost", "connect-src", "cargo xtask dist"]
    ),
    case!(
        authority,
        "Authority",
        "the discovery document names another issuer",
        ["put https://login.example/other/v2.0 in its place", "authority in portal.json"]
    ),
    case!(
        no_authority,
        "Authority",
        "the Authority does not answer the portal",
        ["cannot be reached", "authority in portal.json", "CORS"]
    ),
    case!(pkce, "PKCE", "the Authority announces PKCE with `plain` only", ["PKCE with S256", "Allow S256"]),
    case!(
        redirect_uri,
        "Redirect URI",
        "the host has no page at the redirect URI",
        ["/auth/", "auth/index.html"]
    ),
    case!(
        another_origin,
        "Redirect URI",
        "the settings name a redirect URI at another origin",
        ["https://portal.example/auth/", "redirectUri in portal.json"]
    ),
    case!(
        another_type,
        "Redirect URI",
        "the redirect URI is registered as *Web*",
        ["AADSTS9002326", "Single-page application"]
    ),
    case!(
        sign_in_refused,
        "Sign-in",
        "the account is not assigned to the application (AADSTS50105)",
        ["has not been assigned", "administrator"]
    ),
    case!(
        companion,
        "Companion",
        "the companion is for another environment than the settings say",
        ["environment “Production”", "“Sandbox”", "portal.json"]
    ),
    case!(
        token,
        "Token",
        "Business Central refuses the token",
        ["refuses the token (401)", "scope in portal.json", "licence"]
    ),
    case!(
        cors,
        "CORS",
        "Business Central's answers have no CORS headers",
        ["No answer of http://localhost", "Access-Control-Allow-Origin", "reverse proxy"]
    ),
    case!(
        cors_of_changes,
        "CORS",
        "Business Central does not allow the header `If-Match`",
        ["changing does not", "PATCH, DELETE", "Access-Control-Allow-Headers"]
    ),
    case!(
        environment,
        "Environment",
        "the settings name an environment that there is not",
        ["no environment “Nowhere”", "Production"]
    ),
    case!(
        company,
        "Company",
        "the settings name a company that there is not",
        ["no company “Nobody Ltd.”", "CRONUS"]
    ),
    case!(
        permissions,
        "Permissions",
        "whoever has signed in may read sales only",
        ["may not read accounts, generalLedgerEntries", "permission set", "menu in portal.json"]
    ),
    case!(
        a_list_that_fails,
        "Permissions",
        "Business Central fails at one of the menu's lists",
        ["vendors", "error of its own", "administrator"]
    ),
];

fn members(members: Value) -> Members {
    serde_json::from_value(members).expect("an object")
}

/// A world on the setup page, where nobody has signed in, with `faults`.
async fn at_setup(mut world: World, faults: Vec<Fault>) -> World {
    for fault in faults {
        world.fault(fault);
    }
    world.page().open(&world.at("setup")).await;
    world
}

/// The usual connection, with `changes`.
async fn with(changes: Value) -> World {
    World::with(Setup { connections: vec![changes], ..Setup::default() }).await
}

/// A world on the setup page, where somebody has signed in, with `effect` at Business Central.
async fn at_service(effect: Effect) -> World {
    let mut world = World::start().await;
    world.excuse("http");
    sign_in(&world).await;
    super::checked(world.page()).await;
    world.service_fault("", effect);
    world.page().open(&world.at("setup")).await;
    world
}

async fn settings() -> World {
    let world = World::start().await;
    world.host.set_settings(json!({ "connections": [{ "name": "CRONUS", "mode": "Azuser" }] }));
    at_setup(world, Vec::new()).await
}

async fn no_settings() -> World {
    let mut world = World::start().await;
    world.excuse("/portal.json");
    world.host.set_settings(sandbox::host::Settings::Missing);
    at_setup(world, Vec::new()).await
}

async fn secure_context() -> World {
    let world = World::start().await;
    // The servers of a test are at localhost, which browsers trust over http, too.
    let early = "() => Object.defineProperty(window, 'isSecureContext', { get: () => false })";
    world.page().tab.prepare(early).await.expect("a script");
    at_setup(world, Vec::new()).await
}

async fn clock() -> World {
    let world = World::start().await;
    world.sandbox.advance(Duration::from_secs(630));
    at_setup(world, Vec::new()).await
}

/// A world whose host sends `policy` with every file.
async fn under(policy: impl Fn(&World) -> Option<String>) -> World {
    let world = World::start().await;
    let set = BTreeMap::from([("content-security-policy".to_owned(), policy(&world))]);
    world.host.set_fault(Fault::at(Server::Host, "/", Effect::Headers { set }));
    at_setup(world, Vec::new()).await
}

async fn no_policy() -> World {
    under(|_| None).await
}

async fn policy() -> World {
    under(|world| {
        Some(format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
             font-src 'self'; connect-src 'self' {}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            world.sandbox.authority_origin()
        ))
    })
    .await
}

async fn authority() -> World {
    let set = members(json!({ "issuer": "https://login.example/other/v2.0" }));
    let fault = Fault::at(Server::Authority, "/openid-configuration", Effect::Json { set });
    at_setup(World::start().await, vec![fault]).await
}

async fn no_authority() -> World {
    let fault = Fault::at(Server::Authority, "/openid-configuration", Effect::NoCors);
    at_setup(World::start().await, vec![fault]).await
}

async fn pkce() -> World {
    let set = members(json!({ "code_challenge_methods_supported": ["plain"] }));
    let fault = Fault::at(Server::Authority, "/openid-configuration", Effect::Json { set });
    at_setup(World::start().await, vec![fault]).await
}

async fn redirect_uri() -> World {
    let mut world = World::start().await;
    world.excuse("/auth/");
    let effect = Effect::Status { code: 404, retry_after: None, body: Some("Not found".to_owned()) };
    world.host.set_fault(Fault::at(Server::Host, "/auth/", effect));
    at_setup(world, Vec::new()).await
}

async fn another_origin() -> World {
    at_setup(with(json!({ "redirectUri": "https://portal.example/auth/" })).await, Vec::new()).await
}

async fn another_type() -> World {
    let mut world = World::start().await;
    world.fault(Fault::at(Server::Authority, "/token", Effect::refuse("invalid_request", 9_002_326)));
    sign_in(&world).await;
    world
}

async fn sign_in_refused() -> World {
    let mut world = World::start().await;
    world.fault(Fault::at(Server::Authority, "/authorize", Effect::refuse("access_denied", 50_105)));
    let page = world.page();
    page.open(&world.at("setup")).await;
    super::checked(page).await;
    page.find("button", "Sign in").click().await;
    page.until("the refusal", async || page.text().await.contains("1 failed").then_some(())).await;
    world
}

async fn companion() -> World {
    let mut world = World::start().await;
    world.excuse("/companion/");
    let connection = json!({
        "name": "Guests", "mode": "AzApp", "companion": world.at("companion"), "tenant": "cronus.example",
        "service": world.sandbox.service(), "environment": "Sandbox",
    });
    world.host.set_settings(json!({ "title": "CRONUS portal", "connections": [connection] }));
    let answer = json!({
        "grant": "relay", "who": "open", "environment": "Production",
        "upstream": format!("{}/v2.0/cronus.example/Production", world.sandbox.service()),
    });
    let effect = Effect::Body { content_type: "application/json".to_owned(), text: answer.to_string() };
    world.host.set_fault(Fault::at(Server::Host, "/companion/", effect));
    at_setup(world, Vec::new()).await
}

async fn token() -> World {
    at_service(Effect::Status { code: 401, retry_after: None, body: None }).await
}

async fn cors() -> World {
    at_service(Effect::NoCors).await
}

async fn cors_of_changes() -> World {
    at_service(Effect::RefuseHeader { name: "if-match".to_owned() }).await
}

async fn environment() -> World {
    let mut world = with(json!({ "environment": "Nowhere" })).await;
    world.excuse("/Nowhere/");
    sign_in(&world).await;
    world
}

async fn company() -> World {
    let world = with(json!({ "company": "Nobody Ltd." })).await;
    sign_in(&world).await;
    world
}

async fn permissions() -> World {
    let mut world = World::start().await;
    world.excuse("http");
    let page = world.page();
    page.open(&world.at("setup")).await;
    super::checked(page).await;
    page.find("button", "Sign in").click().await;
    world.pick("ben@cronus.example").await;
    page.find("button", "Accept").click().await;
    page.until_address("the setup page", |address| address.ends_with("/setup")).await;
    world
}

async fn a_list_that_fails() -> World {
    let mut world = World::start().await;
    sign_in(&world).await;
    super::checked(world.page()).await;
    world.service_fault("/vendors", Effect::Status { code: 500, retry_after: None, body: None });
    world.page().open(&world.at("setup")).await;
    world
}
