//! Many tabs, some of them duplicates with a copy of the session.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use sandbox::{Seen, Server};
use serde_json::Value;

use crate::{failures::note, setup::Setup, trials, world::World};

trials![ten_tabs_share_what_they_must, signing_out_is_followed_by_duplicates_alone, two_tabs_sign_in_at_once,];

/// How long ten tabs work side by side.
const WHILE: Duration = Duration::from_secs(60);

/// How long their tokens serve. A busy machine, with other tests beside this one, takes seconds for one request: tokens that
/// served no longer than that would be at their end again and again, which no portal can help.
const LIFETIME: Duration = Duration::from_secs(15);

/// Calls all the time: another search every second, which is what Business Central's limits leave to ten tabs of one person.
/// What failed is remembered.
const WORK: &str = "() => {
    let at = 0;
    globalThis.failed = [];
    globalThis.calls = 0;
    globalThis.busy = setInterval(() => {
        const alert = document.querySelector('[role=alert]');
        if (alert) globalThis.failed.push(alert.textContent);
        const box = document.querySelector('input[type=search]');
        if (!box || document.querySelector('[role=grid][aria-busy=true]')) return;
        globalThis.calls += 1;
        box.value = 'abcdefghijklmnop'[at++ % 16];
        box.dispatchEvent(new Event('input', { bubbles: true }));
        box.dispatchEvent(new Event('change', { bubbles: true }));
    }, 1000);
}";

const REST: &str = "() => {
    clearInterval(globalThis.busy);
    const signed_in = [...document.querySelectorAll('button')].some(each => each.textContent === 'Sign out');
    return { failed: globalThis.failed, calls: globalThis.calls, signed_in };
}";

fn renewals(world: &World) -> Vec<Seen> {
    let seen = world.seen(Server::Authority, "/token").into_iter();
    seen.filter(|seen| seen.field("grant_type").as_deref() == Some("refresh_token")).collect()
}

async fn ten_tabs_share_what_they_must() {
    let setup = Setup { token_lifetime: LIFETIME, rotation: true, ..Setup::default() };
    let mut world = World::with(setup).await;
    // A token so short-lived may come to its end on the way of a call, on a busy machine; the call is then made again.
    world.excuse("/v2.0/");
    world.open_list("Customers").await;
    let list = world.page().address().await;
    for _ in 1..5 {
        world.visit_again().await;
        world.page().open(&list).await;
        world.rows().await;
    }
    for index in 0..5 {
        world.duplicate(index).await;
        world.rows().await;
    }
    for page in world.pages() {
        page.evaluate(WORK).await;
    }
    // Their time: what is looked for is that nothing happens in it.
    let end = Instant::now() + WHILE;
    world
        .page()
        .until_within(WHILE * 2, "the end of the minute", async || (Instant::now() >= end).then_some(()))
        .await;
    for page in world.pages() {
        let told = page.evaluate(REST).await;
        assert_eq!(told["failed"], Value::Array(Vec::new()), "a call failed");
        assert!(told["calls"].as_u64() > Some(10), "a tab did nothing: {told}");
        assert_eq!(told["signed_in"], true, "a tab is signed out");
    }
    let used: Vec<String> = renewals(&world).iter().filter_map(|seen| seen.field("refresh_token")).collect();
    let once: BTreeSet<&String> = used.iter().collect();
    assert_eq!(once.len(), used.len(), "a refresh token was sent twice");
    assert!(used.len() > 5 * 3, "tokens of {LIFETIME:?}, in five sessions: {}", used.len());
    let refused: Vec<_> = renewals(&world).into_iter().filter(|seen| seen.status() != Some(200)).collect();
    assert!(refused.is_empty(), "a renewal was refused: {refused:#?}");
    world.finish().await;
}

async fn signing_out_is_followed_by_duplicates_alone() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    let list = world.page().address().await;
    world.visit_again().await;
    world.page().open(&list).await;
    world.rows().await;
    let copy = world.duplicate(0).await;
    world.rows().await;
    world.tab(0).find("button", "Sign out").click().await;
    world.tab(0).find("button", "Sign in").first().await;
    world.tab(copy).find("button", "Sign in").first().await;
    let kept: String = world.tab(copy).session_storage().await.into_values().collect();
    assert!(!world.has_token(&kept), "the duplicate forgot its tokens, too");
    assert!(world.tab(1).find("button", "Sign out").is_there().await, "another session goes on");
    world.rest().await;
    assert_eq!(world.seen(Server::Authority, "/logout").len(), 1, "the Authority is told once");
    world.finish().await;
}

async fn two_tabs_sign_in_at_once() {
    let mut world = World::start().await;
    world.page().open(&world.at("")).await;
    world.page().find("heading", "Sign in").first().await;
    world.visit_again().await;
    world.page().open(&world.at("?q=second")).await;
    world.page().find("heading", "Sign in").first().await;
    // The second is done first.
    for index in [1, 0] {
        let page = world.tab(index);
        page.find("button", "Ada Birch ada@cronus.example").click().await;
        page.until("the launcher or the question for consent", async || {
            page.find("button", "Accept").try_click().await;
            page.find("link", "Customers").is_there().await.then_some(())
        })
        .await;
    }
    assert!(world.seen(Server::Authority, "/token").iter().all(|seen| seen.status() == Some(200)));
    assert_eq!(world.seen(Server::Authority, "/token").len(), 2);
    note(&world, "two_tabs").await;
    world.finish().await;
}
