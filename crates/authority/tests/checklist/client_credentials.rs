//! The client credentials grant: what is asked, and what is made of each answer.

use crate::fixtures::{ACCESS_TOKEN, CLIENT_ID, NOW, answer, form, later, merged, provider, value};
use authority::client_credentials::{self, Assertion, Issued, Proof};
use authority::{Decision, Error, Method, Response, Secret};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::time::Duration;

const SCOPE: &str = "https://service.cronus.example/.default";
const SECRET: &str = "s3cret ~&=+%/\u{e4}";

fn read(status: u16, body: &Value) -> Result<Issued, Error> {
    client_credentials::read(&answer(status, &body.to_string()), NOW)
}

/// An honest answer with `changes` merged in; `null` takes a member away.
fn issued(changes: Value) -> Result<Issued, Error> {
    let body = json!({ "token_type": "Bearer", "expires_in": 4500, "access_token": ACCESS_TOKEN });
    read(200, &merged(body, changes))
}

#[test]
fn a_secret_goes_into_the_form_and_nowhere_else() {
    let proof = Proof::Secret(Secret::new(SECRET));
    let request = client_credentials::request(provider().token_endpoint(), CLIENT_ID, SCOPE, &proof);
    assert_eq!((request.method, request.url.as_str()), (Method::Post, provider().token_endpoint()));
    assert!(!format!("{request:?} {proof:?}").contains("s3cret"));
    let body = request.body.unwrap();
    assert!(!body.contains(SECRET), "it is encoded");
    let form = form(&body);
    let names: Vec<&str> = form.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["grant_type", "client_id", "scope", "client_secret"]);
    assert_eq!(value(&form, "grant_type"), Some("client_credentials"));
    assert_eq!(value(&form, "client_id"), Some(CLIENT_ID));
    assert_eq!(value(&form, "scope"), Some(SCOPE));
    assert_eq!(value(&form, "client_secret"), Some(SECRET));
}

#[test]
fn an_assertion_goes_with_its_type() {
    let proof = Proof::Assertion(Secret::new("a.b.c"));
    let request = client_credentials::request(provider().token_endpoint(), CLIENT_ID, SCOPE, &proof);
    let form = form(&request.body.unwrap());
    let names: Vec<&str> = form.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["grant_type", "client_id", "scope", "client_assertion_type", "client_assertion"]);
    let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    assert_eq!(value(&form, "client_assertion_type"), Some(kind));
    assert_eq!(value(&form, "client_assertion"), Some("a.b.c"));
}

fn assertion(random: [u8; 16]) -> (Value, Value) {
    let provider = provider();
    let assertion = Assertion {
        client_id: CLIENT_ID,
        token_endpoint: provider.token_endpoint(),
        certificate_sha256: [0xfb; 32],
        random,
        now: NOW,
    };
    let input = assertion.signing_input();
    let signed = Assertion::signed(&input, &[0xff, 0xfe]);
    assert_eq!(signed.expose(), format!("{input}.__4"));
    let part = |text: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap();
    let (header, claims) = input.split_once('.').unwrap();
    (part(header), part(claims))
}

