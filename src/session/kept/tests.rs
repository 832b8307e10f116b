use super::Session;
use authority::UnixTime;
use json::Value;

const KEPT: &str = r#"{"id":"i","generation":3,"bound":{"authority":"https://login.example/t","client_id":"app","scope":"s","service":"https://bc.example","delegate":"floor@cronus.example"},"access_token":"a","refresh_token":"r","obtained_at":1000,"renew_at":4300,"expires_at":4600,"renewable_until":87400,"scope":"user_impersonation","standing":{"accepted":true,"renewed_at":5},"identity":{"issuer":"https://login.example/t","subject":"ada","login_hint":"h","expires_at":1,"issued_at":2,"authenticated_at":3,"nonce":"n"},"provider":{"issuer":"https://login.example/t","authorization_endpoint":"https://login.example/a","token_endpoint":"https://login.example/b","jwks_uri":"https://login.example/c","end_session_endpoint":"https://login.example/d","announces_iss":true,"answers_in_fragment":false}}"#;

fn read(kept: &str) -> Option<Session> {
    Session::from_json(&Value::parse(kept).unwrap())
}

fn session() -> Session {
    read(KEPT).unwrap()
}

const fn at(seconds: u64) -> UnixTime {
    UnixTime::from_seconds(seconds)
}

#[test]
fn a_session_survives_a_reload() {
    assert_eq!(session().to_json().to_string(), KEPT);
    for optional in
        [r#""refresh_token":"r","#, r#","delegate":"floor@cronus.example""#, r#""renewable_until":87400,"#]
    {
        let without = KEPT.replace(optional, "");
        assert_eq!(read(&without).unwrap().to_json().to_string(), without);
    }
}

#[test]
fn what_is_no_session_counts_as_absent() {
    for (whole, broken) in [
        (r#""access_token":"a","#, ""),
        (r#""id":"i","#, ""),
        ("\"generation\":3", "\"generation\":-3"),
        ("\"generation\":3", "\"generation\":0.5"),
        ("4600", "\"soon\""),
        ("4600", "-1"),
        ("https://login.example/t\",\"sub", "http://login.example/t\",\"sub"),
        ("\"ada\"", "7"),
        (r#"{"accepted":true,"renewed_at":5}"#, "null"),
        ("\"accepted\":true", "\"accepted\":1"),
        ("\"announces_iss\":true", "\"announces_iss\":null"),
        (r#""token_endpoint":"https://login.example/b","#, ""),
    ] {
        assert!(KEPT.contains(whole));
        assert!(read(&KEPT.replacen(whole, broken, 1)).is_none(), "{whole}");
    }
    assert!(read("null").is_none() && read("[]").is_none());
}

#[test]
fn times_say_what_serves_and_what_is_due() {
    let session = session();
    for (now, valid, due) in [
        (1_000, true, false),
        (4_299, true, false),
        (4_300, true, true),
        (4_599, true, true),
        (4_600, false, true),
        (701, true, false),
        // The clock was set back: nobody knows how long the token still serves.
        (699, true, true),
    ] {
        assert_eq!((session.is_valid(at(now)), session.is_due(at(now))), (valid, due), "{now}");
        assert!(session.is_alive(at(now)), "it can be renewed");
    }
    assert!(!Session { refresh_token: None, ..session.clone() }.is_alive(at(4_600)));
}

#[test]
fn the_end_is_that_of_the_last_token_that_can_be_had() {
    let session = session();
    assert_eq!(session.ends_at(), Some(at(87_400)));
    let last = Session { expires_at: at(90_000), ..session.clone() };
    assert_eq!(last.ends_at(), Some(at(90_000)), "an access token may outlive the refresh token");
    assert_eq!(Session { renewable_until: None, ..session.clone() }.ends_at(), None);
    assert_eq!(Session { refresh_token: None, ..session }.ends_at(), Some(at(4_600)));
}

#[test]
fn only_a_newer_state_of_the_same_session_takes_its_place() {
    let old = session();
    let newer = |change: fn(&mut Session)| {
        let mut newer = session();
        newer.generation = 4;
        change(&mut newer);
        newer
    };
    assert!(old.is_older_than(&newer(|_| ())));
    assert!(!old.is_older_than(&newer(|newer| newer.generation = 3)));
    assert!(!old.is_older_than(&newer(|newer| newer.id = "j".to_owned())));
    assert!(!old.is_older_than(&newer(|newer| newer.bound.scope = "t".to_owned())));
    assert!(!old.is_older_than(&newer(|newer| newer.identity.subject = "ben".to_owned())));
}
