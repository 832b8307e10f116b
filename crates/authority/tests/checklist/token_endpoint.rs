//! Checklist, parts C and E: a code or a refresh token for an access token.

use crate::fixtures::{
    ACCESS_TOKEN, CLIENT_ID, CODE, NOW, REDIRECT_URI, REFRESH_TOKEN, answer, assert_defect, begun, client,
    encoded, form, granted, kept, later, merged, ok, provider, redeemed, refreshed, token_answer, value,
};
use authority::{Decision, Method, Request, Response, Secret, SignIn, callback, token};
use serde_json::{Value, json};
use std::time::Duration;

fn redeeming() -> (Request, String) {
    let (transaction, _) = begun();
    let verifier = kept(&transaction)["code_verifier"].as_str().unwrap().to_owned();
    let href = format!("{REDIRECT_URI}#{}", encoded(&[("code", CODE), ("state", transaction.state())]));
    let callback = callback::parse(&href, REDIRECT_URI).unwrap();
    let code = callback.accept(Some(&transaction), &provider(), NOW).unwrap();
    (token::redeem(&provider(), &client(), transaction, code).0, verifier)
}

#[test]
fn rule_19_a_code_is_redeemed_by_a_form_without_a_secret() {
    let (request, _) = redeeming();
    assert_eq!((request.method, request.url.as_str()), (Method::Post, provider().token_endpoint()));
    assert_eq!(request.time_limit, Duration::from_secs(15));
    let form = form(&request.body.unwrap());
    let names: Vec<&str> = form.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["grant_type", "client_id", "code", "code_verifier", "redirect_uri", "scope"]);
    assert_eq!(value(&form, "grant_type"), Some("authorization_code"));
    assert_eq!(value(&form, "client_id"), Some(CLIENT_ID));
    assert_eq!(value(&form, "code"), Some(CODE));
    assert_eq!(value(&form, "scope"), Some(client().scope.as_str()));
}

#[test]
fn rule_19_a_refresh_token_is_redeemed_by_a_form_without_a_secret() {
    let (request, _) = token::refresh(&provider(), &client(), &Secret::new(REFRESH_TOKEN), None);
    assert_eq!((request.method, request.url.as_str()), (Method::Post, provider().token_endpoint()));
    let form = form(&request.body.unwrap());
    let names: Vec<&str> = form.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["grant_type", "client_id", "refresh_token", "scope"]);
    assert_eq!(value(&form, "refresh_token"), Some(REFRESH_TOKEN));
    assert_eq!(value(&form, "scope"), Some(client().scope.as_str()));
}

#[test]
fn rule_20_the_kept_verifier_and_the_same_redirect_uri_are_sent() {
    let (request, verifier) = redeeming();
    let form = form(&request.body.unwrap());
    assert_eq!(value(&form, "code_verifier"), Some(verifier.as_str()));
    assert_eq!(value(&form, "redirect_uri"), Some(REDIRECT_URI));
}

#[test]
fn an_honest_answer_grants_an_access_token() {
    let granted = granted(json!({})).unwrap();
    assert_eq!(granted.access_token.expose(), ACCESS_TOKEN);
    assert_eq!(granted.refresh_token.unwrap().expose(), "opaque Refresh Token 2");
    assert_eq!(granted.expires_at, later(4500));
    assert_eq!(granted.renew_at, later(4200));
    assert_eq!(granted.return_to.as_str(), "/c/1/customers?q=birch#top");
    assert_eq!(granted.expected.client_id, CLIENT_ID);
}

#[test]
fn rule_21_the_token_type_is_bearer_in_any_case() {
    for fine in ["Bearer", "bearer", "BEARER", "bEaReR"] {
        assert!(granted(json!({ "token_type": fine })).is_ok(), "{fine}");
    }
    for wrong in
        [json!(null), json!(""), json!("DPoP"), json!("mac"), json!("Bearer "), json!(1), json!(["Bearer"])]
    {
        assert_defect(granted(json!({ "token_type": wrong })), &wrong.to_string());
    }
}

#[test]
fn rule_22_any_lifetime_is_understood() {
    for (expires_in, seconds) in [
        (json!(3600), 3600),
        (json!("3600"), 3600),
        (json!(" 3600 "), 3600),
        (json!(3599.9), 3599),
        (json!("3599.9"), 3599),
        (json!(1), 1),
        (json!(null), 300),
        (json!(""), 300),
        (json!("soon"), 300),
        (json!("NaN"), 300),
        (json!(0), 300),
        (json!(-3600), 300),
        (json!("-1"), 300),
        (json!(true), 300),
        (json!([3600]), 300),
        (json!(99_999_999_999_u64), 48 * 3600),
        (json!(1e300), 48 * 3600),
        (json!("inf"), 300),
    ] {
        let granted = granted(json!({ "expires_in": expires_in })).unwrap();
        assert_eq!(granted.expires_at, later(seconds), "{expires_in}");
        let early = (seconds / 2).min(300);
        assert_eq!(granted.renew_at, later(seconds - early), "{expires_in}");
    }
}

