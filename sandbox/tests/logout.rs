//! The end of a session: OpenID Connect RP-Initiated Logout 1.0, as Entra does it.

mod support;

use sandbox::PEOPLE;
use support::{Browser, CLIENT, Page, REDIRECT_URI, World, ada, form};

fn logout(world: &World, browser: &mut Browser, parameters: &[(&str, &str)]) -> Page {
    browser.get(&format!("{}?{}", world.at("/oauth2/v2.0/logout"), form(parameters, &[])))
}

#[test]
fn signing_out_ends_the_session_and_goes_back_to_registered_addresses_only() {
    let world = World::new();
    let mut browser = Browser::default();
    world.code(&mut browser, ada());
    let silent = world.authorize(&[("prompt", "none")]);
    let hint = [("logout_hint", PEOPLE[1].user_name), ("post_logout_redirect_uri", REDIRECT_URI)];
    logout(&world, &mut browser, &hint);
    assert!(browser.get(&silent).answered("code").is_some(), "somebody else was signed out");

    let page = logout(&world, &mut browser, &[("post_logout_redirect_uri", REDIRECT_URI), ("state", "x y")]);
    assert_eq!(page.header("location"), Some("http://localhost:8080/auth/?state=x+y"));
    assert_eq!(browser.get(&silent).aadsts(), Some(50_058));

    let evil = logout(&world, &mut browser, &[("post_logout_redirect_uri", "http://evil.example/")]);
    assert!(evil.status == 200 && evil.body.contains("<h1>You are signed out</h1>"));
}

#[test]
fn the_opaque_hint_signs_out_one_of_several_accounts() {
    let world = World::new();
    let mut browser = Browser::default();
    let code = world.code(&mut browser, ada());
    let tokens = world.token(&world.redemption(&code, &[])).json();
    world.code_for(&mut browser, &PEOPLE[3], &[("prompt", "select_account")]);
    let claims = support::claims(tokens["id_token"].as_str().unwrap());
    logout(&world, &mut browser, &[("logout_hint", claims["login_hint"].as_str().unwrap())]);
    let silent = |hint| world.authorize(&[("prompt", "none"), ("login_hint", hint)]);
    assert_eq!(browser.get(&silent(ada().user_name)).aadsts(), Some(50_058));
    assert!(browser.get(&silent(PEOPLE[3].user_name)).answered("code").is_some());
}

#[test]
fn an_id_token_signs_out_its_owner_even_when_it_has_expired() {
    let world = World::new();
    let mut browser = Browser::default();
    let code = world.code(&mut browser, ada());
    let tokens = world.token(&world.redemption(&code, &[])).json();
    world.code_for(&mut browser, &PEOPLE[1], &[("prompt", "select_account")]);
    world.sandbox.advance(std::time::Duration::from_secs(7_200));
    let hint = ("id_token_hint", tokens["id_token"].as_str().unwrap());
    let back = ("post_logout_redirect_uri", REDIRECT_URI);
    let page = logout(&world, &mut browser, &[hint, back, ("client_id", CLIENT)]);
    assert_eq!(page.header("location"), Some(REDIRECT_URI));
    let next = browser.get(&world.authorize(&[("prompt", "none")]));
    assert!(next.answered("code").is_some(), "only one account is left");
}

#[test]
fn an_id_token_of_somebody_elses_making_signs_nobody_out() {
    let world = World::new();
    let mut browser = Browser::default();
    let code = world.code(&mut browser, ada());
    let tokens = world.token(&world.redemption(&code, &[])).json();
    let token = tokens["id_token"].as_str().unwrap();
    let (signed, _) = token.rsplit_once('.').unwrap();
    let back = ("post_logout_redirect_uri", REDIRECT_URI);
    for (hint, client) in [
        (format!("{signed}.AAAA"), CLIENT),
        ("nonsense".to_owned(), CLIENT),
        (tokens["access_token"].as_str().unwrap().to_owned(), CLIENT),
        (token.to_owned(), "0ther000-0000-4000-8000-000000000002"),
    ] {
        let page = logout(&world, &mut browser, &[("id_token_hint", &hint), back, ("client_id", client)]);
        assert_eq!(
            (page.status, page.aadsts(), page.header("location")),
            (400, Some(50_027), None),
            "{hint}"
        );
    }
    assert!(browser.get(&world.authorize(&[("prompt", "none")])).answered("code").is_some());
}

#[test]
fn a_form_signs_out_too_and_the_application_must_have_registered_the_address() {
    let world = World::new();
    let mut browser = Browser::default();
    world.code(&mut browser, ada());
    let other =
        [("client_id", "0ther000-0000-4000-8000-000000000002"), ("post_logout_redirect_uri", REDIRECT_URI)];
    assert_eq!(logout(&world, &mut browser, &other).header("location"), None);
    world.code(&mut browser, ada());
    let own = form(&[("client_id", CLIENT), ("post_logout_redirect_uri", REDIRECT_URI)], &[]);
    let page = browser.post(&world.at("/oauth2/v2.0/logout"), &own, None);
    assert_eq!((page.status, page.header("location")), (303, Some(REDIRECT_URI)));
    assert_eq!(browser.get(&world.authorize(&[("prompt", "none")])).aadsts(), Some(50_058));
}
