//! Checklist rules 28 and 29: which key may have signed.

use crate::fixtures::{
    ISSUER, answer, assert_defect, claims, granted, header, id_token, jwk, keys_of, merged, provider,
};
use authority::{Decision, Error, Keys, SignatureCheck, UnverifiedIdToken, keys};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

fn token(header: &Value) -> Result<UnverifiedIdToken, Error> {
    granted(json!({ "id_token": id_token(header, &claims()) })).map(|granted| granted.id_token)
}

fn candidates(header_changes: Value, jwks: &[Value]) -> Result<Vec<SignatureCheck>, Error> {
    token(&merged(header(), header_changes)).unwrap().candidates(&keys_of(jwks).unwrap())
}

#[test]
fn rule_28_only_rs256_is_accepted() {
    assert!(token(&header()).is_ok());
    for alg in ["none", "None", "HS256", "HS512", "RS384", "PS256", "ES256", "EdDSA", "rs256", "RS256 ", ""] {
        assert_defect(token(&merged(header(), json!({ "alg": alg }))), alg);
    }
    assert_defect(token(&merged(header(), json!({ "alg": null }))), "no alg");
    assert_defect(token(&merged(header(), json!({ "alg": ["RS256"] }))), "alg is no text");
    assert_defect(token(&merged(header(), json!({ "crit": ["exp"] }))), "critical extension");
}

#[test]
fn rule_28_what_is_no_signed_token_is_refused() {
    let good = id_token(&header(), &claims());
    let parts: Vec<&str> = good.split('.').collect();
    let (head, body, signature) = (parts[0], parts[1], parts[2]);
    for bad in [
        "x".to_owned(),
        "..".to_owned(),
        format!("{head}.{body}"),
        format!("{head}.{body}.{signature}.{signature}.{signature}"),
        format!("{head}=.{body}.{signature}"),
        format!("{head}.{body}.{signature}\n"),
        format!("{head}.{body}.sig/nature+"),
        format!("{head}.{}.{signature}", URL_SAFE_NO_PAD.encode("[]")),
        format!("{}.{body}.{signature}", URL_SAFE_NO_PAD.encode([0xff, 0xfe])),
    ] {
        assert_defect(granted(json!({ "id_token": bad })), &bad);
    }
}

#[test]
fn rule_29_the_named_key_and_the_signed_bytes_are_handed_out() {
    let compact = id_token(&header(), &claims());
    let other = jwk(json!({ "kid": "key-2", "e": "Aw" }));
    let checks = candidates(json!({}), &[other, jwk(json!({}))]).unwrap();
    assert_eq!(checks.len(), 1);
    let (signing_input, signature) = compact.rsplit_once('.').unwrap();
    assert_eq!(checks[0].signing_input, signing_input.as_bytes());
    assert_eq!(URL_SAFE_NO_PAD.encode(&checks[0].signature), signature);
    let expected = json!({ "kty": "RSA", "alg": "RS256", "use": "sig", "n": jwk(json!({}))["n"], "e": "AQAB"
    });
    assert_eq!(serde_json::from_str::<Value>(&checks[0].jwk_json).unwrap(), expected);
}

#[test]
fn rule_29_an_unknown_key_asks_for_new_keys_and_nothing_else_does() {
    let error = candidates(json!({ "kid": "key-9" }), &[jwk(json!({}))]).unwrap_err();
    assert!(error.needs_new_keys());
    assert_eq!(error.decision(), &Decision::Defect);
    assert!(candidates(json!({}), &[jwk(json!({ "kid": null }))]).unwrap_err().needs_new_keys());
    assert!(!UnverifiedIdToken::forged().needs_new_keys());
    assert_eq!(UnverifiedIdToken::forged().decision(), &Decision::Defect);
}

#[test]
fn rule_29_a_token_without_kid_may_be_signed_by_any_key() {
    let one = [jwk(json!({}))];
    let many = [jwk(json!({})), jwk(json!({ "kid": "key-2" })), jwk(json!({ "kid": null }))];
    assert_eq!(candidates(json!({ "kid": null }), &one).unwrap().len(), 1);
    assert_eq!(candidates(json!({ "kid": null }), &many).unwrap().len(), 3);
    let twins = [jwk(json!({})), jwk(json!({ "e": "Aw" }))];
    assert_eq!(candidates(json!({}), &twins).unwrap().len(), 2, "two keys of one name");
}

#[test]
fn rule_29_only_keys_that_can_have_signed_count() {
    for usable in [
        json!({ "use": null }),
        json!({ "alg": "RS256" }),
        json!({ "key_ops": ["verify"] }),
        json!({ "issuer": ISSUER }),
        json!({ "issuer": ISSUER.replace("7c9e1d4a", "{tenantid}") }),
    ] {
        assert!(candidates(json!({}), &[jwk(usable.clone())]).is_ok(), "{usable}");
    }
    for other in [
        json!({ "use": "enc" }),
        json!({ "alg": "RS512" }),
        json!({ "alg": "RSA-OAEP" }),
        json!({ "kty": "EC" }),
        json!({ "kty": "oct" }),
        json!({ "key_ops": ["encrypt"] }),
        json!({ "n": null }),
        json!({ "e": null }),
        json!({ "n": "not base64!" }),
        json!({ "n": URL_SAFE_NO_PAD.encode([0xab; 128]) }),
        json!({ "n": URL_SAFE_NO_PAD.encode([[0; 128], [0xab; 128]].concat()) }),
        json!({ "n": URL_SAFE_NO_PAD.encode([&[0x7f][..], &[0xab; 255]].concat()) }),
        json!({ "e": URL_SAFE_NO_PAD.encode([0, 1]) }),
        json!({ "e": URL_SAFE_NO_PAD.encode([1, 0, 0]) }),
    ] {
        assert_defect(keys_of(&[jwk(other.clone())]), &other.to_string());
        assert_eq!(candidates(json!({ "kid": null }), &[jwk(other), jwk(json!({}))]).unwrap().len(), 1);
    }
    let foreign = jwk(json!({ "issuer": "https://login.cronus.example/other/v2.0" }));
    assert!(candidates(json!({}), &[foreign]).unwrap_err().needs_new_keys());
}

#[test]
fn keys_are_fetched_from_where_discovery_says_and_kept() {
    assert_eq!(keys::request(&provider()).url, provider().jwks_uri());
    let keys = keys_of(&[jwk(json!({})), jwk(json!({ "kid": "key-2" }))]).unwrap();
    let text = keys.to_json().to_string();
    assert_eq!(Keys::from_json(&json::Value::parse(&text).unwrap()).unwrap(), keys);
    let weak = text.replace("AQAB", "AQ");
    assert_eq!(Keys::from_json(&json::Value::parse(&weak).unwrap()), None);
}

#[test]
fn other_answers_are_no_keys() {
    for body in [r#"{"keys":[]}"#, "{}", r#"{"keys":{}}"#, r#"{"keys":[null,1,"x",[]]}"#] {
        assert_defect(keys::read(&answer(200, body)), body);
    }
    for (status, body) in [(200, "<html>"), (200, r#"{"keys":["#), (503, ""), (429, "")] {
        let error = keys::read(&answer(status, body)).unwrap_err();
        assert!(matches!(error.decision(), Decision::RetryAfter(_)), "{status} {body}");
    }
    assert_eq!(keys::read(&answer(404, "")).unwrap_err().decision(), &Decision::FixSetup);
    let body = r#"{"error":"login_required"}"#;
    assert_defect(keys::read(&answer(400, body)), "nobody can sign in to have keys published");
}
