//! Six tasks of a working day, from the start page on, with the clicks and keystrokes that each takes.

mod table;

pub(crate) use table::write;

use crate::hands::Hands;
use sandbox::{Seen, Server};
use serde_json::{Value, json};

use crate::{
    driver::Key,
    editing::body,
    export::{CATCH_DOWNLOAD, lines},
    many::elsewhere,
    trials,
    world::{ADA, World},
};

trials![
    find_a_customer_and_change_the_phone_number,
    make_an_order_of_three_lines_by_keyboard_alone,
    correct_a_conflict_with_another_user,
    change_the_price_of_150_items_of_which_two_fail,
    export_overdue_invoices,
    build_save_and_share_a_view,
];

/// What someone else changes of customer C00010.
pub(crate) const THEIRS: &str = "
    const theirs = (await (await fetch(list, { headers })).json()).value.find(each => each.number === 'C00010');
    await send('PATCH', `(${theirs.id})`, { phoneNumber: '+1 555', city: 'Elsewhere' });";

/// Ada has signed in and sees the start page.
async fn morning() -> World {
    let world = World::start().await;
    world.sign_in(ADA).await;
    world.rest().await;
    world.forget_requests();
    world
}

/// The writes to addresses that contain `path`.
fn writes(world: &World, path: &str) -> Vec<Seen> {
    let sent = world.seen(Server::Service, path).into_iter();
    sent.filter(|seen| seen.method != "GET" && seen.method != "OPTIONS").collect()
}

/// Opens the record that a search over everything finds first.
async fn find(hands: &Hands<'_>, text: &str) {
    hands.press(&[Key::control("k")]).await;
    hands.at("Search everything").await;
    hands.write(text).await;
    hands.offered().await;
    hands.press(&[Key::Enter]).await;
}

async fn find_a_customer_and_change_the_phone_number() {
    let world = morning().await;
    let hands = Hands::new(world.page());
    find(&hands, "kaffe").await;
    hands.page.find("button", "Edit").first().await;
    hands.click("textbox", "Phone No.").await;
    hands.press(&[Key::F2]).await;
    hands.at("Phone No.").await;
    hands.press(&[Key::control("a")]).await;
    hands.write("+45 7012 3456").await;
    hands.press(&[Key::control("s")]).await;
    hands.see("Saved.").await;
    let sent = writes(&world, "/customers(");
    assert_eq!(sent.iter().map(body).collect::<Vec<_>>(), [json!({ "phoneNumber": "+45 7012 3456" })]);
    table::keep("phone", hands.count());
    world.finish().await;
}

async fn make_an_order_of_three_lines_by_keyboard_alone() {
    let world = morning().await;
    let hands = Hands::new(world.page());
    hands.press(&[Key::control("k")]).await;
    hands.at("Search everything").await;
    hands.write("new sales order").await;
    hands.press(&[Key::Enter]).await;
    hands.at("Customer No.").await;
    hands.write("ad").await;
    hands.offered().await;
    hands.press(&[Key::Down, Key::Enter, Key::control("s")]).await;
    for (number, item, quantity) in [(1, "c", "2"), (2, "b", "3"), (3, "a", "4")] {
        hands.at(&format!("Line Object No., line {number}")).await;
        hands.write(item).await;
        hands.offered().await;
        hands.press(&[Key::Down, Key::Enter, Key::Tab, Key::Tab]).await;
        hands.at(&format!("Quantity, line {number}")).await;
        hands.write(quantity).await;
        hands.press(&[Key::Enter]).await;
    }
    hands.press(&[Key::control("s")]).await;
    hands.page.find("button", "Edit").first().await;
    world.rest().await;
    let (orders, lines): (Vec<Seen>, Vec<Seen>) =
        writes(&world, "/salesOrders").into_iter().partition(|seen| !seen.path.contains("/salesOrderLines"));
    assert_eq!(orders.len(), 1, "one order");
    let quantities: Vec<Value> = lines.iter().map(|seen| body(seen)["quantity"].clone()).collect();
    assert_eq!(quantities, [json!(2), json!(3), json!(4)], "each line once, in order");
    let (clicks, _) = hands.count();
    assert_eq!(clicks, 0, "by keyboard alone");
    table::keep("order", hands.count());
    world.finish().await;
}

