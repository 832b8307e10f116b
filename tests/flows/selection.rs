//! A list: what is selected, by keyboard and mouse, and copied.

use serde_json::Value;

use crate::{
    driver::Key,
    list::{LEDGER, scroll},
    page::Page,
    trials,
    world::World,
};

trials![
    the_keyboard_selects,
    everything_that_matches_is_selected_without_being_read,
    the_mouse_selects,
    a_range_reaches_over_dropped_pages,
    the_keyboard_goes_from_cell_to_cell,
    what_is_selected_is_copied_as_a_table,
    another_search_selects_nothing,
];

/// The list of general ledger entries with the keyboard on its first row.
async fn at_first_row() -> World {
    let world = World::start().await;
    world.open_list(LEDGER).await;
    world.page().find("button", "Export…").first().await;
    world.page().any("grid").ask("grid => grid.focus()").await;
    world.page().press(&[Key::Down]).await;
    active(world.page(), "row-0").await;
    world
}

async fn active(page: Page<'_>, id: &str) {
    let what = format!("{id} as the active one");
    page.until(&what, async || {
        let now = page.any("grid").attribute("aria-activedescendant").await;
        (now.as_deref() == Some(id)).then_some(())
    })
    .await;
}

/// Waits until the page says so, in its bar of actions.
pub(crate) async fn told(page: Page<'_>, text: &str) {
    page.until(text, async || {
        let group = page.find("group", "Selected rows").text().await;
        group.contains(text).then_some(())
    })
    .await;
}

/// The numbers of the rows on the page that are selected.
async fn selected(page: Page<'_>) -> Vec<u64> {
    let ask = "grid => [...grid.querySelectorAll('[aria-selected=true]')].map(row => {
        if (!row.querySelector('input').checked) throw new Error('selected, but not ticked');
        return Number(row.ariaRowIndex);
    })";
    serde_json::from_value(page.any("grid").ask(ask).await).expect("numbers of rows")
}

async fn the_keyboard_selects() {
    let world = at_first_row().await;
    let page = world.page();
    assert_eq!(page.any("grid").attribute("aria-multiselectable").await.as_deref(), Some("true"));
    page.press(&[Key::SPACE]).await;
    told(page, "1 row selected").await;
    let down = Key::Down.with_shift();
    page.press(&[down, down, down]).await;
    told(page, "4 rows selected").await;
    page.press(&[Key::UP.with_shift()]).await;
    told(page, "3 rows selected").await;
    assert_eq!(selected(page).await, [1, 2, 3]);
    // On, and one more: the range stays.
    page.press(&[Key::Down, Key::Down, Key::SPACE]).await;
    told(page, "4 rows selected").await;
    assert_eq!(selected(page).await, [1, 2, 3, 5]);
    page.press(&[Key::Escape]).await;
    page.find("button", "Clear selection").gone().await;
    assert!(selected(page).await.is_empty());
    world.finish().await;
}

async fn everything_that_matches_is_selected_without_being_read() {
    let world = at_first_row().await;
    let page = world.page();
    world.forget_requests();
    page.press(&[Key::control("a")]).await;
    told(page, "All 1,000 rows selected").await;
    page.press(&[Key::Down, Key::SPACE]).await;
    told(page, "999 rows selected").await;
    let all = page.find("checkbox", "Select all");
    assert_eq!(all.ask("all => all.indeterminate").await, true);
    assert!(!selected(page).await.contains(&2));
    assert!(
        world.seen(sandbox::Server::Service, "/generalLedgerEntries").len() < 3,
        "nothing is read for it"
    );
    // The box selects all of it, and then nothing.
    all.click().await;
    told(page, "All 1,000 rows selected").await;
    all.click().await;
    page.find("button", "Clear selection").gone().await;
    world.finish().await;
}

/// Clicks in the row of that number, at the box or beside it, with a modifier held.
pub(crate) async fn click(page: Page<'_>, row: usize, at: &str, modifier: &str) {
    let click = format!(
        "grid => {{
            const row = grid.querySelector('[aria-rowindex=\"{row}\"]');
            const target = row.querySelector('{at}');
            const init = {{ bubbles: true, cancelable: true, {modifier} }};
            for (const type of ['mousedown', 'mouseup', 'click']) target.dispatchEvent(new MouseEvent(type, init));
            return true;
        }}"
    );
    assert_eq!(page.any("grid").ask(&click).await, true);
}

async fn the_mouse_selects() {
    let world = World::start().await;
    world.open_list(LEDGER).await;
    let page = world.page();
    page.find("button", "Export…").first().await;
    let address = page.address().await;
    click(page, 2, ".check input", "").await;
    told(page, "1 row selected").await;
    click(page, 6, ".check", "shiftKey: true").await;
    told(page, "5 rows selected").await;
    click(page, 4, ".cell:last-child", "ctrlKey: true").await;
    told(page, "4 rows selected").await;
    assert_eq!(selected(page).await, [2, 3, 5, 6]);
    assert_eq!(page.address().await, address, "a click that selects opens nothing");
    click(page, 4, ".cell:last-child", "").await;
    page.any("form").first().await;
    world.finish().await;
}

