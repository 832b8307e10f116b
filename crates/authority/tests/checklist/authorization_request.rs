//! Checklist, part A: sending a person to the Authority.

use crate::fixtures::{
    CLIENT_ID, NONCE, NOW, REDIRECT_URI, assert_fix_setup, begun, begun_with, client, discovered,
    discovery_document, entropy, issuer, kept, merged, ok, provider, query, value,
};
use authority::{Client, Method, Prompt, ReturnTo, Secret, SignIn, discovery, sign_in, token};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest as _, Sha256};

#[test]
fn rule_1_a_code_is_asked_for_and_nothing_else() {
    let parameters = query(&begun().1);
    assert_eq!(value(&parameters, "response_type"), Some("code"));
    assert_eq!(value(&parameters, "client_id"), Some(CLIENT_ID));
    assert_eq!(value(&parameters, "response_mode"), Some("fragment"));
}

#[test]
fn rule_2_the_challenge_is_the_hash_of_the_verifier_kept_in_the_transaction() {
    let (transaction, address) = begun();
    let kept = kept(&transaction);
    let verifier = kept["code_verifier"].as_str().unwrap();
    assert_eq!(verifier, URL_SAFE_NO_PAD.encode(&entropy()[64..]));
    assert!((43..=128).contains(&verifier.len()));
    let parameters = query(&address);
    assert_eq!(value(&parameters, "code_challenge_method"), Some("S256"));
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    assert_eq!(value(&parameters, "code_challenge"), Some(challenge.as_str()));
    assert!(!address.contains(verifier));
}

#[test]
fn rule_3_silence_about_pkce_is_accepted_but_not_its_denial() {
    for (methods, accepted, announced) in [
        (json!(null), true, false),
        (json!(["S256"]), true, true),
        (json!(["plain", "S256"]), true, true),
        (json!(["plain"]), false, false),
        (json!([]), false, false),
    ] {
        let document = merged(discovery_document(), json!({ "code_challenge_methods_supported": methods }));
        let text = document.to_string();
        assert_eq!(discovery::announces_pkce(&ok(&text)), announced, "{methods}");
        let found = discovery::read(&issuer(), &ok(&text));
        assert_eq!(found.as_ref().is_err_and(authority::Error::rules_out_pkce), !accepted, "{methods}");
        if accepted {
            assert!(found.is_ok(), "{methods}");
        } else {
            assert_fix_setup(found, &methods.to_string());
        }
    }
    // Where more is wrong, PKCE is not all.
    let both = discovered(json!({ "code_challenge_methods_supported": ["plain"], "jwks_uri": null }));
    assert!(!both.unwrap_err().rules_out_pkce());
    assert!(!discovery::announces_pkce(&ok("[]")));
    let parameters = query(&begun().1);
    assert!(value(&parameters, "state").is_some() && value(&parameters, "nonce").is_some());
}

#[test]
fn rule_4_state_is_256_random_bits_and_carries_nothing() {
    let (transaction, address) = begun();
    assert_eq!(transaction.state(), URL_SAFE_NO_PAD.encode(&entropy()[..32]));
    assert_eq!(value(&query(&address), "state"), Some(transaction.state()));
    assert!(!address.contains("customers"), "the way back stays here");
    assert_eq!(transaction.return_to().as_str(), "/c/1/customers?q=birch#top");
}

#[test]
fn rule_5_the_nonce_is_256_random_bits_of_its_own() {
    let (transaction, address) = begun();
    assert_eq!(NONCE, URL_SAFE_NO_PAD.encode(&entropy()[32..64]));
    assert_eq!(value(&query(&address), "nonce"), Some(NONCE));
    assert_eq!(kept(&transaction)["nonce"], NONCE);
}

#[test]
fn rule_6_the_redirect_uri_is_sent_as_registered_and_is_safe() {
    assert_eq!(value(&query(&begun().1), "redirect_uri"), Some(REDIRECT_URI));
    for safe in
        ["https://p.example/auth/", "http://localhost:8080/auth/", "http://127.0.0.1/", "http://[::1]:1/"]
    {
        assert!(Client::new(issuer(), CLIENT_ID, safe, "api").is_ok(), "{safe}");
    }
    for unsafe_uri in
        ["http://p.example/auth/", "/auth/", "", "https://u@p.example/", "https://p.example/#a", "app://x"]
    {
        assert_fix_setup(Client::new(issuer(), CLIENT_ID, unsafe_uri, "api"), unsafe_uri);
    }
    assert_fix_setup(Client::new(issuer(), " ", REDIRECT_URI, "api"), "no client ID");
}

