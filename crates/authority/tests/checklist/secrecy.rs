//! Checklist rules 45 and 47: where secrets must not appear.

use crate::fixtures::{
    ACCESS_TOKEN, CODE, NONCE, NOW, REDIRECT_URI, REFRESH_TOKEN, answer, begun, begun_with, claims, client,
    encoded, granted, header, id_token, jwk, kept, keys_of, provider, refreshed,
};
use authority::{Secret, SignIn, callback, logout, token};
use serde_json::json;

#[test]
fn rule_45_no_address_holds_a_token_a_code_or_a_verifier() {
    let (transaction, authorize) = begun();
    let verifier = kept(&transaction)["code_verifier"].as_str().unwrap().to_owned();
    let href = format!("{REDIRECT_URI}#{}", encoded(&[("code", CODE), ("state", transaction.state())]));
    let code =
        callback::parse(&href, REDIRECT_URI).unwrap().accept(Some(&transaction), &provider(), NOW).unwrap();
    let (redeem, _) = token::redeem(&provider(), &client(), transaction, code);
    let (refresh, _) = token::refresh(&provider(), &client(), &Secret::new(REFRESH_TOKEN), None);
    let granted = granted(json!({})).unwrap();
    let ada = granted.id_token.accept(&granted.expected, &granted.access_token, NOW).unwrap();
    let sign_out = logout::address(&provider(), &client(), &ada, "https://portal.cronus.example/").unwrap();
    for address in [authorize, redeem.url, refresh.url, sign_out] {
        for secret in [verifier.as_str(), CODE, ACCESS_TOKEN, REFRESH_TOKEN, "eyJ"] {
            let percent_encoded = encoded(&[("", secret)]);
            assert!(!address.contains(secret) && !address.contains(&percent_encoded[1..]), "{address}");
        }
    }
}

#[test]
fn rule_47_nothing_that_can_be_printed_names_a_secret_or_a_person() {
    let sign_in = || SignIn { login_hint: Some("ada@cronus.example".into()), ..SignIn::default() };
    let (transaction, _) = begun_with(&provider(), sign_in());
    let verifier = kept(&transaction)["code_verifier"].as_str().unwrap().to_owned();
    let state = transaction.state().to_owned();
    let href = format!("{REDIRECT_URI}#{}", encoded(&[("code", CODE), ("state", &state)]));
    let callback = callback::parse(&href, REDIRECT_URI).unwrap();
    let mut printed = vec![format!("{transaction:?} {callback:?} {:?}", sign_in())];
    assert!(printed[0].contains("Callback") && printed[0].contains("SignIn"), "{printed:?}");
    let code = callback.accept(Some(&transaction), &provider(), NOW).unwrap();
    printed.push(format!("{code:?}"));
    let (request, redemption) = token::redeem(&provider(), &client(), transaction, code);
    printed.push(format!("{request:?} {redemption:?}"));
    let (request, renewal) = token::refresh(&provider(), &client(), &Secret::new(REFRESH_TOKEN), None);
    printed.push(format!("{request:?} {renewal:?}"));
    let granted = granted(json!({})).unwrap();
    printed.push(format!("{granted:?}"));
    assert!(format!("{:?}", granted.id_token).contains("UnverifiedIdToken"), "what it is, is told");
    let ada = granted.id_token.accept(&granted.expected, &granted.access_token, NOW).unwrap();
    printed.push(format!("{ada:?}"));
    printed.push(format!("{:?}", answer(200, ACCESS_TOKEN)));
    for (text, begins) in
        printed.iter().zip(["Transaction", "Code", "Post", "Post", "Granted", "Identity", "200"])
    {
        assert!(text.starts_with(begins), "what it is, is told: {text}");
        for secret in
            [verifier.as_str(), CODE, ACCESS_TOKEN, "opaque", "eyJ", "Ada", "ada@", "a1b2c3", &state]
        {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

#[test]
fn rule_47_no_error_repeats_what_it_was_given() {
    let token = "tok3n-of-someone";
    let echo = json!({
        "error": token, "suberror": token, "error_description": format!("AADSTS50058: {token}"), "claims":
         token,
        "correlation_id": token, "timestamp": token, "trace_id": token, "error_uri": token,
    });
    let changed = |claim: &str| {
        let mut claims = claims();
        claims[claim] = token.into();
        let granted = granted(json!({ "id_token": id_token(&header(), &claims) })).unwrap();
        granted.id_token.accept(&granted.expected, &granted.access_token, NOW).unwrap_err()
    };
    let unknown_key = granted(json!({})).unwrap().id_token.candidates(
        &keys_of(&[jwk(json!({ "kid": token
        }))])
        .unwrap(),
    );
    for error in [
        refreshed(&answer(400, &echo.to_string())).unwrap_err(),
        refreshed(&answer(200, &echo.to_string())).unwrap_err(),
        refreshed(&answer(400, token)).unwrap_err(),
        refreshed(&answer(200, token)).unwrap_err(),
        granted(json!({ "token_type": token })).unwrap_err(),
        granted(json!({ "id_token": token })).unwrap_err(),
        changed("iss"),
        changed("aud"),
        changed("nonce"),
        changed("at_hash"),
        changed("exp"),
        unknown_key.unwrap_err(),
    ] {
        assert!(!format!("{error} {error:?}").contains(token), "{error:?}");
        assert!(!format!("{error:?}").contains(NONCE));
    }
}

#[test]
fn rule_47_a_secret_is_printed_only_where_the_code_says_so() {
    let secret = Secret::new("a");
    assert_eq!((format!("{secret:?}").as_str(), secret.expose()), ("Secret(…)", "a"));
}
