//! Nobody is left out: axe-core finds nothing serious on any page, light and dark; the keyboard reaches everything; a
//! screen of 320 px is wide enough (WCAG 2.2, success criteria 2.1.1 and 1.4.10).

use std::{env, fs, sync::OnceLock};

use sandbox::{Effect, Server};
use serde_json::{Value, json};

use crate::{
    driver::Key,
    list::LEDGER,
    many::elsewhere,
    page::Page,
    setup::Setup,
    setup_check::checked,
    trials,
    world::{ADA, World},
};

trials![
    every_page_of_a_day,
    every_page_of_changing,
    every_dialog_of_a_list,
    the_screens_before_the_first_page,
    the_keyboard_reaches_everything_on_the_start_page,
    the_keyboard_reaches_everything_on_a_list,
    the_keyboard_reaches_everything_on_a_card,
];

/// The script of axe-core, which `cargo xtask test` installs.
fn script() -> &'static str {
    static SCRIPT: OnceLock<String> = OnceLock::new();
    SCRIPT.get_or_init(|| {
        let path = env::var("PORTICO_AXE").expect("PORTICO_AXE: see tests/README.md");
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
    })
}

const COLOURS: [&str; 2] = ["light", "dark"];

/// Looks at the page as it is now, in both colours and on a narrow screen; panics with what is wrong with it.
async fn look(page: Page<'_>, what: &str) {
    let is_chromium = page.tab.chromium().is_some();
    page.evaluate(&format!("() => {{ if (!globalThis.axe) {{ {} }} }}", script())).await;
    for colours in COLOURS.into_iter().take(if is_chromium { 2 } else { 1 }) {
        if is_chromium {
            let media = json!({ "features": [
                { "name": "prefers-color-scheme", "value": colours },
                { "name": "prefers-reduced-motion", "value": "reduce" },
            ] });
            page.cdp("Emulation.setEmulatedMedia", media).await;
        }
        let run = "async () => {
            const { violations } = await axe.run(document, { resultTypes: ['violations'] });
            return violations
                .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .map(({ id, help, nodes }) => `${id}: ${help}\\n` + nodes.map(({ html, failureSummary }) => `    ${html}\\n    ${failureSummary}`).join('\\n'));
        }";
        let found = page.evaluate(run).await;
        let found: Vec<String> = serde_json::from_value(found).expect("texts");
        assert!(found.is_empty(), "{what}, {colours}:\n{}", found.join("\n"));
    }
    if is_chromium {
        let size = json!({ "width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": false });
        page.cdp("Emulation.setDeviceMetricsOverride", size).await;
        let wide = "() => [document.documentElement, ...document.querySelectorAll('main, dialog')]
            .filter(box => box.scrollWidth > box.clientWidth + 1)
            .flatMap(box => [...box.querySelectorAll('*')]
                .filter(each => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('[role=grid]'))
                .map(each => each.outerHTML.slice(0, 160)))";
        let found = page.evaluate(wide).await;
        page.cdp("Emulation.clearDeviceMetricsOverride", json!({})).await;
        page.cdp("Emulation.setEmulatedMedia", json!({ "features": [] })).await;
        assert_eq!(found, json!([]), "{what}: wider than 320 px");
    }
}

async fn every_page_of_a_day() {
    let mut world = World::start().await;
    let page = world.page();
    world.sign_in(ADA).await;
    page.find("link", LEDGER).first().await;
    world.rest().await;
    look(page, "start page").await;
    page.find("button", "Search everything").click().await;
    page.find("combobox", "Search everything").enter("10").await;
    page.any("option").first().await;
    world.rest().await;
    look(page, "search box").await;
    page.press(&[Key::Escape]).await;
    page.find("combobox", "Search everything").gone().await;
    page.find("button", "Ada Birch").click().await;
    page.find("button", "Stay signed in").first().await;
    look(page, "account").await;
    page.find("button", "Ada Birch").click().await;
    page.find("link", "Customers").click().await;
    world.rows().await;
    page.find("button", "Favourite").click().await;
    look(page, "list").await;
    let list = page.address().await;
    page.find("link", "C00010").click().await;
    page.any("form").first().await;
    world.rest().await;
    look(page, "card").await;
    page.open(&format!("{list}?q=nobody%20of%20this%20name")).await;
    page.find("button", "Clear search").first().await;
    look(page, "empty list").await;
    world.service_fault("/customers", Effect::Status { code: 500, retry_after: None, body: None });
    let page = world.page();
    page.open(&list).await;
    page.any("alert").first().await;
    look(page, "alert").await;
    world.sandbox.clear_faults();
    page.open(&world.at("setup")).await;
    whole_setup(page).await;
    look(page, "setup").await;
    page.open(&world.at("nowhere/at/all")).await;
    page.find("heading", "There is no such page").first().await;
    look(page, "no such page").await;
    page.open(&world.at("")).await;
    page.find("region", "Favourites").first().await;
    look(page, "start page with favourites").await;
    page.find("button", "Sign out").click().await;
    page.find("button", "Sign in").first().await;
    assert!(!world.seen(Server::Service, "/customers").is_empty());
    world.finish().await;
}

