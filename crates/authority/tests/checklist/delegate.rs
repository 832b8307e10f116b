//! AzDelegate: one account, and no other.

use crate::fixtures::{
    ACCESS_TOKEN, ISSUER, NOW, begun, claims, client, header, id_token, jwk, keys_of, merged, ok, provider,
    query, token_answer, value,
};
use authority::{Decision, Delegate, Prompt, ReturnTo, Secret, SignIn, callback, sign_in, token};
use serde_json::{Value, json};

fn asked(sign_in: SignIn) -> Vec<(String, String)> {
    let client = client().for_delegate(Some(Delegate::new("floor@cronus.example")));
    let here = ReturnTo::new("/", "/");
    query(&sign_in::start(&provider(), &client, sign_in, crate::fixtures::entropy(), here, NOW).1)
}

#[test]
fn the_authority_is_told_which_account_is_meant() {
    assert_eq!(value(&asked(SignIn::default()), "login_hint"), Some("floor@cronus.example"));
    let known = SignIn { login_hint: Some("O.opaque".to_owned()), ..SignIn::default() };
    assert_eq!(value(&asked(known), "login_hint"), Some("O.opaque"), "of the last sign-in");
    let choose = SignIn { prompt: Some(Prompt::SelectAccount), ..SignIn::default() };
    assert_eq!(value(&asked(choose), "login_hint"), None);
    assert_eq!(value(&query(&begun().1), "login_hint"), None, "AzUser means whoever comes");
}

/// What becomes of a sign-in whose ID token has `changes`, where only `delegate` may sign in.
fn signed_in(delegate: &str, changes: Value) -> Result<(), Decision> {
    let client = client().for_delegate(Some(Delegate::new(delegate)));
    let (transaction, _) = begun();
    let href = format!("{}#code=c&state={}", crate::fixtures::REDIRECT_URI, transaction.state());
    let callback = callback::parse(&href, crate::fixtures::REDIRECT_URI).unwrap();
    let code = callback.accept(Some(&transaction), &provider(), NOW).unwrap();
    let proof = id_token(&header(), &merged(claims(), changes));
    let answer = merged(token_answer(), json!({ "id_token": proof })).to_string();
    let (_, redemption) = token::redeem(&provider(), &client, transaction, code);
    let granted = redemption.read(&ok(&answer), NOW).unwrap();
    assert!(granted.id_token.candidates(&keys_of(&[jwk(json!({}))]).unwrap()).is_ok());
    let identity = granted.id_token.accept(&granted.expected, &Secret::new(ACCESS_TOKEN), NOW);
    identity.map(|_| ()).map_err(|error| error.decision().clone())
}

#[test]
fn another_account_is_refused_and_the_way_out_is_to_choose() {
    assert_eq!(signed_in("ADA@cronus.example", json!({})), Ok(()));
    assert_eq!(signed_in("0DA0DA00-0000-4000-8000-000000000001", json!({})), Ok(()));
    for delegate in ["ben@cronus.example", "0da0da00-0000-4000-8000-000000000002", "Ada Birch"] {
        assert_eq!(signed_in(delegate, json!({})), Err(Decision::ChooseAccount), "{delegate}");
    }
    // A namesake, in another mailbox.
    let namesake = json!({ "preferred_username": "ada.b@cronus.example", "oid": "other", "sub": "other" });
    assert_eq!(signed_in("ada@cronus.example", namesake), Err(Decision::ChooseAccount));
}

#[test]
fn what_is_wrong_with_the_proof_comes_before_whose_it_is() {
    for changes in
        [json!({ "nonce": "other" }), json!({ "aud": "other" }), json!({ "iss": format!("{ISSUER}x") })]
    {
        assert_eq!(signed_in("ben@cronus.example", changes), Err(Decision::Defect));
    }
}
