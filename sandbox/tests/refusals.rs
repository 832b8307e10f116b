//! Refusals and challenges on purpose: every error that Entra is known for, in its full shape.

mod support;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sandbox::{Effect, Fault, PEOPLE, Server};
use serde_json::{Value, json};
use support::{Browser, PORTAL, World, ada, form};

const DISCOVERY: &str = "/v2.0/.well-known/openid-configuration";
const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}"#;

/// Switches a refusal on the way another process would, for one request.
fn refuse(world: &World, path: &str, refusal: &Value) {
    let fault = json!({ "server": "authority", "matches": { "path": path, "times": 1 }, "effect": { "refuse": refusal } });
    assert_eq!(world.control("faults", &fault).status, 201);
}

#[test]
fn the_token_endpoint_refuses_in_entras_shape() {
    let world = World::new();
    let tokens = world.tokens(ada());
    for (error, number, status, expected) in [
        ("invalid_grant", 50_196, None, 400),
        ("invalid_grant", 700_082, None, 400),
        ("interaction_required", 50_076, None, 400),
        ("invalid_client", 7_000_215, None, 401),
        ("temporarily_unavailable", 90_055, Some(429), 429),
        ("server_error", 90_033, Some(503), 503),
    ] {
        let mut refusal = json!({ "error": error, "number": number });
        if let Some(status) = status {
            refusal["status"] = json!(status);
        }
        refuse(&world, "/token", &refusal);
        let page = world.renew(&tokens["refresh_token"]);
        let told = page.json();
        assert_eq!((page.status, &told["error"]), (expected, &json!(error)), "{number}");
        assert_eq!(told["error_codes"], json!([number]));
        let description = told["error_description"].as_str().unwrap();
        let [trace, correlation, at] =
            ["trace_id", "correlation_id", "timestamp"].map(|name| told[name].as_str().unwrap());
        let support = format!(" Trace ID: {trace} Correlation ID: {correlation} Timestamp: {at}");
        assert!(description.starts_with(&format!("AADSTS{number}: ")) && description.ends_with(&support));
        assert!(told.get("suberror").is_none() && told.get("claims").is_none());
        assert_eq!(page.header("access-control-allow-origin"), Some(PORTAL));
        assert_eq!(page.header("cache-control"), Some("no-store, no-cache"));
    }
    assert_eq!(world.renew(&tokens["refresh_token"]).status, 200);
}

#[test]
fn the_token_endpoint_tells_suberror_and_claims() {
    let world = World::new();
    let tokens = world.tokens(ada());
    let refusal = Effect::Refuse {
        error: "invalid_grant".to_owned(),
        number: 50_173,
        suberror: Some("bad_token".to_owned()),
        claims: Some(CLAIMS.to_owned()),
        status: None,
    };
    world.sandbox.set_fault(Fault::at(Server::Authority, "/token", refusal).times(1));
    let told = world.renew(&tokens["refresh_token"]).json();
    assert_eq!((&told["suberror"], &told["claims"]), (&json!("bad_token"), &json!(CLAIMS)));
}

#[test]
fn the_authorization_endpoint_refuses_by_redirect() {
    let world = World::new();
    let mut browser = Browser::default();
    world.code(&mut browser, ada());
    let refusal = json!({ "error": "interaction_required", "number": 50_076, "suberror": "basic_action", "claims": CLAIMS });
    refuse(&world, "/authorize", &refusal);
    let page = browser.get(&world.authorize(&[]));
    assert_eq!((page.status, page.aadsts()), (303, Some(50_076)));
    let answered = |name: &str| page.answered(name).unwrap_or_default();
    assert_eq!(
        (answered("error"), answered("state")),
        ("interaction_required".to_owned(), "s t&te".to_owned())
    );
    assert_eq!(
        (answered("suberror"), answered("error_subcode")),
        ("basic_action".into(), "basic_action".into())
    );
    assert_eq!(answered("claims"), CLAIMS);
    assert!(answered("error_uri").ends_with("/error?code=50076"));
    assert_eq!((page.answered("iss"), page.answered("code")), (None, None));
    assert!(browser.get(&world.authorize(&[])).answered("code").is_some());
}

