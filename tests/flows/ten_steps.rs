//! The authorization code flow, step by step, asserted on what the Authority and Business Central received.

use form_urlencoded::parse;
use sandbox::{Seen, Server};
use serde_json::Value;

use crate::{
    setup::Setup,
    trials,
    world::{ADA, World},
};

trials![ten_steps, ten_steps_of_a_delegate];

fn only(mut seen: Vec<Seen>, what: &str) -> Seen {
    assert_eq!(seen.len(), 1, "{what}: {seen:?}");
    seen.remove(0)
}

async fn ten_steps() {
    walk(Setup::default(), None).await;
}

/// AzDelegate: the same, and the Authority is told which account is meant.
async fn ten_steps_of_a_delegate() {
    let connection = serde_json::json!({ "mode": "AzDelegate", "delegate": ADA });
    walk(Setup { connections: vec![connection], ..Setup::default() }, Some(ADA)).await;
}

async fn walk(setup: Setup, login_hint: Option<&str>) {
    let world = World::with(setup).await;
    let page = world.page();

    // 1: the portal is opened, 2: looks for a token, finds none, 3: and goes to the Authority for a code.
    page.open(&world.at("")).await;
    page.find("heading", "Sign in").first().await;
    under_strict_headers(&world);
    assert!(world.seen(Server::Service, "").is_empty(), "Business Central is asked only with a token");
    let authorize = only(world.seen(Server::Authority, "/authorize"), "one authorization request");
    asks_for_a_code(&world, &authorize);
    assert_eq!(authorize.parameter("login_hint").as_deref(), login_hint);

    // 4: the user signs in. 5: and authorizes the portal.
    world.pick(ADA).await;
    page.find("button", "Accept").click().await;

    // 6: back to the RedirectURI with the code. 7: which is exchanged for a token. 8: which is kept in the session.
    page.find("link", "Customers").first().await;
    let decisions: Vec<Seen> = world
        .seen(Server::Authority, "/authorize")
        .into_iter()
        .filter(|seen| seen.method == "POST")
        .collect();
    assert_eq!(decisions.len(), 2, "the person was picked, and the portal accepted, once: {decisions:?}");
    let callback = redirect(&decisions[1]);
    let state = authorize.parameter("state");
    assert_eq!(parameter(&callback, "state"), state, "the state goes round");
    let token = only(world.seen(Server::Authority, "/token"), "one token request");
    redeems(&world, &token, parameter(&callback, "code").as_deref());
    let answer: Value = serde_json::from_slice(&token.answer.expect("an answer").body).expect("JSON");
    let access_token = answer["access_token"].as_str().expect("an access token");
    let kept: String = page.session_storage().await.into_values().collect();
    assert!(kept.contains(access_token), "the token is in sessionStorage");

    // 9: Business Central is called with it.
    let calls = world.seen(Server::Service, "/v2.0/");
    assert!(!calls.is_empty());
    for call in &calls {
        let bearer = format!("Bearer {access_token}");
        assert_eq!(call.header("authorization"), Some(bearer.as_str()), "{} {}", call.method, call.path);
        assert_eq!(call.method, "GET");
        assert!(call.status().is_none_or(|status| status == 200), "{}", call.path);
        assert_eq!(call.header("cookie"), None);
    }

    // 10: and the user uses the portal, where they first wanted to.
    assert_eq!(page.address().await, world.at(""));
    page.find("link", "Customers").click().await;
    let rows = world.rows().await;
    assert!(rows.len() > 5, "{rows:?}");
    assert_eq!(world.seen(Server::Authority, "/token").len(), 1, "one token for all of it");
    world.finish().await;
}

/// Every answer of the portal's host had the policy and the isolation that the portal must work under.
fn under_strict_headers(world: &World) {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self' {} {}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        world.sandbox.authority_origin(),
        world.sandbox.service()
    );
    for seen in world.host.requests() {
        let headers = seen.answer.as_ref().map(|answer| answer.headers.as_slice()).unwrap_or_default();
        let header =
            |wanted| headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        assert_eq!(header("content-security-policy"), Some(policy.as_str()), "{}", seen.path);
        assert_eq!(header("cross-origin-opener-policy"), Some("same-origin"), "{}", seen.path);
    }
}

fn asks_for_a_code(world: &World, authorize: &Seen) {
    assert_eq!(authorize.method, "GET");
    for (name, value) in [
        ("response_type", "code"),
        ("response_mode", "fragment"),
        ("code_challenge_method", "S256"),
        ("client_id", sandbox::DEFAULT_CLIENT_ID),
        ("redirect_uri", &world.at("auth/")),
        ("scope", &format!("{}/.default openid profile offline_access", world.sandbox.service())),
    ] {
        assert_eq!(authorize.parameter(name).as_deref(), Some(value), "{name}");
    }
    for name in ["state", "nonce", "code_challenge"] {
        let length = authorize.parameter(name).unwrap_or_default().len();
        assert!(length >= 43, "{name} has 256 bits: {length} characters");
    }
    assert_eq!(authorize.parameter("client_secret"), None);
}

fn redeems(world: &World, token: &Seen, code: Option<&str>) {
    assert_eq!(token.method, "POST");
    assert_eq!(token.field("grant_type").as_deref(), Some("authorization_code"));
    assert!(code.is_some() && token.field("code").as_deref() == code, "the very code that came");
    assert_eq!(token.field("redirect_uri").as_deref(), Some(world.at("auth/").as_str()));
    assert_eq!(token.field("client_id").as_deref(), Some(sandbox::DEFAULT_CLIENT_ID));
    assert_eq!(token.header("origin"), Some(world.host.origin().as_str()));
    assert_eq!(token.header("cookie"), None, "the token endpoint needs none");
    // The Authority compares it with the challenge and answers 200 only if they fit.
    assert!(token.field("code_verifier").is_some_and(|verifier| verifier.len() >= 43));
    assert_eq!(token.status(), Some(200));
    assert_eq!(token.field("client_secret"), None);
}

/// Where an answer sends the browser.
fn redirect(seen: &Seen) -> String {
    let headers = seen.answer.as_ref().map(|answer| answer.headers.as_slice()).unwrap_or_default();
    let location = headers.iter().find(|(name, _)| name == "location");
    location.map(|(_, address)| address.clone()).expect("a redirect")
}

/// A parameter in an address's fragment.
fn parameter(address: &str, name: &str) -> Option<String> {
    let (_, fragment) = address.split_once('#')?;
    parse(fragment.as_bytes()).find(|(each, _)| each == name).map(|(_, value)| value.into_owned())
}
