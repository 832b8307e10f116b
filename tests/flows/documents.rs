//! An order with its lines: typed in by keyboard alone, changed, and deleted.

use sandbox::{Effect, Fault, Seen, Server};
use serde_json::{Value, json};

use crate::{
    driver::Key,
    editing::{body, says},
    many::elsewhere,
    page::Page,
    trials,
    world::{ADA, World},
};

trials![
    an_order_of_three_lines_by_keyboard_alone,
    a_line_is_changed_and_taken_back,
    a_line_is_deleted,
    what_was_typed_into_a_new_line_outlives_a_reload,
    a_refused_line_keeps_what_was_typed,
    the_mouse_chooses_what_a_field_looks_up,
    choices_stay_at_their_field,
    two_lines_in_conflict_are_decided_each_for_itself,
];

const LINES: &str = "/salesOrderLines";

fn typed(text: &str) -> Vec<Key> {
    text.chars().map(Key::Character).collect()
}

/// The writes that concern lines.
fn writes(world: &World) -> Vec<Seen> {
    let sent = world.seen(Server::Service, LINES).into_iter();
    sent.filter(|seen| seen.method != "GET" && seen.method != "OPTIONS").collect()
}

/// Waits until the field that has the keyboard is called so.
async fn at(page: Page<'_>, name: &str) {
    let what = format!("the keyboard in {name:?}");
    page.until(&what, async || {
        let now = page
            .evaluate(
                "() => {
                    const field = document.activeElement;
                    return field.ariaLabel ?? field.labels?.[0]?.innerText ?? field.innerText ?? '';
                }",
            )
            .await;
        (now.as_str() == Some(name)).then_some(())
    })
    .await;
}

/// Waits until something is offered for the field that has the keyboard.
async fn offered(page: Page<'_>) {
    page.until("an offer", async || {
        let open = page
            .evaluate("() => !!document.querySelector('.choices-found:popover-open [role=option]')")
            .await;
        (open == true).then_some(())
    })
    .await;
}

/// The first order's card, with its fields open to be typed into.
async fn order() -> World {
    let world = World::start().await;
    world.sign_in(ADA).await;
    let page = world.page();
    page.find("link", "Sales Orders").click().await;
    world.rows().await;
    page.any("grid").ask("grid => grid.querySelector('[aria-rowindex=\"1\"] a').click()").await;
    page.find("button", "Edit").click().await;
    page.find("textbox", "Quantity, line 1").first().await;
    world.rest().await;
    world.forget_requests();
    world
}

/// Types `text` in place of what the field holds.
async fn retype(page: Page<'_>, role: &str, field: &str, text: &str) {
    page.find(role, field).ask("field => { field.focus(); field.select(); }").await;
    page.press(&typed(text)).await;
}

async fn an_order_of_three_lines_by_keyboard_alone() {
    let world = World::start().await;
    world.sign_in(ADA).await;
    let page = world.page();
    page.find("link", "Sales Orders").click().await;
    page.find("link", "New").first().await;
    world.rest().await;
    world.forget_requests();
    page.find("link", "New").ask("link => link.focus()").await;
    page.press(&[Key::Enter]).await;
    // The customer, by a part of the name.
    at(page, "Customer No.").await;
    page.press(&typed("ad")).await;
    offered(page).await;
    page.press(&[Key::Down, Key::Enter, Key::control("s")]).await;
    at(page, "Line Object No., line 1").await;
    for (number, quantity) in [(1, "2"), (2, "3"), (3, "4")] {
        at(page, &format!("Line Object No., line {number}")).await;
        page.press(&typed("c")).await;
        offered(page).await;
        page.press(&[Key::Down, Key::Enter, Key::Tab, Key::Tab]).await;
        at(page, &format!("Quantity, line {number}")).await;
        page.press(&typed(quantity)).await;
        page.press(&[Key::Enter]).await;
    }
    page.press(&[Key::control("s")]).await;
    page.find("button", "Edit").first().await;
    world.rest().await;
    let sent = writes(&world);
    let quantities: Vec<Value> = sent.iter().map(|seen| body(seen)["quantity"].clone()).collect();
    assert_eq!(quantities, [json!(2), json!(3), json!(4)], "each once, in order");
    assert!(sent.iter().all(|seen| seen.method == "POST"), "{sent:?}");
    let is_numbered = |seen: &Seen| ["id", "sequence"].iter().any(|name| body(seen).get(name).is_some());
    assert!(!sent.iter().any(is_numbered), "Business Central numbers new lines itself: {sent:?}");
    let totals = page.evaluate("() => document.querySelector('.lines .totals').innerText").await;
    let record = last_record(&world, "/salesOrders(");
    let total = record["totalAmountIncludingTax"].as_f64().expect("a total");
    assert!(total > 0.0 && totals.as_str().is_some_and(|totals| totals.lines().count() >= 3), "{totals}");
    let shown = page.evaluate("() => document.querySelectorAll('.lines tbody').length").await;
    assert_eq!(shown, 3);
    world.finish().await;
}