#[test]
fn rule_22_a_missing_scope_is_the_one_asked_for() {
    for missing in [json!(null), json!(""), json!(7)] {
        assert_eq!(granted(json!({ "scope": missing })).unwrap().scope, client().scope);
    }
    assert_eq!(granted(json!({ "scope": "less" })).unwrap().scope, "less");
}

#[test]
fn rule_23_what_is_no_token_answer_is_an_error_that_shows_nothing_of_it() {
    let whole = token_answer().to_string();
    let huge = merged(token_answer(), json!({ "x": "y".repeat(authority::MAX_BODY) })).to_string();
    let deep = "[".repeat(100_000);
    let page = "<html>opaque</html>";
    let bodies =
        ["", " ", "null", "[]", "\"opaque\"", "opaque", &whole[..whole.len() - 1], page, &deep, "\u{0}"];
    for body in bodies {
        for error in [redeemed(&ok(body)).unwrap_err(), refreshed(&ok(body)).unwrap_err()] {
            assert!(matches!(error.decision(), Decision::RetryAfter(_)), "{body:.40}");
            let what = if body == page { "a web page" } else { "incomplete or unreadable" };
            assert!(error.to_string().contains(what), "{error}: {body:.40}");
            assert!(!format!("{error} {error:?}").contains("opaque"));
        }
    }
    for response in
        [ok(&huge), answer(204, ""), answer(201, &whole), answer(302, ""), answer(0, ""), answer(404, page)]
    {
        for error in [redeemed(&response).unwrap_err(), refreshed(&response).unwrap_err()] {
            assert!(matches!(error.decision(), Decision::Defect | Decision::FixSetup), "{response:?}");
            assert!(!format!("{error} {error:?}").contains("opaque"));
        }
    }
}

#[test]
fn rule_23_an_answer_without_a_usable_token_is_refused() {
    for wrong in
        [json!(null), json!(""), json!(7), json!({}), json!("a b"), json!("a\r\nX-Evil: 1"), json!("ä")]
    {
        assert_defect(granted(json!({ "access_token": wrong })), &wrong.to_string());
    }
    assert_defect(redeemed(&ok("{}")), "empty object");
}

#[test]
fn rule_23_an_error_that_calls_itself_a_success_is_an_error() {
    for (error, also) in [
        ("invalid_grant", json!({})),
        ("invalid_grant", token_answer()),
        ("invalid_client", json!({ "suberror": "x", "error_codes": [50076] })),
        ("something_new", json!({ "token_type": "Bearer" })),
    ] {
        let body = merged(also, json!({ "error": error })).to_string();
        assert_eq!(redeemed(&ok(&body)).unwrap_err(), redeemed(&answer(400, &body)).unwrap_err(), "{body}");
        assert_eq!(refreshed(&ok(&body)).unwrap_err(), refreshed(&answer(400, &body)).unwrap_err(), "{body}");
    }
    for none in [json!(null), json!("")] {
        assert!(granted(json!({ "error": none })).is_ok(), "{none}");
    }
}

#[test]
fn an_answer_without_an_id_token_is_refused_unless_it_renews() {
    for missing in [json!(null), json!(""), json!(7)] {
        assert_defect(granted(json!({ "id_token": missing })), &missing.to_string());
        let answer = merged(token_answer(), json!({ "id_token": missing })).to_string();
        assert!(refreshed(&ok(&answer)).unwrap().id_token.is_none());
    }
    assert_defect(
        refreshed(&ok(&merged(token_answer(), json!({ "id_token": "x" })).to_string())),
        "malformed",
    );
}

#[test]
fn rule_24_a_passing_fault_never_ends_a_session() {
    let ended = r#"{"error":"invalid_grant","suberror":"bad_token"}"#;
    for status in [408, 429, 500, 502, 503, 504, 599] {
        for body in ["", "<html>", ended] {
            let error = refreshed(&answer(status, body)).unwrap_err();
            assert!(matches!(error.decision(), Decision::RetryAfter(_)), "{status} {body}");
        }
    }
    for error in ["temporarily_unavailable", "server_error"] {
        let refused = refreshed(&answer(400, &json!({ "error": error }).to_string())).unwrap_err();
        assert!(matches!(refused.decision(), Decision::RetryAfter(_)), "{error}");
    }
}

#[test]
fn rule_24_retry_after_is_honoured_within_reason() {
    let after = |status, retry_after: Option<u64>| {
        let retry_after = retry_after.map(Duration::from_secs);
        let error = refreshed(&Response { retry_after, ..answer(status, "") }).unwrap_err();
        error.decision().clone()
    };
    for (status, given, seconds) in
        [(429, None, 60), (429, Some(7), 7), (503, None, 5), (503, Some(30), 30), (503, Some(999_999), 3600)]
    {
        assert_eq!(after(status, given), Decision::RetryAfter(Duration::from_secs(seconds)));
    }
}

