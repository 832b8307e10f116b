//! What goes wrong, one case at a time, and what becomes of it: how often the Authority is asked, what the user is told,
//! and that session, address and input are as they were. A run of all cases in Chromium writes `docs/failures.md`.

mod cases;
mod table;

use std::{env, time::Duration};

use sandbox::Server;

use crate::{
    list::{LEDGER, scroll},
    page::Page,
    screenshots::alert_picture,
    setup::Setup,
    world::{ADA, World},
};
use cases::{CASES, Case, ELSEWHERE, LEFT_OPEN, When};
use libtest_mimic::Trial;
use table::Row;

pub(crate) use table::write;

/// A test for each case, in one browser: what is told depends on servers and on the portal's own decisions, and what may
/// differ between browsers is in `authority_faults.rs` and `service_faults.rs`; forged answers of every kind are in `conformance/`.
pub(crate) fn trials() -> Vec<Trial> {
    if env::var("PORTICO_BROWSER").is_ok_and(|browser| browser != "chromium") {
        return Vec::new();
    }
    CASES.iter().map(|case| crate::trial(&format!("failures::{}", case.name), move || run(case))).collect()
}

/// A picture of each alert, part of `cargo xtask screenshots`.
pub(crate) fn pictures() -> Vec<Trial> {
    let told = CASES.iter().filter(|case| !case.heals);
    told.map(|case| {
        let name = format!("screenshots::{}", case.name);
        crate::trial(&name, move || picture(case)).with_ignored_flag(true)
    })
    .collect()
}

async fn picture(case: &'static Case) {
    let mut world = World::with(Setup::default()).await;
    world.excuse("/");
    bring_about(&mut world, case).await;
    alert_picture(world.page(), case.name).await;
    world.sandbox.clear_faults();
    world.finish().await;
}

async fn bring_about(world: &mut World, case: &'static Case) -> Row {
    match case.when {
        When::SigningIn | When::ComingBack => signing_in(world, case).await,
        When::Renewing => at_work(world, case, Duration::from_secs(7_200)).await,
        When::Asking => at_work(world, case, Duration::ZERO).await,
        When::ReadingOn => reading_on(world, case).await,
    }
}

/// A row about what another flow has shown, whose requests were counted since it last [forgot](World::forget_requests)
/// them: it went on by itself, and the session is there.
pub(crate) async fn note(world: &World, name: &'static str) {
    if world.page().tab.chromium().is_none() {
        return;
    }
    assert!(ELSEWHERE.iter().any(|(known, _)| *known == name), "{name} has no words");
    let page = world.page();
    page.find("button", "Sign out").first().await;
    world.calm().await;
    assert!(refresh_token(page).await.is_some(), "there is a session");
    let row = row(world, name, true, page).await;
    assert!(row.authorize <= 3 && row.token <= 3, "the Authority was asked too often: {row:?}");
    table::keep(row);
}

async fn run(case: &'static Case) {
    let mut world = World::with(Setup::default()).await;
    world.excuse("/");
    let row = bring_about(&mut world, case).await;
    assert!(row.authorize <= 3 && row.token <= 3, "the Authority was asked too often: {row:?}");
    table::keep(row);
    world.sandbox.clear_faults();
    world.page().evaluate("() => { try { sessionStorage.clear(); } catch { /* there is none */ } }").await;
    world.finish().await;
}

/// Nobody is signed in, and the fault is in the way.
async fn signing_in(world: &mut World, case: &'static Case) -> Row {
    (case.prepare)(world).await;
    if case.address != LEFT_OPEN {
        world.page().open(&world.at(case.address)).await;
    }
    let page = world.page();
    for button in ["Ada Birch ada@cronus.example", "Accept"] {
        let goes_on = page
            .until("the Authority's page or an alert", async || {
                match page.find("button", button).try_click().await {
                    true => Some(true),
                    false => page.any("alert").is_there().await.then_some(false),
                }
            })
            .await;
        if !goes_on {
            break;
        }
    }
    page.any("alert").first().await;
    world.calm().await;
    let kept: String = page.session_storage().await.into_values().collect();
    assert!(!world.has_token(&kept), "a token was kept: {kept}");
    assert_eq!(world.seen(Server::Service, "").len(), 0, "Business Central was asked");
    assert_eq!(page.address().await, world.at(""), "the address is clean");
    row(world, case.name, case.heals, page).await
}

