//! Applications that come in their own name, and tokens for other APIs than Business Central's.

mod support;

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::RsaPrivateKey;
use rsa::pkcs8::{EncodePublicKey as _, LineEnding};
use rsa::signature::{RandomizedSigner as _, SignatureEncoding as _, Signer as _};
use sandbox::{
    ACCOUNTING_GROUP, Application, Credential, DEFAULT_API_ID, DEFAULT_APPLICATION_ID,
    DEFAULT_APPLICATION_SECRET, PEOPLE, Rights, SALES_GROUP,
};
use serde_json::{Value, json};
use sha2::Sha256;
use support::{Browser, PORTAL, Page, World, ada, claims, form};

const SECRET: (&str, &str) = ("client_secret", DEFAULT_APPLICATION_SECRET);
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The Authority's answer to the default application, with some parameters changed.
fn ask(world: &World, changes: &[(&str, &str)]) -> Page {
    ask_from(world, changes, None)
}

fn ask_from(world: &World, changes: &[(&str, &str)], origin: Option<&str>) -> Page {
    let scope = format!("{}/.default", world.sandbox.service());
    let parameters = [
        ("grant_type", "client_credentials"),
        ("client_id", DEFAULT_APPLICATION_ID),
        ("scope", scope.as_str()),
    ];
    Browser::default().post(&world.at("/oauth2/v2.0/token"), &form(&parameters, changes), origin)
}

#[test]
fn a_secret_is_good_for_an_access_token_and_nothing_else() {
    let world = World::new();
    let page = ask(&world, &[SECRET]);
    assert_eq!(page.status, 200, "{}", page.body);
    let answer = page.json();
    assert_eq!(answer["token_type"], "Bearer");
    assert_eq!(answer["expires_in"], 3_600);
    for none in ["refresh_token", "id_token", "scope"] {
        assert!(answer.get(none).is_none(), "{none}");
    }
    let token = answer["access_token"].as_str().unwrap();
    assert!(world.sandbox.issued_tokens().contains(&token.to_owned()));
    assert_eq!(claims(token)["roles"], json!(["API.ReadWrite.All"]));
    assert_eq!(world.companies(&answer["access_token"]).status, 200);
    world.sandbox.advance(Duration::from_secs(3_600));
    assert_eq!(world.companies(&answer["access_token"]).status, 401, "it has ended");
}

#[test]
fn what_is_wrong_is_told_by_entras_numbers() {
    let world = World::changed(|config| {
        let expired = Credential::Secret { value: "old".to_owned(), expires: Some(1) };
        config.applications[0].credentials.push(expired);
    });
    let wrong_type = [("client_assertion", "a.b.c"), ("client_assertion_type", "saml")];
    let broken = [("client_assertion", "a.b.c"), ("client_assertion_type", ASSERTION_TYPE)];
    let service = world.sandbox.service();
    let (by_name, two) =
        (format!("{service}/Financials.ReadWrite.All"), format!("{service}/.default openid"));
    for (changes, status, number) in [
        (vec![], 401, 7_000_218),
        (vec![("client_secret", "wrong")], 401, 7_000_215),
        (vec![("client_secret", "old")], 401, 7_000_222),
        (vec![SECRET, ("client_id", "nobody")], 400, 700_016),
        (vec![SECRET, ("client_id", support::CLIENT)], 400, 700_016),
        (vec![SECRET, ("scope", "")], 400, 900_144),
        (vec![SECRET, ("scope", by_name.as_str())], 400, 1_002_012),
        (vec![SECRET, ("scope", two.as_str())], 400, 1_002_012),
        (vec![SECRET, ("scope", "https://graph.example/.default")], 400, 500_011),
        (vec![SECRET, broken[0], broken[1]], 400, 90_023),
        (wrong_type.to_vec(), 400, 900_144),
        (broken.to_vec(), 401, 50_027),
    ] {
        let page = ask(&world, &changes);
        assert_eq!((page.status, page.aadsts()), (status, Some(number)), "{changes:?}: {}", page.body);
    }
    let page = ask_from(&world, &[SECRET], Some(PORTAL));
    assert_eq!(page.aadsts(), Some(9_002_326), "no browser may do that: {}", page.body);
    assert_eq!(world.sandbox.issued_tokens(), Vec::<String>::new());
}

