use super::{Oidc, OidcError, Rejection, VerificationKeys};
use authority::{Issuer, Keys, UnixTime};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use json::Value;
use ring::signature::{RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RsaEncoding};
use ring::signature::{RsaKeyPair, RsaPublicKeyComponents};
use ring::{hmac, rand::SystemRandom};
use rsa::pkcs1::EncodeRsaPrivateKey as _;
use std::sync::LazyLock;

const ISSUER: &str = "https://login.example/11111111-1111-1111-1111-111111111111/v2.0";
const TENANT: &str = "11111111-1111-1111-1111-111111111111";
const AUDIENCE: &str = "22222222-2222-2222-2222-222222222222";
const NOW: u64 = 1_800_000_000;

static OURS: LazyLock<RsaKeyPair> = LazyLock::new(key);
static FOREIGN: LazyLock<RsaKeyPair> = LazyLock::new(key);

fn key() -> RsaKeyPair {
    let private = rsa::RsaPrivateKey::new(&mut rand::rngs::OsRng, 2_048).unwrap();
    RsaKeyPair::from_der(private.to_pkcs1_der().unwrap().as_bytes()).unwrap()
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The Authority's keys: ours, one that signs for another issuer, and one for any tenant of this one.
fn keys() -> VerificationKeys {
    let public = RsaPublicKeyComponents::<Vec<u8>>::from(OURS.public());
    let (n, e) = (encode(public.n), encode(public.e));
    let entry = |kid: &str, issuer: &str| format!(r#"{{"kid":"{kid}","n":"{n}","e":"{e}"{issuer}}}"#);
    let template = r#","issuer":"https://login.example/{tenantid}/v2.0""#;
    let entries = [
        entry("ours", ""),
        entry("tenants", template),
        entry("other", r#","issuer":"https://other.example""#),
    ];
    let keys = Keys::from_json(&Value::parse(&format!("[{}]", entries.join(","))).unwrap()).unwrap();
    VerificationKeys::from(&keys)
}

fn sign(with: &RsaKeyPair, padding: &'static dyn RsaEncoding, header: &str, claims: &str) -> String {
    let signed = format!("{}.{}", encode(header), encode(claims));
    let mut signature = vec![0; with.public().modulus_len()];
    with.sign(padding, &SystemRandom::new(), signed.as_bytes(), &mut signature).unwrap();
    format!("{signed}.{}", encode(signature))
}

const HEADER: &str = r#"{"alg":"RS256","typ":"JWT","kid":"ours"}"#;

fn claims() -> String {
    format!(
        r#"{{"iss":"{ISSUER}","aud":"{AUDIENCE}","tid":"{TENANT}","exp":{},"nbf":{NOW},"iat":{NOW},"sub":"s","oid":"33333333-aaaa-3333-3333-333333333333","preferred_username":"Ann@Cronus.example","scp":"other access","roles":["Reader"],"groups":["44444444-bbbb-4444-4444-444444444444"]}}"#,
        NOW + 3600
    )
}

/// `claims` with the text `from` replaced.
fn changed(from: &str, to: &str) -> String {
    assert!(claims().contains(from), "{from}");
    claims().replace(from, to)
}

fn token(claims: &str) -> String {
    sign(&OURS, &RSA_PKCS1_SHA256, HEADER, claims)
}

fn oidc() -> Oidc {
    Oidc::new(Issuer::new(ISSUER).unwrap(), AUDIENCE, Some("access"), None).unwrap()
}

fn verify(oidc: &Oidc, token: &str) -> Result<String, u16> {
    match oidc.verify(token, &keys(), UnixTime::from_seconds(NOW)) {
        Ok(caller) => Ok(caller.id),
        Err(Rejection::UnknownKey) => Err(0),
        Err(Rejection::Refused(refusal)) => Err(refusal.status().as_u16()),
    }
}

#[test]
fn the_companions_own_token_is_taken() {
    let caller = oidc().verify(&token(&claims()), &keys(), UnixTime::from_seconds(NOW)).unwrap();
    assert_eq!(caller.id, "33333333-aaaa-3333-3333-333333333333");
    assert_eq!(caller.name.as_deref(), Some("Ann@Cronus.example"));
    let list = changed(&format!("\"{AUDIENCE}\""), &format!("[\"{AUDIENCE}\"]"));
    assert!(verify(&oidc(), &token(&list)).is_ok());
    for header in [
        r#"{"alg":"RS256","kid":"ours"}"#,
        r#"{"alg":"RS256","kid":"ours","typ":"at+jwt"}"#,
        r#"{"alg":"RS256","kid":"ours","x5t":"x","jku":"https://evil.example"}"#,
        r#"{"alg":"RS256","kid":"tenants"}"#,
    ] {
        assert!(verify(&oidc(), &sign(&OURS, &RSA_PKCS1_SHA256, header, &claims())).is_ok(), "{header}");
    }
    let no_oid = changed("\"oid\":\"33333333-aaaa-3333-3333-333333333333\",", "");
    assert_eq!(verify(&oidc(), &token(&no_oid)).as_deref(), Ok("s"));
}

#[test]
fn no_forgery_is() {
    let unsigned = |header: &str| format!("{}.{}.", encode(header), encode(claims()));
    let with_secret = |secret: &[u8]| {
        let signed = format!("{}.{}", encode(r#"{"alg":"HS256","kid":"ours"}"#), encode(claims()));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), signed.as_bytes());
        format!("{signed}.{}", encode(tag))
    };
    let valid = token(&claims());
    let (signed, signature) = valid.rsplit_once('.').unwrap();
    let (header, _) = signed.split_once('.').unwrap();
    let public = OURS.public();
    let resigned = |header: &str| sign(&OURS, &RSA_PKCS1_SHA256, header, &claims());
    let mut flipped = URL_SAFE_NO_PAD.decode(signature).unwrap();
    flipped[100] ^= 1;
    for (what, token) in [
        ("another key", sign(&FOREIGN, &RSA_PKCS1_SHA256, HEADER, &claims())),
        ("another padding", sign(&OURS, &RSA_PSS_SHA256, HEADER, &claims())),
        ("another hash", sign(&OURS, &RSA_PKCS1_SHA512, HEADER, &claims())),
        ("other claims", format!("{header}.{}.{signature}", encode(changed("access", "accesS")))),
        ("a bit flipped", format!("{signed}.{}", encode(&flipped))),
        ("a short signature", format!("{signed}.{}", encode(&flipped[1..]))),
        ("no signature", format!("{signed}.")),
        ("padded base64", format!("{signed}.{signature}==")),
        ("none", unsigned(r#"{"alg":"none","kid":"ours"}"#)),
        ("None", unsigned(r#"{"alg":"None","kid":"ours"}"#)),
        ("no alg", unsigned(r#"{"kid":"ours"}"#)),
        ("alg of another type", unsigned(r#"{"alg":["RS256"],"kid":"ours"}"#)),
        ("HS256 with the public key", with_secret(public.as_ref())),
        ("HS256 with the modulus", with_secret(&RsaPublicKeyComponents::<Vec<u8>>::from(public).n)),
        ("HS256 with nothing", with_secret(b"")),
        ("RS512", resigned(r#"{"alg":"RS512","kid":"ours"}"#)),
        ("PS256", resigned(r#"{"alg":"PS256","kid":"ours"}"#)),
        ("rs256", resigned(r#"{"alg":"rs256","kid":"ours"}"#)),
        ("crit", resigned(r#"{"alg":"RS256","kid":"ours","crit":["b64"],"b64":false}"#)),
        ("crit, empty", resigned(r#"{"alg":"RS256","kid":"ours","crit":[]}"#)),
        ("alg twice", resigned(r#"{"alg":"none","alg":"RS256","kid":"ours"}"#)),
        ("kid twice", resigned(r#"{"alg":"RS256","kid":"other","kid":"ours"}"#)),
        ("no kid", resigned(r#"{"alg":"RS256"}"#)),
        ("an empty kid", resigned(r#"{"alg":"RS256","kid":""}"#)),
        ("an id token's type", resigned(r#"{"alg":"RS256","kid":"ours","typ":"logout+jwt"}"#)),
        ("a claim twice", token(&changed("\"sub\":\"s\"", "\"sub\":\"s\",\"sub\":\"t\""))),
        ("scp twice", token(&changed("\"sub\":\"s\"", "\"scp\":\"access\""))),
        ("two parts", signed.to_owned()),
        ("four parts", format!("{valid}.x")),
        ("five parts", format!("{header}.a.b.c.d")),
        ("nothing", String::new()),
        ("points", "..".to_owned()),
        ("no JSON", sign(&OURS, &RSA_PKCS1_SHA256, "x", &claims())),
        ("a list", sign(&OURS, &RSA_PKCS1_SHA256, HEADER, "[]")),
        ("too long", format!("{valid}{}", "a".repeat(20_000))),
    ] {
        assert_eq!(verify(&oidc(), &token), Err(401), "{what}");
    }
}

#[test]
fn keys_are_those_of_the_issuer() {
    for header in [
        r#"{"alg":"RS256","kid":"new"}"#,
        r#"{"alg":"RS256","kid":"OURS"}"#,
        r#"{"alg":"RS256","kid":"other"}"#,
    ] {
        assert_eq!(verify(&oidc(), &sign(&OURS, &RSA_PKCS1_SHA256, header, &claims())), Err(0), "{header}");
    }
    // What is wrong anyhow makes nobody fetch keys.
    let unknown = r#"{"alg":"RS256","kid":"new"}"#;
    for claims in [
        changed(ISSUER, "https://evil.example"),
        changed(AUDIENCE, "other"),
        changed("\"exp\":", "\"exp\":1,\"x\":"),
    ] {
        assert_eq!(verify(&oidc(), &sign(&OURS, &RSA_PKCS1_SHA256, unknown, &claims)), Err(401));
    }
}

#[test]
fn it_must_be_meant_for_this_companion_now() {
    let exp = |value: &str| changed(&format!("\"exp\":{}", NOW + 3600), &format!("\"exp\":{value}"));
    let nbf = |value: &str| changed(&format!("\"nbf\":{NOW}"), &format!("\"nbf\":{value}"));
    let aud = |value: &str| changed(&format!("\"{AUDIENCE}\""), value);
    let of = |seconds: u64| seconds.to_string();
    for (claims, right) in [
        (exp(&of(NOW - 299)), true),
        (exp(&of(NOW - 300)), false),
        (exp(&of(NOW - 3600)), false),
        (exp("\"never\""), false),
        (exp("-1"), false),
        (exp("null"), false),
        (changed("\"exp\"", "\"xxx\""), false),
        (nbf(&of(NOW + 300)), true),
        (nbf(&of(NOW + 301)), false),
        (nbf("\"x\""), false),
        (changed("\"nbf\"", "\"xxx\""), true),
        (changed(&format!("\"iat\":{NOW}"), &format!("\"iat\":{}", NOW + 9_999)), false),
        (aud("\"api://other\""), false),
        (aud("\"https://api.businesscentral.dynamics.com\""), false),
        (aud("\"996def3d-b36c-4153-8607-a6fd3c01b89f\""), false),
        (aud("\"\""), false),
        (aud("[]"), false),
        (aud("null"), false),
        (aud("1"), false),
        (aud(&format!("[\"{AUDIENCE}\",\"other\"]")), false),
        (aud(&format!("\"{AUDIENCE} \"")), false),
        (aud(&format!("\"{AUDIENCE}/\"")), false),
        (changed("\"aud\"", "\"xxx\""), false),
        (changed(ISSUER, "https://login.example/other/v2.0"), false),
        (changed(ISSUER, &format!("{ISSUER}/")), false),
        (changed(ISSUER, &ISSUER.to_uppercase()), false),
        (changed("\"iss\"", "\"xxx\""), false),
    ] {
        assert_eq!(verify(&oidc(), &token(&claims)).is_ok(), right, "{claims}");
    }
    let bound = oidc().with_tenant(&TENANT.to_uppercase()).unwrap();
    assert!(verify(&bound, &token(&claims())).is_ok());
    assert_eq!(verify(&bound, &token(&changed("\"tid\"", "\"xxx\""))), Err(401));
    assert_eq!(verify(&bound, &token(&changed(&format!("\"tid\":\"{TENANT}"), "\"tid\":\"9"))), Err(401));
}

#[test]
fn business_centrals_tokens_are_refused_as_such() {
    let theirs = token(&changed(AUDIENCE, "https://api.businesscentral.dynamics.com"));
    let refused = oidc().verify(&theirs, &keys(), UnixTime::from_seconds(NOW)).unwrap_err();
    assert!(refused.to_string().contains("Business Central"));
}

#[test]
fn scopes_and_roles_are_whole_words() {
    let with = |scope, role| Oidc::new(Issuer::new(ISSUER).unwrap(), AUDIENCE, scope, role).unwrap();
    for (oidc, claims, right) in [
        (oidc(), claims(), true),
        (oidc(), changed("other access", "access"), true),
        (oidc(), changed("other access", "accessible"), false),
        (oidc(), changed("other access", "Access"), false),
        (oidc(), changed("other access", "other,access"), false),
        (oidc(), changed("\"other access\"", "[\"access\"]"), false),
        (oidc(), changed("\"scp\"", "\"scope\""), false),
        (with(None, Some("Reader")), claims(), true),
        (with(None, Some("Read")), claims(), false),
        (with(None, Some("reader")), claims(), false),
        (with(None, Some("Reader")), changed("[\"Reader\"]", "\"Reader\""), false),
        (with(Some("none"), Some("Reader")), claims(), true),
        (with(Some("none"), Some("none")), claims(), false),
        (
            with(Some("access"), None),
            changed("\"sub\":\"s\",\"oid\":\"33333333-aaaa-3333-3333-333333333333\",", ""),
            false,
        ),
    ] {
        let verified = verify(&oidc, &token(&claims));
        assert_eq!(verified.is_ok(), right, "{claims}");
    }
    assert_eq!(verify(&with(Some("none"), None), &token(&claims())), Err(403));
}

#[test]
fn lists_let_in_who_is_on_them() {
    let list = |people: &[&str], groups: &[&str]| {
        let owned = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        oidc().with_lists(&owned(people), &owned(groups)).unwrap()
    };
    for (oidc, right) in [
        (list(&["ann@CRONUS.example"], &[]), true),
        (list(&["33333333-AAAA-3333-3333-333333333333"], &[]), true),
        (list(&["bob@cronus.example", "ann@cronus.example"], &[]), true),
        (list(&["bob@cronus.example"], &[]), false),
        (list(&["ann"], &[]), false),
        (list(&["s"], &[]), false),
        (list(&[], &["44444444-BBBB-4444-4444-444444444444"]), true),
        (list(&[], &["55555555-5555-5555-5555-555555555555"]), false),
        (list(&["bob@cronus.example"], &["44444444-bbbb-4444-4444-444444444444"]), true),
        (list(&["44444444-bbbb-4444-4444-444444444444"], &[]), false),
        (list(&[], &["ann@cronus.example"]), false),
    ] {
        assert_eq!(verify(&oidc, &token(&claims())).err().unwrap_or_default(), if right { 0 } else { 403 });
    }
    let many = changed(
        "\"groups\":[\"44444444-bbbb-4444-4444-444444444444\"]",
        "\"_claim_names\":{\"groups\":\"src1\"}",
    );
    let refused = list(&[], &["44444444-bbbb-4444-4444-444444444444"]).verify(
        &token(&many),
        &keys(),
        UnixTime::from_seconds(NOW),
    );
    assert!(refused.unwrap_err().to_string().contains("too many"));
}

#[test]
fn settings_that_ask_for_nothing_are_refused() {
    let new = |audience, scope, role| Oidc::new(Issuer::new(ISSUER).unwrap(), audience, scope, role).err();
    assert_eq!(new(AUDIENCE, None, None), Some(OidcError::NothingAsked));
    assert_eq!(new(AUDIENCE, Some("a b"), None), Some(OidcError::Word));
    assert_eq!(new(AUDIENCE, None, Some("")), Some(OidcError::Word));
    for audience in [
        "",
        "https://api.businesscentral.dynamics.com",
        "https://API.businesscentral.dynamics.com/",
        "996DEF3D-b36c-4153-8607-a6fd3c01b89f",
    ] {
        assert_eq!(new(audience, Some("access"), None), Some(OidcError::Audience));
    }
    assert_eq!(oidc().with_lists(&[String::new()], &[]), Err(OidcError::Word));
}
