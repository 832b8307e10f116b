//! Faults over HTTP: each does what it says, for as long as it says.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;

use sandbox::{Effect, Fault, Server, faults::Members};
use serde_json::{Value, json};
use support::{Browser, PORTAL, World, ada, claims, header};

const DISCOVERY: &str = "/v2.0/.well-known/openid-configuration";

fn set(value: Value) -> Members {
    serde_json::from_value(value).unwrap()
}

/// Switches a fault on the way another process would.
fn switch_on(world: &World, fault: &Value) -> u64 {
    let address = format!("{}/_sandbox/faults", world.sandbox.service());
    let headers = [("content-type", "application/json")];
    let page = Browser::default().send("POST", &address, &headers, Some(&fault.to_string()));
    assert_eq!(page.status, 201, "{}", page.body);
    page.json()["id"].as_u64().unwrap()
}

#[test]
fn statuses_come_as_often_as_asked_and_are_readable() {
    let world = World::new();
    let address = world.at(DISCOVERY);
    switch_on(
        &world,
        &json!({ "server": "authority", "matches": { "path": "openid", "times": 2 },
        "effect": { "status": { "code": 503, "retry_after": "7" } } }),
    );
    for expected in [503, 503, 200] {
        let page = Browser::default().send("GET", &address, &[("origin", PORTAL)], None);
        assert_eq!(page.status, expected);
        assert_eq!(page.header("access-control-allow-origin"), Some("*"));
        assert_eq!(page.header("retry-after"), (expected == 503).then_some("7"));
    }
}

#[test]
fn cors_headers_can_be_missing() {
    let world = World::new();
    let number = switch_on(&world, &json!({ "effect": "no_cors" }));
    let ask = || Browser::default().send("GET", &world.at(DISCOVERY), &[("origin", PORTAL)], None);
    assert_eq!(ask().header("access-control-allow-origin"), None);
    let address = format!("{}/_sandbox/faults/{number}", world.sandbox.service());
    assert_eq!(Browser::default().send("DELETE", &address, &[], None).status, 204);
    assert_eq!(ask().header("access-control-allow-origin"), Some("*"));
}

#[test]
fn a_preflight_can_refuse_one_header() {
    let world = World::new();
    world.sandbox.set_fault(Fault::at(
        Server::Service,
        "/v2.0/",
        Effect::RefuseHeader { name: "Prefer".to_owned() },
    ));
    let address = format!("{}/v2.0/x", world.sandbox.service());
    let headers = [("origin", PORTAL), ("access-control-request-method", "GET")];
    let page = Browser::default().send("OPTIONS", &address, &headers, None);
    let allowed: Vec<&str> = page.header("access-control-allow-headers").unwrap().split(", ").collect();
    assert!(allowed.contains(&"authorization") && !allowed.contains(&"prefer"), "{allowed:?}");
}

#[test]
fn answers_can_be_cut_truncated_and_replaced() {
    let world = World::new();
    let address = world.at(DISCOVERY);
    let get = || Browser::default().try_send("GET", &address, &[], None);
    let whole = get().unwrap().body;
    let fault = |effect| world.sandbox.set_fault(Fault::at(Server::Authority, DISCOVERY, effect).times(1));

    fault(Effect::Cut { after: None });
    assert!(get().is_err(), "no answer at all");
    fault(Effect::Cut { after: Some(20) });
    assert!(get().is_err(), "a body that breaks off");
    fault(Effect::Cut { after: Some(whole.len()) });
    assert!(get().is_err(), "a body that never ends");
    fault(Effect::Truncate { bytes: 20 });
    assert_eq!(get().unwrap().body, whole[..20]);
    fault(Effect::Body { content_type: "text/html".to_owned(), text: "<p>Hello</p>".to_owned() });
    let page = get().unwrap();
    assert_eq!(
        (page.status, page.header("content-type"), page.body.as_str()),
        (200, Some("text/html"), "<p>Hello</p>")
    );
    assert_eq!(get().unwrap().body, whole);
}