/// A key pair and its public half in PEM.
fn key() -> (RsaPrivateKey, String) {
    let key = RsaPrivateKey::new(&mut rand::rngs::OsRng, 2_048).expect("a key");
    let public = key.to_public_key().to_public_key_pem(LineEnding::LF).expect("PEM");
    (key, public)
}

fn signed(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(header), part(claims));
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(sign(signed.as_bytes())))
}

fn pss(key: &RsaPrivateKey, message: &[u8]) -> Vec<u8> {
    let signing = rsa::pss::SigningKey::<Sha256>::new(key.clone());
    signing.sign_with_rng(&mut rand::rngs::OsRng, message).to_vec()
}

fn pkcs1(key: &RsaPrivateKey, message: &[u8]) -> Vec<u8> {
    rsa::pkcs1v15::SigningKey::<Sha256>::new(key.clone()).sign(message).to_vec()
}

#[test]
fn a_certificate_signs_assertions() {
    let (key, public_key) = key();
    let world = World::changed(|config| {
        let certificate = Credential::Certificate { thumbprint: "thumb".to_owned(), public_key };
        config.applications[0].credentials = vec![certificate];
    });
    let now = world.sandbox.clock().now();
    let good_header = json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": "thumb" });
    let good = json!({
        "iss": DEFAULT_APPLICATION_ID, "sub": DEFAULT_APPLICATION_ID, "aud": world.at("/oauth2/v2.0/token"),
        "jti": "1", "nbf": now, "exp": now + 300,
    });
    let with = |value: &Value, name: &str, other: Value| {
        let mut value = value.clone();
        value[name] = other;
        value
    };
    let ask = |assertion: &str| {
        let page = ask(&world, &[("client_assertion", assertion), ("client_assertion_type", ASSERTION_TYPE)]);
        (page.status, page.aadsts())
    };
    assert_eq!(ask(&signed(&good_header, &good, |message| pss(&key, message))), (200, None));
    for (header, claims, number) in [
        (good_header.clone(), with(&good, "sub", json!("other")), 700_021),
        (good_header.clone(), with(&good, "aud", json!("https://other.example/token")), 700_023),
        (good_header.clone(), with(&good, "exp", json!(now - 301)), 700_024),
        (good_header.clone(), with(&good, "exp", Value::Null), 700_024),
        (good_header.clone(), with(&good, "nbf", json!(now + 600)), 700_024),
        (with(&good_header, "x5t#S256", json!("other")), good.clone(), 700_027),
        (with(&good_header, "alg", json!("RS256")), good.clone(), 700_027),
        (good_header.clone(), with(&good, "iss", json!("other")), 700_211),
    ] {
        let assertion = signed(&header, &claims, |message| pss(&key, message));
        assert_eq!(ask(&assertion), (401, Some(number)), "{header} {claims}");
    }
    let wrong = signed(&good_header, &good, |message| pkcs1(&key, message));
    assert_eq!(ask(&wrong), (401, Some(700_027)), "PS256 is not RS256");
}

#[test]
fn a_token_of_a_trusted_issuer_is_a_credential() {
    let (key, public_key) = key();
    let world = World::changed(|config| {
        let federated = Credential::Federated {
            issuer: "https://cluster.example".to_owned(),
            subject: "companion".to_owned(),
            audience: "api://AzureADTokenExchange".to_owned(),
            public_key,
        };
        config.applications[0].credentials = vec![federated];
    });
    let now = world.sandbox.clock().now();
    for (name, value, expected) in [
        ("sub", json!("companion"), (200, None)),
        ("sub", json!("another"), (401, Some(700_213))),
        ("aud", json!("api://other"), (401, Some(700_212))),
        ("iss", json!("https://other.example"), (401, Some(700_211))),
        ("exp", json!(now - 301), (401, Some(700_024))),
    ] {
        let mut claims = json!({
            "iss": "https://cluster.example", "sub": "companion", "aud": "api://AzureADTokenExchange",
            "exp": now + 600,
        });
        claims[name] = value;
        let assertion = signed(&json!({ "alg": "RS256" }), &claims, |message| pkcs1(&key, message));
        let page = ask(
            &world,
            &[("client_assertion", assertion.as_str()), ("client_assertion_type", ASSERTION_TYPE)],
        );
        assert_eq!((page.status, page.aadsts()), expected, "{claims}: {}", page.body);
    }
}

