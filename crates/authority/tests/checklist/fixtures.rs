//! An honest sign-in, of which each test changes one thing.

use authority::{
    Client, Decision, Error, Granted, Issuer, Keys, Provider, Renewed, Response, ReturnTo, Secret, SignIn,
    Transaction, UnixTime, callback, discovery, keys, sign_in, token,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

pub(crate) const ISSUER: &str = "https://login.cronus.example/7c9e1d4a/v2.0";
pub(crate) const CLIENT_ID: &str = "c0ffee00-0000-4000-8000-000000000001";
pub(crate) const REDIRECT_URI: &str = "https://portal.cronus.example/auth/";
pub(crate) const NOW: UnixTime = UnixTime::from_seconds(1_800_000_000);
pub(crate) const ACCESS_TOKEN: &str = "opaque.Access~Token/1";
pub(crate) const REFRESH_TOKEN: &str = "opaque Refresh Token 1";
pub(crate) const CODE: &str = "0.AAAA+code/with=signs";

/// The middle third of [`entropy`].
pub(crate) const NONCE: &str = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8";

pub(crate) fn later(seconds: i64) -> UnixTime {
    UnixTime::from_seconds(NOW.seconds().checked_add_signed(seconds).unwrap())
}

pub(crate) fn ok(body: &str) -> Response<'_> {
    answer(200, body)
}

pub(crate) fn answer(status: u16, body: &str) -> Response<'_> {
    Response { status, content_type: Some("application/json"), retry_after: None, body }
}

/// What Entra announces: neither PKCE nor `iss`.
pub(crate) fn discovery_document() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://login.cronus.example/7c9e1d4a/oauth2/v2.0/authorize",
        "token_endpoint": "https://login.cronus.example/7c9e1d4a/oauth2/v2.0/token",
        "jwks_uri": "https://login.cronus.example/7c9e1d4a/discovery/v2.0/keys",
        "end_session_endpoint": "https://login.cronus.example/7c9e1d4a/oauth2/v2.0/logout",
        "response_modes_supported": ["query", "fragment", "form_post"],
    })
}

pub(crate) fn issuer() -> Issuer {
    Issuer::new(ISSUER).unwrap()
}

/// What is made of the honest document with `changes` merged in; `null` takes a member away.
pub(crate) fn discovered(changes: Value) -> Result<Provider, Error> {
    discovery::read(&issuer(), &ok(&merged(discovery_document(), changes).to_string()))
}

pub(crate) fn provider() -> Provider {
    discovered(json!({})).unwrap()
}

pub(crate) fn client() -> Client {
    Client::new(issuer(), CLIENT_ID, REDIRECT_URI, "https://service.cronus.example/.default").unwrap()
}

pub(crate) fn merged(mut document: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else { panic!("changes are members") };
    let members = document.as_object_mut().unwrap();
    for (name, value) in changes {
        if value.is_null() {
            members.remove(&name);
        } else {
            members.insert(name, value);
        }
    }
    document
}

/// Three different parts, so that none can stand for another.
pub(crate) fn entropy() -> [u8; 96] {
    std::array::from_fn(|index| u8::try_from(index).unwrap())
}

pub(crate) fn begun_with(provider: &Provider, sign_in: SignIn) -> (Transaction, String) {
    let here = ReturnTo::new("/c/1/customers?q=birch#top", "/");
    sign_in::start(provider, &client(), sign_in, entropy(), here, NOW)
}

pub(crate) fn begun() -> (Transaction, String) {
    begun_with(&provider(), SignIn::default())
}

/// What the storage holds of `transaction`.
pub(crate) fn kept(transaction: &Transaction) -> Value {
    serde_json::from_str(&transaction.to_json().to_string()).unwrap()
}

/// The parameters in the query of `address`.
pub(crate) fn query(address: &str) -> Vec<(String, String)> {
    form(address.split_once('?').unwrap().1)
}

pub(crate) fn form(text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

pub(crate) fn value<'a>(parameters: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut values = parameters.iter().filter(|(found, _)| found == name).map(|(_, value)| value.as_str());
    let value = values.next();
    assert!(values.next().is_none(), "{name} comes twice");
    value
}

pub(crate) fn encoded(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

/// Redeems a code of an honest attempt, and reads `response`.
pub(crate) fn redeemed(response: &Response<'_>) -> Result<Granted, Error> {
    redeemed_after(SignIn::default(), response)
}

pub(crate) fn redeemed_after(sign_in: SignIn, response: &Response<'_>) -> Result<Granted, Error> {
    let (transaction, _) = begun_with(&provider(), sign_in);
    let href = format!("{REDIRECT_URI}#{}", encoded(&[("code", CODE), ("state", transaction.state())]));
    let callback = callback::parse(&href, REDIRECT_URI).unwrap();
    let code = callback.accept(Some(&transaction), &provider(), NOW).unwrap();
    token::redeem(&provider(), &client(), transaction, code).1.read(response, NOW)
}

pub(crate) fn refreshed(response: &Response<'_>) -> Result<Renewed, Error> {
    token::refresh(&provider(), &client(), &Secret::new(REFRESH_TOKEN), None).1.read(response, NOW)
}

pub(crate) fn token_answer() -> Value {
    json!({
        "token_type": "Bearer",
        "scope": "https://service.cronus.example/user_impersonation",
        "expires_in": 4500,
        "ext_expires_in": 4500,
        "access_token": ACCESS_TOKEN,
        "refresh_token": "opaque Refresh Token 2",
        "id_token": id_token(&header(), &claims()),
    })
}

pub(crate) fn granted(changes: Value) -> Result<Granted, Error> {
    redeemed(&ok(&merged(token_answer(), changes).to_string()))
}

pub(crate) fn header() -> Value {
    json!({ "typ": "JWT", "alg": "RS256", "kid": "key-1" })
}

pub(crate) fn claims() -> Value {
    json!({
        "iss": ISSUER,
        "aud": CLIENT_ID,
        "sub": "a1b2c3-ada",
        "oid": "0da0da00-0000-4000-8000-000000000001",
        "tid": "7c9e1d4a",
        "name": "Ada Birch",
        "preferred_username": "ada@cronus.example",
        "login_hint": "O.opaque-hint",
        "iat": NOW.seconds() - 300,
        "nbf": NOW.seconds() - 300,
        "exp": NOW.seconds() + 3600,
        "nonce": NONCE,
    })
}

/// A compact JWS; its signature is no signature, for verifying it isn't this crate's part.
pub(crate) fn id_token(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.{}", part(header), part(claims), URL_SAFE_NO_PAD.encode(b"signature"))
}

pub(crate) fn jwk(changes: Value) -> Value {
    let modulus = URL_SAFE_NO_PAD.encode([0xab; 256]);
    merged(json!({ "kty": "RSA", "use": "sig", "kid": "key-1", "n": modulus, "e": "AQAB" }), changes)
}

pub(crate) fn keys_of(jwks: &[Value]) -> Result<Keys, Error> {
    keys::read(&ok(&json!({ "keys": jwks }).to_string()))
}

#[track_caller]
pub(crate) fn assert_defect<T: std::fmt::Debug>(result: Result<T, Error>, case: &str) {
    assert_eq!(result.map_err(|error| error.decision().clone()).unwrap_err(), Decision::Defect, "{case}");
}

#[track_caller]
pub(crate) fn assert_fix_setup<T: std::fmt::Debug>(result: Result<T, Error>, case: &str) {
    assert_eq!(result.map_err(|error| error.decision().clone()).unwrap_err(), Decision::FixSetup, "{case}");
}
