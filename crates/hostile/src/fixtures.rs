//! An honest sign-in, of which each input changes something.

use crate::secret::SECRET;
use authority::{
    Client, Code, Decision, Error, Issuer, Provider, Response, ReturnTo, SignIn, Transaction, UnixTime,
    callback, discovery, sign_in,
};
use json::{Object, Value};

pub(crate) const ISSUER: &str = "https://login.cronus.example/7c9e1d4a/v2.0";
pub(crate) const CLIENT_ID: &str = "c0ffee00-0000-4000-8000-000000000001";
pub(crate) const REDIRECT_URI: &str = "https://portal.cronus.example/auth/";
pub(crate) const NOW: UnixTime = UnixTime::from_seconds(1_800_000_000);

/// What a third of the entropy becomes.
pub(crate) const STATE: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
pub(crate) const NONCE: &str = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI";

/// A discovery document.
pub(crate) const DISCOVERY: &str = r#"{
"issuer":"https://login.cronus.example/7c9e1d4a/v2.0",
"authorization_endpoint":"https://login.cronus.example/7c9e1d4a/oauth2/v2.0/authorize",
"token_endpoint":"https://login.cronus.example/7c9e1d4a/oauth2/v2.0/token",
"jwks_uri":"https://login.cronus.example/7c9e1d4a/discovery/v2.0/keys",
"end_session_endpoint":"https://login.cronus.example/7c9e1d4a/oauth2/v2.0/logout",
"response_modes_supported":["query","fragment","form_post"],
"code_challenge_methods_supported":["plain","S256"],
"authorization_response_iss_parameter_supported":true}"#;

/// An answer of a status, as JSON.
pub(crate) fn answer(status: u16, body: &str) -> Response<'_> {
    Response { status, content_type: Some("application/json"), retry_after: None, body }
}

pub(crate) fn issuer() -> Issuer {
    Issuer::new(ISSUER).expect("an issuer")
}

pub(crate) fn provider(announces_iss: bool) -> Provider {
    let unannounced = DISCOVERY.replace("supported\":true", "supported\":false");
    let document = if announces_iss { DISCOVERY } else { &unannounced };
    discovery::read(&issuer(), &answer(200, document)).expect("a provider")
}

pub(crate) fn client(redirect_uri: &str) -> Client {
    Client::new(issuer(), CLIENT_ID, redirect_uri, "https://service.cronus.example/.default")
        .expect("a client")
}

/// A sign-in that was begun [`NOW`] and answered with a code, the secret.
pub(crate) fn begun(client: &Client) -> Transaction {
    let entropy: [u8; 96] = std::array::from_fn(|at| if at < 32 { 1 } else { 1 + u8::from(at < 64) });
    let here = ReturnTo::new("/c/1/customers?q=birch#top", "/");
    sign_in::start(&provider(true), client, SignIn::default(), entropy, here, NOW).0
}

pub(crate) fn code(transaction: &Transaction) -> Code {
    let href = format!("{REDIRECT_URI}#code={SECRET}&state={STATE}&iss={ISSUER}");
    let callback = callback::parse(&href, REDIRECT_URI).expect("an answer");
    callback.accept(Some(transaction), &provider(true), NOW).expect("a code")
}

/// A JSON object; an empty one for any other text.
pub(crate) fn object(text: &str) -> Object {
    Value::parse(text).ok().and_then(|value| value.as_object().cloned()).unwrap_or_default()
}

/// Whether `decision` asks a person for something: only who answers a person may have it so.
pub(crate) fn asks_a_person(error: &Error) -> bool {
    match error.decision() {
        Decision::SignInAgain(_) | Decision::ChooseAccount | Decision::AskAdminForConsent { .. } => true,
        Decision::RetryAfter(wait) => {
            assert!(wait.as_secs() <= 3600, "nobody waits for more than an hour");
            false
        }
        Decision::FixSetup | Decision::Denied | Decision::Defect => false,
    }
}
