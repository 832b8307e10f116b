//! Whatever comes from outside is answered, never with the wrong thing: what is said here of single values, `crates/hostile`
//! says of whole answers.

use crate::fixtures::{NOW, answer, merged, token_answer};
use authority::{Decision, Issuer, ReturnTo, client_credentials};
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
    fn an_issuer_is_one_that_is_safe_to_go_to(text in ".*", host in "[a-z.:@/\\\\#?]{0,20}") {
        for text in [text, format!("https://{host}"), format!("http://{host}")] {
            if let Ok(issuer) = Issuer::new(text.as_str()) {
                prop_assert_eq!(issuer.as_str(), text.as_str());
                prop_assert!(Origin::of(&text).unwrap().is_trustworthy());
            }
        }
    }
}
