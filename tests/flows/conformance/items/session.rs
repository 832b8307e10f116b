//! E: renewal and what is kept.

use std::{collections::BTreeSet, time::Duration};

use sandbox::{Seen, Server};

use super::{
    item,
    request::{authorizations, exchanges},
};
use crate::{
    conformance::{
        case::{Case, flow},
        lies::{answer, refusal},
    },
    leaks,
    offline::signing_out_works_offline,
    session::signing_out_ends_it_here_first,
    setup::Setup,
    setup_check::checked,
    world::{ADA, World},
};

/// How long after it was issued a token is long past its end.
const LATER: Duration = Duration::from_secs(7_200);

pub(super) fn cases() -> Vec<Case> {
    let mut cases = renewals();
    cases.extend(kept());
    cases
}

fn renewals() -> Vec<Case> {
    vec![
        item(
            "item_40_the_new_refresh_token",
            "A new refresh token replaces the old one",
            vec![flow!(
                the_new_refresh_token,
                "two renewals, each with a new refresh token",
                "used and kept the newest; no old one is left",
            )],
        ),
        item(
            "item_41_one_renewal_at_a_time",
            "One renewal at a time, in a tab and among tabs with the same session",
            vec![flow!(
                one_renewal,
                "a token at its end in two tabs with one session, both asking for pages",
                "renewed it once, for both",
            )],
        ),
        item(
            "item_42_invalid_grant",
            "`invalid_grant` ends the session; the refresh token is not used again (24: nothing else ends it)",
            vec![flow!(
                a_spent_refresh_token,
                "`invalid_grant` upon renewal",
                "forgot the refresh token, sent it once, and went to the Authority once",
            )],
        ),
        item(
            "item_43_rotation",
            "An Authority that ends a session whose refresh token comes twice never sees one twice",
            vec![flow!(
                no_refresh_token_twice,
                "refresh tokens good for one use; duplicated tabs, renewing three times",
                "sent none twice, and was refused none",
            )],
        ),
    ]
}

fn kept() -> Vec<Case> {
    vec![
        item(
            "item_44_session_storage_alone",
            "Tokens are in `sessionStorage`, neither in `localStorage` nor in a cookie",
            vec![flow!(
                session_storage_alone,
                "a sign-in, then a look into every storage, and into a second tab",
                "kept them in this tab's `sessionStorage` alone",
            )],
        ),
        item(
            "item_45_tokens_go_to_their_service_alone",
            "A token goes to its service's origin, in the header `Authorization`, never in an address",
            vec![flow!(
                one_origin,
                "a sign-in and a list, then a look at every request and address",
                "sent it to Business Central, and there in that header",
            )],
        ),
        item(
            "item_46_signing_out",
            "Signing out clears what is kept, also offline, then ends the session at the Authority",
            vec![
                flow!(
                    signing_out_ends_it_here_first,
                    "a sign-out at an Authority that has nothing to say to it",
                    "forgot the tokens first, then told the Authority, without a token in the address",
                ),
                flow!(signing_out_works_offline, "a sign-out without a network", "forgot the tokens"),
            ],
        ),
        item(
            "item_47_nothing_in_words",
            "No token, code or personal data in messages, the console or the page",
            vec![flow!(
                nothing_in_words,
                "an error that names a person and brings a script",
                "told it in its own words; the console is empty",
            )],
        ),
    ]
}

/// The renewals that the Authority has answered.
fn renewed(world: &World) -> Vec<Seen> {
    let seen = exchanges(world).into_iter().filter(|seen| seen.answer.is_some());
    seen.filter(|seen| seen.field("grant_type").as_deref() == Some("refresh_token")).collect()
}

/// Lets the token come to its end; every tab notices. Waits until this many renewals were answered.
async fn renew(world: &mut World, count: usize) {
    world.rest().await;
    world.advance(LATER).await;
    for page in world.pages() {
        page.evaluate("() => { dispatchEvent(new Event('focus')); }").await;
    }
    world.page().until("a renewal", async || (renewed(world).len() >= count).then_some(())).await;
    world.rest().await;
}

async fn kept_texts(world: &World) -> Vec<String> {
    let mut texts = Vec::new();
    for page in world.pages() {
        texts.push(page.session_storage().await.into_values().collect());
    }
    texts
}

