//! Whatever comes from outside is answered, never with a panic and never with the wrong thing.

use crate::fixtures::{
    NOW, REDIRECT_URI, answer, begun, claims, discovery_document, granted, header, id_token, issuer, jwk,
    keys_of, merged, provider, redeemed, refreshed, token_answer,
};
use authority::{Decision, Issuer, Response, ReturnTo, callback, client_credentials, discovery, keys};
use origin::{Origin, resolve};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Any JSON that an answer's member might hold.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        "[A-Za-z0-9_.-]{0,60}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z_]{1,12}", inner, 0..4)
                .prop_map(|members| members.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

/// An address part in which everything that browsers read in a way of their own is likely.
fn any_path() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("/"),
        Just("//"),
        Just("\\"),
        Just("."),
        Just(".."),
        Just("%2e"),
        Just("%2F"),
        Just("%5c"),
        Just("\t"),
        Just("\n"),
        Just("\r"),
        Just(" "),
        Just("\u{0}"),
        Just("@"),
        Just(":"),
        Just("?"),
        Just("#"),
        Just("portal"),
        Just("evil.example"),
        Just("javascript:"),
        Just("https:"),
        Just("ä"),
        Just("\u{2f}"),
        Just("\u{ff0f}"),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn members_of(document: &Value) -> Vec<String> {
    document.as_object().into_iter().flat_map(|members| members.keys().cloned()).collect()
}

proptest! {
    #[test]
    fn rule_9_no_text_leads_out_of_the_base(text in prop_oneof![any_path(), ".*"], base in
    "/|/portal/|/a/b/") {
        let here = "https://portal.cronus.example";
        let back = ReturnTo::new(&text, &base);
        prop_assert!(back.as_str().starts_with(&base));
        let address = resolve(&format!("{here}{base}auth/"), back.as_str()).unwrap();
        prop_assert_eq!(&address, &format!("{here}{}", back.as_str()), "nothing is left to resolve");
        let origin = Origin::of(&address).unwrap();
        prop_assert_eq!(origin.as_str(), here);
    }

    #[test]
    fn any_address_is_read_as_an_answer_or_not(href in ".*", parameters in "[a-z_=&%#?+0-9A-F]{0,80}") {
        let at_home = format!("{REDIRECT_URI}#{parameters}");
        for (href, redirect_uri) in [(href.as_str(), REDIRECT_URI), (&at_home, REDIRECT_URI), (REDIRECT_URI,
        &href)] {
            if let Some(callback) = callback::parse(href, redirect_uri) {
                prop_assert!(callback.accept(Some(&begun().0), &provider(), NOW).is_err());
            }
        }
    }

    #[test]
    fn any_body_is_answered(status in any::<u16>(), body in prop_oneof![".*", any_json().prop_map(|json|
    json.to_string())]) {
        let response = answer(status, &body);
        let _ = discovery::read(&issuer(), &response).is_ok();
        let _ = keys::read(&response).is_ok();
        prop_assert!(redeemed(&response).is_err());
        prop_assert!(refreshed(&response).is_err());
        prop_assert!(client_credentials::read(&response, NOW).is_err());
    }

    #[test]
    fn an_application_has_nobody_to_sign_in(status in prop_oneof![Just(400_u16), Just(401), 200..600_u16],
    code in "[a-z_]{0,20}|invalid_grant|interaction_required|consent_required|login_required", suberror in any_json()) {
        let body = json!({ "error": code, "suberror": suberror }).to_string();
        let error = client_credentials::read(&answer(status, &body), NOW).unwrap_err();
        let asks_a_person = matches!(
            error.decision(),
            Decision::SignInAgain(_) | Decision::ChooseAccount | Decision::AskAdminForConsent { .. }
        );
        prop_assert!(!asks_a_person, "{error:?}");
    }

    #[test]
    fn a_token_is_renewed_before_it_ends(expires_in in any_json(), refresh_in in any_json()) {
        let text = merged(token_answer(), json!({ "expires_in": expires_in, "refresh_in": refresh_in })).to_string();
        let issued = client_credentials::read(&answer(200, &text), NOW).unwrap();
        prop_assert!(NOW <= issued.renew_at && issued.renew_at <= issued.expires_at);
        prop_assert!(NOW < issued.expires_at);
    }

    #[test]
    fn any_member_of_any_answer_may_be_anything(which in any::<prop::sample::Index>(), value in any_json()) {
        let changed = |document: Value| {
            let members = members_of(&document);
            merged(document, json!({ which.get(&members).as_str(): value }))
        };
        let text = changed(discovery_document()).to_string();
        let _ = discovery::read(&issuer(), &answer(200, &text)).is_ok();
        let _ = keys_of(&[changed(jwk(json!({})))]).is_ok();
        let text = changed(token_answer()).to_string();
        let _ = (redeemed(&answer(200, &text)).is_ok(), refreshed(&answer(400, &text)).is_ok());
        let token = id_token(&changed(header()), &changed(claims()));
        if let Ok(granted) = granted(json!({ "id_token": token })) {
            let _ = granted.id_token.candidates(&keys_of(&[jwk(json!({}))]).unwrap()).is_ok();
            let _ = granted.id_token.accept(&granted.expected, &granted.access_token, NOW).is_ok();
        }
    }

    #[test]
    fn an_answer_cut_anywhere_is_no_answer(at in any::<prop::sample::Index>()) {
        let whole = token_answer().to_string();
        let cut = &whole[..at.index(whole.len())];
        prop_assert!(redeemed(&answer(200, cut)).is_err());
    }

    #[test]
    fn any_text_is_an_id_token_or_not(token in prop_oneof![".*",
    "[A-Za-z0-9_-]{0,40}(\\.[A-Za-z0-9_-]{0,40}){1,4}"]) {
        let answered = granted(json!({ "id_token": token }));
        prop_assert!(answered.is_err());
    }

    #[test]
    fn an_issuer_is_one_that_is_safe_to_go_to(text in ".*", host in "[a-z.:@/\\\\#?]{0,20}") {
        for text in [text, format!("https://{host}"), format!("http://{host}")] {
            if let Ok(issuer) = Issuer::new(text.as_str()) {
                prop_assert_eq!(issuer.as_str(), text.as_str());
                prop_assert!(Origin::of(&text).unwrap().is_trustworthy());
            }
        }
    }

    #[test]
    fn no_retry_is_longer_than_an_hour(status in prop_oneof![Just(429_u16), 500..600_u16], seconds in
    any::<u64>()) {
        let retry_after = Some(std::time::Duration::from_secs(seconds));
        let error = refreshed(&Response { retry_after, ..answer(status, "") }).unwrap_err();
        let is_bearable = match error.decision() {
            Decision::RetryAfter(wait) => wait.as_secs() <= 3600,
            _ => false,
        };
        prop_assert!(is_bearable);
    }
}