#[test]
fn a_request_that_hangs_is_let_go_by_clearing() {
    let world = World::new();
    world.sandbox.set_fault(Fault::at(Server::Authority, DISCOVERY, Effect::Hang).times(1));
    let address = world.at(DISCOVERY);
    let asking = std::thread::spawn(move || Browser::default().try_send("GET", &address, &[], None).is_err());
    let faults = format!("{}/_sandbox/faults", world.sandbox.service());
    // The fault is used up as soon as the request hangs.
    while Browser::default().get(&faults).json() != json!([]) {}
    assert_eq!(world.sandbox.requests()[0].status(), None);
    assert!(!asking.is_finished());
    world.sandbox.clear_faults();
    assert!(asking.join().unwrap(), "the connection is closed without an answer");
}

#[test]
fn answers_can_say_something_else() {
    let world = World::new();
    world.sandbox.set_fault(Fault::at(
        Server::Authority,
        DISCOVERY,
        Effect::Json { set: set(json!({ "issuer": "https://evil.example", "jwks_uri": null })) },
    ));
    world.sandbox.set_fault(Fault::at(
        Server::Authority,
        DISCOVERY,
        Effect::Headers {
            set: [("date".to_owned(), Some("Thu, 01 Jan 1970 00:00:00 GMT".to_owned()))].into(),
        },
    ));
    let page = Browser::default().get(&world.at(DISCOVERY));
    assert_eq!(page.header("date"), Some("Thu, 01 Jan 1970 00:00:00 GMT"));
    let document = page.json();
    assert_eq!(document["issuer"], "https://evil.example");
    assert!(document.get("jwks_uri").is_none() && document.get("token_endpoint").is_some());
}

#[test]
fn answers_can_be_slow() {
    let world = World::new();
    world.sandbox.set_fault(Fault::at(Server::Authority, DISCOVERY, Effect::Delay { ms: 50 }));
    let asked = std::time::Instant::now();
    assert_eq!(Browser::default().get(&world.at(DISCOVERY)).status, 200);
    assert!(asked.elapsed() >= std::time::Duration::from_millis(50));
}

#[test]
fn links_to_the_next_page_can_lead_astray() {
    let world = World::new();
    let token = world.tokens(ada())["access_token"].as_str().unwrap().to_owned();
    let config = world.sandbox.config();
    let address = format!(
        "{}/v2.0/{}/{}/api/v2.0/companies",
        world.sandbox.service(),
        config.tenant,
        config.environment
    );
    let bearer = format!("Bearer {token}");
    let next = || {
        let headers = [("authorization", bearer.as_str()), ("prefer", "odata.maxpagesize=1")];
        let page = Browser::default().send("GET", &address, &headers, None);
        page.json()["@odata.nextLink"].as_str().map(str::to_owned)
    };
    let honest = next().unwrap();
    assert!(honest.starts_with(&format!("{address}?")), "{honest}");
    let foreign = Effect::ForeignNextLink { origin: "https://evil.example".to_owned() };
    world.sandbox.set_fault(Fault::at(Server::Service, "/companies", foreign).times(1));
    let path = &honest[world.sandbox.service().len()..];
    assert_eq!(next().unwrap().split('?').next(), format!("https://evil.example{path}").split('?').next());
    world.sandbox.set_fault(Fault::at(Server::Service, "/companies", Effect::RepeatNextLink).times(1));
    assert_eq!(next().unwrap(), address);
}

