//! `/setup`: each line of the check is turned red by one fault, no other line is, and what it says helps.

mod cases;
mod table;

pub(crate) use table::write;

use cases::{CASES, Case};
use libtest_mimic::Trial;
use sandbox::{Server, host::Settings};
use serde_json::json;

use crate::{
    page::Page,
    screenshots::line_picture,
    trial,
    world::{ADA, World},
};

/// What is changed to see whether changes arrive: nothing.
pub(crate) const NOBODY: &str = "(00000000-0000-0000-0000-000000000000)";

/// A line: what it is called, what became of it, and what it says.
type Line = (String, String, String);

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = vec![
        trial("setup_check::all_is_well", all_is_well),
        trial("setup_check::before_anyone_signs_in", before_anyone_signs_in),
        trial("setup_check::it_is_begun_again", it_is_begun_again),
        trial("setup_check::every_line_has_a_fault", every_line_has_a_fault),
    ];
    trials.extend(CASES.iter().map(|case| {
        trial(&format!("setup_check::{}", case.name), move || async move {
            let world = turn_red(case).await;
            end(world).await;
        })
    }));
    trials
}

/// The pictures for the documentation.
pub(crate) fn pictures() -> Vec<Trial> {
    let picture = |case: &'static Case| {
        trial(&format!("screenshots::setup_{}", case.name), move || async move {
            let world = turn_red(case).await;
            line_picture(world.page(), case.name).await;
            end(world).await;
        })
    };
    CASES.iter().map(|case| picture(case).with_ignored_flag(true)).collect()
}

/// Brings `case` about and looks: its line alone is red, and has these words.
async fn turn_red(case: &'static Case) -> World {
    let world = (case.begin)().await;
    let lines = checked(world.page()).await;
    let red: Vec<&Line> = lines.iter().filter(|(_, outcome, _)| outcome == "failed").collect();
    let [(title, _, told)] = red.as_slice() else { panic!("{}: {lines:?}", case.name) };
    assert_eq!(title, case.line, "{told}");
    for word in case.words {
        assert!(told.contains(word), "{}: {word:?} is not in: {told}", case.name);
    }
    assert!(!world.has_token(told), "{told}");
    table::keep(case.name, told);
    world
}

async fn end(world: World) {
    world.sandbox.clear_faults();
    world.host.clear_faults();
    world.finish().await;
}

/// All lines, once nothing is being looked at any more.
pub(crate) async fn checked(page: Page<'_>) -> Vec<Line> {
    page.until("the end of the check", async || {
        let summary = page.evaluate("() => document.querySelector('.summary')?.innerText ?? ''").await;
        summary.as_str().is_some_and(|summary| summary.ends_with('.')).then_some(())
    })
    .await;
    let lines = page
        .evaluate(
            "() => [...document.querySelectorAll('.checks li')].map(line =>
                ['.check-title', '.outcome', '.told'].map(part => line.querySelector(part).innerText.trim()))",
        )
        .await;
    serde_json::from_value(lines).expect("lines")
}

/// Signs in from the setup page, and comes back to it.
async fn sign_in(world: &World) {
    let page = world.page();
    page.open(&world.at("setup")).await;
    checked(page).await;
    page.find("button", "Sign in").click().await;
    world.pick(ADA).await;
    page.find("button", "Accept").click().await;
    page.until_address("the setup page", |address| address.ends_with("/setup")).await;
}

fn outcomes(lines: &[Line]) -> Vec<(&str, &str)> {
    lines.iter().map(|(title, outcome, _)| (title.as_str(), outcome.as_str())).collect()
}

