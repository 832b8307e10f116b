//! A list's tools: filters built by keyboard alone, views saved and shared, columns that stay as they were put, totals.

use sandbox::Server;
use serde_json::{Value, json};

use crate::{
    driver::Key,
    list::{LEDGER, tab_to},
    page::Page,
    trials,
    world::World,
};

trials![
    every_kind_of_filter_by_keyboard_alone,
    a_period_becomes_days,
    chips_are_changed_and_removed,
    what_cannot_be_compared_is_told_and_not_sent,
    a_view_is_saved_renamed_deleted_and_back,
    a_shared_link_shows_the_same_in_a_fresh_tab,
    columns_stay_as_they_were_put,
    a_column_that_was_not_read_is_read,
    totals_are_of_everything_that_matches,
    a_narrow_screen_has_room_for_the_tools,
];

/// The list of customers, with its tools.
async fn customers() -> World {
    let world = World::start().await;
    world.open_list("Customers").await;
    world.page().find("button", "Add filter").first().await;
    world
}

async fn type_text(page: Page<'_>, text: &str) {
    page.press(&text.chars().map(Key::Character).collect::<Vec<_>>()).await;
}

/// Waits until the focus is on an element of this role.
async fn focus_on(page: Page<'_>, what: &str, selector: &str) {
    let ask = format!("() => !!document.activeElement?.matches({selector:?})");
    page.until(what, async || (page.evaluate(&ask).await == true).then_some(())).await;
}

/// From anywhere: "Add filter", the field, and the focus is on the condition.
async fn begin(page: Page<'_>, field: &str) {
    tab_to(page, "button", Some("Add filter")).await;
    page.press(&[Key::Enter]).await;
    focus_on(page, "the field of fields", "[role=combobox]").await;
    type_text(page, field).await;
    page.until("the one field", async || {
        let first = "() => document.querySelector('.pick [aria-selected=true]')?.innerText";
        (page.evaluate(first).await == field).then_some(())
    })
    .await;
    page.press(&[Key::Enter]).await;
    focus_on(page, "the condition", "dialog select").await;
}

/// Waits until Business Central was asked for exactly this filter.
async fn asked(world: &World, set: &str, filter: &str) {
    let last = async || {
        let seen = world.seen(Server::Service, set);
        let is_it = seen.last().and_then(|seen| seen.parameter("$filter")).as_deref() == Some(filter);
        is_it.then_some(())
    };
    world.page().until(&format!("a request for {filter}"), last).await;
}

async fn until_chip(page: Page<'_>, told: &str) {
    page.find("button", told).first().await;
}

async fn every_kind_of_filter_by_keyboard_alone() {
    let world = customers().await;
    let page = world.page();
    // A text: the condition that comes first is the usual one.
    begin(page, "City").await;
    page.press(&[Key::Tab]).await;
    type_text(page, "er").await;
    page.press(&[Key::Enter]).await;
    asked(&world, "/customers", "contains(city,'er')").await;
    until_chip(page, "City contains er").await;
    // A number, with what sets thousands apart.
    begin(page, "Balance Due").await;
    page.press(&[Key::Tab]).await;
    type_text(page, "1,000.50").await;
    page.press(&[Key::Enter]).await;
    asked(&world, "/customers", "contains(city,'er') and balanceDue ge 1000.50").await;
    until_chip(page, "Balance Due is at least 1,000.50").await;
    // A choice of several.
    begin(page, "Blocked").await;
    page.press(&[Key::Tab, Key::Character(' '), Key::Tab, Key::Character(' '), Key::Enter]).await;
    page.until("a choice of two", async || {
        let seen = world.seen(Server::Service, "/customers");
        let filter = seen.last().and_then(|seen| seen.parameter("$filter"))?;
        filter.contains("and (blocked eq '").then_some(())
    })
    .await;
    // All of it goes at once, and the focus is where the next begins.
    tab_to(page, "button", Some("Clear all")).await;
    page.press(&[Key::Enter]).await;
    focus_on(page, "Add filter", ".add").await;
    // Yes or no; and a blank.
    begin(page, "Tax Liable").await;
    page.press(&[Key::Tab, Key::Tab, Key::Enter]).await;
    asked(&world, "/customers", "taxLiable eq true").await;
    begin(page, "Email").await;
    type_text(page, "is blank").await;
    page.press(&[Key::Tab, Key::Tab, Key::Enter]).await;
    asked(&world, "/customers", "taxLiable eq true and email eq ''").await;
    until_chip(page, "Email is blank").await;
    world.finish().await;
}

