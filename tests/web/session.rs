//! What is kept in the browser's storages, and what the browser's cryptography says.

use authority::{Client, Issuer, Provider, ReturnTo, Transaction, UnixTime};
use json::{Object, Value};
use portico::browser::crypto::{random, verifies_rs256};
use portico::browser::storage::{self, Store};
use portico::session::attempts::{self, Attempt};
use portico::session::kept::{Bound, Session};
use portico::session::store;
use settings::App;
use std::time::Duration;
use wasm_bindgen_test::wasm_bindgen_test;

/// A key made for this test, and its RS256 signature of `header.claims`.
const MODULUS: &str = "6k-pkcW4VSKL9KAHkTw45yLmK5rMQh-\
     d00wwF2ThZP3sl3NxSgACr8nMpZKpSETn7GeS8kMDA37ZVCOhoLO8bZiY0XfyCbww9v7AkQ3UQLnqposUyvUqT313o\
     ObFW5Mk4o5f9A7u52N6DAqbl4H9T4NTrYF2Tgyl_OJWSSnDI4qasoodoDrXu8wtXGflNf_Wk3rZ9irTedNEcOXC2kM\
     7Gx-wP_jKSRbBBG4oJa-hOwn4wZ3KAtqUTTMm-M70YfSybyZpiyhPMvL-xRwANPyyFVRMVOwWbsLe07cW8eU-llRp-\
     AlSu5WjownP6InoWH_ST3qib6q4T-bwqQVfAVFbTw";
const SIGNATURE: &str = "ca9a954966ebf4d9812fbd454c97bd5aeb9530549309dc67f6d14446f886d9e356582d79591bd8c3daaa993350\
     17cb77e06246f228358a41a250ff2b4e3b9f4a4fed2098674c5991be14deb5138e449eaf513d1cd0bb81be006b\
     e59e09e2315ed98b9661713517af4b45fe661bd7535c9a7600fd1c68239dd31ce6272a7bef7a16dca1216338c6\
     3ec2bb2d0e90fcd3cd8aac7e5ede926aad62172afb15c53ec431c6759210eaed1ac1cdafe3ab13dfbe57427da4\
     4abdcc6281c5efbfdc271b11eb7edd3644ebbde30107d0385939814a355f97ab8815831ee9ea3b09de9c5c15dd\
     4008e6db5e596308239b5b7886de8d3ed1d939db1f5c2d3e97340bbc1e6b57";

fn provider() -> Provider {
    let kept = r#"{
        "issuer": "https://login.example/t/v2.0",
        "authorization_endpoint": "https://login.example/authorize",
        "token_endpoint": "https://login.example/token",
        "jwks_uri": "https://login.example/keys",
        "announces_iss": false,
        "answers_in_fragment": true
    }"#;
    Provider::from_json(&Value::parse(kept).unwrap()).unwrap()
}

fn transaction(now: UnixTime) -> Transaction {
    let issuer = Issuer::new("https://login.example/t/v2.0").unwrap();
    let client =
        Client::new(issuer, "app", "https://portal.example/auth/", "https://bc.example/.default").unwrap();
    let entropy = random().unwrap();
    let return_to = ReturnTo::new("/c/x/customers?q=1", "/");
    authority::sign_in::start(&provider(), &client, authority::SignIn::default(), entropy, return_to, now).0
}

#[wasm_bindgen_test]
fn an_attempt_is_found_once_by_its_state() {
    let now = UnixTime::from_seconds(1_000_000);
    let transaction = transaction(now);
    let state = transaction.state().to_owned();
    attempts::keep(&Attempt { connection: "A".to_owned(), transaction, after_refusal: false }, now).unwrap();
    assert!(attempts::take("another").is_none());
    let attempt = attempts::take(&state).expect("kept");
    assert_eq!((attempt.connection.as_str(), attempt.transaction.state()), ("A", state.as_str()));
    assert_eq!(attempt.transaction.return_to().as_str(), "/c/x/customers?q=1");
    assert!(attempts::take(&state).is_none(), "an answer is taken once");
}

#[wasm_bindgen_test]
fn two_attempts_live_side_by_side_until_they_are_too_old() {
    let begun = UnixTime::from_seconds(2_000_000);
    let (first, second) = (transaction(begun), transaction(begun));
    let states = [first.state().to_owned(), second.state().to_owned()];
    assert_ne!(states[0], states[1]);
    for transaction in [first, second] {
        attempts::keep(&Attempt { connection: "A".to_owned(), transaction, after_refusal: false }, begun)
            .unwrap();
    }
    assert!(attempts::take(&states[0]).is_some());
    let later = begun.plus(Duration::from_secs(601));
    attempts::keep(
        &Attempt { connection: "A".to_owned(), transaction: transaction(later), after_refusal: true },
        later,
    )
    .unwrap();
    assert!(attempts::take(&states[1]).is_none(), "pruned after ten minutes");
}

