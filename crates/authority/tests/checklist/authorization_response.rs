//! Checklist, part B: the person returns from the Authority.

use crate::fixtures::{
    CODE, ISSUER, NOW, REDIRECT_URI, assert_defect, begun, begun_with, client, discovered, encoded, form,
    later, provider, value,
};
use authority::{
    Code, Decision, Error, Issuer, Provider, SignIn, Transaction, UnixTime, callback, discovery, token,
};
use serde_json::json;

const ISS_ANNOUNCED: &str = "authorization_response_iss_parameter_supported";

/// What comes of an answer with `parameters` beside the right `state`.
fn answered(provider: &Provider, parameters: &[(&str, &str)]) -> Result<Code, Error> {
    let (transaction, _) = begun_with(provider, SignIn::default());
    let mut parameters = parameters.to_vec();
    parameters.push(("state", transaction.state()));
    accepted(&encoded(&parameters), Some(&transaction), provider, NOW)
}

fn accepted(
    fragment: &str,
    transaction: Option<&Transaction>,
    provider: &Provider,
    now: UnixTime,
) -> Result<Code, Error> {
    let href = format!("{REDIRECT_URI}#{fragment}");
    callback::parse(&href, REDIRECT_URI).unwrap().accept(transaction, provider, now)
}

#[track_caller]
fn assert_outdated(result: Result<Code, Error>) {
    assert_eq!(result.unwrap_err().decision(), &Decision::SignInAgain(SignIn::default()));
}

#[test]
fn an_answer_is_found_in_fragment_and_query_of_the_redirect_uri_only() {
    let found = |href: &str, uri: &str| {
        callback::parse(href, uri).map(|callback| callback.state().unwrap_or("-").to_owned())
    };
    let uri = REDIRECT_URI;
    for (href, uri, state) in [
        ("https://portal.cronus.example/auth/#code=c&state=s", uri, Some("s")),
        ("https://portal.cronus.example/auth/?code=c&state=s", uri, Some("s")),
        ("https://portal.cronus.example/auth/?code=c&state=s#", uri, Some("s")),
        ("https://portal.cronus.example/auth?code=c&state=s", uri, Some("s")),
        ("https://portal.cronus.example/auth/#error=access_denied&state=s%2B+1", uri, Some("s+ 1")),
        ("https://portal.cronus.example/auth/#error=access_denied", uri, Some("-")),
        ("https://portal.cronus.example/auth/#id_token=x", uri, Some("-")),
        ("https://portal.cronus.example/#code=c&state=s", "https://PORTAL.cronus.example:443", Some("s")),
        ("http://localhost:8080/auth/#state=s", "http://localhost:8080/auth/", Some("s")),
        (
            "https://portal.cronus.example/auth/?t=1&code=c&state=s",
            "https://portal.cronus.example/auth/?t=1",
            Some("s"),
        ),
        (
            "https://portal.cronus.example/auth/?t=1#code=c&state=s",
            "https://portal.cronus.example/auth/?t=1",
            Some("s"),
        ),
        ("https://portal.cronus.example/auth/?code=c", "https://portal.cronus.example/auth/?t=1", None),
        (
            "https://portal.cronus.example/auth/?t=1code=c&state=s",
            "https://portal.cronus.example/auth/?t=1",
            None,
        ),
        ("https://portal.cronus.example/auth/", uri, None),
        ("https://portal.cronus.example/auth/?code=&state=", uri, None),
        ("https://portal.cronus.example/auth/#/customers", uri, None),
        ("https://portal.cronus.example/auth/?admin_consent=True&tenant=t", uri, None),
        ("https://portal.cronus.example/c/1/customers?code=c&state=s", uri, None),
        ("https://portal.cronus.example/Auth/#code=c&state=s", uri, None),
        ("https://portal.cronus.example/auth/x#code=c&state=s", uri, None),
        ("https://portal.cronus.example.evil.example/auth/#code=c&state=s", uri, None),
        ("http://portal.cronus.example/auth/#code=c&state=s", uri, None),
        ("https://portal.cronus.example:8443/auth/#code=c&state=s", uri, None),
        ("about:blank", uri, None),
    ] {
        assert_eq!(found(href, uri).as_deref(), state, "{href} at {uri}");
    }
}

