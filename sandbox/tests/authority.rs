//! The Authority over HTTP: signing in, agreeing, and everything it refuses.

mod support;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::signature::Verifier as _;
use sandbox::{PEOPLE, Server};
use serde_json::json;
use support::{Browser, CLIENT, PORTAL, World, ada, claims, form, header};

#[test]
fn a_person_signs_in_agrees_and_gets_tokens() {
    let world = World::new();
    let mut browser = Browser::default();
    let address = world.authorize(&[]);

    let page = browser.get(&address);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<h1>Sign in</h1>") && page.body.contains("<html lang=\"en\">"));
    for person in &PEOPLE {
        assert!(page.body.contains(&format!(">{} <span>{}</span>", person.name, person.user_name)));
    }
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("default-src 'none'") && policy.contains("form-action 'self' http://localhost:8080;")
    );

    let page = browser.post(&address, &form(&[("person", ada().object_id)], &[]), None);
    assert!(page.body.contains("<h1>Permissions requested</h1>"), "{}", page.body);
    let yes = form(&[("person", ada().object_id), ("consent", "accept")], &[]);
    let page = browser.post(&address, &yes, None);
    assert_eq!(page.status, 303);
    assert!(page.header("location").unwrap().starts_with("http://localhost:8080/auth/#"));
    assert_eq!(page.answered("state").unwrap(), "s t&te");
    assert!(page.answered("session_state").is_some() && page.answered("iss").is_none());

    let answer = world.token(&world.redemption(&page.answered("code").unwrap(), &[]));
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), Some("no-store, no-cache"));
    let answer = answer.json();
    assert_eq!((&answer["token_type"], &answer["expires_in"]), (&json!("Bearer"), &json!(3600)));
    assert!(answer["refresh_token"].is_string() && answer["refresh_token_expires_in"] == 86_400);

    let id = claims(answer["id_token"].as_str().unwrap());
    assert_eq!(id["iss"], world.sandbox.authority());
    assert_eq!((&id["aud"], &id["nonce"], &id["ver"]), (&json!(CLIENT), &json!("n0nce"), &json!("2.0")));
    assert_eq!((&id["name"], &id["oid"]), (&json!(ada().name), &json!(ada().object_id)));
    assert_eq!(id["preferred_username"], ada().user_name);
    assert_eq!(claims(answer["access_token"].as_str().unwrap())["aud"], world.sandbox.service());
    assert_eq!(world.sandbox.issued_tokens().len(), 4);
}