#[test]
fn business_central_lets_in_the_applications_it_knows() {
    for (rights, company_status, ledger_status) in [
        (Some(Rights::All), 200, 200),
        (Some(Rights::SalesOnly), 200, 403),
        (Some(Rights::NoLicence), 401, 401),
        (None, 401, 401),
    ] {
        let world = World::changed(|config| {
            config.applications = vec![Application { rights, ..Application::demo() }];
        });
        let token = ask(&world, &[SECRET]).json()["access_token"].clone();
        let companies = world.companies(&token);
        assert_eq!(companies.status, company_status, "{rights:?}: {}", companies.body);
        let config = world.sandbox.config();
        let base = format!("{}/v2.0/{}/{}", world.sandbox.service(), config.tenant, config.environment);
        let company =
            if company_status == 200 { companies.json()["value"][0]["id"].clone() } else { json!("x") };
        let address = format!("{base}/api/v2.0/companies({})/accounts", company.as_str().unwrap());
        let bearer = format!("Bearer {}", token.as_str().unwrap());
        let page = Browser::default().send("GET", &address, &[("authorization", bearer.as_str())], None);
        assert_eq!(page.status, ledger_status, "{rights:?}: {}", page.body);
    }
}

#[test]
fn a_person_gets_a_token_for_the_companions_own_api() {
    let world = World::new();
    let scope = format!("api://{DEFAULT_API_ID}/access_as_user openid profile offline_access");
    let code = world.code_for(&mut Browser::default(), ada(), &[("scope", &scope)]);
    let answer = world.token(&world.redemption(&code, &[])).json();
    let token = answer["access_token"].as_str().unwrap();
    let told = claims(token);
    assert_eq!(told["aud"], DEFAULT_API_ID);
    assert_eq!(told["scp"], "access_as_user");
    assert_eq!(told["oid"], PEOPLE[0].object_id);
    assert_eq!(told["preferred_username"], PEOPLE[0].user_name);
    assert_eq!(told["groups"], json!([SALES_GROUP, ACCOUNTING_GROUP]));
    assert_eq!(world.companies(&answer["access_token"]).status, 401, "it is for another");
    let renewed = world.renew(&answer["refresh_token"]).json();
    assert_eq!(claims(renewed["access_token"].as_str().unwrap())["aud"], DEFAULT_API_ID);

    let both = format!("{scope} {}/.default", world.sandbox.service());
    let refused = Browser::default().get(&world.authorize(&[("scope", &both)]));
    assert_eq!(refused.aadsts(), Some(28_003), "one resource at a time");
}

#[test]
fn the_parts_of_a_batch_are_answered_like_requests_of_their_own() {
    let world = World::new();
    let token = ask(&world, &[SECRET]).json()["access_token"].clone();
    let bearer = format!("Bearer {}", token.as_str().unwrap());
    let config = world.sandbox.config();
    let base = format!("/v2.0/{}/{}/api/v2.0", config.tenant, config.environment);
    let send = |batch: &Value| {
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("prefer", "odata.continue-on-error"),
        ];
        let address = format!("{}{base}/$batch", world.sandbox.service());
        Browser::default().send("POST", &address, &headers, Some(&batch.to_string()))
    };
    let page = send(&json!({ "requests": [
        { "id": "1", "method": "GET", "url": "companies?$top=1" },
        { "id": "2", "method": "GET", "url": format!("{base}/companies?$filter=name eq 'x'") },
        { "id": "3", "method": "GET", "url": "nothing" },
        { "id": "4", "method": "DELETE", "url": "companies" },
        { "id": "5", "method": "", "url": "companies" },
    ] }));
    assert_eq!(page.status, 200, "{}", page.body);
    let responses = page.json()["responses"].clone();
    let statuses: Vec<_> = responses
        .as_array()
        .unwrap()
        .iter()
        .map(|each| (each["id"].clone(), each["status"].clone()))
        .collect();
    let expected = [("1", 200), ("2", 200), ("3", 404), ("4", 405), ("5", 400)];
    assert_eq!(statuses, expected.map(|(id, status)| (json!(id), json!(status))));
    assert_eq!(responses[0]["body"]["value"].as_array().unwrap().len(), 1);
    assert_eq!(send(&json!({ "requests": "none" })).status, 400);
    let many: Vec<Value> =
        (0..101).map(|id| json!({ "id": id.to_string(), "method": "GET", "url": "companies" })).collect();
    assert_eq!(send(&json!({ "requests": many })).status, 400);
}
