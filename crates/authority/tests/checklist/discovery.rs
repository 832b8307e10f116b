//! Discovery, and the names of Authorities.

use crate::fixtures::{
    ISSUER, answer, assert_fix_setup, discovered, discovery_document, issuer, ok, provider,
};
use authority::{Decision, Issuer, IssuerError, Method, Provider, Response, discovery};
use serde_json::json;

#[test]
fn the_document_lies_behind_the_issuer() {
    for (issuer, url) in [
        (ISSUER, "https://login.cronus.example/7c9e1d4a/v2.0/.well-known/openid-configuration"),
        ("https://login.example/", "https://login.example/.well-known/openid-configuration"),
        ("http://localhost:8081", "http://localhost:8081/.well-known/openid-configuration"),
    ] {
        let request = discovery::request(&Issuer::new(issuer).unwrap());
        assert_eq!((request.method, request.url.as_str(), request.body), (Method::Get, url, None));
        assert_eq!(request.time_limit.as_secs(), 15);
    }
}

#[test]
fn what_entra_announces_is_enough() {
    let provider = provider();
    assert_eq!(provider.issuer().as_str(), ISSUER);
    assert!(provider.token_endpoint().ends_with("/token"));
    assert!(provider.jwks_uri().ends_with("/keys"));
    let text = provider.to_json().to_string();
    assert_eq!(Provider::from_json(&json::Value::parse(&text).unwrap()).unwrap(), provider);
}

#[test]
fn rule_38_another_issuer_is_refused_and_named() {
    let tenant = "https://login.cronus.example/00000000-aaaa/v2.0";
    let error = discovered(json!({ "issuer": tenant })).unwrap_err();
    assert_eq!(error.decision(), &Decision::FixSetup);
    assert!(error.to_string().contains(tenant), "{error}");
    let slash = format!("{ISSUER}/");
    let template = ISSUER.replace("7c9e1d4a", "{tenantid}");
    for other in
        [json!(slash), json!(ISSUER.to_uppercase()), json!(template), json!(null), json!(7), json!("")]
    {
        assert_fix_setup(discovered(json!({ "issuer": other })), &other.to_string());
    }
}

#[test]
fn rule_38_what_is_shown_of_another_issuer_is_an_address_of_bearable_length() {
    for other in
        ["<img src=x onerror=alert(1)>".to_owned(), format!("https://a.example/{}", "x".repeat(9000))]
    {
        let error = discovered(json!({ "issuer": other })).unwrap_err();
        assert!(!error.to_string().contains(&other) && error.to_string().len() < 400);
    }
}

#[test]
fn rule_38_an_authority_of_many_tenants_is_refused() {
    for name in ["common", "organizations", "consumers"] {
        let shared = |name: &str| Issuer::new(format!("https://login.microsoftonline.com/{name}/v2.0"));
        assert_eq!(shared(name), Err(IssuerError::ManyTenants(name)));
        assert_eq!(shared(&name.to_uppercase()), Err(IssuerError::ManyTenants(name)));
    }
    assert!(Issuer::new("https://common.example/commons/v2.0").is_ok());
}

#[test]
fn an_issuer_is_an_address_that_is_safe_to_go_to() {
    for safe in [ISSUER, "http://localhost:8081/t/v2.0", "http://127.0.0.1", "https://a.example/"] {
        let issuer = Issuer::new(safe).unwrap();
        assert_eq!(issuer.as_str(), safe);
    }
    for (wrong, fault) in [
        ("http://login.example", IssuerError::Untrustworthy),
        ("https://login.example/?x", IssuerError::QueryOrFragment),
        ("https://login.example/#x", IssuerError::QueryOrFragment),
    ] {
        assert_eq!(Issuer::new(wrong), Err(fault));
    }
    for wrong in ["", "login.example", "javascript:alert(1)", "https://a@b.example"] {
        assert!(matches!(Issuer::new(wrong), Err(IssuerError::Address(_))), "{wrong}");
        let kept = provider().to_json().to_string().replace(ISSUER, wrong);
        assert_eq!(
            Provider::from_json(&json::Value::parse(&kept).unwrap()),
            None,
            "not from the storage either"
        );
    }
}