/// Somebody is at work, has half typed a word, and `later` something is asked for.
async fn at_work(world: &mut World, case: &'static Case, later: Duration) -> Row {
    world.open_list("Customers").await;
    world.rest().await;
    world.forget_requests();
    let before = refresh_token(world.page()).await;
    (case.prepare)(world).await;
    if later.is_zero() {
        world.page().find("searchbox", "Search").enter("co").await;
    } else {
        world.page().find("searchbox", "Search").enter("c").await;
        world.page().until_address("the search", |address| address.contains("q=c")).await;
        world.rest().await;
        world.advance(later).await;
        world.page().find("searchbox", "Search").enter("o").await;
    }
    let page = world.page();
    if case.heals {
        page.until("the search in the address", async || page.address().await.contains("q=co").then_some(()))
            .await;
        page.until("the work after the fault", async || {
            (!world.seen(Server::Service, "customers").is_empty()).then_some(())
        })
        .await;
        world.rows().await;
        assert!(!page.any("alert").is_there().await, "{}", page.text().await);
    } else {
        alert(page).await;
        world.calm().await;
        assert!(refresh_token(page).await.is_some(), "the session is kept");
        if !case.renews {
            assert_eq!(refresh_token(page).await, before, "the session is as it was");
        }
    }
    as_it_was(page, "/customers?q=co", "co").await;
    row(world, case.name, case.heals, page).await
}

/// Somebody searches a long list and goes to the end of its first page.
async fn reading_on(world: &mut World, case: &'static Case) -> Row {
    world.open_list(LEDGER).await;
    world.rest().await;
    world.forget_requests();
    let before = refresh_token(world.page()).await;
    (case.prepare)(world).await;
    let page = world.page();
    page.find("searchbox", "Search").enter("e").await;
    page.until("an alert", async || {
        if page.any("grid").is_there().await {
            scroll(page, 1.0).await;
        }
        page.any("alert").is_there().await.then_some(())
    })
    .await;
    world.calm().await;
    assert_eq!(refresh_token(page).await, before, "the session is as it was");
    as_it_was(page, "/generalLedgerEntries?q=e", "e").await;
    row(world, case.name, case.heals, page).await
}

/// An alert, which may follow a minute of silence.
async fn alert(page: Page<'_>) {
    let patience = Duration::from_secs(150);
    page.until_within(patience, "an alert", async || page.any("alert").is_there().await.then_some(())).await;
}

/// The address, and the words that were typed.
async fn as_it_was(page: Page<'_>, address: &str, typed: &str) {
    assert!(page.address().await.contains(address), "{}", page.address().await);
    assert_eq!(page.find("searchbox", "Search").ask("input => input.value").await, typed, "what was typed");
}

async fn refresh_token(page: Page<'_>) -> Option<String> {
    let kept: String = page.session_storage().await.into_values().collect();
    let (_, rest) = kept.split_once("\"refresh_token\":\"")?;
    rest.split('"').next().map(str::to_owned)
}

async fn row(world: &World, case: &'static str, heals: bool, page: Page<'_>) -> Row {
    let read = "() => {
        const alert = document.querySelector('[role=alert]');
        if (!alert) return ['', '', ''];
        const texts = [...alert.querySelectorAll(':scope > p')].map(each => each.textContent);
        return [texts[0], texts[1], alert.querySelector(':scope > button')?.textContent ?? ''];
    }";
    let told = page.evaluate(read).await;
    let alerts = page.any("alert").now().await.len();
    assert_eq!(alerts, usize::from(!heals), "one alert at most");
    let text = |at: usize| {
        let origins = [world.sandbox.authority_origin(), world.sandbox.service(), world.host.origin()];
        let names = ["https://login.example", "https://businesscentral.example", "https://portal.example"];
        let told = told[at].as_str().unwrap_or_default().to_owned();
        origins.iter().zip(names).fold(told, |told, (origin, name)| told.replace(origin.as_str(), name))
    };
    let authorize = world.seen(Server::Authority, "/authorize");
    assert_eq!(text(2).is_empty(), heals, "a button leads out");
    assert!(!text(0).contains("AADSTS") && !world.has_token(&text(1)), "{}", text(0));
    Row {
        case,
        authorize: authorize.iter().filter(|seen| seen.method == "GET").count(),
        token: world.seen(Server::Authority, "/token").len(),
        what: text(0),
        remedy: text(1).replace(ADA, "ada@cronus.example"),
        button: text(2),
    }
}
