//! What each error answer calls for.

use crate::fixtures::{
    CLIENT_ID, REDIRECT_URI, answer, begun_with, encoded, provider, redeemed, redeemed_after, refreshed,
};
use authority::{Decision, Error, MAX_BODY, Prompt, SignIn, callback};
use serde_json::{Value, json};

#[derive(Clone, Copy, Debug, PartialEq)]
enum At {
    Authorize,
    Redeem,
    Refresh,
}

/// What comes of an error answer with these members.
fn refused(at: At, status: u16, members: &Value) -> Error {
    let body = members.to_string();
    match at {
        At::Authorize => returned(&SignIn::default(), members),
        At::Redeem => redeemed(&answer(status, &body)).unwrap_err(),
        At::Refresh => refreshed(&answer(status, &body)).unwrap_err(),
    }
}

fn returned(sign_in: &SignIn, members: &Value) -> Error {
    let (transaction, _) = begun_with(&provider(), sign_in.clone());
    let members = members.as_object().unwrap().iter();
    let mut parameters: Vec<(&str, &str)> =
        members.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect();
    parameters.push(("state", transaction.state()));
    let href = format!("{REDIRECT_URI}#{}", encoded(&parameters));
    let callback = callback::parse(&href, REDIRECT_URI).unwrap();
    callback.accept(Some(&transaction), &provider(), crate::fixtures::NOW).unwrap_err()
}

fn name(decision: &Decision) -> &'static str {
    match decision {
        Decision::RetryAfter(_) => "retry",
        Decision::SignInAgain(SignIn { prompt: None, .. }) => "sign in",
        Decision::SignInAgain(SignIn { prompt: Some(Prompt::Login), .. }) => "sign in: login",
        Decision::SignInAgain(SignIn { prompt: Some(Prompt::Consent), .. }) => "sign in: consent",
        Decision::SignInAgain(SignIn { prompt: Some(Prompt::SelectAccount), .. }) => {
            "sign in: select_account"
        }
        Decision::ChooseAccount => "choose account",
        Decision::AskAdminForConsent { .. } => "ask admin",
        Decision::FixSetup => "fix setup",
        Decision::Denied => "denied",
        Decision::Defect => "defect",
    }
}

#[test]
fn status_error_and_suberror_decide_and_numbers_do_not() {
    use At::{Authorize, Redeem, Refresh};
    for (at, status, error, suberror, expected) in [
        (Authorize, 0, "login_required", "", "sign in: login"),
        (Authorize, 0, "interaction_required", "", "choose account"),
        (Authorize, 0, "account_selection_required", "", "choose account"),
        (Authorize, 0, "consent_required", "", "sign in: consent"),
        (Authorize, 0, "interaction_required", "consent_required", "sign in: consent"),
        (Authorize, 0, "access_denied", "", "denied"),
        (Authorize, 0, "invalid_request", "", "fix setup"),
        (Authorize, 0, "unauthorized_client", "", "fix setup"),
        (Authorize, 0, "unsupported_response_type", "", "fix setup"),
        (Authorize, 0, "invalid_scope", "", "fix setup"),
        (Authorize, 0, "invalid_resource", "", "fix setup"),
        (Authorize, 0, "invalid_target", "", "fix setup"),
        (Authorize, 0, "server_error", "", "retry"),
        (Authorize, 0, "temporarily_unavailable", "", "retry"),
        (Authorize, 0, "something_new", "", "defect"),
        (Authorize, 0, "\"><script>", "", "defect"),
        (Redeem, 400, "invalid_grant", "", "sign in"),
        (Redeem, 400, "invalid_grant", "bad_token", "sign in"),
        (Redeem, 400, "invalid_grant", "consent_required", "sign in: consent"),
        (Redeem, 400, "consent_required", "", "sign in: consent"),
        (Redeem, 400, "interaction_required", "basic_action", "sign in"),
        (Redeem, 400, "login_required", "", "sign in"),
        (Redeem, 400, "access_denied", "", "denied"),
        (Redeem, 401, "invalid_client", "", "fix setup"),
        (Redeem, 400, "unauthorized_client", "", "fix setup"),
        (Redeem, 400, "invalid_request", "", "fix setup"),
        (Redeem, 400, "invalid_scope", "", "fix setup"),
        (Redeem, 400, "unsupported_grant_type", "", "fix setup"),
        (Redeem, 404, "", "", "fix setup"),
        (Redeem, 400, "", "", "defect"),
        (Redeem, 403, "", "", "defect"),
        (Redeem, 429, "invalid_grant", "", "retry"),
        (Redeem, 503, "invalid_client", "", "retry"),
        (Refresh, 400, "invalid_grant", "", "sign in"),
        (Refresh, 400, "invalid_grant", "consent_required", "sign in: consent"),
        (Refresh, 400, "interaction_required", "message_only", "sign in"),
        (Refresh, 400, "bad_token", "", "sign in"),
        (Refresh, 400, "ui_not_allowed", "", "sign in"),
        (Refresh, 400, "interrupted_user", "", "sign in"),
        (Refresh, 401, "invalid_client", "", "fix setup"),
        (Refresh, 400, "something_new", "", "defect"),
        (Refresh, 429, "", "", "retry"),
        (Refresh, 500, "invalid_grant", "", "retry"),
    ] {
        let members = json!({ "error": error, "suberror": suberror });
        if error.is_empty() && at == Authorize {
            continue;
        }
        assert_eq!(name(refused(at, status, &members).decision()), expected, "{at:?} {status} {members}");
        for number in [65001, 90094, 50020, 90055, 700_084, 9_002_326] {
            let mut numbered = members.clone();
            numbered["error_description"] = format!("AADSTS{number}: …").into();
            numbered["error_codes"] = json!([number]);
            let error = refused(at, status, &numbered);
            assert_eq!(name(error.decision()), expected, "{at:?} {status} {numbered}");
            assert_eq!(error.details().aadsts, Some(number));
        }
    }
}

