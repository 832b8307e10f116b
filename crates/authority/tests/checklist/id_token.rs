//! Checklist, part D: the ID token's claims (OIDC Core §3.1.3.7 and §12.2).

use crate::fixtures::ok;
use crate::fixtures::{
    ACCESS_TOKEN, CLIENT_ID, ISSUER, NOW, assert_defect, claims, granted, header, id_token, later, merged,
    refreshed, token_answer,
};
use authority::{Decision, Error, Identity, Issuer, Secret};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Who signs in with the honest claims and `changes`.
fn identity(changes: Value) -> Result<Identity, Error> {
    let token = id_token(&header(), &merged(claims(), changes));
    let granted = granted(json!({ "id_token": token }))?;
    granted.id_token.accept(&granted.expected, &granted.access_token, NOW)
}

/// Who signs in when `changes` come with a renewed token of Ada's.
fn renewed(changes: Value) -> Result<Identity, Error> {
    let ada = identity(json!({ "auth_time": 1_799_999_000 })).unwrap();
    let token = id_token(&header(), &merged(claims(), changes));
    let answer = merged(token_answer(), json!({ "id_token": token })).to_string();
    let renewed = refreshed(&ok(&answer))?;
    renewed.id_token.unwrap().accept_renewed(&ada, CLIENT_ID, &renewed.access_token, NOW)
}

/// How far a claim in seconds is from now.
fn at(seconds: i64) -> Value {
    json!(later(seconds).seconds())
}

#[test]
fn an_honest_id_token_says_who_signed_in() {
    let ada = identity(json!({})).unwrap();
    assert_eq!(ada.issuer.as_str(), ISSUER);
    assert_eq!(ada.subject, "a1b2c3-ada");
    assert_eq!(ada.object_id.as_deref(), Some("0da0da00-0000-4000-8000-000000000001"));
    assert_eq!(ada.tenant.as_deref(), Some("7c9e1d4a"));
    assert_eq!(ada.name.as_deref(), Some("Ada Birch"));
    assert_eq!(ada.user_name.as_deref(), Some("ada@cronus.example"));
    assert_eq!(ada.login_hint.as_deref(), Some("O.opaque-hint"));
    assert_eq!((ada.issued_at, ada.expires_at), (later(-300), later(3600)));
    let text = ada.to_json().to_string();
    assert_eq!(Identity::from_json(&json::Value::parse(&text).unwrap()).unwrap(), ada);
}

#[test]
fn names_are_optional_and_upn_stands_in() {
    let bare = json!({ "name": null, "preferred_username": null, "oid": 7, "tid": [], "login_hint": "" });
    let nobody = identity(bare).unwrap();
    assert_eq!((nobody.name, nobody.user_name, nobody.object_id), (None, None, None));
    assert_eq!((nobody.tenant, nobody.login_hint), (None, None));
    let old = identity(json!({ "preferred_username": null, "upn": "ada@old.example" })).unwrap();
    assert_eq!(old.user_name.as_deref(), Some("ada@old.example"));
}

#[test]
fn rule_25_another_issuer_is_refused() {
    for wrong in [
        json!(null),
        json!(format!("{ISSUER}/")),
        json!(ISSUER.to_uppercase()),
        json!("https://evil.example"),
        json!([ISSUER]),
    ] {
        assert_defect(identity(json!({ "iss": wrong })), &wrong.to_string());
    }
}

#[test]
fn rule_26_another_or_a_further_audience_is_refused() {
    assert!(identity(json!({ "aud": [CLIENT_ID] })).is_ok());
    for wrong in [
        json!(null),
        json!(""),
        json!([]),
        json!("other"),
        json!(["other"]),
        json!([CLIENT_ID, "other"]),
        json!([CLIENT_ID, 7]),
        json!({ CLIENT_ID: true }),
        json!(CLIENT_ID.to_uppercase()),
    ] {
        assert_defect(identity(json!({ "aud": wrong })), &wrong.to_string());
        assert_defect(identity(json!({ "aud": wrong, "azp": CLIENT_ID })), &wrong.to_string());
    }
}

#[test]
fn rule_27_another_authorized_party_is_refused() {
    assert!(identity(json!({ "azp": CLIENT_ID })).is_ok());
    for wrong in [json!("other"), json!(""), json!(7), json!([CLIENT_ID])] {
        assert_defect(identity(json!({ "azp": wrong })), &wrong.to_string());
    }
}

#[test]
fn rule_30_an_expired_token_is_refused_with_five_minutes_leeway() {
    for (exp, accepted) in
        [(at(3600), true), (at(1), true), (at(0), true), (at(-299), true), (at(-300), false)]
    {
        assert_eq!(identity(json!({ "exp": exp })).is_ok(), accepted, "{exp}");
    }
    for wrong in [json!(null), json!("1800003600"), json!(-1), json!(true), json!([])] {
        assert_defect(identity(json!({ "exp": wrong })), &wrong.to_string());
    }
    assert!(identity(json!({ "exp": 1_800_003_600.75 })).is_ok(), "NumericDate may have a fraction");
    assert!(identity(json!({ "exp": 1e300 })).is_ok());
}