#[test]
fn rule_7_the_transaction_names_the_issuer_and_its_endpoint_is_used() {
    let (transaction, address) = begun();
    assert_eq!(kept(&transaction)["issuer"], issuer().as_str());
    assert!(address.starts_with(&format!("{}?", provider().authorization_endpoint())));
}

#[test]
fn rule_8_one_resource_is_asked_for_beside_openid_profile_and_offline_access() {
    for (given, sent) in [
        ("https://api.example/.default", Some("https://api.example/.default openid profile offline_access")),
        ("api://x/a  api://x/b\topenid", Some("api://x/a api://x/b openid profile offline_access")),
        ("read write email", Some("read write email openid profile offline_access")),
        ("", Some("openid profile offline_access")),
        ("https://api.example/.default https://graph.example/.default", None),
        ("https://api.example/a api://other/b", None),
    ] {
        let client = Client::new(issuer(), CLIENT_ID, REDIRECT_URI, given);
        match sent {
            Some(sent) => assert_eq!(client.unwrap().scope, sent),
            None => assert_fix_setup(client, given),
        }
    }
}

#[test]
fn rule_9_the_way_back_never_leaves_the_portal() {
    for (asked, base, expected) in [
        ("/c/1/customers?q=a%20b#x", "/", "/c/1/customers?q=a%20b#x"),
        (
            "/portal/c/1?next=https://evil.example/../",
            "/portal/",
            "/portal/c/1?next=https://evil.example/../",
        ),
        ("/portal/", "/portal/", "/portal/"),
        ("/a..b/...", "/", "/a..b/..."),
        ("", "/portal/", "/portal/"),
        ("/other/", "/portal/", "/portal/"),
        ("/portalevil/", "/portal/", "/portal/"),
        ("//evil.example", "/", "/"),
        ("///evil.example", "/", "/"),
        ("\\\\evil.example", "/", "/"),
        ("/\\evil.example", "/", "/"),
        ("\\/evil.example", "/", "/"),
        ("/\t/evil.example", "/", "/"),
        ("/\n/evil.example", "/", "/"),
        (" //evil.example", "/", "/"),
        ("javascript:alert(1)", "/", "/"),
        ("java\nscript:alert(1)", "/", "/"),
        ("https://evil.example/", "/", "/"),
        ("HTTPS:evil.example", "/", "/"),
        ("portal/c", "/", "/"),
        ("?q=1", "/", "/"),
        ("#x", "/", "/"),
        ("/portal/../other", "/portal/", "/portal/"),
        ("/portal/%2e%2E/other", "/portal/", "/portal/"),
        ("/portal/.%2e", "/portal/", "/portal/"),
        ("/portal/./x", "/portal/", "/portal/"),
        ("/ä", "/", "/"),
        ("//evil.example", "//evil.example", "/"),
        ("/x", "https://evil.example/", "/x"),
        ("/x", "/?a=/", "/x"),
        ("/portal/x", "/portal", "/portal/x"),
        ("/portalevil/x", "/portal", "/portal/"),
    ] {
        assert_eq!(ReturnTo::new(asked, base).as_str(), expected, "{asked:?} within {base:?}");
    }
}

#[test]
fn rule_10_a_password_never_passes_through_the_portal() {
    let (request, _) = token::refresh(&provider(), &client(), &Secret::new("r"), None);
    assert_eq!(request.method, Method::Post);
    let body = request.body.unwrap();
    assert!(body.starts_with("grant_type=refresh_token&") && !body.contains("password"));
}

#[test]
fn rule_34_no_max_age_is_asked_for() {
    let sign_in = SignIn { prompt: Some(Prompt::Login), ..SignIn::default() };
    assert_eq!(value(&query(&begun_with(&provider(), sign_in).1), "max_age"), None);
}