/// The last answer to a request for a single record.
fn last_record(world: &World, path: &str) -> Value {
    let read = world.seen(Server::Service, path).into_iter();
    let last = read.filter(|seen| seen.method == "GET" && !seen.path.contains(LINES)).last();
    let answer = last.and_then(|seen| seen.answer).expect("the record's answer");
    serde_json::from_slice(&answer.body).expect("JSON")
}

async fn a_line_is_changed_and_taken_back() {
    let world = order().await;
    let page = world.page();
    let before = page.find("textbox", "Quantity, line 1").ask("field => field.value").await;
    retype(page, "textbox", "Quantity, line 1", "7").await;
    page.press(&[Key::Down]).await;
    page.find("button", "Undo").first().await;
    let sent = writes(&world);
    let [patch] = sent.as_slice() else { panic!("{sent:?}") };
    assert_eq!((patch.method.as_str(), body(patch)), ("PATCH", json!({ "quantity": 7 })));
    page.find("button", "Undo").click().await;
    page.until("the old quantity", async || {
        let now = page.find("textbox", "Quantity, line 1").ask("field => field.value").await;
        (now == before).then_some(())
    })
    .await;
    assert_eq!(writes(&world).len(), 2);
    world.finish().await;
}

async fn a_line_is_deleted() {
    let world = order().await;
    let page = world.page();
    let count = "() => document.querySelectorAll('.lines tbody').length";
    let before = page.evaluate(count).await.as_u64().expect("a number");
    page.find("textbox", "Quantity, line 1").ask("field => field.focus()").await;
    page.press(&[Key::named("Delete", '\u{E017}').with_control()]).await;
    page.any("alertdialog").ask("dialog => dialog.querySelector('.primary').click()").await;
    page.until("a line less", async || {
        (page.evaluate(count).await.as_u64() == Some(before - 1)).then_some(())
    })
    .await;
    let methods: Vec<String> = writes(&world).into_iter().map(|seen| seen.method).collect();
    assert_eq!(methods, ["DELETE"]);
    world.finish().await;
}

async fn what_was_typed_into_a_new_line_outlives_a_reload() {
    let world = order().await;
    let page = world.page();
    let last = "() => [...document.querySelectorAll('[data-field=description]')].at(-1).ariaLabel";
    let name = page.evaluate(last).await;
    let name = name.as_str().expect("a name").to_owned();
    page.find("textbox", &name).enter("Half a").await;
    page.reload().await;
    page.until("what was typed", async || {
        let now = page.find("textbox", &name).ask("field => field.value").await;
        (now == "Half a").then_some(())
    })
    .await;
    assert!(writes(&world).is_empty());
    world.finish().await;
}

async fn a_refused_line_keeps_what_was_typed() {
    let mut world = order().await;
    retype(world.page(), "textbox", "Quantity, line 1", "7").await;
    let refusal = json!({ "error": { "code": "Application_DialogException", "message": "Not so many." } });
    let effect = Effect::Status { code: 400, retry_after: None, body: Some(refusal.to_string()) };
    world.fault(Fault::at(Server::Service, LINES, effect).times(1));
    let page = world.page();
    page.press(&[Key::Enter]).await;
    page.until("the words", async || page.any("alert").text().await.contains("Not so many.").then_some(()))
        .await;
    let now = page.find("textbox", "Quantity, line 1").ask("field => field.value").await;
    assert_eq!(now, "7");
    page.press(&[Key::control("s")]).await;
    page.any("alert").gone().await;
    world.rest().await;
    let sent = writes(&world);
    assert_eq!(sent.last().map(body), Some(json!({ "quantity": 7 })));
    world.finish().await;
}

