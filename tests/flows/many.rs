//! A list: many records changed or deleted at once.

use sandbox::{Effect, Fault, Seen, Server};
use serde_json::{Value, json};

use crate::{
    driver::Key,
    list::scroll,
    page::Page,
    selection::{click, told},
    trials,
    world::World,
};

trials![
    a_hundred_and_fifty_prices_of_which_two_fail_first,
    many_are_deleted_but_what_is_in_use,
    two_of_many_are_refused,
    a_lost_answer_is_looked_after_and_not_repeated,
    what_is_no_value_is_not_sent,
    deleting_names_the_number_and_can_be_left,
];

const BATCH: &str = "/$batch";

/// The list of items with its first three selected.
async fn three_items() -> World {
    let world = World::start().await;
    world.open_list("Items").await;
    let page = world.page();
    page.find("button", "Export…").first().await;
    page.any("grid").ask("grid => grid.focus()").await;
    let down = Key::Down.with_shift();
    page.press(&[Key::Down, Key::SPACE, down, down]).await;
    told(page, "3 rows selected").await;
    world.forget_requests();
    world
}

/// Asks for a unit price for all of them.
async fn change_price(page: Page<'_>, price: &str) {
    page.find("button", "Change…").click().await;
    page.find("combobox", "Field")
        .ask(
            "field => {
                field.value = [...field.options].find(option => option.text === 'Unit Price').value;
                field.dispatchEvent(new Event('change'));
            }",
        )
        .await;
    page.find("textbox", "New value").enter(price).await;
    page.press(&[Key::Enter]).await;
}

/// The changes that were sent, by request.
fn sent(world: &World) -> Vec<Vec<Value>> {
    let body = |seen: Seen| -> Vec<Value> {
        let body: Value = serde_json::from_str(&seen.body).expect("JSON");
        body["requests"].as_array().expect("requests").clone()
    };
    world.seen(Server::Service, BATCH).into_iter().map(body).collect()
}

/// Waits until the dialog of that name says so.
async fn ends(page: Page<'_>, dialog: &str, text: &str) {
    page.until(text, async || page.find("dialog", dialog).text().await.contains(text).then_some(())).await;
}

/// What another program does to the records of `set` meanwhile: `steps` are JavaScript with a `send(method, below, body)`, where
/// `ids` are those of the list's first page, `list` is its address and `headers` are those of a request.
pub(crate) async fn elsewhere(world: &World, set: &str, steps: &str) {
    let is_it = |seen: &Seen| seen.method == "GET" && seen.answer.is_some() && seen.path.ends_with(set);
    let list = world.listed(set).into_iter().find(is_it);
    let list = list.expect("the list's first page");
    let token = list.header("authorization").expect("a token");
    let body: Value = serde_json::from_slice(&list.answer.as_ref().expect("an answer").body).expect("JSON");
    let records = body["value"].as_array().expect("records");
    let ids: Vec<&str> = records.iter().filter_map(|record| record["id"].as_str()).collect();
    let url = format!("{}{}", world.sandbox.service(), list.path);
    let run = format!(
        "async () => {{
            const ids = {};
            const list = '{url}';
            const headers = {{ Authorization: '{token}', 'If-Match': '*', 'Content-Type': 'application/json' }};
            const send = async (method, below, body) => {{
                const answer = await fetch(list + below, {{ method, headers, body: JSON.stringify(body) }});
                if (!answer.ok) throw new Error(await answer.text());
            }};
            {steps}
        }}",
        json!(ids)
    );
    world.page().evaluate(&run).await;
}

