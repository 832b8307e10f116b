//! Checklist rule 46: signing out at the Authority.

use crate::fixtures::{CLIENT_ID, NOW, client, discovered, granted, provider, query, value};
use authority::{Identity, logout};
use serde_json::json;

fn ada() -> Identity {
    let granted = granted(json!({})).unwrap();
    granted.id_token.accept(&granted.expected, &granted.access_token, NOW).unwrap()
}

#[test]
fn rule_46_the_authority_is_told_who_signs_out_and_where_to_return() {
    let home = "https://portal.cronus.example/?signed-out";
    let address = logout::address(&provider(), &client(), &ada(), home).unwrap();
    assert!(address.starts_with("https://login.cronus.example/7c9e1d4a/oauth2/v2.0/logout?"));
    let parameters = query(&address);
    assert_eq!(value(&parameters, "client_id"), Some(CLIENT_ID));
    assert_eq!(value(&parameters, "logout_hint"), Some("O.opaque-hint"));
    assert_eq!(value(&parameters, "post_logout_redirect_uri"), Some(home));
    assert_eq!(parameters.len(), 3);
}

#[test]
fn rule_46_without_a_hint_or_a_place_it_does_what_it_can() {
    let nameless = Identity { login_hint: None, ..ada() };
    let address =
        logout::address(&provider(), &client(), &nameless, "https://portal.cronus.example/").unwrap();
    assert_eq!(value(&query(&address), "logout_hint"), None);
    let none = discovered(json!({ "end_session_endpoint": null })).unwrap();
    assert_eq!(logout::address(&none, &client(), &ada(), "https://portal.cronus.example/"), None);
    let with_query = discovered(json!({ "end_session_endpoint": "https://login.cronus.example/out?p=1"
    }))
    .unwrap();
    let address = logout::address(&with_query, &client(), &ada(), "https://portal.cronus.example/").unwrap();
    assert!(address.starts_with("https://login.cronus.example/out?p=1&client_id="));
}
