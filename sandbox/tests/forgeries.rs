//! What only a careless client believes: forged ID tokens, keys that aren't the right ones, an answer nobody asked for.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::RsaPublicKey;
use rsa::signature::Verifier as _;
use rsa::{BigUint, pkcs1v15, pss};
use sandbox::faults::{Forgery, Members, Published};
use sandbox::{Effect, Fault, Server};
use serde_json::{Value, json};
use sha2::Sha256;
use support::{Browser, CLIENT, REDIRECT_URI, World, ada, form, header};

fn forged(world: &World, how: Forgery) -> String {
    let fault = Fault::at(Server::Authority, "/token", Effect::Forge { how }).times(1);
    world.sandbox.set_fault(fault);
    world.tokens(ada())["id_token"].as_str().unwrap().to_owned()
}

fn keys(world: &World) -> Vec<Value> {
    let keys = Browser::default().get(&world.at("/discovery/v2.0/keys")).json();
    keys["keys"].as_array().unwrap().clone()
}

fn public(jwk: &Value) -> RsaPublicKey {
    let number =
        |name: &str| BigUint::from_bytes_be(&URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap());
    RsaPublicKey::new(number("n"), number("e")).unwrap()
}

/// The bytes that were signed, and their signature.
fn parts(token: &str) -> (&[u8], Vec<u8>) {
    let (signed, signature) = token.rsplit_once('.').unwrap();
    (signed.as_bytes(), URL_SAFE_NO_PAD.decode(signature).unwrap())
}

fn is_rs256_of(token: &str, jwk: &Value) -> bool {
    let (signed, signature) = parts(token);
    let signature = pkcs1v15::Signature::try_from(signature.as_slice()).unwrap();
    pkcs1v15::VerifyingKey::<Sha256>::new(public(jwk)).verify(signed, &signature).is_ok()
}

#[test]
fn each_forgery_is_what_it_says() {
    let world = World::new();
    let published = &keys(&world)[0];
    let honest = world.tokens(ada())["id_token"].as_str().unwrap().to_owned();
    assert!(is_rs256_of(&honest, published));

    let unsigned = forged(&world, Forgery::Unsigned);
    assert_eq!((&header(&unsigned)["alg"], parts(&unsigned).1.len()), (&json!("none"), 0));

    let by_secret = forged(&world, Forgery::PublicKeyAsSecret);
    assert_eq!((&header(&by_secret)["alg"], parts(&by_secret).1.len()), (&json!("HS256"), 32));

    let by_pss = forged(&world, Forgery::AnotherAlgorithm);
    let (signed, signature) = parts(&by_pss);
    let signature = pss::Signature::try_from(signature.as_slice()).unwrap();
    assert_eq!(header(&by_pss)["alg"], "PS256");
    pss::VerifyingKey::<Sha256>::new(public(published)).verify(signed, &signature).unwrap();

    let own = forged(&world, Forgery::OwnKey);
    assert_eq!(header(&own)["kid"], published["kid"]);
    assert!(!is_rs256_of(&own, published));
    assert!(is_rs256_of(&own, &header(&own)["jwk"]));
}

#[test]
fn the_keys_can_be_others_or_more() {
    let world = World::new();
    let current = keys(&world).remove(0);
    let publish = |publish: Vec<Published>| {
        world.sandbox.set_fault(Fault::at(Server::Authority, "/keys", Effect::Keys { publish }).times(1));
        keys(&world)
    };
    let next = publish(vec![Published::Next]).remove(0);
    assert_ne!(next, current);
    assert_eq!(publish(vec![Published::Next, Published::Current]), [next.clone(), current.clone()]);
    let unheard = publish(vec![Published::Unheard, Published::Current]);
    assert_eq!((&unheard[0]["kty"], &unheard[1]), (&json!("AKP"), &current));
    assert_eq!(keys(&world), [current]);
    world.sandbox.rotate_key();
    assert_eq!(keys(&world), [next], "the next one it was");
}

#[test]
fn signing_out_can_end_with_a_state_that_nobody_sent() {
    let world = World::new();
    let set: Members = serde_json::from_value(json!({ "state": "an other" })).unwrap();
    let lie = Effect::Redirect { set, repeat: Members::new() };
    world.sandbox.set_fault(Fault::at(Server::Authority, "/logout", lie).times(1));
    let query = form(&[("client_id", CLIENT), ("post_logout_redirect_uri", REDIRECT_URI)], &[]);
    let address = format!("{}?{query}", world.at("/oauth2/v2.0/logout"));
    let page = Browser::default().get(&address);
    assert_eq!(page.header("location"), Some(&*format!("{REDIRECT_URI}?state=an+other")));
    assert_eq!(Browser::default().get(&address).header("location"), Some(REDIRECT_URI));
}