async fn a_hundred_and_fifty_prices_of_which_two_fail_first() {
    let world = World::start().await;
    world.open_list("Items").await;
    let page = world.page();
    page.find("button", "Export…").first().await;
    let more = "for (let n = 0; n < 40; n += 1) await send('POST', '', { displayName: `More ${n}` });";
    elsewhere(&world, "/items", more).await;
    world.forget_requests();
    page.reload().await;
    world.rows().await;
    page.find("button", "Export…").first().await;
    let change =
        "for (const n of [3, 70]) await send('PATCH', `(${ids[n]})`, { displayName2: 'by someone else' });";
    elsewhere(&world, "/items", change).await;
    click(page, 1, ".check input", "").await;
    // Of 160: it is among those at the end, however many of them have come.
    page.until("row 150", async || {
        scroll(page, 1.0).await;
        let shown = page.any("grid").ask("grid => !!grid.querySelector('[aria-rowindex=\"150\"]')").await;
        (shown == true).then_some(())
    })
    .await;
    click(page, 150, ".check", "shiftKey: true").await;
    told(page, "150 rows selected").await;
    world.forget_requests();
    change_price(page, "12.50").await;
    ends(page, "Changing Unit Price to 12.50", "148 changed · 2 failed").await;
    let sizes: Vec<usize> = sent(&world).iter().map(Vec::len).collect();
    assert_eq!(sizes, [100, 50]);
    let dialog = page.find("dialog", "Changing Unit Price to 12.50").text().await;
    assert!(dialog.contains("Someone else has changed this in the meantime"), "{dialog}");
    let links =
        page.find("region", "What failed").ask("table => table.querySelectorAll('a[href]').length").await;
    assert_eq!(links, 2, "each leads to its record");
    page.find("button", "Try the rest again").click().await;
    ends(page, "Changing Unit Price to 12.50", "150 changed").await;
    let sizes: Vec<usize> = sent(&world).iter().map(Vec::len).collect();
    assert_eq!(sizes, [100, 50, 2], "nothing is written twice");
    page.find("button", "Close").click().await;
    told(page, "150 rows selected · 150 changed").await;
    // The list shows what Business Central has now.
    scroll(page, 0.0).await;
    page.until("the first row", async || {
        let shown = page.any("grid").ask("grid => !!grid.querySelector('[aria-rowindex=\"1\"]')").await;
        (shown == true).then_some(())
    })
    .await;
    let rows = world.rows().await;
    assert!(rows.len() > 5 && rows.iter().all(|row| row.contains("12.50")), "{rows:?}");
    world.finish().await;
}

async fn many_are_deleted_but_what_is_in_use() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let page = world.page();
    page.find("button", "Export…").first().await;
    let more = "for (const n of [1, 2, 3]) await send('POST', '', { displayName: `More ${n}` });";
    elsewhere(&world, "/customers", more).await;
    page.reload().await;
    world.rows().await;
    page.find("button", "Export…").first().await;
    let before = count(page).await;
    page.any("grid").ask("grid => grid.focus()").await;
    page.press(&[Key::Down, Key::control("a")]).await;
    told(page, "rows selected").await;
    page.find("button", "Delete…").click().await;
    let customers = format!("Delete {before} customers");
    page.find("button", &customers).click().await;
    ends(page, "Deleting", "3 deleted · ").await;
    page.find("button", "Close").click().await;
    world.rows().await;
    let after = count(page).await;
    assert_eq!(after, before - 3, "those without documents are deleted");
    page.find("button", "Clear selection").gone().await;
    world.finish().await;
}

async fn count(page: Page<'_>) -> u64 {
    let count = page.any("grid").attribute("aria-rowcount").await;
    count.and_then(|count| count.parse().ok()).expect("a count")
}

async fn two_of_many_are_refused() {
    let mut world = three_items().await;
    let refused = |id: &str, status: u16, code: &str, message: &str| json!({ "id": id, "status": status, "body": { "error": { "code": code, "message": message } } });
    let answers = json!({ "responses": [
        refused("2", 409, "Request_EntityChanged", "Another user has changed it."),
        { "id": "0", "status": 200 },
        refused("1", 400, "Application_FieldValidationException", "The price is below the cost."),
    ] });
    let effect = Effect::Body { content_type: "application/json".to_owned(), text: answers.to_string() };
    world.fault(Fault::at(Server::Service, BATCH, effect).times(1));
    let page = world.page();
    change_price(page, "12.50").await;
    page.until("the end", async || {
        let dialog = page.find("dialog", "Changing Unit Price to 12.50").text().await;
        dialog.contains("1 changed · 2 failed").then_some(())
    })
    .await;
    let dialog = page.find("dialog", "Changing Unit Price to 12.50").text().await;
    assert!(dialog.contains("The price is below the cost."), "in the service's words: {dialog}");
    assert!(dialog.contains("Someone else has changed this in the meantime"), "{dialog}");
    let requests = sent(&world);
    assert_eq!(requests.len(), 1, "one request");
    assert_eq!(requests[0].len(), 3);
    for request in &requests[0] {
        assert_eq!(request["method"], "PATCH");
        assert_eq!(request["body"], json!({ "unitPrice": 12.5 }), "only what was changed");
        assert!(
            request["headers"]["If-Match"].as_str().is_some_and(|etag| etag.starts_with("W/")),
            "{request}"
        );
    }
    let prefer = world.seen(Server::Service, BATCH)[0].header("prefer").map(str::to_owned);
    assert_eq!(prefer.as_deref(), Some("odata.continue-on-error"));
    page.find("button", "Close").click().await;
    page.find("dialog", "Changing Unit Price to 12.50").gone().await;
    told(page, "3 rows selected · 1 changed · 2 failed").await;
    world.finish().await;
}