#[test]
fn the_redirect_can_lie() {
    let world = World::new();
    let mut browser = Browser::default();
    world.code(&mut browser, ada());
    let go = |browser: &mut Browser, set: Value, repeat: Value| {
        let effect: Effect =
            serde_json::from_value(json!({ "redirect": { "set": set, "repeat": repeat } })).unwrap();
        world.sandbox.set_fault(Fault::at(Server::Authority, "/authorize", effect).times(1));
        browser.get(&world.authorize(&[]))
    };
    assert_eq!(go(&mut browser, json!({ "state": "wrong" }), json!({})).answered("state").unwrap(), "wrong");
    assert_eq!(go(&mut browser, json!({ "state": null }), json!({})).answered("state"), None);
    let issuer = json!({ "iss": "https://evil.example" });
    assert_eq!(go(&mut browser, issuer, json!({})).answered("iss").unwrap(), "https://evil.example");
    let twice = go(&mut browser, json!({}), json!({ "code": "another" }));
    assert_eq!(twice.header("location").unwrap().matches("code=").count(), 2);
    assert_eq!(browser.get(&world.authorize(&[])).answered("state").unwrap(), "s t&te");
}

#[test]
fn the_sign_in_page_does_not_use_up_a_fault_of_the_redirect() {
    let world = World::new();
    let lie = Effect::Redirect { set: set(json!({ "state": "wrong" })), repeat: Members::new() };
    world.sandbox.set_fault(Fault::at(Server::Authority, "/authorize", lie).times(1));
    let mut browser = Browser::default();
    world.code(&mut browser, ada());
    assert_eq!(
        browser.get(&world.authorize(&[])).answered("state").unwrap(),
        "s t&te",
        "used by the first answer"
    );
}

#[test]
fn the_id_token_can_lie() {
    let world = World::new();
    let effect = Effect::IdToken {
        claims: set(json!({ "iss": "https://evil.example", "nonce": null, "exp": 1 })),
        header: set(json!({ "kid": "unknown" })),
        corrupt_signature: false,
    };
    world.sandbox.set_fault(Fault::at(Server::Authority, "/token", effect).times(1));
    let tokens = world.tokens(ada());
    let token = tokens["id_token"].as_str().unwrap();
    let claims = claims(token);
    assert_eq!(
        (&claims["iss"], &claims["exp"], claims.get("nonce")),
        (&json!("https://evil.example"), &json!(1), None)
    );
    assert_eq!(header(token)["kid"], "unknown");
    assert_eq!(header(world.tokens(ada())["id_token"].as_str().unwrap())["alg"], "RS256");
}

#[test]
fn the_token_answer_can_be_odd() {
    let world = World::new();
    let odd =
        Effect::Json { set: set(json!({ "expires_in": "3600", "token_type": "bEARER", "id_token": null })) };
    world.sandbox.set_fault(Fault::at(Server::Authority, "/token", odd));
    let tokens = world.tokens(ada());
    assert_eq!((&tokens["expires_in"], &tokens["token_type"]), (&json!("3600"), &json!("bEARER")));
    assert!(tokens.get("id_token").is_none());
}

#[test]
fn the_control_endpoints_are_neither_logged_nor_faulty() {
    let world = World::new();
    world.sandbox.set_fault(Fault {
        server: None,
        matches: sandbox::Matches::default(),
        effect: Effect::Cut { after: None },
    });
    let address = format!("{}/_sandbox/requests", world.sandbox.authority_origin());
    let page = Browser::default().send("GET", &address, &[("origin", "http://anyone.example")], None);
    assert_eq!(
        (page.status, page.json(), page.header("access-control-allow-origin")),
        (200, json!([]), Some("*"))
    );
    let reset = format!("{}/_sandbox/reset", world.sandbox.service());
    assert_eq!(Browser::default().send("POST", &reset, &[], None).status, 204);
    assert_eq!(Browser::default().get(&world.at(DISCOVERY)).status, 200);
}

#[test]
fn several_sandboxes_run_at_once_and_stop() {
    let (first, second) = (World::new(), World::new());
    assert_ne!(first.sandbox.authority(), second.sandbox.authority());
    let address = first.at(DISCOVERY);
    first.stop();
    assert!(Browser::default().try_send("GET", &address, &[], None).is_err());
    assert_eq!(Browser::default().get(&second.at(DISCOVERY)).status, 200);
}
