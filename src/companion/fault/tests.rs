use super::{Fault, KNOWN, may_be_own, told};
use crate::problem::Action;
use std::time::Duration;

fn body(code: &str) -> String {
    format!(r#"{{"error":{{"code":"{code}","message":"for developers"}}}}"#)
}

#[test]
fn every_refusal_says_what_happened_and_what_to_do() {
    for (status, body, expected) in [
        (403, body("Companion_NotAllowed"), "does not allow this"),
        (421, body("Companion_Misdirected"), "does not expect to be reached"),
        (404, body("Companion_NotFound"), "refuses"),
        (400, body("Companion_Malformed"), "refuses"),
        (403, body("Companion_SomethingNewer"), "refuses"),
        (503, body("Companion_Busy"), "not available"),
        (503, body("Companion_AuthorityUnreachable"), "not available"),
        (502, body("Companion_ServiceUnreachable"), "did not answer"),
        (504, body("Companion_ServiceTimedOut"), "did not answer"),
        (403, body("Companion_ApplicationRefused"), "does not let the application"),
        (408, body("Companion_TooSlow"), "refuses"),
        (403, String::new(), "refuses"),
        (403, "<html>Forbidden</html>".to_owned(), "web page"),
        (401, String::new(), "does not accept your sign-in"),
        (401, "<html>".to_owned(), "web page"),
        (404, "{}".to_owned(), "no companion at the address"),
        (405, String::new(), "no companion at the address"),
        (500, "<html>".to_owned(), "not available"),
        (502, String::new(), "did not answer"),
        (503, body("Companion_AuthorityRefused"), "refuses the application"),
        (429, body("Companion_TooMany"), "busy"),
        (302, String::new(), "refuses"),
    ] {
        let fault = Fault::of(status, &body, None);
        let told = fault.to_string();
        assert!(told.contains(expected), "{status} {body}: {told}");
        assert!(!fault.remedy().is_empty());
        assert!(!format!("{told} {}", fault.remedy()).contains("for developers"), "{told}");
    }
}

#[test]
fn all_is_told_in_sentences() {
    let own = KNOWN.iter().map(|(code, ..)| Fault::Refused { status: 403, code: (*code).to_owned() });
    let others = [
        Fault::Unreachable,
        Fault::TimedOut,
        Fault::Page,
        Fault::Unreadable,
        Fault::Busy { after: None },
        Fault::Busy { after: Some(Duration::from_secs(7)) },
        Fault::Refused { status: 418, code: String::new() },
        Fault::Newer { field: "grant", value: "cookie".into() },
        Fault::Differs { what: "tenant", ours: "a".into(), theirs: "b".into() },
        Fault::AsksWho,
    ];
    for fault in own.chain(others) {
        for text in [fault.to_string(), fault.remedy()] {
            assert!(text.ends_with('.') && text.len() > 10 && !text.contains("  "), "{text}");
        }
    }
}

#[test]
fn waiting_is_told_in_seconds() {
    let busy = Fault::of(429, "", Some(Duration::from_secs(30)));
    assert_eq!(
        (busy.remedy().as_str(), busy.pause()),
        ("Try again in 30 seconds.", Some(Duration::from_secs(30)))
    );
    assert_eq!(Fault::of(429, "", None).pause(), Some(Duration::from_secs(60)));
    assert_eq!(
        Fault::of(403, "", None).pause(),
        Some(Duration::from_secs(60)),
        "nothing changes by asking again"
    );
    assert_eq!(
        Fault::of(503, &body("Companion_AuthorityRefused"), None).pause(),
        Some(Duration::from_secs(60))
    );
    assert_eq!(Fault::of(502, "", None).pause(), None);
}

#[test]
fn another_account_is_offered_where_one_may_help() {
    let action = |status, code: &str, is_signed_in| Fault::of(status, &body(code), None).action(is_signed_in);
    for (status, code) in [(403, "Companion_NotAllowed"), (401, "Companion_SignInRequired"), (401, "")] {
        assert!(matches!(action(status, code, true), Action::SignIn(_)), "{status} {code}");
        assert_eq!(action(status, code, false), Action::Retry, "nobody signs in: {status} {code}");
    }
    for (status, code) in [
        (421, "Companion_Misdirected"),
        (403, ""),
        (503, "Companion_AuthorityRefused"),
        (403, "Companion_ApplicationRefused"),
    ] {
        assert_eq!(action(status, code, true), Action::Retry, "{status} {code}");
    }
}

#[test]
fn only_its_own_codes_are_the_companions() {
    assert_eq!(Fault::of_code(429, "Companion_TooMany"), Some(Fault::Busy { after: None }));
    for code in ["Companion_NotAllowed", "Companion_SomethingNewer"] {
        let refused = Fault::Refused { status: 403, code: code.to_owned() };
        assert_eq!(Fault::of_code(403, code), Some(refused));
        assert!(may_be_own(&body(code)));
    }
    for code in ["Internal_ServerError", "Authentication_InvalidCredentials", "Companion"] {
        assert_eq!(Fault::of_code(403, code), None, "{code}");
        assert!(!may_be_own(&body(code)), "{code}");
    }
    assert_eq!(Fault::of_code(403, ""), None);
    assert!(may_be_own(""));
}

#[test]
fn a_code_is_shown_only_if_it_is_one() {
    for (body, expected) in [
        (body("Some.Code_1-x"), "Some.Code_1-x"),
        (body("two words"), ""),
        (body(&"x".repeat(65)), ""),
        (r#"{"error":"text"}"#.to_owned(), ""),
        ("[]".to_owned(), ""),
        ("half".to_owned(), ""),
    ] {
        let code = match Fault::of(400, &body, None) {
            Fault::Refused { code, .. } => code,
            other => panic!("{other}"),
        };
        assert_eq!(code, expected, "{body}");
    }
    assert_eq!(told(403, "x").0, told(403, "").0);
}
