//! The token's life after the sign-in: renewed in time, never lost to a passing fault, and at its end one redirect that
//! brings everything back.

use std::time::Duration;

use sandbox::{Effect, Fault, Seen, Server};

use crate::{
    trials,
    world::{ADA, World},
};

trials![
    an_expired_token_is_renewed_before_a_call,
    a_computer_may_sleep_while_a_token_is_on_its_way,
    a_token_is_renewed_ahead_of_time,
    a_rotated_refresh_token_replaces_the_old_one,
    a_renewal_without_an_answer_keeps_the_session,
    a_day_ends_in_one_redirect_that_gives_back_what_was_typed,
    the_end_is_told_and_can_be_put_off,
    a_refused_token_is_renewed_once,
    a_service_that_refuses_every_token_is_left_alone,
    a_claims_challenge_is_answered,
    a_full_storage_keeps_the_session_in_memory,
];

const HOUR: Duration = Duration::from_secs(3_600);

/// The token requests with this grant type.
fn tokens(world: &World, grant_type: &str) -> Vec<Seen> {
    let seen = world.seen(Server::Authority, "/token").into_iter();
    seen.filter(|seen| seen.field("grant_type").as_deref() == Some(grant_type)).collect()
}

fn authorizations(world: &World) -> usize {
    world.seen(Server::Authority, "/authorize").iter().filter(|seen| seen.method == "GET").count()
}

/// Waits for this many renewals that the Authority answered.
async fn renewals(world: &World, count: usize) -> Vec<Seen> {
    let page = world.page();
    page.until("a renewal", async || {
        let renewals = tokens(world, "refresh_token");
        (renewals.iter().filter(|seen| seen.answer.is_some()).count() >= count).then_some(renewals)
    })
    .await
}

/// Types into the search box, which makes the list ask Business Central.
async fn search(world: &World, text: &str) {
    world.page().find("searchbox", "Search").enter(text).await;
    world.page().until_address("the search in the address", |address| address.contains("q=")).await;
}

async fn an_expired_token_is_renewed_before_a_call() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    let address = world.page().address().await;
    world.rest().await;
    world.forget_requests();
    world.advance(HOUR * 2).await;
    world.page().reload().await;
    renewals(&world, 1).await;
    world.rows().await;
    assert_eq!(world.page().address().await, address);
    assert_eq!(tokens(&world, "refresh_token").len(), 1, "one for all calls");
    assert_eq!(authorizations(&world), 0, "nobody was sent anywhere");
    let refused = world.seen(Server::Service, "").iter().filter(|seen| seen.status() == Some(401)).count();
    assert_eq!(refused, 0, "no call went out with an old token");
    world.finish().await;
}

async fn a_computer_may_sleep_while_a_token_is_on_its_way() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    world.rest().await;
    world.forget_requests();
    world.advance(HOUR * 2).await;
    world.fault(Fault::at(Server::Authority, "/token", Effect::Delay { ms: 2_000 }).times(1));
    search(&world, "a").await;
    world.page().until("the first renewal's request", async || tokens(&world, "refresh_token").pop()).await;
    // It wakes up after the end of the token that it is about to be given.
    world.advance(HOUR * 2).await;
    renewals(&world, 2).await;
    world.rows().await;
    world.rest().await;
    assert!(!world.page().any("alert").is_there().await, "the session goes on");
    assert_eq!(authorizations(&world), 0);
    world.finish().await;
}

async fn a_token_is_renewed_ahead_of_time() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    world.rest().await;
    world.forget_requests();
    // Five minutes before its end, with nobody doing anything.
    world.advance(HOUR - Duration::from_secs(240)).await;
    renewals(&world, 1).await;
    world.rest().await;
    assert_eq!(tokens(&world, "refresh_token").len(), 1);
    assert!(world.seen(Server::Service, "").is_empty(), "nothing else was asked for");
    world.finish().await;
}

