//! The authorization code flow, step by step, asserted on what the Authority and Business Central received.

use sandbox::{Seen, Server};

use crate::{
    trials,
    world::{ADA, World},
};

trials![ten_steps];

fn only(mut seen: Vec<Seen>, what: &str) -> Seen {
    assert_eq!(seen.len(), 1, "{what}: {seen:?}");
    seen.remove(0)
}

async fn ten_steps() {
    let world = World::start().await;
    let page = world.page();

    // 1: the portal is opened. 2: there is no token. 3: off to the Authority.
    page.open(&world.at("")).await;
    page.find("heading", "Sign in").first().await;
    assert!(world.seen(Server::Service, "").is_empty(), "Business Central is asked only with a token");
    let authorize = only(world.seen(Server::Authority, "/authorize"), "one authorization request");
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

    // 4: the user signs in. 5: and authorizes the portal.
    world.pick(ADA).await;
    page.find("button", "Accept").click().await;

    // 6: back with a code. 7: which is exchanged. 8: and kept.
    page.find("link", "Customers").first().await;
    let token = only(world.seen(Server::Authority, "/token"), "one token request");
    assert_eq!(token.method, "POST");
    assert_eq!(token.field("grant_type").as_deref(), Some("authorization_code"));
    assert_eq!(token.field("redirect_uri").as_deref(), Some(world.at("auth/").as_str()));
    assert_eq!(token.header("origin"), Some(world.host.origin().as_str()));
    assert_eq!(token.header("cookie"), None, "the token endpoint needs none");
    assert!(token.field("code_verifier").is_some_and(|verifier| verifier.len() >= 43));
    assert_eq!(token.field("client_secret"), None);
    let kept: String = page.session_storage().await.into_values().collect();
    assert!(world.has_token(&kept), "the token is in sessionStorage");

    // 9: Business Central is called with the token. 10: the portal is used.
    let calls = world.seen(Server::Service, "/v2.0/");
    assert!(!calls.is_empty());
    for call in &calls {
        let authorization = call.header("authorization").unwrap_or_default();
        assert!(authorization.starts_with("Bearer "), "{} {}", call.method, call.path);
        assert_eq!(call.method, "GET");
        assert!(call.status().is_none_or(|status| status == 200), "{}", call.path);
        assert_eq!(call.header("cookie"), None);
    }
    page.find("link", "Customers").click().await;
    let rows = world.rows().await;
    assert!(rows.len() > 5, "{rows:?}");
    world.finish().await;
}