async fn every_page_of_changing() {
    let mut world = World::start().await;
    // Someone else is faster.
    world.excuse("/customers(");
    let page = world.page();
    world.open_list("Customers").await;
    page.any("grid").ask("grid => grid.querySelector('[aria-rowindex=\"1\"] a').click()").await;
    page.find("button", "Edit").click().await;
    world.rest().await;
    look(page, "card being changed").await;
    let change = "await send('PATCH', `(${ids[0]})`, { phoneNumber: '+1 555' });";
    elsewhere(&world, "/customers", change).await;
    page.find("textbox", "Phone No.").enter("9").await;
    page.find("button", "Save").click().await;
    page.find("heading", "Someone else changed this, too").first().await;
    look(page, "conflict").await;
    page.find("button", "Discard").click().await;
    page.find("button", "Delete").click().await;
    page.any("alertdialog").first().await;
    look(page, "question before deleting").await;
    page.find("button", "Keep it").click().await;
    page.open(&world.at("")).await;
    page.find("link", "Sales Orders").click().await;
    page.find("link", "New").click().await;
    page.find("combobox", "Customer No.").enter("ad").await;
    page.any("option").first().await;
    look(page, "new order, with an offer").await;
    page.press(&[Key::Escape]).await;
    page.find("button", "Discard").click().await;
    page.go(-1).await;
    world.rows().await;
    page.any("grid").ask("grid => grid.querySelector('[aria-rowindex=\"1\"] a').click()").await;
    page.find("button", "Edit").click().await;
    page.find("textbox", "Quantity, line 1").first().await;
    world.rest().await;
    look(page, "order being changed").await;
    world.finish().await;
}

async fn every_dialog_of_a_list() {
    let world = World::start().await;
    let page = world.page();
    world.open_list("Customers").await;
    page.find("button", "Export…").first().await;
    page.any("grid").ask("grid => grid.focus()").await;
    page.press(&[Key::Down, Key::SPACE]).await;
    page.find("button", "Copy").first().await;
    look(page, "list with a selection").await;
    for (button, what) in [
        ("Add filter", "filter"),
        ("Columns", "columns"),
        ("Export…", "export"),
        ("Change…", "change"),
        ("Delete…", "delete"),
    ] {
        page.find("button", button).click().await;
        page.any("dialog").first().await;
        look(page, what).await;
        page.press(&[Key::Escape]).await;
        page.any("dialog").gone().await;
    }
    world.finish().await;
}

async fn the_screens_before_the_first_page() {
    let connections = vec![json!({ "name": "Here" }), json!({ "name": "There" })];
    let world = World::with(Setup { connections, ..Setup::default() }).await;
    let page = world.page();
    page.open(&world.at("")).await;
    page.find("button", "There").first().await;
    look(page, "connections").await;
    page.open(&world.at("setup")).await;
    whole_setup(page).await;
    look(page, "setup before signing in").await;
    world.finish().await;
}

/// Waits for the end of the setup check, and opens what is folded away.
async fn whole_setup(page: Page<'_>) {
    checked(page).await;
    page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true; })").await;
}

/// What Tab must reach: everything that is shown and takes the focus.
const REACHABLE: &str = "[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter(each => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true }))
    .filter(each => each.type !== 'radio')";

/// Presses Tab until it comes round; panics with what was not reached.
async fn tab_through(page: Page<'_>) {
    let begin = format!(
        "() => {{
            document.activeElement?.blur();
            globalThis.reached = new Set();
            document.addEventListener('focusin', ({{ target }}) => globalThis.reached.add(target));
            // From the first one on: behind the last one a browser may go to its own buttons and stay there.
            const all = {REACHABLE};
            all[0].focus();
            return all.length;
        }}"
    );
    let most = page.evaluate(&begin).await.as_u64().unwrap_or_default() + 10;
    for _ in 0..most {
        page.press(&[Key::Tab]).await;
    }
    let missed = format!(
        "() => {REACHABLE}.filter(each => !globalThis.reached.has(each)).map(each => each.outerHTML.slice(0, 160))"
    );
    let missed: Value = page.evaluate(&missed).await;
    assert_eq!(missed, json!([]), "not reached by keyboard");
}

async fn the_keyboard_reaches_everything_on_the_start_page() {
    let world = World::start().await;
    world.sign_in(ADA).await;
    world.rest().await;
    tab_through(world.page()).await;
    world.finish().await;
}

async fn the_keyboard_reaches_everything_on_a_list() {
    let world = World::start().await;
    world.open_list("Customers").await;
    world.rest().await;
    tab_through(world.page()).await;
    world.finish().await;
}

async fn the_keyboard_reaches_everything_on_a_card() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let page = world.page();
    page.find("link", "C00020").click().await;
    page.any("form").first().await;
    world.rest().await;
    tab_through(page).await;
    world.finish().await;
}