#[test]
fn an_assertion_states_what_entra_asks_for() {
    let (header, claims) = assertion([0xff; 16]);
    let thumbprint = URL_SAFE_NO_PAD.encode([0xfb; 32]);
    assert_eq!(header, json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": thumbprint }));
    assert_eq!(
        claims,
        json!({
            "aud": provider().token_endpoint(), "iss": CLIENT_ID, "sub": CLIENT_ID,
            "jti": "ffffffff-ffff-4fff-bfff-ffffffffffff",
            "nbf": NOW.seconds(), "iat": NOW.seconds(), "exp": NOW.seconds() + 300,
        })
    );
    assert_eq!(assertion([0; 16]).1["jti"], "00000000-0000-4000-8000-000000000000");
}

#[test]
fn lifetimes() {
    for (changes, expires, renew) in [
        (json!({}), 4500, 4200),
        (json!({ "expires_in": "4500" }), 4500, 4200),
        (json!({ "expires_in": 200 }), 200, 100),
        (json!({ "expires_in": null }), 300, 150),
        (json!({ "refresh_in": 2000 }), 4500, 2000),
        (json!({ "refresh_in": "2000" }), 4500, 2000),
        (json!({ "refresh_in": 4400 }), 4500, 4200),
        (json!({ "refresh_in": 90_000 }), 4500, 4200),
        (json!({ "refresh_in": -1 }), 4500, 4200),
        (json!({ "refresh_in": 0 }), 4500, 4200),
        (json!({ "refresh_in": [] }), 4500, 4200),
        (json!({ "refresh_token": "never asked for" }), 4500, 4200),
        (json!({ "token_type": "bEARER" }), 4500, 4200),
    ] {
        let issued = issued(changes.clone()).unwrap();
        assert_eq!((issued.expires_at, issued.renew_at), (later(expires), later(renew)), "{changes}");
        assert_eq!(issued.access_token.expose(), ACCESS_TOKEN);
        assert!(!format!("{issued:?}").contains("opaque"));
    }
}

#[test]
fn successes_that_are_none() {
    for changes in [
        json!({ "access_token": null }),
        json!({ "access_token": "" }),
        json!({ "access_token": "a b" }),
        json!({ "access_token": "a\r\nx: y" }),
        json!({ "token_type": "mac" }),
        json!({ "token_type": null }),
    ] {
        assert_eq!(issued(changes.clone()).unwrap_err().decision(), &Decision::Defect, "{changes}");
    }
}

#[test]
fn each_refusal_calls_for_something() {
    let minute = Duration::from_secs(60);
    let moment = Duration::from_secs(5);
    for (status, code, decision, words) in [
        (401, "invalid_client", Decision::FixSetup, "refuses the credential"),
        (400, "invalid_client", Decision::FixSetup, "refuses the credential"),
        (400, "unauthorized_client", Decision::FixSetup, "doesn't know the client ID"),
        (400, "invalid_scope", Decision::FixSetup, "API.ReadWrite.All"),
        (400, "invalid_request", Decision::FixSetup, "refuses the application"),
        (400, "invalid_resource", Decision::FixSetup, "API.ReadWrite.All"),
        (400, "invalid_target", Decision::FixSetup, "API.ReadWrite.All"),
        (400, "unsupported_grant_type", Decision::FixSetup, "refuses the application"),
        (400, "invalid_grant", Decision::FixSetup, "refuses the application"),
        (400, "interaction_required", Decision::FixSetup, "refuses the application"),
        (400, "consent_required", Decision::FixSetup, "refuses the application"),
        (400, "access_denied", Decision::Denied, "Conditional Access"),
        (200, "invalid_client", Decision::FixSetup, "refuses the credential"),
        (404, "", Decision::FixSetup, "refuses the application"),
        (418, "made_up", Decision::Defect, "can't be understood"),
        (429, "invalid_client", Decision::RetryAfter(minute), "busy"),
        (500, "invalid_client", Decision::RetryAfter(moment), "busy"),
        (503, "", Decision::RetryAfter(moment), "busy"),
        (400, "temporarily_unavailable", Decision::RetryAfter(moment), "busy"),
    ] {
        let body = json!({ "error": code, "error_description": "AADSTS1: s3cret Ada" });
        let error = read(status, &body).unwrap_err();
        assert_eq!(error.decision(), &decision, "{status} {code}");
        assert!(error.to_string().contains(words), "{status} {code}: {error}");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{status} {code}");
    }
    let busy = Response { retry_after: Some(Duration::from_secs(7)), ..answer(429, "") };
    let error = client_credentials::read(&busy, NOW).unwrap_err();
    assert_eq!(error.decision(), &Decision::RetryAfter(Duration::from_secs(7)));
}

#[test]
fn numbers_choose_the_words_and_not_what_is_done() {
    for (aadsts, words) in [
        (7_000_215, "secret is wrong"),
        (7_000_222, "secret has expired"),
        (7_000_218, "got no credential"),
        (700_025, "got no credential"),
        (700_027, "accept the certificate"),
        (700_211, "federated credential doesn't match"),
        (700_213, "federated credential doesn't match"),
        (700_021, "assertion isn't valid"),
        (700_024, "assertion isn't valid"),
        (700_011, "doesn't know the client ID"),
        (700_016, "doesn't know the client ID"),
        (90_002, "organisation was not found"),
        (500_011, "lacks the permission for Dynamics 365 Business Central"),
        (70_011, "/.default"),
        (1_002_012, "/.default"),
        (7_000_112, "disabled"),
        (7_000_114, "disabled"),
        (53_003, "Conditional Access"),
    ] {
        let body = json!({ "error": "invalid_client", "error_codes": [aadsts] });
        let error = read(401, &body).unwrap_err();
        assert_eq!((error.decision(), error.details().aadsts), (&Decision::FixSetup, Some(aadsts)));
        assert!(error.to_string().contains(words), "{error}");
        assert!(!error.to_string().contains("sign in again"), "{error}");
    }
}
