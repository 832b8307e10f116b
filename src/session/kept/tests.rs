use super::{Bound, Session};
use authority::{HandedOut, UnixTime};
use json::Value;
use settings::App;

const KEPT: &str = r#"{"id":"i","generation":3,"bound":{"authority":"https://login.example/t","client_id":"app","scope":"s","service":"https://bc.example","delegate":"floor@cronus.example"},"access_token":"a","obtained_at":1000,"renew_at":4300,"expires_at":4600,"standing":{"accepted":true,"renewed_at":5},"refresh_token":"r","renewable_until":87400,"scope":"user_impersonation","identity":{"issuer":"https://login.example/t","subject":"ada","login_hint":"h","expires_at":1,"issued_at":2,"authenticated_at":3,"nonce":"n"},"provider":{"issuer":"https://login.example/t","authorization_endpoint":"https://login.example/a","token_endpoint":"https://login.example/b","jwks_uri":"https://login.example/c","end_session_endpoint":"https://login.example/d","announces_iss":true,"answers_in_fragment":false}}"#;
const HANDED_OUT: &str = r#"{"id":"i","generation":1,"bound":{"companion":"https://portal.example/companion","service":"https://bc.example","person":"p"},"access_token":"a","obtained_at":1000,"renew_at":4300,"expires_at":4600,"standing":{"accepted":false},"environment":"Production"}"#;

fn read(kept: &str) -> Option<Session> {
    Session::from_json(&Value::parse(kept).unwrap())
}

fn session() -> Session {
    read(KEPT).unwrap()
}

fn without_refresh_token() -> Session {
    let mut session = session();
    session.set_refresh_token(None);
    session
}

fn handed_out() -> Session {
    read(HANDED_OUT).unwrap()
}

const fn at(seconds: u64) -> UnixTime {
    UnixTime::from_seconds(seconds)
}

#[test]
fn a_session_survives_a_reload() {
    assert_eq!(session().to_json().to_string(), KEPT);
    assert_eq!(handed_out().to_json().to_string(), HANDED_OUT);
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
    assert!(read(&HANDED_OUT.replace("environment", "environments")).is_none(), "nor is it a person's");
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
    assert!(!without_refresh_token().is_alive(at(4_600)));
    assert!(handed_out().is_alive(at(4_600)), "the companion can be asked again");
}

#[test]
fn the_end_is_that_of_the_last_token_that_can_be_had() {
    let session = session();
    assert_eq!(session.ends_at(), Some(at(87_400)));
    let last = Session { expires_at: at(90_000), ..session.clone() };
    assert_eq!(last.ends_at(), Some(at(90_000)), "an access token may outlive the refresh token");
    let unknown = read(&KEPT.replace(r#""renewable_until":87400,"#, "")).unwrap();
    assert_eq!(unknown.ends_at(), None);
    assert_eq!(without_refresh_token().ends_at(), Some(at(4_600)));
    assert_eq!(handed_out().ends_at(), None, "nobody has to sign in again");
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
    assert!(!old.is_older_than(&newer(|newer| newer.bound = handed_out().bound)));
    assert!(!old.is_older_than(&newer(|newer| newer.source = handed_out().source)));
    let another = read(&KEPT.replace("\"ada\"", "\"ben\"")).unwrap();
    assert!(!old.is_older_than(&Session { generation: 4, ..another }));
    assert!(handed_out().is_older_than(&Session { generation: 2, ..handed_out() }));
}

fn guests(companion: &str, service: &str) -> App {
    App { companion: companion.to_owned(), service: service.to_owned(), registration: None }
}

#[test]
fn a_token_that_was_handed_out_is_bound_to_companion_service_and_person() {
    let person = Session { id: "p".to_owned(), ..session() };
    let app = guests("https://portal.example/companion", "https://bc.example");
    let bound = Bound::to_companion(&app, Some(&person));
    assert_eq!(handed_out().bound, bound);
    assert!(bound.is_to_companion() && !person.bound.is_to_companion());
    assert_eq!((bound.service(), person.bound.service()), ("https://bc.example", "https://bc.example"));
    for other in [
        Bound::to_companion(&guests("https://portal.example", "https://bc.example"), Some(&person)),
        Bound::to_companion(
            &guests("https://portal.example/companion", "https://books.example"),
            Some(&person),
        ),
        Bound::to_companion(&app, Some(&session())),
        Bound::to_companion(&app, None),
    ] {
        assert_ne!(bound, other);
    }
}

#[test]
fn a_session_with_a_companion_begins_with_its_token_due() {
    let bound = Bound::to_companion(&guests("https://portal.example", "https://bc.example"), None);
    let mut session = Session::with_companion("i".to_owned(), bound, "Production".to_owned());
    assert!(!session.is_valid(at(1)) && session.is_due(at(1)) && session.is_renewable());
    let body = r#"{"access_token":"a","token_type":"Bearer","expires_in":3600}"#;
    session.take_over(HandedOut::read(body, at(1_000)).unwrap(), at(1_000));
    assert_eq!((session.generation, session.access_token.expose()), (1, "a"));
    assert_eq!(
        [session.obtained_at, session.renew_at, session.expires_at],
        [at(1_000), at(4_300), at(4_600)]
    );
}
