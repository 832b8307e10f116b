//! The discovery document.

use crate::address::is_safe;
use crate::fixtures::{DISCOVERY, ISSUER, answer, asks_a_person, object};
use crate::input::Input;
use crate::secret::{assert_not_in, is_in};
use authority::{Issuer, MAX_BODY, Provider, discovery};
use json::Value;

/// Only the document of the issuer that was asked is accepted, with endpoints that are safe to go to and as it names
/// them. Whatever else comes is told without sending anybody anywhere.
pub fn discovery(data: &[u8]) {
    let mut input = Input::new(data);
    let issuer = input.one_of(&[ISSUER, "http://localhost:8081/cronus", "https://login.cronus.example/"]);
    let status = input.status();
    let good = DISCOVERY.replace(ISSUER, issuer);
    let body = input.document(&good);
    let issuer = Issuer::new(issuer).expect("an issuer");
    let document = object(&body);
    match discovery::read(&issuer, &answer(status, &body)) {
        Ok(provider) => {
            assert!(status == 200 && body.len() <= MAX_BODY, "{status}");
            assert_eq!(document.text("issuer"), issuer.as_str(), "another issuer was believed");
            for (name, endpoint) in [
                ("authorization_endpoint", provider.authorization_endpoint()),
                ("token_endpoint", provider.token_endpoint()),
                ("jwks_uri", provider.jwks_uri()),
            ] {
                assert_eq!(document.text(name), endpoint, "{name}");
                assert!(is_safe(endpoint) && !endpoint.contains('#'), "{name} is {endpoint}");
            }
            if let Some(Value::List(methods)) = document.get("code_challenge_methods_supported") {
                assert!(methods.contains(&"S256".into()), "it has no PKCE");
            }
            let kept = provider.to_json();
            assert_eq!(
                Provider::from_json(&kept).as_ref(),
                Some(&provider),
                "it is not kept as it is: {kept}"
            );
            if let Some(end) = kept.as_object().and_then(|kept| kept.string("end_session_endpoint")) {
                assert!(is_safe(&end), "it ends sessions at {end}");
            }
        }
        Err(error) => {
            assert!(status != 200 || *body != good, "the good document was refused: {error}");
            assert!(!asks_a_person(&error), "a discovery document sends nobody to sign in: {body}");
            // The name of another issuer is told on purpose.
            if !is_in(document.text("issuer")) {
                assert_not_in(&error);
            }
        }
    }
}
