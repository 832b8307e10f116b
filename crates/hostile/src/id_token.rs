//! The ID token: who signed in.

use crate::edit;
use crate::fixtures::{CLIENT_ID, ISSUER, NONCE, NOW, REDIRECT_URI, answer, begun, client, code, provider};
use crate::input::Input;
use crate::jwks;
use crate::secret::{SECRET, assert_not_in, is_in, shown};
use authority::{Delegate, Granted, Identity, Keys, Secret, keys, token};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use json::{Object, Value};
use sha2::{Digest as _, Sha256};

const ACCESS_TOKEN: &str = "opaque.Access~Token/1";
const OBJECT_ID: &str = "0da0da00-0000-4000-8000-000000000001";

pub(crate) fn header() -> String {
    r#"{"typ":"JWT","alg":"RS256","kid":"key-1"}"#.to_owned()
}

pub(crate) fn claims() -> String {
    let (then, end) = (NOW.seconds() - 300, NOW.seconds() + 3600);
    let at_hash = at_hash();
    format!(
        r#"{{"iss":"{ISSUER}","aud":"{CLIENT_ID}","sub":"a1b2c3-ada","oid":"{OBJECT_ID}","tid":"7c9e1d4a","name":"Ada",
"preferred_username":"ada@cronus.example","login_hint":"{SECRET}","iat":{then},"nbf":{then},"exp":{end},
"nonce":"{NONCE}","at_hash":"{at_hash}","auth_time":{then}}}"#
    )
}

fn at_hash() -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(ACCESS_TOKEN)[..16])
}

/// A compact JWS whose signature is none: verifying is the browser's part.
pub(crate) fn compact(header: &str, claims: &str) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.{}", part(header), part(claims), part("signature"))
}

/// A token is accepted only if it says of issuer, audience, nonce, times and access token what this sign-in must hear; what
/// is verified is every byte of it, by one of the Authority's keys; and it is told apart from another person's and an
/// older one at a renewal.
pub fn id_token(data: &[u8]) {
    let mut input = Input::new(data);
    let delegate = input.one_of(&[None, Some(OBJECT_ID), Some("ADA@cronus.example")]);
    let token = match input.choice(4) {
        0 => compact(&header(), &edit::members(&claims(), &input.text())),
        1 => compact(&edit::members(&header(), &input.text()), &claims()),
        2 => edit::bytes(&compact(&header(), &claims()), input.rest()),
        _ => input.text().into_owned(),
    };
    let Some(granted) = granted(&token) else { return };
    let (given_header, given) = read(&token).expect("what was taken apart can be read");
    assert_eq!(given_header.text("alg"), "RS256", "another algorithm");
    assert!(given_header.get("crit").is_none(), "an extension that nobody knows");

    let keys = keys::read(&answer(200, &jwks::set())).expect("keys");
    check_signature(&granted, &keys, &token, &given_header);
    let (id_token, mut expected) = (granted.id_token, granted.expected);
    expected.delegate = delegate.map(Delegate::new);
    let access_token = Secret::new(ACCESS_TOKEN);
    let good = Value::parse(&claims()).expect("good claims");
    let is_untouched =
        good.as_object().is_some_and(|good| good.fields().all(|(name, is)| given.get(name) == Some(is)));
    match id_token.accept(&expected, &access_token, NOW) {
        Ok(identity) => {
            assert_eq!(given.text("nonce"), NONCE, "the answer to another sign-in");
            check(&identity, &given);
            let names = |name: &str| delegate.is_none_or(|one| given.text(name).eq_ignore_ascii_case(one));
            assert!(names("oid") || names("preferred_username") || names("upn"), "another than the delegate");
            assert!(is_in(given.text("iss")) || !is_in(&shown(&identity)), "a person is told");
        }
        Err(error) => {
            assert!(!is_untouched || given.get("azp").is_some(), "a good token was refused: {error}");
            assert_not_in(&error);
        }
    }

    let before = granted_good().id_token.accept(&granted_good().expected, &access_token, NOW).expect("good");
    if let Ok(identity) = id_token.accept_renewed(&before, CLIENT_ID, &access_token, NOW) {
        check(&identity, &given);
        assert_eq!(given.text("sub"), "a1b2c3-ada", "another person");
        assert!(given.get("nonce").is_none() || given.text("nonce") == NONCE, "another sign-in");
        assert!(identity.issued_at >= before.issued_at, "an older token");
        let proved = identity.authenticated_at;
        assert!(proved.is_none() || proved == before.authenticated_at, "another sign-in's proof");
    }
}

fn granted_good() -> Granted {
    granted(&compact(&header(), &claims())).expect("a good token")
}

fn granted(id_token: &str) -> Option<Granted> {
    let client = client(REDIRECT_URI);
    let mut body = Object::default();
    for (name, text) in [("token_type", "Bearer"), ("access_token", ACCESS_TOKEN), ("id_token", id_token)] {
        body.set(name, text);
    }
    let (_, redemption) = token::redeem(&provider(true), &client, begun(&client), code(&begun(&client)));
    let granted = redemption.read(&answer(200, &body.to_string()), NOW);
    granted.inspect_err(assert_not_in).ok()
}

/// Header and claims, read once more.
fn read(token: &str) -> Option<(Object, Object)> {
    let mut parts = token.split('.').map(|part| {
        let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
        Value::parse(&String::from_utf8(bytes).ok()?).ok()?.as_object().cloned()
    });
    Some((parts.next()??, parts.next()??))
}

/// Who is asked to verify gets all of the token but the signature, and the signature.
fn check_signature(granted: &Granted, keys: &Keys, token: &str, header: &Object) {
    let Ok(checks) = granted.id_token.candidates(keys) else {
        assert!(!matches!(header.text("kid"), "" | "key-1"), "its key is there");
        return;
    };
    assert!(matches!(header.text("kid"), "" | "key-1"), "it names a key that is not there");
    for check in checks {
        let signature = URL_SAFE_NO_PAD.encode(&check.signature);
        let signed = String::from_utf8(check.signing_input).expect("a token is ASCII");
        assert_eq!(format!("{signed}.{signature}"), token, "something in it is not verified");
    }
}

/// Everything but the nonce and the delegate.
fn check(identity: &Identity, given: &Object) {
    assert_eq!(given.text("iss"), ISSUER, "another issuer");
    let is_client = |value: &Value| value.as_text() == Some(CLIENT_ID);
    let is_for_us = match given.get("aud") {
        Some(Value::List(audiences)) => !audiences.is_empty() && audiences.iter().all(is_client),
        audience => audience.is_some_and(is_client),
    };
    assert!(is_for_us && given.get("azp").is_none_or(is_client), "another audience");
    let subject = given.text("sub");
    assert!(
        (1..=255).contains(&subject.len()) && subject.is_ascii() && identity.subject == subject,
        "nobody"
    );
    assert!(
        given.get("at_hash").is_none_or(|hash| *hash == at_hash().as_str().into()),
        "another access token"
    );
    // Seconds of a float are near enough: whoever is a second late may be either.
    let seconds = |name: &str| match given.get(name) {
        Some(Value::Number(text)) => text.parse::<f64>().ok().map(|seconds| seconds - NOW.seconds() as f64),
        _ => None,
    };
    let (issued, ends) = (seconds("iat"), seconds("exp"));
    assert!(issued.is_some_and(|at| (-3601.0..301.0).contains(&at)), "issued at {issued:?}");
    assert!(ends.is_some_and(|at| at > -301.0), "it ended at {ends:?}");
    assert!(given.get("nbf").is_none() || seconds("nbf").is_some_and(|at| at < 301.0), "it is not valid yet");
}
