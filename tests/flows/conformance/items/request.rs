//! A: the authorization request.

use std::collections::BTreeSet;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sandbox::{Effect, Fault, Seen, Server};
use serde_json::json;

use super::item;
use crate::{
    conformance::{
        case::{Case, Step, accepted, flow, refused},
        lies::discovery,
    },
    setup::Setup,
    world::{ADA, World},
};

pub(super) fn cases() -> Vec<Case> {
    vec![
        item(
            "item_01_code_and_nothing_else",
            "`response_type=code`, no tokens from the authorization endpoint",
            vec![Step::Look(code_and_nothing_else, "asks for `code` alone")],
        ),
        item(
            "item_02_pkce",
            "PKCE with S256, a new verifier each time",
            vec![Step::Look(pkce, "sends S256 of a verifier of at least 43 characters, another each time")],
        ),
        item(
            "item_03_pkce_is_supported",
            "PKCE must not be ruled out; `state` and `nonce` go along (items 4 and 5)",
            vec![
                refused("a discovery document that announces `plain` alone", |_| {
                    vec![discovery(json!({ "code_challenge_methods_supported": ["plain"] }))]
                })
                .into(),
                accepted(
                    "one that announces `S256`; without a word about it, as Entra: all other rows",
                    |_| vec![discovery(json!({ "code_challenge_methods_supported": ["plain", "S256"] }))],
                )
                .into(),
            ],
        ),
        item(
            "item_04_state",
            "`state` of at least 128 random bits, for one sign-in, carrying nothing",
            vec![Step::Look(|world| is_random(world, "state"), "sends 256 bits, others each time")],
        ),
        item(
            "item_05_nonce",
            "`nonce`, random and for one sign-in",
            vec![Step::Look(|world| is_random(world, "nonce"), "sends 256 bits, others each time")],
        ),
        item(
            "item_06_redirect_uri",
            "The registered redirect URI to the letter, over https but on this computer",
            vec![
                Step::Look(redirect_uri, "names the registered one"),
                flow!(
                    no_plain_http,
                    "settings with a redirect URI of http:// elsewhere",
                    "says what is wrong with the setting; nobody is sent anywhere",
                ),
            ],
        ),
        item(
            "item_07_issuer_of_the_attempt",
            "Who was asked is remembered, and only their endpoints are used",
            vec![flow!(
                another_issuer_meanwhile,
                "settings that name another issuer by the time the answer comes",
                "sends the code to neither: the attempt is out of date",
            )],
        ),
        item(
            "item_08_least_scope",
            "The least scope, of one resource",
            vec![Step::Look(scope, "asks for Business Central's, `openid`, `profile` and `offline_access`")],
        ),
        item(
            "item_09_no_open_redirector",
            "Where to go after signing in is a path of the portal's own, from the address first opened",
            vec![flow!(
                no_open_redirector,
                "sign-ins from addresses such as `//evil.example`, `/\\evil.example`, `?next=javascript:…`",
                "stays at its own origin",
            )],
        ),
        item(
            "item_10_no_passwords",
            "No password passes through the client",
            vec![Step::Look(no_passwords, "redeems codes and refresh tokens alone")],
        ),
    ]
}

/// The requests that began a sign-in.
pub(super) fn authorizations(world: &World) -> Vec<Seen> {
    world.seen(Server::Authority, "/authorize").into_iter().filter(|seen| seen.method == "GET").collect()
}

/// The requests for tokens.
pub(super) fn exchanges(world: &World) -> Vec<Seen> {
    world.seen(Server::Authority, "/token")
}

fn code_and_nothing_else(world: &World) {
    let asked = authorizations(world);
    assert_eq!(asked.len(), 2);
    for seen in asked {
        assert_eq!(seen.parameter("response_type").as_deref(), Some("code"));
    }
}

fn pkce(world: &World) {
    let verifiers: Vec<String> =
        exchanges(world).iter().filter_map(|seen| seen.field("code_verifier")).collect();
    assert_eq!(verifiers.len(), 2);
    for (asked, verifier) in authorizations(world).iter().zip(&verifiers) {
        assert_eq!(asked.parameter("code_challenge_method").as_deref(), Some("S256"));
        assert!((43..=128).contains(&verifier.len()), "{} characters", verifier.len());
        assert!(verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)));
        // The sandbox redeems no code whose verifier doesn't fit.
        assert_eq!(asked.parameter("code_challenge").map(|challenge| challenge.len()), Some(43));
    }
    assert_ne!(verifiers[0], verifiers[1]);
}