#[test]
fn an_untrusted_address_is_never_sent_a_refusal() {
    let world = World::new();
    refuse(&world, "/authorize", &json!({ "error": "access_denied", "number": 53_003 }));
    let page = Browser::default().get(&world.authorize(&[("redirect_uri", "http://evil.example/")]));
    assert_eq!((page.status, page.aadsts(), page.header("location")), (400, Some(50_011), None));
}

#[test]
fn a_refusal_can_be_for_one_prompt_only() {
    let world = World::new();
    let mut browser = Browser::default();
    world.code(&mut browser, ada());
    let refusal = Effect::refuse("invalid_request", 90_023);
    world.sandbox.set_fault(Fault::at(Server::Authority, "prompt=select_account", refusal));
    let refused = browser.get(&world.authorize(&[("prompt", "select_account")]));
    assert_eq!(
        (refused.answered("error").as_deref(), refused.aadsts()),
        (Some("invalid_request"), Some(90_023))
    );
    assert!(browser.get(&world.authorize(&[("prompt", "login")])).body.contains("<h1>Sign in</h1>"));
    assert!(browser.get(&world.authorize(&[])).answered("code").is_some());
}

#[test]
fn a_refusal_can_come_after_the_account_was_picked() {
    let world = World::new();
    let refusal = Effect::refuse("access_denied", 53_003);
    world.sandbox.set_fault(Fault::at(Server::Authority, "/authorize", refusal).method("POST"));
    let mut browser = Browser::default();
    let address = world.authorize(&[]);
    assert_eq!(browser.get(&address).status, 200);
    let page = browser.post(&address, &form(&[("person", PEOPLE[1].object_id)], &[]), None);
    assert_eq!((page.answered("error").as_deref(), page.aadsts()), (Some("access_denied"), Some(53_003)));
}

#[test]
fn discovery_can_be_refused() {
    let world = World::new();
    refuse(&world, "openid-configuration", &json!({ "error": "invalid_request", "number": 90_002 }));
    let page = Browser::default().send("GET", &world.at(DISCOVERY), &[("origin", PORTAL)], None);
    assert_eq!((page.status, page.aadsts()), (400, Some(90_002)));
    assert_eq!(page.header("access-control-allow-origin"), Some("*"));
    assert_eq!(Browser::default().get(&world.at(DISCOVERY)).status, 200);
}

#[test]
fn business_central_challenges_a_good_token() {
    let world = World::new();
    let token = &world.tokens(ada())["access_token"];
    for readable in [false, true] {
        let challenge = Effect::Challenge { claims: CLAIMS.to_owned(), readable };
        world.sandbox.set_fault(Fault::at(Server::Service, "/companies", challenge).times(1));
        assert_eq!(world.companies(&json!("not.a.token")).status, 401, "this one is not challenged");
        let page = world.companies(token);
        assert_eq!(
            (page.status, &page.json()["error"]["code"]),
            (401, &json!("Authentication_InvalidCredentials"))
        );
        let expected = format!(
            "Bearer realm=\"\", authorization_uri=\"{}\", error=\"insufficient_claims\", claims=\"{}\"",
            world.at("/oauth2/v2.0/authorize"),
            STANDARD.encode(CLAIMS)
        );
        assert_eq!(page.header("www-authenticate"), Some(expected.as_str()));
        let exposed = page.header("access-control-expose-headers");
        assert_eq!(exposed, readable.then_some("WWW-Authenticate"));
        assert_eq!(page.header("access-control-allow-origin"), Some(PORTAL));
        assert_eq!(world.companies(token).status, 200);
    }
}

#[test]
fn claims_that_a_client_passes_on_must_be_json() {
    let world = World::new();
    let mut browser = Browser::default();
    let code = world.code(&mut browser, ada());
    assert!(browser.get(&world.authorize(&[("claims", CLAIMS)])).answered("code").is_some());
    let encoded = STANDARD.encode(CLAIMS);
    let refused = browser.get(&world.authorize(&[("claims", &encoded)]));
    assert_eq!(
        (refused.answered("error").as_deref(), refused.aadsts()),
        (Some("invalid_request"), Some(90_100))
    );
    assert_eq!(world.token(&world.redemption(&code, &[("claims", &encoded)])).aadsts(), Some(90_100));
    assert_eq!(world.token(&world.redemption(&code, &[("claims", CLAIMS)])).status, 200);
}