#[test]
fn the_id_token_is_signed_with_the_published_key() {
    let world = World::new();
    let tokens = world.tokens(ada());
    let keys = Browser::default().get(&world.at("/discovery/v2.0/keys")).json();
    let key = &keys["keys"][0];
    assert!(key.get("alg").is_none(), "Entra's keys carry no alg");
    let token = tokens["id_token"].as_str().unwrap();
    assert_eq!((&header(token)["kid"], &header(token)["alg"]), (&key["kid"], &json!("RS256")));

    let number = |name: &str| {
        rsa::BigUint::from_bytes_be(&URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap())
    };
    let public = rsa::RsaPublicKey::new(number("n"), number("e")).unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = rsa::pkcs1v15::Signature::try_from(&*URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
    let verifying = rsa::pkcs1v15::VerifyingKey::<sha2::Sha256>::new(public);
    verifying.verify(signed.as_bytes(), &signature).unwrap();
    assert!(verifying.verify(b"something else", &signature).is_err());

    world.sandbox.rotate_key();
    let rotated = Browser::default().get(&world.at("/discovery/v2.0/keys")).json();
    assert_ne!(rotated["keys"][0]["kid"], key["kid"]);
}

#[test]
fn the_second_time_nothing_is_asked_and_a_prompt_asks_again() {
    let world = World::new();
    let mut browser = Browser::default();
    world.code(&mut browser, ada());
    assert!(browser.get(&world.authorize(&[])).answered("code").is_some());
    assert!(browser.get(&world.authorize(&[("prompt", "none")])).answered("code").is_some());
    for (prompt, heading) in
        [("login", "Sign in"), ("select_account", "Pick an account"), ("consent", "Permissions requested")]
    {
        let page = browser.get(&world.authorize(&[("prompt", prompt)]));
        assert!(page.body.contains(&format!("<h1>{heading}</h1>")), "{prompt}");
    }
    let hinted = browser.get(&world.authorize(&[("login_hint", "ben@cronus.example")]));
    let (ben, ada_at) = (hinted.body.find("Ben Castle").unwrap(), hinted.body.find("Ada Birch").unwrap());
    assert!(ben < ada_at, "the account hinted at comes first");
}

#[test]
fn a_second_account_joins_the_session() {
    let world = World::new();
    let mut browser = Browser::default();
    world.code(&mut browser, ada());
    let switched = world.code_for(&mut browser, &PEOPLE[1], &[("prompt", "select_account")]);
    let tokens = world.token(&world.redemption(&switched, &[])).json();
    assert_eq!(claims(tokens["id_token"].as_str().unwrap())["oid"], PEOPLE[1].object_id);
    let ambiguous = browser.get(&world.authorize(&[("prompt", "none")]));
    assert_eq!(
        (ambiguous.answered("error").as_deref(), ambiguous.aadsts()),
        (Some("interaction_required"), Some(16_000))
    );
    assert!(browser.get(&world.authorize(&[("login_hint", ada().user_name)])).answered("code").is_some());
}

#[test]
fn saying_no_is_told_to_the_client() {
    let world = World::new();
    let mut browser = Browser::default();
    let address = world.authorize(&[("response_mode", "")]);
    browser.post(&address, &form(&[("person", ada().object_id)], &[]), None);
    let page =
        browser.post(&address, &form(&[("person", ada().object_id), ("consent", "cancel")], &[]), None);
    assert!(
        page.header("location").unwrap().starts_with("http://localhost:8080/auth/?"),
        "query is the default"
    );
    assert_eq!((page.answered("error").as_deref(), page.aadsts()), (Some("access_denied"), Some(65_004)));
    assert_eq!(page.answered("state").unwrap(), "s t&te");
}

#[test]
fn nobody_agrees_without_having_signed_in() {
    let world = World::new();
    let yes = form(&[("person", ada().object_id), ("consent", "accept")], &[]);
    let page = Browser::default().post(&world.authorize(&[]), &yes, None);
    assert!(page.status == 200 && page.body.contains("<h1>Sign in</h1>"));
}

#[test]
fn what_the_client_is_not_told_the_person_is() {
    let world = World::new();
    for (changes, number) in [
        (("redirect_uri", "http://localhost:8080/auth"), 50_011),
        (("redirect_uri", "http://localhost:8080/auth/?x"), 50_011),
        (("redirect_uri", "http://evil.example/"), 50_011),
        (("redirect_uri", ""), 900_144),
        (("client_id", "deadbeef-0000-4000-8000-000000000000"), 700_016),
        (("client_id", ""), 900_144),
    ] {
        let page = Browser::default().get(&world.authorize(&[changes]));
        assert_eq!(
            (page.status, page.aadsts(), page.header("location")),
            (400, Some(number), None),
            "{changes:?}"
        );
    }
}

#[test]
fn wrong_authorization_requests_are_refused_by_redirect() {
    let world = World::new();
    let two = format!("{}/.default https://graph.example/.default", world.sandbox.service());
    for (changes, error, number) in [
        (("response_type", "token"), "unsupported_response_type", 700_054),
        (("response_type", ""), "invalid_request", 900_144),
        (("response_mode", "form_post"), "invalid_request", 90_023),
        (("prompt", "surprise"), "invalid_request", 90_023),
        (("prompt", "none"), "login_required", 50_058),
        (("scope", "openid nonsense"), "invalid_scope", 70_011),
        (("scope", two.as_str()), "invalid_scope", 28_003),
        (("scope", "https://graph.example/.default"), "invalid_resource", 500_011),
        (("code_challenge_method", "plain"), "invalid_request", 50_147),
        (("code_challenge", "short"), "invalid_request", 50_147),
    ] {
        let page = Browser::default().get(&world.authorize(&[changes]));
        assert_eq!(
            (page.answered("error").as_deref(), page.aadsts(), page.answered("state").as_deref()),
            (Some(error), Some(number), Some("s t&te")),
            "{changes:?}"
        );
    }
    let twice = Browser::default().get(&format!("{}&state=2", world.authorize(&[])));
    assert_eq!(twice.aadsts(), Some(9_002_313));
}

#[test]
fn wrong_redemptions_are_refused_and_the_code_stays_good() {
    let world = World::new();
    let code = world.code(&mut Browser::default(), ada());
    let graph = "https://graph.example/.default";
    for (changes, status, error, number) in [
        (
            ("code_verifier", "another-verifier-of-forty-three-characters-or-more"),
            400,
            "invalid_grant",
            501_481,
        ),
        (("code_verifier", "short"), 400, "invalid_grant", 501_481),
        (("code_verifier", ""), 400, "invalid_request", 900_144),
        (("redirect_uri", "http://localhost:8080/"), 400, "invalid_grant", 500_112),
        (("client_secret", "s3cret"), 401, "invalid_client", 700_025),
        (("grant_type", "password"), 400, "unsupported_grant_type", 70_003),
        (("grant_type", ""), 400, "invalid_request", 900_144),
        (("code", "1.unknown"), 400, "invalid_grant", 70_000),
        (("client_id", "deadbeef-0000-4000-8000-000000000000"), 400, "unauthorized_client", 700_016),
        (("scope", graph), 400, "invalid_resource", 500_011),
    ] {
        let page = world.token(&world.redemption(&code, &[changes]));
        let json = page.json();
        assert_eq!(
            (page.status, &json["error"], &json["error_codes"][0]),
            (status, &json!(error), &json!(number)),
            "{changes:?}"
        );
        let description = json["error_description"].as_str().unwrap();
        assert!(description.starts_with(&format!("AADSTS{number}: ")) && description.contains(" Trace ID: "));
        assert!(json["timestamp"].is_string() && json["correlation_id"].is_string());
    }
    let twice = world.token(&format!("{}&code=x", world.redemption(&code, &[])));
    assert_eq!(twice.aadsts(), Some(9_002_313));
    assert_eq!(world.token(&world.redemption(&code, &[])).status, 200);
}

#[test]
fn a_code_redeemed_twice_takes_its_tokens_with_it() {
    let world = World::new();
    let code = world.code(&mut Browser::default(), ada());
    let tokens = world.token(&world.redemption(&code, &[])).json();
    assert_eq!(world.companies(&tokens["access_token"]).status, 200);
    let again = world.token(&world.redemption(&code, &[]));
    assert_eq!((again.status, again.aadsts()), (400, Some(54_005)));
    assert_eq!(world.companies(&tokens["access_token"]).status, 401);
    let renewed = world.renew(&tokens["refresh_token"]);
    assert_eq!((renewed.aadsts(), &renewed.json()["suberror"]), (Some(50_173), &json!("bad_token")));
}

#[test]
fn codes_without_a_challenge_and_codes_of_yesterday_are_no_good() {
    let world = World::new();
    let bare = [("code_challenge", ""), ("code_challenge_method", "")];
    let code = world.code_for(&mut Browser::default(), ada(), &bare);
    assert_eq!(world.token(&world.redemption(&code, &[])).aadsts(), Some(9_002_325));

    let code = world.code(&mut Browser::default(), ada());
    world.sandbox.advance(std::time::Duration::from_secs(601));
    assert_eq!(world.token(&world.redemption(&code, &[])).aadsts(), Some(70_008));
}

#[test]
fn only_the_clients_own_pages_redeem() {
    let world = World::new();
    let token = world.at("/oauth2/v2.0/token");
    let code = world.code(&mut Browser::default(), ada());
    let body = world.redemption(&code, &[]);
    for (origin, number) in [
        (None, 9_002_327),
        (Some("http://localhost:9999"), 9_002_326),
        (Some("https://other.example"), 9_002_326),
        (Some("null"), 9_002_326),
    ] {
        let page = Browser::default().post(&token, &body, origin);
        assert_eq!((page.status, page.aadsts()), (400, Some(number)), "{origin:?}");
        assert_eq!(page.header("access-control-allow-origin"), None, "{origin:?}");
    }
    let refused = Browser::default().post(&token, &world.redemption("1.unknown", &[]), Some(PORTAL));
    assert_eq!(refused.header("access-control-allow-origin"), Some(PORTAL), "errors are readable too");

    let preflight = |origin| {
        let headers = [("origin", origin), ("access-control-request-method", "POST")];
        Browser::default().send("OPTIONS", &token, &headers, None)
    };
    assert_eq!(preflight(PORTAL).header("access-control-allow-origin"), Some(PORTAL));
    assert_eq!(preflight("http://evil.example").header("access-control-allow-origin"), None);
    let back = Browser::default().get(&token);
    assert_eq!((back.status, back.aadsts()), (405, Some(900_561)));
}

#[test]
fn refresh_tokens_live_a_day_from_the_sign_in_whatever_is_done() {
    let world = World::new();
    let first = world.tokens(ada());
    let renew = |token| world.renew(token);
    world.sandbox.advance(std::time::Duration::from_secs(23 * 3_600));
    let second = renew(&first["refresh_token"]).json();
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert!(second["refresh_token_expires_in"].as_u64().unwrap() <= 3_600);
    assert!(claims(second["id_token"].as_str().unwrap()).get("nonce").is_none());
    assert_eq!(renew(&first["refresh_token"]).status, 200, "old ones keep working");
    world.sandbox.advance(std::time::Duration::from_secs(3_601));
    let late = renew(&second["refresh_token"]);
    assert_eq!((late.json()["error"].as_str(), late.aadsts()), (Some("invalid_grant"), Some(700_084)));
    let unknown = renew(&json!("1.unknown"));
    assert_eq!(unknown.json()["error"], "invalid_grant");
}

#[test]
fn discovery_is_as_entras() {
    let world = World::new();
    let address = world.at("/v2.0/.well-known/openid-configuration");
    let page = Browser::default().send("GET", &address, &[("origin", "http://anyone.example")], None);
    assert_eq!(page.header("access-control-allow-origin"), Some("*"));
    let document = page.json();
    assert_eq!(document["issuer"], world.sandbox.authority());
    for absent in ["code_challenge_methods_supported", "authorization_response_iss_parameter_supported"] {
        assert!(document.get(absent).is_none(), "{absent}");
    }
    let by_domain = address.replace(&world.sandbox.config().tenant, "cronus.example");
    assert_eq!(Browser::default().get(&by_domain).json()["issuer"], world.sandbox.authority());
    let other = address.replace(&world.sandbox.config().tenant, "common");
    assert_eq!(Browser::default().get(&other).json()["error_codes"][0], 90_002);
}

#[test]
fn every_request_is_remembered_with_its_answer() {
    let world = World::new();
    let code = world.code(&mut Browser::default(), ada());
    world.sandbox.clear_requests();
    world.token(&world.redemption(&code, &[]));
    let requests = world.sandbox.requests();
    assert_eq!(requests.len(), 1);
    let seen = &requests[0];
    assert_eq!((seen.server, seen.method.as_str(), seen.status()), (Server::Authority, "POST", Some(200)));
    assert!(seen.path.ends_with("/oauth2/v2.0/token"));
    assert_eq!((seen.field("code"), seen.header("origin")), (Some(code), Some(PORTAL)));
    assert!(seen.answer.as_ref().unwrap().body.starts_with(b"{"));
}