/// 256 bits in base64url are 43 characters, and leave no room for anything else.
fn is_random(world: &World, name: &str) {
    let values: BTreeSet<String> =
        authorizations(world).iter().filter_map(|seen| seen.parameter(name)).collect();
    assert_eq!(values.len(), 2, "another each time: {values:?}");
    for value in values {
        assert_eq!(URL_SAFE_NO_PAD.decode(&value).map(|bytes| bytes.len()), Ok(32), "{value}");
    }
}

fn redirect_uri(world: &World) {
    for seen in authorizations(world) {
        assert_eq!(seen.parameter("redirect_uri"), Some(world.at("auth/")));
    }
}

async fn no_plain_http() {
    let connection = json!({ "redirectUri": "http://portal.example/auth/" });
    let world = World::with(Setup { connections: vec![connection], ..Setup::default() }).await;
    world.page().open(&world.at("")).await;
    let told = world.page().any("alert").text().await;
    assert!(told.contains("redirectUri"), "{told}");
    assert_eq!(world.seen(Server::Authority, "").len(), 0);
    world.finish().await;
}

/// What is there under the tenant's domain calls itself by that, and is another issuer than the one that was asked.
async fn another_issuer_meanwhile() {
    let mut world = World::start().await;
    let page = world.page();
    page.open(&world.at("setup/")).await;
    let mut connection =
        page.evaluate("async () => (await (await fetch('/portal.json')).json()).connections[0]").await;
    page.open(&world.at("")).await;
    page.find("heading", "Sign in").first().await;
    let domain = &world.sandbox.config().domain;
    let other = format!("{}/{domain}/v2.0", world.sandbox.authority_origin());
    connection["authority"] = json!(other);
    let set = |members| Effect::Json { set: serde_json::from_value(members).expect("an object") };
    let settings = set(json!({ "connections": [connection] }));
    world.host.set_fault(Fault::at(Server::Host, "/portal.json", settings));
    let named = Fault::at(Server::Authority, &format!("/{domain}/v2.0/"), set(json!({ "issuer": other })));
    world.fault(named);
    world.pick(ADA).await;
    let page = world.page();
    page.find("button", "Accept").click().await;
    let told = page.any("alert").text().await;
    assert!(told.contains("out of date"), "{told}");
    assert_eq!(exchanges(&world).len(), 0, "the code is sent to nobody");
    world.finish().await;
}

fn scope(world: &World) {
    let scope = format!("{}/.default openid profile offline_access", world.sandbox.service());
    for seen in authorizations(world) {
        assert_eq!(seen.parameter("scope").as_deref(), Some(scope.as_str()));
    }
}

async fn no_open_redirector() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    for hostile in [
        "/evil.example/",
        "\\evil.example/",
        "%2F%2Fevil.example/",
        "?next=javascript:alert(1)&returnTo=https://evil.example/",
        "#https://evil.example/",
    ] {
        world.rest().await;
        world.forget_requests();
        world.visit_again().await;
        let page = world.page();
        page.open(&world.at(hostile)).await;
        page.find("button", "Sign out").first().await;
        assert_eq!(authorizations(&world).len(), 1, "{hostile}: a sign-in");
        let address = page.address().await;
        assert!(address.starts_with(&world.at("")), "{hostile} led to {address}");
    }
    world.rest().await;
    let elsewhere = |address: &String| {
        ![world.host.origin(), world.sandbox.authority_origin(), world.sandbox.service()]
            .iter()
            .any(|origin| address.starts_with(origin.as_str()))
    };
    let strange: Vec<String> = world.addresses().into_iter().filter(elsewhere).collect();
    assert!(strange.iter().all(|address| address.starts_with("about:")), "{strange:?}");
    world.finish().await;
}

fn no_passwords(world: &World) {
    for seen in exchanges(world) {
        let grant = seen.field("grant_type").unwrap_or_default();
        assert!(["authorization_code", "refresh_token"].contains(&grant.as_str()), "{grant}");
        assert_eq!(seen.field("password"), None);
    }
}
