//! The checklist of what an OAuth 2.0 and OpenID Connect client in a browser must do: one test or more for
//! each rule, named by its number.

#[cfg(test)]
mod authorization_request;
#[cfg(test)]
mod authorization_response;
#[cfg(test)]
mod client_credentials;
#[cfg(test)]
mod decisions;
#[cfg(test)]
mod delegate;
#[cfg(test)]
mod discovery;
#[cfg(test)]
mod fixtures;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod hostile;
#[cfg(test)]
mod id_token;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod secrecy;
#[cfg(test)]
mod sign_out;
#[cfg(test)]
mod token_endpoint;

/// 18 is about messages between windows, of which there are none; 37 about UserInfo, which is never asked;
/// 41, 43 and 44 are about when and where the caller keeps tokens.
#[test]
fn every_rule_that_applies_has_a_test() {
    let tests = concat!(
        include_str!("authorization_request.rs"),
        include_str!("authorization_response.rs"),
        include_str!("discovery.rs"),
        include_str!("id_token.rs"),
        include_str!("keys.rs"),
        include_str!("secrecy.rs"),
        include_str!("sign_out.rs"),
        include_str!("token_endpoint.rs"),
    );
    let rules = (1..=36).filter(|rule| *rule != 18).chain([38, 39, 40, 42, 45, 46, 47]);
    let missing: Vec<i32> = rules.filter(|rule| !tests.contains(&format!("fn rule_{rule}_"))).collect();
    assert_eq!(missing, Vec::<i32>::new());
}