#[wasm_bindgen_test]
fn the_portal_leaves_by_itself_three_times_a_minute() {
    let connection = "loop";
    storage::remove(Store::Tab, "portico.redirects.loop");
    let at = |seconds: u64| UnixTime::from_seconds(3_000_000 + seconds);
    assert!((0..3_u64).all(|second| attempts::may_redirect(connection, at(second))));
    assert!(!attempts::may_redirect(connection, at(30)));
    assert!(attempts::may_redirect("another connection", at(30)));
    assert!(attempts::may_redirect(connection, at(61)));
    assert!(
        attempts::may_redirect(connection, UnixTime::from_seconds(5)),
        "a clock set back does not lock the user out"
    );
}

#[wasm_bindgen_test]
fn what_is_broken_in_the_storage_counts_as_absent() {
    let broken = web_sys::window().unwrap().session_storage().unwrap().unwrap();
    broken.set_item("portico.test", "{\"half").unwrap();
    assert_eq!(storage::get(Store::Tab, "portico.test"), None);
    storage::set(Store::Tab, "portico.test", 7).unwrap();
    assert_eq!(storage::text(Store::Tab, "portico.test"), None, "no text");
    storage::set(Store::Tab, "portico.test", "text").unwrap();
    assert_eq!(storage::text(Store::Tab, "portico.test").as_deref(), Some("text"));
    assert_eq!(storage::keys(Store::Tab, "portico.te"), ["portico.test"]);
    storage::remove(Store::Tab, "portico.test");
    assert_eq!(storage::get(Store::Tab, "portico.test"), None);
}

#[wasm_bindgen_test]
fn what_is_kept_comes_back_as_it_was() {
    let mut kept = Object::default();
    kept.set("text", "quotes \" \\ and \u{1} controls \u{20ac}");
    kept.set("number", u64::MAX);
    kept.set("list", vec![Value::Null, Value::from(true), Value::from(Object::default())]);
    let kept = Value::from(kept);
    storage::set(Store::Tab, "portico.test.whole", kept.clone()).unwrap();
    assert_eq!(storage::get(Store::Tab, "portico.test.whole"), Some(kept));
    let fraction = Value::Number("0.5".into());
    assert!(storage::set(Store::Tab, "portico.test.whole", fraction).is_err(), "told, not changed");
    storage::remove(Store::Tab, "portico.test.whole");
}

#[wasm_bindgen_test]
fn a_full_storage_is_an_error_and_keeps_what_it_had() {
    storage::set(Store::Tab, "portico.kept", "before").unwrap();
    let huge = "x".repeat(16 << 20);
    assert_eq!(storage::set(Store::Tab, "portico.kept", &huge), Err(storage::StoreError::Full));
    assert_eq!(storage::text(Store::Tab, "portico.kept").as_deref(), Some("before"));
    storage::remove(Store::Tab, "portico.kept");
}

#[wasm_bindgen_test]
async fn the_browser_tells_a_signature_from_a_forgery() {
    let jwk = serde_json::json!({ "kty": "RSA", "alg": "RS256", "use": "sig", "n": MODULUS, "e": "AQAB" })
        .to_string();
    let signature: Vec<u8> = (0..SIGNATURE.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&SIGNATURE[at..at + 2], 16).unwrap())
        .collect();
    assert_eq!(verifies_rs256(&jwk, b"header.claims", &signature).await, Ok(true));
    assert_eq!(verifies_rs256(&jwk, b"header.claimz", &signature).await, Ok(false));
    let mut forged = signature.clone();
    forged[7] ^= 1;
    assert_eq!(verifies_rs256(&jwk, b"header.claims", &forged).await, Ok(false));
    assert_eq!(verifies_rs256(&jwk, b"header.claims", &[]).await, Ok(false));
    assert_eq!(verifies_rs256("{}", b"header.claims", &signature).await, Ok(false), "no key");
    assert_eq!(verifies_rs256("no JSON", b"header.claims", &signature).await, Ok(false));
}

#[wasm_bindgen_test]
fn a_token_that_was_handed_out_is_found_for_its_companion_only() {
    let app = |companion: &str| App {
        companion: companion.to_owned(),
        service: "https://bc.example".to_owned(),
        registration: None,
    };
    let bound = Bound::to_companion(&app("https://companion.example"), None);
    let session = || Session::with_companion("i".to_owned(), bound.clone(), "Production".to_owned());
    store::keep("A", &session()).unwrap();
    assert!(store::find("B", &bound).is_none());
    assert_eq!(store::find("A", &bound).map(|found| found.id).as_deref(), Some("i"));
    assert!(store::find("A", &Bound::to_companion(&app("https://other.example"), None)).is_none());
    assert!(store::find("A", &bound).is_none(), "the settings changed: it was dropped");
    store::keep("A", &session()).unwrap();
    store::forget("A");
    assert!(store::find("A", &bound).is_none(), "signing out forgets it, too");
    store::welcome_back("A");
}

#[wasm_bindgen_test]
fn random_bytes_differ() {
    assert_ne!(random::<32>().unwrap(), random::<32>().unwrap());
}