#[test]
fn an_honest_answer_gives_the_code() {
    let (transaction, _) = begun();
    let answer = encoded(&[("code", CODE), ("session_state", "x"), ("state", transaction.state())]);
    let code = accepted(&answer, Some(&transaction), &provider(), NOW).unwrap();
    let (request, _) = token::redeem(&provider(), &client(), transaction, code);
    assert_eq!(value(&form(&request.body.unwrap()), "code"), Some(CODE));
}

#[test]
fn rule_11_an_answer_to_no_known_attempt_is_refused_whether_code_or_error() {
    let (transaction, _) = begun();
    let state = transaction.state();
    for answer in [("code", CODE), ("error", "access_denied"), ("error", "server_error")] {
        let with = |state: &str| encoded(&[answer, ("state", state)]);
        assert_outdated(accepted(&with(state), None, &provider(), NOW));
        assert_outdated(accepted(&encoded(&[answer]), Some(&transaction), &provider(), NOW));
        assert_outdated(accepted(&with(""), Some(&transaction), &provider(), NOW));
        assert_outdated(accepted(&with("other"), Some(&transaction), &provider(), NOW));
        assert_outdated(accepted(&with(&state.to_uppercase()), Some(&transaction), &provider(), NOW));
        assert_outdated(accepted(&with(&state[..42]), Some(&transaction), &provider(), NOW));
        assert_outdated(accepted(&with(&format!("{state} ")), Some(&transaction), &provider(), NOW));
    }
}

#[test]
fn rule_11_state_is_judged_before_anything_else() {
    let provider = discovered(json!({ ISS_ANNOUNCED: true })).unwrap();
    let (transaction, _) = begun_with(&provider, SignIn::default());
    let answer = "code=c&state=other&iss=https://evil.example&id_token=x&code=d";
    assert_outdated(accepted(answer, Some(&transaction), &provider, NOW));
}

#[test]
fn rule_12_iss_missing_though_announced_is_refused() {
    let announcing = discovered(json!({ ISS_ANNOUNCED: true })).unwrap();
    assert_defect(answered(&announcing, &[("code", CODE)]), "code");
    assert_defect(answered(&announcing, &[("error", "server_error")]), "error");
    assert_defect(answered(&announcing, &[("code", CODE), ("iss", "")]), "blank");
    assert!(answered(&announcing, &[("code", CODE), ("iss", ISSUER)]).is_ok());
    assert!(answered(&provider(), &[("code", CODE)]).is_ok(), "Entra doesn't announce it");
}

#[test]
fn rule_12_another_iss_is_refused_announced_or_not() {
    let slash = format!("{ISSUER}/");
    let capital = ISSUER.replace("login", "Login");
    for announced in [true, false] {
        let provider = discovered(json!({ ISS_ANNOUNCED: announced })).unwrap();
        for iss in ["https://evil.example", &slash, &capital, "x"] {
            assert_defect(answered(&provider, &[("code", CODE), ("iss", iss)]), iss);
            let denied = answered(&provider, &[("error", "access_denied"), ("iss", iss)]);
            assert_defect(denied, "an error of who knows whom");
        }
        assert!(answered(&provider, &[("code", CODE), ("iss", ISSUER)]).is_ok());
    }
}

#[test]
fn rule_13_a_parameter_that_comes_twice_is_refused() {
    for twice in
        [[("code", "a"), ("code", "a")], [("iss", ISSUER), ("iss", ISSUER)], [("x", "1"), ("x", "2")]]
    {
        let parameters = [&[("code", CODE)][..], &twice].concat();
        assert_defect(answered(&provider(), &parameters), twice[0].0);
    }
    let (transaction, _) = begun();
    let state = transaction.state();
    assert_outdated(accepted(
        &format!("code=c&state={state}&state={state}"),
        Some(&transaction),
        &provider(),
        NOW,
    ));
    let href = format!("{REDIRECT_URI}?code=c#code=c&state={state}");
    let both = callback::parse(&href, REDIRECT_URI).unwrap();
    assert_defect(
        both.accept(Some(&transaction), &provider(), NOW),
        "once in the query, once in the fragment",
    );
}