async fn a_lost_answer_is_looked_after_and_not_repeated() {
    let mut world = three_items().await;
    world.service_fault(BATCH, Effect::Cut { after: None });
    let page = world.page();
    // What the portal sends is counted here: Chromium sends a request again by itself when the connection that it went
    // out on is closed without an answer. The version in each change makes that harmless.
    page.evaluate(
        "() => {
            const { fetch } = window;
            window.batches = 0;
            window.fetch = (request, ...rest) => {
                if (request.url.includes('/$batch')) window.batches += 1;
                return fetch(request, ...rest);
            };
        }",
    )
    .await;
    change_price(page, "12.50").await;
    page.until("the end", async || {
        let dialog = page.find("dialog", "Changing Unit Price to 12.50").text().await;
        dialog.contains("3 failed").then_some(())
    })
    .await;
    let dialog = page.find("dialog", "Changing Unit Price to 12.50").text().await;
    assert!(dialog.contains("It was not changed: try again"), "told by the records: {dialog}");
    assert_eq!(page.evaluate("() => window.batches").await, 1, "nothing is sent twice");
    let read = world.seen(Server::Service, "/items(").into_iter().filter(|seen| seen.method == "GET");
    assert_eq!(read.count(), 3, "each is looked at");
    page.find("button", "Close").click().await;
    world.finish().await;
}

async fn what_is_no_value_is_not_sent() {
    let world = three_items().await;
    let page = world.page();
    change_price(page, "twelve").await;
    page.any("alert").first().await;
    page.until("what is wrong", async || {
        (page.any("alert").text().await == "This is not a number.").then_some(())
    })
    .await;
    page.find("button", "Cancel").click().await;
    page.find("dialog", "Change 3 items").gone().await;
    let focus = page.evaluate("() => document.activeElement.textContent").await;
    assert_eq!(focus, "Change…", "the focus is back where it came from");
    assert!(world.seen(Server::Service, BATCH).is_empty());
    world.finish().await;
}

async fn deleting_names_the_number_and_can_be_left() {
    let mut world = three_items().await;
    let page = world.page();
    page.find("button", "Delete…").click().await;
    page.find("dialog", "Delete 3 items?").first().await;
    page.find("button", "Keep them").click().await;
    page.find("dialog", "Delete 3 items?").gone().await;
    assert!(world.seen(Server::Service, BATCH).is_empty());
    let answers = json!({ "responses": [
        { "id": "0", "status": 204 }, { "id": "1", "status": 204 }, { "id": "2", "status": 204 },
    ] });
    let effect = Effect::Body { content_type: "application/json".to_owned(), text: answers.to_string() };
    world.fault(Fault::at(Server::Service, BATCH, effect).times(1));
    let page = world.page();
    page.find("button", "Delete…").click().await;
    page.find("button", "Delete 3 items").click().await;
    page.until("the end", async || {
        page.find("dialog", "Deleting").text().await.contains("3 deleted").then_some(())
    })
    .await;
    let requests = sent(&world);
    assert!(requests[0].iter().all(|request| request["method"] == "DELETE" && request["body"].is_null()));
    page.find("button", "Close").click().await;
    world.rows().await;
    page.find("button", "Clear selection").gone().await;
    world.finish().await;
}