async fn a_rotated_refresh_token_replaces_the_old_one() {
    let mut world = World::start().await;
    world.sandbox.set_rotation(true);
    world.open_list("Customers").await;
    for count in 1..=3 {
        world.rest().await;
        world.advance(HOUR * 2).await;
        world.page().evaluate("() => { dispatchEvent(new Event('focus')); }").await;
        let used = renewals(&world, count).await.pop().and_then(|seen| seen.field("refresh_token"));
        // A page that is loaded anew before it has kept what it got would have nothing but the old one.
        let used = used.expect("a refresh token");
        world
            .page()
            .until("the new refresh token", async || {
                let kept: String = world.page().session_storage().await.into_values().collect();
                (!kept.contains(&used)).then_some(())
            })
            .await;
        world.page().reload().await;
        world.rows().await;
    }
    let mut used: Vec<String> =
        tokens(&world, "refresh_token").iter().filter_map(|seen| seen.field("refresh_token")).collect();
    let count = used.len();
    used.sort();
    used.dedup();
    assert_eq!(used.len(), count, "each was used once");
    let kept: String = world.page().session_storage().await.into_values().collect();
    assert!(used.iter().all(|old| !kept.contains(old.as_str())), "none of them is left");
    assert_eq!(authorizations(&world), 1, "the sign-in, and no other");
    world.finish().await;
}

/// Other faults of a renewal are in `failures.rs`.
async fn a_renewal_without_an_answer_keeps_the_session() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    let before = world.page().address().await;
    world.rest().await;
    world.fault(Fault::at(Server::Authority, "/token", Effect::Cut { after: None }));
    world.advance(HOUR * 2).await;
    world.page().reload().await;
    let alert = world.page().any("alert");
    alert.first().await;
    assert!(alert.text().await.contains("still signed in"), "{}", alert.text().await);
    assert_eq!(world.page().address().await, before);
    assert_eq!(authorizations(&world), 1, "an Authority that doesn't answer is not gone to");
    let kept: String = world.page().session_storage().await.into_values().collect();
    assert!(kept.contains("refresh_token"), "the session is kept");
    world.sandbox.clear_faults();
    world.page().find("button", "Reload").click().await;
    world.rows().await;
    assert_eq!(authorizations(&world), 1);
    world.finish().await;
}

async fn a_day_ends_in_one_redirect_that_gives_back_what_was_typed() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    // A working day, carried by the refresh token alone.
    for hour in 1..=23 {
        world.rest().await;
        world.advance(HOUR).await;
        // Somebody looks at the page now and then; otherwise it looks at the clock three times a minute.
        world.page().evaluate("() => { dispatchEvent(new Event('focus')); }").await;
        renewals(&world, hour).await;
    }
    world.rest().await;
    world.forget_requests();
    let list = world.page().address().await;
    // The Authority will refuse the refresh token, which the browser says in its console.
    world.excuse("/token");
    // Half a word, and the day is over before the pause after which the list would ask for it.
    let no_pause = "() => { const real = setTimeout; setTimeout = (act, pause) => pause === 250 ? 0 : real(act, pause); }";
    world.page().evaluate(no_pause).await;
    world.page().find("searchbox", "Search").enter("half-typ").await;
    world.advance(HOUR * 3).await;
    world
        .page()
        .until("a new sign-in", async || (tokens(&world, "authorization_code").len() == 1).then_some(()))
        .await;
    world.page().until_address("the same page", |address| address.starts_with(&list)).await;
    let search = world.page().find("searchbox", "Search");
    world
        .page()
        .until("what was typed", async || {
            (search.ask("input => input.value").await == "half-typ").then_some(())
        })
        .await;
    assert_eq!(authorizations(&world), 1, "one redirect");
    let authorize = &world.seen(Server::Authority, "/authorize")[0];
    assert!(authorize.parameter("login_hint").is_some(), "nobody is asked who they are");
    assert_eq!(authorize.parameter("prompt"), None);
    let spent = tokens(&world, "refresh_token");
    assert_eq!(spent.len(), 1, "the Authority said once that the day is over");
    world.finish().await;
}