async fn a_period_becomes_days() {
    let world = World::start().await;
    world.open_list(LEDGER).await;
    let page = world.page();
    page.find("button", "Add filter").first().await;
    begin(page, "Posting Date").await;
    page.press(&[Key::Tab]).await;
    type_text(page, "This y").await;
    page.until("the days", async || {
        let filled = "() => [...document.querySelectorAll('dialog input')].every(input => input.value) && document.querySelectorAll('dialog input').length";
        (page.evaluate(filled).await == 2).then_some(())
    })
    .await;
    tab_to(page, "button", Some("Apply")).await;
    page.press(&[Key::Enter]).await;
    let year = page.evaluate("() => new Date().getFullYear()").await;
    asked(
        &world,
        "/generalLedgerEntries",
        &format!("postingDate ge {year}-01-01 and postingDate le {year}-12-31"),
    )
    .await;
    world.finish().await;
}

async fn chips_are_changed_and_removed() {
    let world = customers().await;
    let page = world.page();
    begin(page, "City").await;
    page.press(&[Key::Tab]).await;
    type_text(page, "er").await;
    page.press(&[Key::Enter]).await;
    until_chip(page, "City contains er").await;
    // Opened again, it says what it said; Escape leaves it so, and gives the focus back.
    tab_to(page, "button", Some("City contains er")).await;
    page.press(&[Key::Enter]).await;
    focus_on(page, "the condition", "dialog select").await;
    page.press(&[Key::Escape]).await;
    focus_on(page, "the chip", ".chip button").await;
    page.press(&[Key::Enter]).await;
    focus_on(page, "the condition", "dialog select").await;
    type_text(page, "begins").await;
    page.press(&[Key::Tab]).await;
    type_text(page, "B").await;
    page.press(&[Key::Enter]).await;
    page.until("the changed condition", async || {
        let seen = world.seen(Server::Service, "/customers");
        let filter = seen.last().and_then(|seen| seen.parameter("$filter"))?;
        filter.starts_with("startswith(city,'").then_some(())
    })
    .await;
    let remove = "() => document.querySelector('.chip [aria-label^=\"Remove filter: City begins with\"]')?.click() ?? true";
    page.evaluate(remove).await;
    page.until_address("an address without a filter", |address| !address.contains("filter=")).await;
    focus_on(page, "Add filter", ".add").await;
    // What is no single comparison can be seen and taken away.
    let address = page.address().await;
    let odd = "contains(city,'er') or startswith(city,'B')";
    page.open(&format!("{address}?filter={}", odd.replace(' ', "%20").replace('\'', "%27"))).await;
    page.find("button", &format!("Remove filter: ({odd})")).click().await;
    page.until_address("an address without a filter", |address| !address.contains("filter=")).await;
    world.finish().await;
}

async fn what_cannot_be_compared_is_told_and_not_sent() {
    let world = customers().await;
    let page = world.page();
    world.forget_requests();
    begin(page, "Balance Due").await;
    page.press(&[Key::Tab]).await;
    type_text(page, "12x").await;
    page.press(&[Key::Enter]).await;
    page.until("what is wrong", async || {
        page.any("alert").texts().await.iter().any(|text| text == "This is not a number.").then_some(())
    })
    .await;
    assert!(world.seen(Server::Service, "/customers").is_empty());
    page.press(&[Key::Escape]).await;
    focus_on(page, "Add filter", ".add").await;
    world.finish().await;
}

/// Opens the menu of views by keyboard, and chooses the entry.
async fn choose(page: Page<'_>, entry: &str) {
    page.evaluate("() => document.querySelector('.menu-button').focus()").await;
    page.press(&[Key::Enter]).await;
    focus_on(page, "the menu", "[role=menu] > *").await;
    for _ in 0..12 {
        if page.evaluate("() => document.activeElement.innerText.trim()").await == entry {
            return page.press(&[Key::Enter]).await;
        }
        page.press(&[Key::Down]).await;
    }
    panic!("no entry {entry}");
}