async fn the_mouse_chooses_what_a_field_looks_up() {
    let world = World::start().await;
    world.sign_in(ADA).await;
    let page = world.page();
    page.find("link", "Sales Orders").click().await;
    page.find("link", "New").click().await;
    page.find("combobox", "Customer No.").enter("ad").await;
    offered(page).await;
    page.evaluate("() => document.querySelector('.choices-found:popover-open [role=option]').click()").await;
    page.until("the number", async || {
        let number = page.find("combobox", "Customer No.").ask("field => field.value").await;
        number.as_str().is_some_and(|number| number.starts_with('C')).then_some(())
    })
    .await;
    says(page, "One unsaved change").await;
    world.finish().await;
}

/// Whether what is offered stands at the field that has the keyboard, above or below it, and within the window.
const AT_THE_FIELD: &str = "() => {
    const box = document.querySelector('.choices-found:popover-open').getBoundingClientRect();
    const field = document.activeElement.getBoundingClientRect();
    const meet = (one, other) => Math.abs(one - other) < 4;
    return box.height > 60 && box.top >= 0 && box.bottom <= innerHeight
        && (meet(box.top, field.bottom) || meet(box.bottom, field.top));
}";

async fn choices_stay_at_their_field() {
    let world = order().await;
    let page = world.page();
    // As far down as a field can be.
    page.evaluate(
        "() => {
            const field = document.querySelector('.lines .lookup input');
            field.focus();
            field.select();
            field.scrollIntoView({ block: 'end' });
        }",
    )
    .await;
    page.press(&typed("CH-1")).await;
    offered(page).await;
    assert_eq!(page.evaluate(AT_THE_FIELD).await, true, "with little room below");
    let scroll = "() => { document.querySelector('.page').scrollBy(0, 80); }";
    page.evaluate(scroll).await;
    page.until("the choices at their field", async || {
        (page.evaluate(AT_THE_FIELD).await == true).then_some(())
    })
    .await;
    page.press(&[Key::Escape, Key::Escape]).await;
    world.finish().await;
}

async fn two_lines_in_conflict_are_decided_each_for_itself() {
    let mut world = World::start().await;
    world.excuse("salesOrderLines(");
    world.sign_in(ADA).await;
    let page = world.page();
    page.find("link", "Sales Orders").click().await;
    world.rows().await;
    let another = "{ lineType: 'Item', lineObjectNumber: 'BK-1000', quantity: 2 }";
    elsewhere(
        &world,
        "/salesOrders",
        &format!("await send('POST', `(${{ids[0]}})/salesOrderLines`, {another});"),
    )
    .await;
    page.any("grid").ask("grid => grid.querySelector('[aria-rowindex=\"1\"] a').click()").await;
    page.find("button", "Edit").click().await;
    page.find("textbox", "Quantity, line 2").first().await;
    world.rest().await;
    let change = "
        const lines = `(${ids[0]})/salesOrderLines`;
        const answer = await fetch(list + lines, { headers });
        for (const { id } of (await answer.json()).value) await send('PATCH', `${lines}(${id})`, { quantity: 50 });";
    elsewhere(&world, "/salesOrders", change).await;
    for (line, quantity) in [("Quantity, line 1", "7"), ("Quantity, line 2", "8")] {
        retype(page, "textbox", line, quantity).await;
        page.evaluate("() => document.activeElement.blur()").await;
    }
    let both = "() => document.querySelectorAll('.conflict').length === 2";
    page.until("both conflicts", async || (page.evaluate(both).await == true).then_some(())).await;
    let choices = page
        .evaluate(
            "() => {
                const [one, other] = document.querySelectorAll('.conflict');
                one.querySelectorAll('input')[0].click();
                other.querySelectorAll('input')[1].click();
                return [...document.querySelectorAll('.conflict input')].map(choice => choice.checked);
            }",
        )
        .await;
    assert_eq!(choices, json!([true, false, false, true]), "each has its own choice");
    let twice = "() => [...document.querySelectorAll('[id]')].map(each => each.id).filter((id, at, all) => all.indexOf(id) < at)";
    assert_eq!(page.evaluate(twice).await, json!([]), "no id is there twice");
    let decide = "() => document.querySelectorAll('.conflict .primary').forEach(button => button.click())";
    page.evaluate(decide).await;
    let none = "() => !document.querySelector('.conflict')";
    page.until("the end of both", async || (page.evaluate(none).await == true).then_some(())).await;
    let shown = "() => [...document.querySelectorAll('input[aria-label^=\"Quantity, line\"]')].map(field => field.value)";
    page.until("mine and theirs", async || {
        let shown = page.evaluate(shown).await;
        shown.as_array().is_some_and(|shown| shown.starts_with(&[json!("7"), json!("50")])).then_some(())
    })
    .await;
    world.finish().await;
}