async fn a_range_reaches_over_dropped_pages() {
    let world = World::start().await;
    world.open_list(LEDGER).await;
    let page = world.page();
    page.find("button", "Export…").first().await;
    click(page, 1, ".check input", "").await;
    page.until("the last entry", async || {
        scroll(page, 1.0).await;
        let shown = page.any("grid").ask("grid => !!grid.querySelector('[aria-rowindex=\"1000\"]')").await;
        (shown == true).then_some(())
    })
    .await;
    told(page, "1 row selected").await;
    click(page, 1000, ".check", "shiftKey: true").await;
    told(page, "All 1,000 rows selected").await;
    click(page, 1000, ".check", "").await;
    told(page, "999 rows selected").await;
    world.finish().await;
}

async fn the_keyboard_goes_from_cell_to_cell() {
    let world = at_first_row().await;
    let page = world.page();
    page.press(&[Key::RIGHT]).await;
    active(page, "row-0-0").await;
    page.press(&[Key::RIGHT, Key::Down]).await;
    active(page, "row-1-1").await;
    let cell = page.any("grid").ask("grid => document.getElementById('row-1-1').getAttribute('role')").await;
    assert_eq!(cell, "gridcell");
    page.press(&[Key::Home]).await;
    active(page, "row-1-0").await;
    page.press(&[Key::CONTROL_END]).await;
    page.until("a row far below", async || {
        let id = page.any("grid").attribute("aria-activedescendant").await?;
        (id.ends_with("-0") && id != "row-1-0").then_some(())
    })
    .await;
    page.press(&[Key::LEFT, Key::Home, Key::F2]).await;
    page.any("form").first().await;
    world.finish().await;
}

/// Takes what is copied from the page, whatever the browser allows a page without a person.
async fn catch_copies(page: Page<'_>) {
    let catch = "() => {
        navigator.clipboard.write = async ([item]) => {
            const read = async kind => (await item.getType(kind)).text();
            window.copied = { text: await read('text/plain'), html: await read('text/html') };
        };
        navigator.clipboard.writeText = async text => { window.copied = { text }; };
    }";
    page.evaluate(catch).await;
}

async fn copied(page: Page<'_>) -> Value {
    page.evaluate("() => { const copied = window.copied; window.copied = null; return copied; }").await
}

async fn what_is_selected_is_copied_as_a_table() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let page = world.page();
    page.find("button", "Export…").first().await;
    catch_copies(page).await;
    page.any("grid").ask("grid => grid.focus()").await;
    page.press(&[Key::Down, Key::control("a"), Key::control("c")]).await;
    told(page, "Copied").await;
    let copy = copied(page).await;
    let text = copy["text"].as_str().expect("a text");
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(lines[0].starts_with("No.\tName\t") || lines[0].contains('\t'), "{}", lines[0]);
    let count = page.any("grid").attribute("aria-rowcount").await.and_then(|count| count.parse().ok());
    assert_eq!(Some(lines.len() - 1), count, "a line for each that matches, and the head");
    let injected = "<script>alert(1)</script> GmbH";
    assert!(text.contains(injected), "a text is a text");
    let html = copy["html"].as_str().expect("HTML");
    assert!(html.contains("&lt;script&gt;alert(1)") && !html.contains("<script"), "{html}");
    // Nothing selected: the row, and of a cell its value.
    page.press(&[Key::Escape, Key::control("c")]).await;
    told(page, "Copied 1 row").await;
    assert_eq!(copied(page).await["text"].as_str().map(|text| text.lines().count()), Some(2));
    page.press(&[Key::RIGHT, Key::control("c")]).await;
    page.until("the cell's text", async || {
        let copy = copied(page).await;
        (copy["text"].as_str().is_some_and(|text| !text.contains('\n')) && copy["html"].is_null())
            .then_some(())
    })
    .await;
    world.finish().await;
}

async fn another_search_selects_nothing() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let page = world.page();
    page.find("button", "Export…").first().await;
    page.any("grid").ask("grid => grid.focus()").await;
    page.press(&[Key::Down, Key::SPACE]).await;
    told(page, "1 row selected").await;
    // Sorted otherwise, it is still selected.
    page.find("button", "Name").click().await;
    page.until_address("the order in the address", |address| address.contains("sort=")).await;
    world.rows().await;
    told(page, "1 row selected").await;
    page.press(&[Key::Character('/')]).await;
    page.find("searchbox", "Search").enter("Söhne").await;
    page.find("button", "Clear selection").gone().await;
    world.finish().await;
}