/// Nobody has to send more than [`MAX_BODY`] to say what is wrong.
#[test]
fn an_error_answer_that_is_too_long_is_not_read() {
    let members =
        |padding: usize| json!({ "error": "invalid_client", "error_codes": [1], "x": "y".repeat(padding) });
    let most = MAX_BODY - members(0).to_string().len();
    for at in [At::Redeem, At::Refresh] {
        let longest = refused(at, 400, &members(most));
        assert_eq!((name(longest.decision()), longest.details().aadsts), ("fix setup", Some(1)));
        let longer = refused(at, 400, &members(most + 1));
        assert_eq!((name(longer.decision()), longer.details().aadsts), ("defect", None));
    }
}

#[test]
fn whoever_must_prove_more_signs_in_again_with_the_claims_asked_for() {
    let claims = r#"{"id_token":{"acrs":{"essential":true}}}"#;
    let members = json!({ "error": "interaction_required", "claims": claims });
    for at in [At::Authorize, At::Redeem, At::Refresh] {
        let expected = SignIn { claims: Some(claims.into()), ..SignIn::default() };
        assert_eq!(refused(at, 400, &members).decision(), &Decision::SignInAgain(expected), "{at:?}");
    }
}

#[test]
fn consent_that_stays_away_although_asked_for_is_the_administrators() {
    let asked = SignIn { prompt: Some(Prompt::Consent), ..SignIn::default() };
    let page = format!("https://login.cronus.example/7c9e1d4a/adminconsent?client_id={CLIENT_ID}");
    let expected = Decision::AskAdminForConsent { url: page };
    let members = json!({ "error": "consent_required" });
    assert_eq!(returned(&asked, &members).decision(), &expected);
    let body = json!({ "error": "invalid_grant", "suberror": "consent_required" }).to_string();
    assert_eq!(redeemed_after(asked, &answer(400, &body)).unwrap_err().decision(), &expected);
}

/// OpenID Connect lets an Authority refuse what it can't show; then the person signs in anew instead.
#[test]
fn an_authority_that_lets_nobody_choose_asks_for_the_password() {
    let asked = SignIn { prompt: Some(Prompt::SelectAccount), ..SignIn::default() };
    let members = json!({ "error": "invalid_request" });
    assert_eq!(name(returned(&asked, &members).decision()), "sign in: login");
    assert_eq!(name(returned(&SignIn::default(), &members).decision()), "fix setup");
    let login = SignIn { prompt: Some(Prompt::Login), ..SignIn::default() };
    assert_eq!(name(returned(&login, &members).decision()), "fix setup");
}

#[test]
fn details_of_a_returned_error_come_from_parameters_or_from_the_description() {
    let described = json!({
        "error": "access_denied",
        "error_description": "AADSTS65004: User declined.\r\nTrace ID: 1a\r\nCorrelation ID: 2b-3c\r\n\
                              Timestamp: 2026-11-22 16:00:00Z",
    });
    let error = refused(At::Authorize, 0, &described);
    assert_eq!(error.details().aadsts, Some(65004));
    assert_eq!(error.details().correlation_id.as_deref(), Some("2b-3c"));
    assert_eq!(error.details().timestamp.as_deref(), Some("2026-11-22 16:00:00Z"));
    let in_line =
        json!({ "error": "access_denied", "error_description": "Correlation ID: 2b-3c Timestamp: 2026" });
    assert_eq!(refused(At::Authorize, 0, &in_line).details().correlation_id.as_deref(), Some("2b-3c"));
    let given = json!({
        "error": "access_denied", "correlation_id": "4d", "error_description": "Correlation ID: 2b",
    });
    assert_eq!(refused(At::Authorize, 0, &given).details().correlation_id.as_deref(), Some("4d"));
}