async fn until_view(page: Page<'_>, label: &str) {
    page.until(label, async || {
        let shown = "() => document.querySelector('.menu-button')?.innerText.trim()";
        (page.evaluate(shown).await == label).then_some(())
    })
    .await;
}

async fn a_view_is_saved_renamed_deleted_and_back() {
    let world = customers().await;
    let page = world.page();
    until_view(page, "View: All").await;
    begin(page, "City").await;
    page.press(&[Key::Tab]).await;
    type_text(page, "er").await;
    page.press(&[Key::Enter]).await;
    until_view(page, "View: All *").await;
    page.find("button", "Save").click().await;
    focus_on(page, "the name", "dialog input").await;
    type_text(page, "In cities").await;
    page.press(&[Key::Enter]).await;
    until_view(page, "View: In cities").await;
    // It is there after a reload, and shows what it showed.
    choose(page, "All").await;
    until_view(page, "View: All").await;
    page.reload().await;
    until_view(page, "View: All").await;
    choose(page, "In cities").await;
    page.until_address("the view's filter", |address| address.contains("filter=contains(city")).await;
    until_view(page, "View: In cities").await;
    choose(page, "Rename…").await;
    focus_on(page, "the name", "dialog input").await;
    type_text(page, " with er").await;
    page.press(&[Key::Enter]).await;
    until_view(page, "View: In cities with er").await;
    choose(page, "Delete").await;
    until_view(page, "View: All *").await;
    page.find("button", "Undo").click().await;
    until_view(page, "View: In cities with er").await;
    world.finish().await;
}

async fn a_shared_link_shows_the_same_in_a_fresh_tab() {
    let mut world = customers().await;
    {
        let page = world.page();
        begin(page, "City").await;
        page.press(&[Key::Tab]).await;
        type_text(page, "er").await;
        page.press(&[Key::Enter]).await;
        until_chip(page, "City contains er").await;
        let catch = "() => { navigator.clipboard.writeText = async text => { window.copied = text; }; }";
        page.evaluate(catch).await;
        choose(page, "Copy link").await;
    }
    let link = {
        let page = world.page();
        page.until("the copied link", async || {
            page.evaluate("() => window.copied").await.as_str().map(str::to_owned)
        })
        .await
    };
    let rows = world.rows().await;
    world.visit_again().await;
    let page = world.page();
    page.open(&link).await;
    until_chip(page, "City contains er").await;
    page.until("the same rows", async || (world.rows().await == rows).then_some(())).await;
    world.finish().await;
}

/// The captions of the columns, and how wide that of the name is.
async fn header(page: Page<'_>) -> (Vec<String>, Value) {
    // Behind a dialog the grid is no part of what one can reach, and yet to be seen.
    let captions = "() => [...document.querySelectorAll('.cell.head[data-name]')].map(cell => cell.innerText.replace(/[▲▼]/, '').trim())";
    let captions = serde_json::from_value(page.evaluate(captions).await).expect("captions");
    let width = "() => document.querySelector('[data-name=displayName]').offsetWidth";
    (captions, page.evaluate(width).await)
}