async fn correct_a_conflict_with_another_user() {
    let mut world = World::start().await;
    world.excuse("/customers(");
    world.open_list("Customers").await;
    world.rest().await;
    let hands = Hands::new(world.page());
    hands.click("link", "C00010").await;
    hands.page.find("button", "Edit").first().await;
    elsewhere(&world, "/customers", THEIRS).await;
    world.forget_requests();
    hands.press(&[Key::F2]).await;
    hands.click("textbox", "Phone No.").await;
    hands.press(&[Key::control("a")]).await;
    hands.write("+45 1234").await;
    hands.press(&[Key::control("s")]).await;
    hands.page.find("heading", "Someone else changed this, too").first().await;
    hands.see("They also changed City").await;
    hands.click("radio", "Phone No.: yours, +45 1234").await;
    hands.click("button", "Save this choice").await;
    hands.see("Saved.").await;
    let sent: Vec<Value> = writes(&world, "/customers(").iter().map(body).collect();
    assert_eq!(sent.last(), Some(&json!({ "phoneNumber": "+45 1234" })), "theirs is left alone");
    table::keep("conflict", hands.count());
    world.finish().await;
}

async fn change_the_price_of_150_items_of_which_two_fail() {
    let world = World::start().await;
    world.open_list("Items").await;
    let hands = Hands::new(world.page());
    hands.page.find("button", "Export…").first().await;
    let more = "const count = (await (await fetch(list + '?$count=true&$top=1', { headers })).json())['@odata.count'];
        for (let n = count; n < 150; n += 1) await send('POST', '', { displayName: `More ${n}` });";
    elsewhere(&world, "/items", more).await;
    hands.page.reload().await;
    world.rows().await;
    hands.page.find("button", "Export…").first().await;
    hands.page.any("grid").ask("grid => grid.focus()").await;
    hands.press(&[Key::Down, Key::CONTROL_END.with_shift()]).await;
    hands.see("100 rows selected").await;
    // The rest is read once its beginning is in sight.
    page_of_rows(&world).await;
    hands.press(&[Key::CONTROL_END.with_shift()]).await;
    hands.see("150 rows selected").await;
    let change =
        "for (const n of [3, 70]) await send('PATCH', `(${ids[n]})`, { displayName2: 'by someone else' });";
    elsewhere(&world, "/items", change).await;
    world.forget_requests();
    hands.click("button", "Change…").await;
    hands.page.find("combobox", "Field").ask("field => field.focus()").await;
    hands.write("Unit Price").await;
    hands.press(&[Key::Tab]).await;
    hands.at("New value").await;
    hands.write("12.50").await;
    hands.press(&[Key::Enter]).await;
    hands.see("148 changed · 2 failed").await;
    hands.see("Someone else has changed this in the meantime").await;
    hands.click("button", "Try the rest again").await;
    hands.see("150 changed").await;
    hands.click("button", "Close").await;
    let sizes: Vec<usize> = writes(&world, "/$batch")
        .iter()
        .map(|seen| body(seen)["requests"].as_array().map_or(0, Vec::len))
        .collect();
    assert_eq!(sizes, [100, 50, 2], "in hundreds, and nothing twice");
    table::keep("prices", hands.count());
    world.finish().await;
}

/// Waits until more than the first hundred rows are there.
async fn page_of_rows(world: &World) {
    let page = world.page();
    page.until("row 150", async || {
        let shown = page.any("grid").ask("grid => Number(grid.getAttribute('aria-rowcount'))").await;
        let mut read =
            world.listed("/items").into_iter().filter(|seen| seen.parameter("$skiptoken").is_some());
        (shown.as_u64() >= Some(150) && read.any(|seen| seen.answer.is_some())).then_some(())
    })
    .await;
    world.rest().await;
}