async fn the_end_is_told_and_can_be_put_off() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    let list = world.page().address().await;
    world.rest().await;
    world.advance(HOUR * 23).await;
    renewals(&world, 1).await;
    world.rest().await;
    world.advance(Duration::from_secs(50 * 60)).await;
    let told = world.page().find("button", "Stay signed in");
    told.first().await;
    assert!(world.page().text().await.contains("You are signed in until"), "{}", world.page().text().await);
    world.forget_requests();
    told.click().await;
    world
        .page()
        .until("a new sign-in", async || (tokens(&world, "authorization_code").len() == 1).then_some(()))
        .await;
    world.page().until_address("the same page", |address| address == list).await;
    world.rows().await;
    told.gone().await;
    world.finish().await;
}

/// Business Central refuses this many requests for their token.
fn refused(times: Option<u32>) -> Fault {
    let body = r#"{"error":{"code":"Unauthorized","message":"Unauthorized"}}"#.to_owned();
    let fault = Fault::at(
        Server::Service,
        "/customers",
        Effect::Status { code: 401, retry_after: None, body: Some(body) },
    );
    match times {
        Some(times) => fault.times(times),
        None => fault,
    }
}

async fn a_refused_token_is_renewed_once() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    world.rest().await;
    world.forget_requests();
    world.fault(refused(Some(1)));
    search(&world, "co").await;
    world.rows().await;
    assert_eq!(tokens(&world, "refresh_token").len(), 1);
    assert_eq!(authorizations(&world), 0);
    assert!(!world.page().any("alert").is_there().await);
    world.finish().await;
}

async fn a_service_that_refuses_every_token_is_left_alone() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    world.rest().await;
    world.forget_requests();
    world.fault(refused(None));
    search(&world, "co").await;
    let alert = world.page().any("alert");
    alert.first().await;
    assert!(alert.text().await.contains(ADA), "{}", alert.text().await);
    world.rest().await;
    assert_eq!(authorizations(&world), 1, "one sign-in, and no more");
    assert_eq!(tokens(&world, "refresh_token").len(), 1, "one renewal before it");
    assert_eq!(tokens(&world, "authorization_code").len(), 1);
    assert!(world.page().address().await.contains("q=co"), "the page is the same");
    world.finish().await;
}

async fn a_claims_challenge_is_answered() {
    let claims = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;
    let mut world = World::start().await;
    world.open_list("Customers").await;
    world.rest().await;
    world.forget_requests();
    let challenge = Effect::Challenge { claims: claims.to_owned(), readable: true };
    world.fault(Fault::at(Server::Service, "/customers", challenge).times(1));
    search(&world, "co").await;
    world.rows().await;
    let renewals = tokens(&world, "refresh_token");
    assert_eq!(renewals.len(), 1);
    assert_eq!(renewals[0].field("claims").as_deref(), Some(claims));
    world.finish().await;
}

async fn a_full_storage_keeps_the_session_in_memory() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    world.rest().await;
    world.forget_requests();
    let fill = "() => { for (let size = 1 << 22; size >= 1; size >>= 1) {
        try { for (let at = 0; ; at++) sessionStorage.setItem(`fill-${size}-${at}`, 'x'.repeat(size)); } catch {}
    } }";
    world.page().evaluate(fill).await;
    // What is kept of the session is as long as what will be: a longer one doesn't fit.
    let shorter =
        "() => { const key = Object.keys(sessionStorage).find(key => key.startsWith('portico.session.'));
        sessionStorage.removeItem(key); sessionStorage.setItem('fill', 'x'.repeat(1000)); }";
    world.page().evaluate(shorter).await;
    world.page().evaluate(fill).await;
    world.advance(HOUR * 2).await;
    renewals(&world, 1).await;
    world
        .page()
        .until("a word about it", async || {
            world.page().text().await.contains("reloading this page will sign you out").then_some(())
        })
        .await;
    search(&world, "co").await;
    world.rows().await;
    assert_eq!(authorizations(&world), 0);
    world.page().evaluate("() => sessionStorage.clear()").await;
    world.finish().await;
}