#[test]
fn details_of_unexpected_form_are_left_out() {
    let hostile = json!({
        "error": "<script>", "suberror": "a b", "correlation_id": "javascript:x",
        "timestamp": "<b>",
        "error_description": "AADSTS99999999999999999999: Correlation ID: <b> Timestamp: \u{202e}",
    });
    for at in [At::Authorize, At::Redeem, At::Refresh] {
        assert_eq!(refused(at, 400, &hostile).details(), &authority::Details::default());
    }
    let long = json!({ "error": "x".repeat(65), "correlation_id": "a".repeat(65) });
    assert_eq!(refused(At::Redeem, 400, &long).details(), &authority::Details::default());
}

/// Every number that Entra's own list of sign-in errors makes a client of this kind likely to meet.
#[test]
fn every_number_is_told_in_plain_words() {
    let general = refused(At::Redeem, 400, &json!({ "error": "invalid_grant" })).to_string();
    for number in [
        50058, 50076, 50074, 50078, 50079, 50072, 53003, 53000, 53001, 530_032, 530_035, 65001, 65004, 90094,
        90095, 50105, 50020, 90072, 50034, 51004, 16000, 16001, 50011, 700_016, 700_011, 500_011, 650_052,
        650_057, 65005, 650_056, 70011, 28003, 700_022, 700_023, 90014, 900_144, 9_002_313, 90100, 900_561,
        9_002_325, 9_002_326, 9_002_327, 50194, 90002, 90038, 54005, 501_481, 50147, 700_005, 50196, 90055,
        50033, 90006, 90024, 90033, 90090, 50087, 7_000_215, 7_000_222, 700_027, 700_025, 7_000_218, 50053,
        50055, 50057, 50126,
    ] {
        let words = refused(
            At::Redeem,
            400,
            &json!({ "error": "invalid_grant", "error_codes": [number]
            }),
        )
        .to_string();
        assert_ne!(words, general, "{number}");
        assert!(words.ends_with('.') && !words.contains("AADSTS") && !words.contains("  "), "{words}");
    }
    let unknown = refused(
        At::Redeem,
        400,
        &json!({ "error": "invalid_grant", "error_codes": [1]
        }),
    )
    .to_string();
    assert_eq!(unknown, general);
}

/// A code is redeemed before there is a session that could end.
#[test]
fn only_a_session_that_there_was_has_ended() {
    for number in [70008, 700_082, 50173, 50089, 70043, 700_081, 700_084, 1] {
        let members = json!({ "error": "invalid_grant", "error_codes": [number] });
        let ended = refused(At::Refresh, 400, &members).to_string();
        let why = if number == 700_084 { ", as it does after 24 hours" } else { "" };
        assert_eq!(ended, format!("Your session has ended{why}. Please sign in again."), "{number}");
        let late = refused(At::Redeem, 400, &members).to_string();
        assert_eq!(late, "This sign-in took too long or was used before. Please sign in again.", "{number}");
    }
    // Entra's own session, at its page, whatever the error is called.
    for number in [50089, 50173, 70008, 70043, 700_081, 700_082, 700_084] {
        let described = format!("AADSTS{number}: …");
        let members = json!({ "error": "login_required", "error_description": described });
        let words = refused(At::Authorize, 0, &members).to_string();
        assert!(words.starts_with("Your session has ended"), "{number}: {words}");
    }
    // The code was good, only more is asked for; or it was not the code that was refused.
    let consent = json!({ "error": "invalid_grant", "suberror": "consent_required" });
    let claims = json!({ "error": "invalid_grant", "claims": "{\"a\":1}" });
    let other = json!({ "error": "login_required" });
    for members in [consent, claims, other] {
        let words = refused(At::Redeem, 400, &members).to_string();
        assert_eq!(words, "The sign-in was not completed. Please sign in again.", "{members}");
    }
}

/// What whoever looks after the portal can mend is told by where to look.
#[test]
fn what_is_set_up_wrong_is_told_by_where_to_mend_it() {
    for (error, place) in [
        ("invalid_scope", "check the scope in the settings"),
        ("invalid_resource", "check the scope in the settings"),
        ("invalid_target", "check the scope in the settings"),
        ("unauthorized_client", "check the client ID"),
        ("invalid_client", "check the client ID"),
        ("unsupported_response_type", "allow it in the app registration"),
        ("unsupported_grant_type", "allow it in the app registration"),
        ("invalid_request", "of the type 'Single-page application'"),
        ("invalid_tenant", "of the type 'Single-page application'"),
    ] {
        for at in [At::Authorize, At::Redeem, At::Refresh] {
            let words = refused(at, 400, &json!({ "error": error })).to_string();
            assert!(words.contains(place), "{error}: {words}");
        }
    }
}
