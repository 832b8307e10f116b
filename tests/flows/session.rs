//! How long a session lasts, what survives a sign-in, and what is left after it.

use sandbox::{Effect, Fault, Server};

use crate::{
    trials,
    world::{ADA, World},
};

trials![
    a_second_visit_skips_signing_in_and_consent,
    a_valid_token_needs_no_authority,
    a_reload_keeps_the_session,
    a_deep_link_survives_signing_in,
    code_and_state_are_nowhere_left,
    signing_out_ends_it_here_first,
    signing_out_comes_back_signed_out,
    cancelled_consent_is_told,
];

async fn a_second_visit_skips_signing_in_and_consent() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    world.forget_requests();
    world.visit_again().await;
    world.page().open(&world.at("")).await;
    world.page().find("link", "Customers").first().await;
    let asked = world.seen(Server::Authority, "/authorize");
    assert_eq!(asked.len(), 1, "the Authority sends the user straight back");
    assert_eq!(asked[0].method, "GET");
    assert_eq!(world.seen(Server::Authority, "/token").len(), 1);
    world.finish().await;
}

async fn a_valid_token_needs_no_authority() {
    let world = World::start().await;
    world.sign_in(ADA).await;
    world.forget_requests();
    world.page().open(&world.at("?")).await;
    world.page().until_address("the new address", |address| address == world.at("?")).await;
    world.page().find("link", "Customers").first().await;
    assert_eq!(world.seen(Server::Authority, "").len(), 0, "{:?}", world.seen(Server::Authority, ""));
    assert!(!world.seen(Server::Service, "/companies").is_empty());
    world.finish().await;
}

async fn a_reload_keeps_the_session() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let address = world.page().address().await;
    world.forget_requests();
    world.page().reload().await;
    world
        .page()
        .until("a new reading", async || {
            (!world.seen(Server::Service, "/customers").is_empty()).then_some(())
        })
        .await;
    world.rows().await;
    assert_eq!(world.page().address().await, address);
    assert_eq!(world.seen(Server::Authority, "").len(), 0);
    world.finish().await;
}

async fn a_deep_link_survives_signing_in() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    let list = world.page().address().await;
    // Someone who was never here opens the same list, searched and sorted.
    world.reset();
    world.visit_again().await;
    let deep = format!("{list}?q=co&sort=displayName%20desc");
    world.page().open(&deep).await;
    world.pick(ADA).await;
    world.page().find("button", "Accept").click().await;
    world.rows().await;
    assert_eq!(decoded(&world.page().address().await), decoded(&deep));
    let search = world.page().find("searchbox", "Search").ask("element => element.value").await;
    assert_eq!(search, "co");
    let asked = world.seen(Server::Service, "/customers");
    assert!(asked.iter().any(|seen| seen.parameter("$orderby").as_deref() == Some("displayName desc")));
    world.finish().await;
}

/// Query parameters without what differs only in writing.
fn decoded(address: &str) -> String {
    address.replace("%20", " ").replace('+', " ")
}

pub(crate) async fn code_and_state_are_nowhere_left() {
    let world = World::start().await;
    world.sign_in(ADA).await;
    let page = world.page();
    assert_eq!(page.address().await, world.at(""));
    // The code came by the callback's address, and by no other of the portal.
    let callback = world.at("auth/");
    let with_code: Vec<String> =
        world.addresses().into_iter().filter(|address| world.has_token(address)).collect();
    assert!(with_code.iter().all(|address| address.starts_with(&callback)), "{with_code:?}");
    // Nor is it in the history, as far as Chromium tells it …
    if let Some(tab) = page.tab.chromium() {
        let history = tab.history().await.expect("a history");
        assert!(!world.has_token(&history.to_string()), "{history}");
        assert!(!history.to_string().contains("auth/#"), "{history}");
    }
    // … nor where a step back ends. The Authority's page may send the user forth again at once, with another code.
    page.go(-1).await;
    page.until_address("an address without a code", |address| {
        address != world.at("") && !address.contains("code=")
    })
    .await;
    // Referers carry no path of the portal at all.
    for seen in world.sandbox.requests() {
        let referer = seen.header("referer").unwrap_or_default();
        assert!(!world.has_token(referer) && !referer.contains("code="), "{referer}");
    }
    world.finish().await;
}

pub(crate) async fn signing_out_ends_it_here_first() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    // The Authority has nothing to say, so the tab stays: what is gone now is gone without the Authority's help.
    let nothing = Effect::Status { code: 204, retry_after: None, body: Some(String::new()) };
    world.fault(Fault::at(Server::Authority, "/logout", nothing));
    world.page().find("button", "Sign out").click().await;
    world
        .page()
        .until("the Authority's logout", async || {
            (world.seen(Server::Authority, "/logout").len() == 1).then_some(())
        })
        .await;
    let left: String = world.page().session_storage().await.into_values().collect();
    assert!(!world.has_token(&left), "a token is still in sessionStorage");
    let logout = world.seen(Server::Authority, "/logout").remove(0);
    assert_eq!(logout.parameter("client_id").as_deref(), Some(sandbox::DEFAULT_CLIENT_ID));
    assert_eq!(logout.parameter("post_logout_redirect_uri").as_deref(), Some(world.at("auth/").as_str()));
    assert!(logout.parameter("logout_hint").is_some());
    assert!(logout.parameter("id_token_hint").is_none(), "no token in an address");
    assert!(!world.has_token(&logout.query));
    world.finish().await;
}

async fn signing_out_comes_back_signed_out() {
    let world = World::start().await;
    world.sign_in(ADA).await;
    world.page().find("button", "Sign out").click().await;
    world
        .page()
        .until("the Authority's logout", async || {
            (world.seen(Server::Authority, "/logout").len() == 1).then_some(())
        })
        .await;
    world.rest().await;
    world.page().find("button", "Sign in").first().await;
    assert!(world.page().address().await.starts_with(&world.at("")));

    // It stays so, also over a reload, until the person wants otherwise.
    world.forget_requests();
    world.page().reload().await;
    world.page().find("button", "Sign in").click().await;
    world.page().find("heading", "Sign in").first().await;
    assert_eq!(world.seen(Server::Authority, "/authorize").len(), 1, "the button's, and none before");
    world.finish().await;
}

async fn cancelled_consent_is_told() {
    let world = World::start().await;
    world.page().open(&world.at("")).await;
    world.pick(ADA).await;
    world.page().find("button", "Cancel").click().await;
    world.page().any("alert").first().await;
    world.page().find("button", "Sign in").first().await;
    assert_eq!(world.seen(Server::Authority, "/token").len(), 0);
    assert_eq!(world.seen(Server::Service, "").len(), 0);
    let asked = world.seen(Server::Authority, "/authorize").into_iter().filter(|seen| seen.method == "GET");
    assert_eq!(asked.count(), 1, "a person's no is not asked again");
    world.finish().await;
}