async fn columns_stay_as_they_were_put() {
    let world = customers().await;
    let page = world.page();
    let (captions, width) = header(page).await;
    assert_eq!(captions[..2], ["No.", "Name"]);
    // The chooser moves a column by keyboard, and keeps the focus on it.
    page.find("button", "Columns").click().await;
    page.find("checkbox", "Name").ask("field => field.focus()").await;
    let up = "() => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', altKey: true, bubbles: true, cancelable: true }))";
    page.evaluate(up).await;
    page.until("the moved column", async || (header(page).await.0[..2] == ["Name", "No."]).then_some(()))
        .await;
    focus_on(page, "the moved column", "dialog [type=checkbox]").await;
    page.find("button", "Done").click().await;
    focus_on(page, "the button", ".column-tools button").await;
    // The header makes it wider, and keeps the focus.
    page.find("button", "Name").ask("button => button.focus()").await;
    let wider = Key::RIGHT.with_shift();
    page.press(&[wider, wider, wider]).await;
    page.until("a wider column", async || (header(page).await.1.as_u64() > width.as_u64()).then_some(()))
        .await;
    let width = header(page).await.1;
    page.press(&[Key::RIGHT.with_shift().with_control()]).await;
    page.until("the column at its place", async || {
        (header(page).await.0[..2] == ["No.", "Name"]).then_some(())
    })
    .await;
    focus_on(page, "the column's header", "[data-name=displayName] button").await;
    page.press(&[Key::LEFT.with_shift().with_control()]).await;
    page.until("the column before", async || (header(page).await.0[..2] == ["Name", "No."]).then_some(()))
        .await;
    // In a visit without any of it in the address, it is as it was.
    let address = page.address().await;
    page.open(address.split('?').next().unwrap_or_default()).await;
    world.rows().await;
    page.until("what was put so", async || {
        let (captions, now) = header(page).await;
        (captions[..2] == ["Name", "No."] && now == width).then_some(())
    })
    .await;
    world.finish().await;
}

async fn a_column_that_was_not_read_is_read() {
    let world = customers().await;
    let page = world.page();
    // By the metadata from now on: the rows are read with the columns that are shown, and no others.
    page.reload().await;
    world.rows().await;
    page.find("button", "Columns").click().await;
    world.forget_requests();
    page.find("checkbox", "Website").click().await;
    page.until("the websites", async || {
        let seen = world.seen(Server::Service, "/customers");
        let select = seen.last().and_then(|seen| seen.parameter("$select"));
        // Rows that were read with everything need no more.
        let shown = page.text().await.contains("http");
        (select.is_some_and(|select| select.contains("website")) || shown).then_some(())
    })
    .await;
    // The other way round nothing is read.
    world.rest().await;
    world.forget_requests();
    page.find("checkbox", "Website").click().await;
    page.until("one column less", async || {
        (!header(page).await.0.contains(&"Website".to_owned())).then_some(())
    })
    .await;
    assert!(world.seen(Server::Service, "/customers").is_empty());
    world.finish().await;
}

async fn totals_are_of_everything_that_matches() {
    let world = World::start().await;
    world.open_list(LEDGER).await;
    let page = world.page();
    page.find("button", "Totals").click().await;
    page.find("region", "Totals of 1,000 general ledger entries").first().await;
    let figures = "() => [...document.querySelectorAll('.totals td.figure')].map(figure => figure.innerText)";
    let figures: Vec<String> = serde_json::from_value(page.evaluate(figures).await).expect("figures");
    // Every entry has another that balances it.
    assert!(figures.len() >= 2 && figures[0].contains('.'), "{figures:?}");
    let asked = world.seen(Server::Service, "/generalLedgerEntries");
    let select = asked.last().and_then(|seen| seen.parameter("$select")).unwrap_or_default();
    assert!(select.contains("debitAmount") && !select.contains("description"), "{select}");
    // Other rows: those were not their totals.
    page.find("searchbox", "Search").enter("a").await;
    page.find("region", "Totals of 1,000 general ledger entries").gone().await;
    world.finish().await;
}

async fn a_narrow_screen_has_room_for_the_tools() {
    let world = customers().await;
    let page = world.page();
    if page.tab.chromium().is_some() {
        let size = json!({ "width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": false });
        page.cdp("Emulation.setDeviceMetricsOverride", size).await;
        let fits = "() => document.documentElement.scrollWidth <= 320 && [...document.querySelectorAll('.list-tools button, dialog[open] button, dialog[open] input')].every(each => { const { left, right } = each.getBoundingClientRect(); return left >= 0 && right <= 320; })";
        page.until("all within 320 px", async || (page.evaluate(fits).await == true).then_some(())).await;
        page.find("button", "Columns").click().await;
        page.find("button", "Done").first().await;
        assert_eq!(page.evaluate(fits).await, true);
        let grid = page.evaluate("() => document.querySelector('[role=grid]').offsetHeight").await;
        assert!(grid.as_u64() > Some(150), "{grid} px are left for the rows");
    }
    world.finish().await;
}