#[test]
fn rule_14_a_token_in_the_address_is_refused() {
    for token in ["access_token", "id_token"] {
        assert_defect(answered(&provider(), &[("code", CODE), (token, "x")]), token);
        assert_defect(answered(&provider(), &[(token, "x")]), token);
        assert_defect(answered(&provider(), &[("error", "server_error"), (token, "x")]), token);
    }
}

#[test]
fn rule_15_an_attempt_ends_after_ten_minutes() {
    let (transaction, _) = begun();
    let answer = encoded(&[("code", CODE), ("state", transaction.state())]);
    for (seconds, stale) in
        [(0, false), (600, false), (601, true), (86_400, true), (-600, false), (-601, true)]
    {
        assert_eq!(transaction.is_stale(later(seconds)), stale, "{seconds}");
        let result = accepted(&answer, Some(&transaction), &provider(), later(seconds));
        if stale {
            assert_outdated(result);
        } else {
            assert!(result.is_ok(), "{seconds}");
        }
    }
}

#[test]
fn rule_16_the_answer_outlives_the_address_that_brought_it() {
    let (transaction, _) = begun();
    let mut href = format!("{REDIRECT_URI}#{}", encoded(&[("code", CODE), ("state", transaction.state())]));
    let callback = callback::parse(&href, REDIRECT_URI).unwrap();
    href.clear();
    assert!(callback.accept(Some(&transaction), &provider(), NOW).is_ok());
}

#[test]
fn rule_17_neither_code_nor_attempt_can_be_used_twice() {
    // Were one of them `Clone`, both implementations would apply and `found` would be ambiguous: no
    // compilation.
    trait Found<Which> {
        fn found() {}
    }
    struct AnyType;
    struct CloneType;
    impl<T> Found<AnyType> for T {}
    impl<T: Clone> Found<CloneType> for T {}
    <Transaction as Found<_>>::found();
    <Code as Found<_>>::found();
}

#[test]
fn rule_7_an_attempt_at_another_authority_is_not_answered_by_this_one() {
    let other = Issuer::new("https://login.other.example/v2.0").unwrap();
    let document = crate::fixtures::merged(
        crate::fixtures::discovery_document(),
        json!({ "issuer":
    other.as_str() }),
    );
    let other = discovery::read(&other, &crate::fixtures::ok(&document.to_string())).unwrap();
    let (transaction, _) = begun_with(&other, SignIn::default());
    let answer = encoded(&[("code", CODE), ("state", transaction.state())]);
    assert_outdated(accepted(&answer, Some(&transaction), &provider(), NOW));
}

#[test]
fn an_answer_with_neither_code_nor_error_is_refused() {
    assert_defect(answered(&provider(), &[]), "state alone");
    assert_defect(answered(&provider(), &[("code", "")]), "blank code");
}

#[test]
fn an_error_counts_even_beside_a_code() {
    let result = answered(&provider(), &[("code", CODE), ("error", "access_denied")]);
    assert_eq!(result.unwrap_err().decision(), &Decision::Denied);
}

#[test]
fn broken_percent_encoding_is_read_as_far_as_it_goes() {
    for fragment in ["code=%&state=%zz", "code=%ff%fe&state=s", "%=%&state=%00", "&&&=&state", "state=%e2%82"]
    {
        let href = format!("{REDIRECT_URI}#{fragment}");
        if let Some(callback) = callback::parse(&href, REDIRECT_URI) {
            assert_outdated(callback.accept(Some(&begun().0), &provider(), NOW));
        }
    }
}