async fn all_is_well() {
    let world = World::start().await;
    let page = world.page();
    sign_in(&world).await;
    let lines = checked(page).await;
    let all = [
        "Settings",
        "Secure context",
        "Clock",
        "Content Security Policy",
        "Authority",
        "PKCE",
        "Redirect URI",
        "Sign-in",
        "Token",
        "CORS",
        "Environment",
        "Company",
        "Permissions",
    ];
    assert_eq!(outcomes(&lines), all.map(|title| (title, "passed")), "{lines:?}");
    assert!(!page.any("alert").is_there().await);
    // Nothing was changed, and nothing that could be was named.
    let writes = world.seen(Server::Service, "").into_iter().filter(|seen| seen.method != "GET");
    for write in writes {
        assert!(
            write.path.contains(NOBODY) || write.path.ends_with("/$batch"),
            "{} {}",
            write.method,
            write.path
        );
    }
    // What is copied for support holds all lines, and neither a secret nor a name.
    page.evaluate("() => { navigator.clipboard.writeText = async text => { window.copied = text; }; }").await;
    page.find("button", "Copy the report").click().await;
    let report = page
        .until("the report", async || {
            page.evaluate("() => window.copied ?? null").await.as_str().map(str::to_owned)
        })
        .await;
    for title in all {
        assert!(report.contains(&format!("passed       {title}: ")), "{title}: {report}");
    }
    assert!(!world.has_token(&report) && !report.contains("ada@") && !report.contains("Ada"), "{report}");
    // What is to be registered is filled in.
    page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true; })").await;
    let text = page.text().await;
    let uri = world.at("auth/");
    for part in [
        format!("\"spa\": {{ \"redirectUris\": [\"{uri}\"] }}"),
        format!("az login --allow-no-subscriptions --tenant '{}'", world.sandbox.config().tenant),
    ] {
        assert!(text.contains(&part), "{part}: {text}");
    }
    // The portal itself is a click away.
    page.evaluate("() => document.querySelector('.product').click()").await;
    page.find("link", "Customers").first().await;
    world.finish().await;
}

async fn before_anyone_signs_in() {
    let world = World::start().await;
    let page = world.page();
    page.open(&world.at("setup")).await;
    let lines = checked(page).await;
    let (first, rest) = lines.split_at(7);
    assert!(first.iter().all(|(_, outcome, _)| outcome == "passed"), "{lines:?}");
    assert!(rest.iter().all(|(_, outcome, _)| outcome == "not reached"), "{lines:?}");
    assert!(rest[0].2.contains("Sign in"), "{rest:?}");
    assert!(world.seen(Server::Authority, "/authorize").is_empty(), "nobody is sent anywhere by itself");
    assert!(world.seen(Server::Service, "").is_empty());
    world.finish().await;
}

/// Whoever has mended the settings looks again, and signs in with those that are there now.
async fn it_is_begun_again() {
    let mut world = World::start().await;
    world.excuse("/portal.json");
    world.host.set_settings(Settings::Missing);
    let page = world.page();
    page.open(&world.at("setup")).await;
    let lines = checked(page).await;
    assert_eq!(outcomes(&lines)[0], ("Settings", "failed"), "{lines:?}");
    for client_id in ["later", sandbox::DEFAULT_CLIENT_ID] {
        world.host.set_settings(json!({ "connections": [{
            "name": "CRONUS", "mode": "AzUser", "authority": world.sandbox.authority(), "clientId": client_id,
            "scope": format!("{}/.default", world.sandbox.service()), "service": world.sandbox.service(),
            "tenant": world.sandbox.config().tenant,
        }] }));
        page.find("button", "Check again").click().await;
        page.until("the settings that are there now", async || {
            let is_shown = "() => [...document.querySelectorAll('dd')].map(each => each.textContent)";
            // A page that is just being left takes no questions.
            page.call(is_shown, &[])
                .await
                .ok()?
                .as_array()?
                .iter()
                .any(|shown| shown == client_id)
                .then_some(())
        })
        .await;
        let lines = checked(page).await;
        assert!(lines.iter().all(|(_, outcome, _)| outcome != "failed"), "{lines:?}");
    }
    page.find("button", "Sign in").click().await;
    world.pick(ADA).await;
    world.finish().await;
}

/// No line without a fault that turns it red.
async fn every_line_has_a_fault() {
    let world = World::start().await;
    let page = world.page();
    page.open(&world.at("setup")).await;
    let lines = checked(page).await;
    for (title, ..) in &lines {
        assert!(CASES.iter().any(|case| case.line == title), "{title} has no fault");
    }
    world.finish().await;
}