#[test]
fn what_a_sign_in_asks_for_is_sent() {
    let plain = query(&begun().1);
    for name in ["prompt", "login_hint", "domain_hint", "claims"] {
        assert_eq!(value(&plain, name), None);
    }
    let claims = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let sign_in = SignIn {
        prompt: Some(Prompt::Login),
        login_hint: Some("ada+test@cronus.example".into()),
        domain_hint: Some("cronus.example".into()),
        claims: Some(claims.into()),
    };
    let full = query(&begun_with(&provider(), sign_in).1);
    assert_eq!(value(&full, "prompt"), Some("login"));
    assert_eq!(value(&full, "login_hint"), Some("ada+test@cronus.example"));
    assert_eq!(value(&full, "domain_hint"), Some("cronus.example"));
    assert_eq!(value(&full, "claims"), Some(claims));
}

#[test]
fn choosing_an_account_goes_without_a_hint() {
    let sign_in = SignIn {
        prompt: Some(Prompt::SelectAccount),
        login_hint: Some("ada@cronus.example".into()),
        domain_hint: Some("cronus.example".into()),
        claims: None,
    };
    let parameters = query(&begun_with(&provider(), sign_in).1);
    assert_eq!(value(&parameters, "prompt"), Some("select_account"));
    assert_eq!(value(&parameters, "login_hint"), None);
    assert_eq!(value(&parameters, "domain_hint"), None);
}

#[test]
fn a_query_of_the_endpoint_is_kept() {
    for (endpoint, start) in [
        (
            "https://login.example/authorize?policy=b2c",
            "https://login.example/authorize?policy=b2c&client_id=",
        ),
        (
            "https://login.example/authorize?policy=b2c&",
            "https://login.example/authorize?policy=b2c&client_id=",
        ),
        ("https://login.example/authorize?", "https://login.example/authorize?client_id="),
    ] {
        let provider = discovered(json!({ "authorization_endpoint": endpoint })).unwrap();
        let (_, address) = begun_with(&provider, SignIn::default());
        assert!(address.starts_with(start), "{address}");
    }
}

#[test]
fn an_authority_without_fragments_is_asked_to_answer_in_the_query() {
    let provider = discovered(json!({ "response_modes_supported": ["query"] })).unwrap();
    let (_, address) = begun_with(&provider, SignIn::default());
    assert_eq!(value(&query(&address), "response_mode"), Some("query"));
    let silent = discovered(json!({ "response_modes_supported": null })).unwrap();
    let (_, address) = begun_with(&silent, SignIn::default());
    assert_eq!(value(&query(&address), "response_mode"), Some("fragment"));
}

#[test]
fn what_the_authority_was_asked_to_show_is_remembered() {
    for prompt in [None, Some(Prompt::Login), Some(Prompt::Consent), Some(Prompt::SelectAccount)] {
        let (transaction, _) = begun_with(&provider(), SignIn { prompt, ..SignIn::default() });
        let text = transaction.to_json().to_string();
        let again = authority::Transaction::from_json(&json::Value::parse(&text).unwrap());
        assert_eq!(again.map(|again| again.to_json().to_string()), Some(text), "{prompt:?}");
    }
}

#[test]
fn a_transaction_outlives_the_page_in_storage() {
    let (transaction, _) = begun();
    let text = transaction.to_json().to_string();
    let again = authority::Transaction::from_json(&json::Value::parse(&text).unwrap()).unwrap();
    assert_eq!(again.to_json().to_string(), text);
    let here = ReturnTo::new("/", "/");
    let (other, _) = sign_in::start(&provider(), &client(), SignIn::default(), [7; 96], here, NOW);
    assert_ne!(other.state(), again.state());
}

#[test]
fn what_is_kept_of_an_attempt_leads_nowhere_else() {
    let kept = begun().0.to_json().to_string();
    for (whole, elsewhere) in [
        ("\"/c/1/customers?q=birch#top\"", "\"//evil.example\""),
        ("\"/c/1/customers?q=birch#top\"", r#""/\\evil.example""#),
        (REDIRECT_URI, "http://portal.cronus.example/auth/"),
        (REDIRECT_URI, "javascript:x"),
    ] {
        let changed = kept.replace(whole, elsewhere);
        assert_ne!(changed, kept);
        let changed = json::Value::parse(&changed).unwrap();
        assert!(authority::Transaction::from_json(&changed).is_none(), "{elsewhere}");
    }
}