#[test]
fn endpoints_must_be_there_and_safe() {
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        for wrong in [
            json!(null),
            json!(""),
            json!(1),
            json!("http://login.example/x"),
            json!("/x"),
            json!("javascript:x"),
        ] {
            assert_fix_setup(discovered(json!({ name: wrong })), &format!("{name} {wrong}"));
        }
        assert!(discovered(json!({ name: "http://localhost:8081/x" })).is_ok());
    }
    assert_fix_setup(discovered(json!({ "token_endpoint": "https://a.example/#x" })), "fragment");
    assert_fix_setup(
        discovered(json!({ "end_session_endpoint": "http://login.example/x" })),
        "unsafe logout",
    );
    assert!(discovered(json!({ "end_session_endpoint": null })).is_ok());
}

#[test]
fn what_is_kept_of_a_provider_is_as_safe_as_what_was_read() {
    let kept = discovered(json!({})).unwrap().to_json().to_string();
    for endpoint in ["authorize", "token", "keys", "logout"] {
        let address = format!("https://login.cronus.example/7c9e1d4a/oauth2/v2.0/{endpoint}");
        let address = if kept.contains(&address) { address } else { address.replace("oauth2", "discovery") };
        assert!(kept.contains(&address), "{address}");
        for changed in ["http://login.cronus.example/x", "javascript:x", "https://login.cronus.example/#x"] {
            let changed = kept.replace(&address, changed);
            assert_eq!(Provider::from_json(&json::Value::parse(&changed).unwrap()), None, "{changed}");
        }
    }
}

#[test]
fn other_answers_are_told_apart() {
    let page = "<!DOCTYPE html><p>Welcome to the hotel's network";
    let cut = &discovery_document().to_string()[..90];
    let huge = format!("{{\"issuer\":\"{}\"}}", "x".repeat(authority::MAX_BODY));
    let as_long_as_may_be = &huge[..authority::MAX_BODY];
    let tenant = r#"{"error":"invalid_tenant","error_description":"AADSTS90002: Tenant 'x' not
    found.","error_codes":[90002]}"#;
    for (status, body, expected) in [
        (404, "", "fix"),
        (404, page, "fix"),
        (400, tenant, "fix"),
        (400, r#"{"error":"invalid_grant"}"#, "fix"),
        (401, r#"{"error":"consent_required"}"#, "fix"),
        (403, page, "fix"),
        (200, page, "fix"),
        (200, cut, "retry"),
        (200, "", "retry"),
        (200, "[]", "retry"),
        (200, as_long_as_may_be, "retry"),
        (200, &huge[..=authority::MAX_BODY], "defect"),
        (200, &huge, "defect"),
        (204, "", "defect"),
        (302, "", "defect"),
        (408, "", "retry"),
        (429, "", "retry"),
        (500, page, "retry"),
        (503, tenant, "retry"),
    ] {
        let error = discovery::read(&issuer(), &answer(status, body)).unwrap_err();
        let found = match error.decision() {
            Decision::FixSetup => "fix",
            Decision::RetryAfter(_) => "retry",
            Decision::Defect => "defect",
            _ => "else",
        };
        assert_eq!(found, expected, "{status} {body:.40}");
        let is_told_as_missing =
            error.to_string().starts_with("There is no sign-in service at the authority");
        assert_eq!(
            is_told_as_missing,
            found == "fix" && status != 200 && error.details().aadsts.is_none(),
            "{error}"
        );
        assert!(!error.to_string().contains("hotel"));
    }
    let declared = Response { content_type: Some("Text/HTML; charset=utf-8"), ..ok("Welcome") };
    assert_fix_setup(discovery::read(&issuer(), &declared), "a page by its type");
}