#[test]
fn rule_31_a_token_from_the_future_or_long_ago_is_refused() {
    for (iat, accepted) in [
        (at(0), true),
        (at(300), true),
        (at(301), false),
        (at(-3600), true),
        (at(-3601), false),
        (at(-604_800), false),
    ] {
        assert_eq!(identity(json!({ "iat": iat, "nbf": null })).is_ok(), accepted, "iat {iat}");
    }
    for (nbf, accepted) in [(at(300), true), (at(301), false), (at(-604_800), true)] {
        assert_eq!(identity(json!({ "nbf": nbf })).is_ok(), accepted, "nbf {nbf}");
    }
    for wrong in [json!(null), json!("1800000000"), json!(-1), json!({})] {
        assert_defect(identity(json!({ "iat": wrong })), &wrong.to_string());
    }
    assert_defect(identity(json!({ "nbf": "soon" })), "nbf is no date");
}

#[test]
fn rule_31_a_wrong_clock_is_told_with_its_difference() {
    for (iat, exp, words) in [
        (at(3660), at(9000), "61 minutes behind"),
        (at(-7200), at(-3600), "2 hours ahead"),
        (at(10 * 86_400), at(11 * 86_400), "10 days behind"),
    ] {
        let error = identity(json!({ "iat": iat, "nbf": iat, "exp": exp })).unwrap_err();
        assert_eq!(error.decision(), &Decision::FixSetup);
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn rule_32_another_or_no_nonce_is_refused() {
    for wrong in [json!(null), json!(""), json!("other"), json!(7), json!([claims()["nonce"]])] {
        assert_defect(identity(json!({ "nonce": wrong })), &wrong.to_string());
    }
}

#[test]
fn rule_33_a_subject_is_there_and_bearable() {
    assert!(identity(json!({ "sub": "x".repeat(255) })).is_ok());
    for wrong in [json!(null), json!(""), json!(7), json!("x".repeat(256)), json!("ädä")] {
        assert_defect(identity(json!({ "sub": wrong })), &wrong.to_string());
    }
}

#[test]
fn rule_35_an_access_token_other_than_the_hashed_one_is_refused() {
    let hash = |token: &str| URL_SAFE_NO_PAD.encode(&Sha256::digest(token)[..16]);
    assert!(identity(json!({ "at_hash": hash(ACCESS_TOKEN) })).is_ok());
    for wrong in [
        json!(hash("other")),
        json!(""),
        json!(7),
        json!(URL_SAFE_NO_PAD.encode(Sha256::digest(ACCESS_TOKEN))),
    ] {
        assert_defect(identity(json!({ "at_hash": wrong })), &wrong.to_string());
    }
}

/// The example of OIDC Core appendix A.4 is for RS256 as well: its access token and its hash belong together.
#[test]
fn rule_35_the_hash_is_that_of_openid_connect_core_appendix_a() {
    let granted = granted(json!({
        "access_token": "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y",
        "id_token": id_token(&header(), &merged(claims(), json!({ "at_hash": "77QmUPtjPfzWtF2AnpK9RQ" }))),
    }));
    let granted = granted.unwrap();
    assert!(granted.id_token.accept(&granted.expected, &granted.access_token, NOW).is_ok());
    assert!(granted.id_token.accept(&granted.expected, &Secret::new("other"), NOW).is_err());
}

#[test]
fn rule_36_a_renewed_token_of_the_same_person_is_accepted() {
    let same_time = json!({ "auth_time": 1_799_999_000 });
    for fine in [json!({}), json!({ "nonce": null }), same_time, json!({ "iat": at(0), "name": "Ada B." })] {
        assert!(renewed(fine.clone()).is_ok(), "{fine}");
    }
    assert_eq!(renewed(json!({ "nonce": null })).unwrap().nonce, claims()["nonce"].as_str().unwrap());
}

#[test]
fn rule_36_a_renewed_token_of_someone_else_is_refused() {
    for wrong in [
        json!({ "iss": "https://evil.example" }),
        json!({ "sub": "other" }),
        json!({ "aud": "other" }),
        json!({ "nonce": "other" }),
        json!({ "nonce": 7 }),
        json!({ "iat": at(-301), "nbf": null }),
        json!({ "iat": null }),
        json!({ "auth_time": 1_799_999_001 }),
    ] {
        assert_defect(renewed(wrong.clone()), &wrong.to_string());
    }
    assert!(renewed(json!({ "exp": at(-301) })).is_err());
}

#[test]
fn rule_39_a_person_is_issuer_and_subject_and_nothing_else() {
    let ada = identity(json!({})).unwrap();
    let renamed = identity(json!({ "name": "Ada B.", "preferred_username": "a@cronus.example", "oid": "x"
    }))
    .unwrap();
    let namesake = identity(json!({ "sub": "other" })).unwrap();
    let mut elsewhere = ada.clone();
    elsewhere.issuer = Issuer::new("https://login.other.example").unwrap();
    assert!(ada.is_same_person(&renamed));
    assert!(!ada.is_same_person(&namesake));
    assert!(!ada.is_same_person(&elsewhere));
}
