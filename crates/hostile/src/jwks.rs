//! The Authority's signing keys.

use crate::fixtures::{answer, asks_a_person, object};
use crate::input::Input;
use crate::secret::{SECRET, assert_not_in, is_in, shown};
use authority::{Keys, MAX_BODY, keys};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use json::{Object, Value};

/// What is public of a key, and kept of it.
const KEPT: [&str; 4] = ["kid", "issuer", "n", "e"];
/// RFC 7518 §3.3.
const FEWEST_BITS: usize = 2048;

/// A set with a good key, one for encryption, and one of another kind. By mistake it holds a private part.
pub(crate) fn set() -> String {
    let modulus = URL_SAFE_NO_PAD.encode([0xab; 256]);
    format!(
        r#"{{"keys":[
{{"kty":"RSA","use":"sig","kid":"key-1","n":"{modulus}","e":"AQAB","d":"{SECRET}","x5c":["{SECRET}"]}},
{{"kty":"RSA","use":"enc","kid":"key-2","n":"{modulus}","e":"AQAB"}},
{{"kty":"EC","kid":"key-3","crv":"P-256","x":"AQAB","y":"AQAB"}}]}}"#
    )
}

/// Every key that is accepted is a public RSA key for signatures, of at least 2048 bits and with an exponent that makes
/// a signature hard to forge, as one of the set's says; nothing private is kept.
pub fn jwks(data: &[u8]) {
    let mut input = Input::new(data);
    let status = input.status();
    let good = set();
    let body = input.document(&good);
    let keys = match keys::read(&answer(status, &body)) {
        Ok(keys) => keys,
        Err(error) => {
            assert!(status != 200 || *body != good, "the good keys were refused: {error}");
            assert!(!asks_a_person(&error), "keys send nobody to sign in");
            return assert_not_in(&error);
        }
    };
    assert!(status == 200 && body.len() <= MAX_BODY);
    let kept = keys.to_json();
    assert_eq!(Keys::from_json(&kept).as_ref(), Some(&keys), "they are not kept as they are");
    let is_public = kept
        .entries()
        .iter()
        .filter_map(Value::as_object)
        .any(|key| KEPT.iter().any(|name| is_in(key.text(name))));
    assert!(is_public || !is_in(&shown(&keys)), "something private is shown");
    let document = object(&body);
    for key in kept.entries() {
        let key = key.as_object().expect("a key is an object");
        assert!(key.fields().all(|(name, _)| KEPT.contains(&name)), "more of it is kept: {kept}");
        let is_it = |given: &&Object| KEPT.iter().all(|name| given.text(name) == key.text(name));
        let is_usable = |given: &Object| {
            let says = |name, value| matches!(given.text(name), "") || given.text(name) == value;
            let may_verify = match given.get("key_ops") {
                Some(Value::List(operations)) => operations.contains(&"verify".into()),
                _ => true,
            };
            given.text("kty") == "RSA" && says("use", "sig") && says("alg", "RS256") && may_verify
        };
        assert!(document.related_many("keys").filter(is_it).any(is_usable), "no such key was given");
        let number = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("a number in base64");
        let (modulus, exponent) = (number(key.text("n")), number(key.text("e")));
        assert!(bits(&modulus) >= FEWEST_BITS, "a modulus of {} bits", bits(&modulus));
        let is_odd = exponent.last().is_some_and(|last| last % 2 == 1);
        assert!(is_odd && bits(&exponent) > 1, "the exponent {exponent:?}");
    }
}

/// How many bits a number has, its leading zeros not counted.
fn bits(number: &[u8]) -> usize {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros).map_or(0, |first| (number.len() - zeros) * 8 - first.leading_zeros() as usize)
}