async fn the_new_refresh_token() {
    let mut world = World::with(Setup { rotation: true, ..Setup::default() }).await;
    world.open_list("Customers").await;
    for count in 1..=2 {
        renew(&mut world, count).await;
        let used = renewed(&world).pop().and_then(|seen| seen.field("refresh_token")).expect("a token");
        let page = world.page();
        page.until("another refresh token", async || {
            let kept: String = page.session_storage().await.into_values().collect();
            (kept.contains("refresh_token") && !kept.contains(&used)).then_some(())
        })
        .await;
    }
    let used: BTreeSet<_> = renewed(&world).iter().filter_map(|seen| seen.field("refresh_token")).collect();
    assert_eq!(used.len(), 2, "the second renewal was with what the first had brought");
    world.finish().await;
}

async fn one_renewal() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    world.duplicate(0).await;
    world.rows().await;
    renew(&mut world, 1).await;
    for index in 0..2 {
        world.tab(index).find("searchbox", "Search").enter("co").await;
    }
    world.rows().await;
    world.rest().await;
    assert_eq!(renewed(&world).len(), 1, "one for both");
    assert_eq!(authorizations(&world).len(), 1, "the sign-in, and no other");
    world.finish().await;
}

async fn a_spent_refresh_token() {
    let mut world = World::start().await;
    world.open_list("Customers").await;
    world.rest().await;
    world.forget_requests();
    world.fault(refusal("invalid_grant", 700_084).times(1));
    world.advance(LATER).await;
    world.page().reload().await;
    world.rows().await;
    world.rest().await;
    let spent = renewed(&world);
    assert_eq!(spent.len(), 1, "it is sent once");
    let spent = spent[0].field("refresh_token").expect("a refresh token");
    assert!(kept_texts(&world).await.iter().all(|kept| !kept.contains(&spent)), "it is forgotten");
    assert_eq!(authorizations(&world).len(), 1, "one sign-in");
    world.finish().await;
}

async fn no_refresh_token_twice() {
    let mut world = World::with(Setup { rotation: true, ..Setup::default() }).await;
    world.open_list("Customers").await;
    world.duplicate(0).await;
    world.rows().await;
    for count in 1..=3 {
        renew(&mut world, count).await;
    }
    let renewals = renewed(&world);
    let used: BTreeSet<_> = renewals.iter().filter_map(|seen| seen.field("refresh_token")).collect();
    assert_eq!(used.len(), renewals.len(), "none twice");
    assert!(renewals.iter().all(|seen| seen.status() == Some(200)), "none was refused: {renewals:?}");
    world.finish().await;
}

async fn session_storage_alone() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    world.rest().await;
    let page = world.page();
    let kept: String = page.session_storage().await.into_values().collect();
    assert!(world.has_token(&kept), "in sessionStorage");
    leaks::search(&world).await;
    world.visit_again().await;
    world.page().open(&world.at("setup/")).await;
    checked(world.page()).await;
    let kept = kept_texts(&world).await;
    assert!(!world.has_token(&kept[1]), "another tab knows nothing of it");
    world.finish().await;
}

async fn one_origin() {
    let world = World::start().await;
    world.open_list("Customers").await;
    world.rest().await;
    for seen in world.all_requests() {
        let is_call = seen.server == Server::Service && seen.method != "OPTIONS";
        let authorization = seen.header("authorization");
        assert_eq!(authorization.is_some(), is_call, "{:?} {}", seen.server, seen.path);
        assert!(authorization.is_none_or(|value| value.starts_with("Bearer ")));
    }
    // Every address and every other header.
    leaks::search(&world).await;
    world.finish().await;
}

async fn nothing_in_words() {
    let mut world = World::start().await;
    let description = "Ada Birch of 12 Oak Lane <script>globalThis.injected = 1</script>";
    world.fault(answer(serde_json::json!({
        "code": null, "error": "access_denied", "error_description": description,
    })));
    assert!(!crate::authority_faults::try_to_sign_in(&world).await, "it is refused");
    let page = world.page();
    let shown = page.text().await;
    assert!(!shown.contains("Oak Lane") && !shown.contains("script"), "{shown}");
    assert_eq!(page.evaluate("() => globalThis.injected").await, serde_json::Value::Null);
    assert!(world.console().is_empty(), "the console is empty");
    world.finish().await;
}