#[test]
fn rule_24_an_error_answer_is_read() {
    let body = json!({
        "error": "invalid_grant",
        "error_description": "AADSTS50076: Due to a configuration change … \r\nTrace ID: 1",
        "error_codes": [50076],
        "timestamp": "2026-11-22 16:00:00Z",
        "trace_id": "11111111-2222-3333-4444-555555555555",
        "correlation_id": "0a0a0a0a-0b0b-4c0c-8d0d-0e0e0e0e0e0e",
        "suberror": "basic_action",
        "claims": "{\"access_token\":{\"capolids\":{\"essential\":true}}}",
    });
    let error = refreshed(&answer(400, &body.to_string())).unwrap_err();
    let claims = body["claims"].as_str().map(str::to_owned);
    assert_eq!(error.decision(), &Decision::SignInAgain(SignIn { claims, ..SignIn::default() }));
    let details = error.details();
    assert_eq!(details.code.as_deref(), Some("invalid_grant"));
    assert_eq!(details.suberror.as_deref(), Some("basic_action"));
    assert_eq!(details.aadsts, Some(50076));
    assert_eq!(details.correlation_id.as_deref(), Some("0a0a0a0a-0b0b-4c0c-8d0d-0e0e0e0e0e0e"));
    assert_eq!(details.timestamp.as_deref(), Some("2026-11-22 16:00:00Z"));
}

#[test]
fn rule_24_claims_are_passed_on_only_if_they_are_a_claims_request() {
    let claims = |claims: Value| {
        let body = json!({ "error": "interaction_required", "claims": claims }).to_string();
        match refreshed(&answer(400, &body)).unwrap_err().decision() {
            Decision::SignInAgain(sign_in) => sign_in.claims.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(claims(json!("{\"a\":1}")).as_deref(), Some("{\"a\":1}"));
    assert_eq!(claims(json!({ "a": 1 })).as_deref(), Some("{\"a\":1}"));
    for wrong in [
        json!(null),
        json!("x"),
        json!("[1]"),
        json!(7),
        json!(format!("{{\"a\":\"{}\"}}", "b".repeat(5000))),
    ] {
        assert_eq!(claims(wrong), None);
    }
    assert_eq!(claims(json!({ "a": "b".repeat(5000) })), None);
}

#[test]
fn rule_40_a_new_refresh_token_replaces_the_old_one() {
    assert_eq!(
        refreshed(&ok(&token_answer().to_string())).unwrap().refresh_token.expose(),
        "opaque Refresh Token 2"
    );
    for none in [json!(null), json!(""), json!(7)] {
        let body = merged(token_answer(), json!({ "refresh_token": none })).to_string();
        assert_eq!(refreshed(&ok(&body)).unwrap().refresh_token.expose(), REFRESH_TOKEN);
    }
    assert!(granted(json!({ "refresh_token": null })).unwrap().refresh_token.is_none());
}

#[test]
fn rule_42_invalid_grant_ends_the_session() {
    for suberror in [json!(null), json!("bad_token"), json!("token_expired"), json!("user_password_expired")]
    {
        let body = merged(json!({ "error": "invalid_grant" }), json!({ "suberror": suberror })).to_string();
        let error = refreshed(&answer(400, &body)).unwrap_err();
        assert_eq!(error.decision(), &Decision::SignInAgain(SignIn::default()));
        assert_eq!(error.details().code.as_deref(), Some("invalid_grant"));
    }
}

#[test]
fn a_renewal_hands_on_what_the_service_wants_to_know() {
    let claims = r#"{"access_token":{"acrs":{"essential":true}}}"#;
    let (request, _) = token::refresh(&provider(), &client(), &Secret::new("r"), Some(claims));
    assert_eq!(value(&form(request.body.as_deref().unwrap()), "claims"), Some(claims));
    let (request, _) = token::refresh(&provider(), &client(), &Secret::new("r"), None);
    assert_eq!(value(&form(request.body.as_deref().unwrap()), "claims"), None);
}

#[test]
fn the_end_of_a_refresh_token_is_known_only_if_it_is_told() {
    for (told, expected) in [
        (json!(86_399), Some(later(86_399))),
        (json!("86399"), Some(later(86_399))),
        (json!(0), None),
        (json!(-1), None),
        (json!("soon"), None),
        (Value::Null, None),
    ] {
        let granted = granted(json!({ "refresh_token_expires_in": told.clone() })).unwrap();
        assert_eq!(granted.renewable_until, expected, "{told}");
        let answer = merged(token_answer(), json!({ "refresh_token_expires_in": told.clone() })).to_string();
        assert_eq!(refreshed(&ok(&answer)).unwrap().renewable_until, expected, "{told}");
    }
}