/// Adds a filter from the keyboard once its dialog is open.
pub(crate) async fn filter(hands: &Hands<'_>, field: &str, condition: &str, then: &[Key], value: &str) {
    hands.click("button", "Add filter").await;
    hands.focus_on("[role=combobox]").await;
    hands.write(field).await;
    hands
        .page
        .until("the one field", async || {
            let first = "() => document.querySelector('.pick [aria-selected=true]')?.innerText";
            (hands.page.evaluate(first).await == field).then_some(())
        })
        .await;
    hands.press(&[Key::Enter]).await;
    hands.focus_on("dialog select").await;
    hands.write(condition).await;
    hands.press(then).await;
    hands.write(value).await;
    hands.press(&[Key::Enter]).await;
    hands.page.any("dialog").gone().await;
}

async fn export_overdue_invoices() {
    let world = morning().await;
    let page = world.page();
    let hands = Hands::new(page);
    hands.click("link", "Sales Invoices").await;
    world.rows().await;
    page.evaluate(CATCH_DOWNLOAD).await;
    // As a date field is typed into: month, day, year.
    let today = "() => new Date().toLocaleDateString('en-US', { year: 'numeric', month: '2-digit', day: '2-digit' }).replaceAll('/', '')";
    let today = page.evaluate(today).await;
    // Behind the condition comes the choice of a period.
    filter(&hands, "Due Date", "is before", &[Key::Tab, Key::Tab], today.as_str().expect("digits")).await;
    filter(&hands, "Remaining Amount", "is more", &[Key::Tab], "0").await;
    hands.see("Remaining Amount is more than 0").await;
    world.rest().await;
    world.forget_requests();
    hands.click("button", "Export…").await;
    hands.click("button", "Export").await;
    // On the way there it says how many of how many.
    hands.see(" rows to ").await;
    let day = page.evaluate("() => new Date().toLocaleDateString('en-CA')").await;
    let asked = format!("dueDate lt {} and remainingAmount gt 0", day.as_str().expect("a day"));
    let read = world.seen(Server::Service, "/salesInvoices");
    assert!(!read.is_empty());
    for seen in read {
        let filter = seen.parameter("$filter");
        assert!(filter.is_none_or(|filter| filter == asked), "only what is overdue");
    }
    let lines = lines(page).await;
    assert!(lines.len() > 1 && lines[0].contains("Due Date"), "{lines:?}");
    table::keep("overdue", hands.count());
    world.finish().await;
}

async fn build_save_and_share_a_view() {
    let mut world = morning().await;
    let (count, link) = {
        let page = world.page();
        let hands = Hands::new(page);
        hands.click("link", "Customers").await;
        world.rows().await;
        filter(&hands, "Balance Due", "is at least", &[Key::Tab], "1000").await;
        hands.see("Balance Due is at least 1,000").await;
        hands.click("button", "Save").await;
        hands.focus_on("dialog input").await;
        hands.write("Over a thousand").await;
        hands.press(&[Key::Enter]).await;
        hands.see("View: Over a thousand").await;
        page.evaluate("() => { navigator.clipboard.writeText = async text => { window.copied = text; }; }")
            .await;
        hands.click_at(".menu-button").await;
        hands.click("menuitem", "Copy link").await;
        let link = page
            .until("the copied link", async || {
                page.evaluate("() => window.copied").await.as_str().map(str::to_owned)
            })
            .await;
        (hands.count(), link)
    };
    let rows = world.rows().await;
    world.visit_again().await;
    let page = world.page();
    page.open(&link).await;
    page.find("button", "Balance Due is at least 1,000.00").first().await;
    page.until("the same rows", async || (world.rows().await == rows).then_some(())).await;
    table::keep("view", count);
    world.finish().await;
}
