//! Three lines of an order, each of which is to be there once.

use sandbox::{Effect, Fault, Server};
use serde_json::{Value, json};

use super::{
    moments::{Moment, each, moments},
    person::{Aim, Then, ask, times},
};
use crate::{driver::Key, world::World};

const ORDERS: &str = "salesOrders";
/// How many are ordered of what: it tells the lines apart.
const QUANTITIES: [u64; 3] = [2, 3, 4];

/// All lines are there to be read, and nothing is being typed.
const DONE: &str = "
    !document.querySelector('[role=alert], [data-line]')
        && document.querySelectorAll('.lines tbody').length >= 3
        && [...document.querySelectorAll('button')].some(each => each.innerText === 'Edit')";

const STEP: &str = "
    const lines = [...document.querySelectorAll('.lines tbody')].map(body => ({
        body,
        about: body.querySelector('[data-field=lineObjectNumber]'),
        quantity: body.querySelector('[data-field=quantity]'),
        said: body.querySelector('.end')?.innerText ?? '',
    }));
    if (!document.querySelector('.lines table') || lines.some(line => line.said.includes('Saving'))) return 'waits';
    if (button('Edit')) return press('Edit');
    const typed = lines.filter(line => line.quantity);
    const held = line => Number(line.quantity.value);
    const is_new = line => line.quantity.dataset.line.startsWith('new');
    const at = quantities.findIndex(each => !typed.some(line => held(line) === each));
    if (at < 0) return press('Save');
    const line = typed.find(line => is_new(line) && !held(line));
    if (!line) return 'waits';
    return line.about.value ? type(line.quantity, String(quantities[at])) : type(line.about, items[at]);";

/// What a person does about a line that may have been created: looks whether it is there.
const LOOK: &str = "() => {
    const lines = [...document.querySelectorAll('.lines tbody')];
    const doubtful = lines.find(line => line.querySelector('[role=alert]')?.innerText.includes('may have been created'));
    const held = line => Number(line.querySelector('[data-field=quantity]')?.value ?? 0);
    if (!doubtful || !document.querySelector('.lines [data-line]')) return false;
    const is_there = lines.some(line => line !== doubtful && held(line) === held(doubtful));
    doubtful.querySelector(is_there ? '[aria-label^=\"Delete line\"]' : '[role=alert] .primary').click();
    return true;
}";

/// Three lines, typed into an order that is there, once without a fault and then with each of `effects` at each of the
/// [`moments`](mod@super::moments).
pub(super) async fn lines(effects: Vec<Effect>) {
    let (mut world, list, items) = begin().await;
    order(&mut world, &list, &items, None).await;
    let all = moments(&world.seen(Server::Service, ""));
    assert!(all.len() > QUANTITIES.len(), "{all:?}");
    for at in each(&effects, &all) {
        order(&mut world, &list, &items, Some(at)).await;
        world.sandbox.clear_faults();
    }
    world.finish().await;
}

/// A world with the list of orders on the screen, that list's address, and the numbers of some items.
async fn begin() -> (World, String, Value) {
    let mut world = World::start().await;
    world.excuse("http");
    world.open_list("Sales Orders").await;
    world.all_is_read().await;
    let list = world.page().address().await;
    let items = "const items = await fetch(list.replace(/[^/]*$/, 'items?$top=3'), { headers });
        return (await answered(items)).value.map(each => each.number);";
    let items = ask(&world, ORDERS, "", items).await;
    (world, list, items)
}

/// An order without lines: its id, and the address of its card.
async fn empty(world: &World, list: &str) -> (String, String) {
    let made = "return (await send('POST', '', { customerNumber: 'C00020' })).id;";
    let id = ask(world, ORDERS, "", made).await;
    let id = id.as_str().expect("an id").to_owned();
    let card = format!("{}/{id}", list.split('?').next().unwrap_or_default());
    (id, card)
}

/// How many are ordered in each line of the order of that id.
async fn there(world: &World, id: &str) -> Value {
    let there = "return (await read(`(${text})/salesOrderLines`)).value.map(each => each.quantity).sort();";
    ask(world, ORDERS, id, there).await
}

async fn order(world: &mut World, list: &str, items: &Value, fault: Option<(&Moment, &Effect)>) {
    let (id, home) = empty(world, list).await;
    world.rest().await;
    world.forget_requests();
    if let Some((moment, effect)) = fault {
        world.fault(moment.fault(effect));
    }
    let page = world.page();
    page.open(&home).await;
    let step = format!("const quantities = {}, items = {items}; {STEP}", json!(QUANTITIES));
    let aim = Aim { text: &id, done: DONE, step: &step, home: &home, held_by: None };
    let did = aim
        .reach(world, async || {
            // What a person is told to do.
            page.reload().await;
            page.until("the lines", async || {
                let looked = page.call(LOOK, &[]).await;
                looked.is_ok_and(|looked| looked == true).then_some(())
            })
            .await;
            Then::GoOn
        })
        .await;
    world.rest().await;
    assert_eq!(there(world, &id).await, json!(QUANTITIES), "each line once: {fault:?}, {did:?}");
    assert_eq!(times(&did, "typed"), 2 * QUANTITIES.len(), "nothing typed is lost: {fault:?}, {did:?}");
}

/// Who types on, and saves all that there is, without a look at what is told of an earlier line.
pub(super) async fn a_lost_line_is_not_sent_by_the_way() {
    let (mut world, list, items) = begin().await;
    let (id, card) = empty(&world, &list).await;
    let lost = Fault::at(Server::Service, "/salesOrderLines", Effect::Cut { after: Some(0) });
    world.fault(lost.method("POST").times(1));
    let page = world.page();
    page.open(&card).await;
    page.find("button", "Edit").click().await;
    for (line, quantity) in [(1, "2"), (2, "3")] {
        let about = format!("Line Object No., line {line}");
        page.find("combobox", &about).enter(items[line].as_str().expect("a number")).await;
        page.find("textbox", &format!("Quantity, line {line}")).enter(quantity).await;
        if line == 1 {
            page.find("combobox", "Line Object No., line 2").ask("field => field.focus()").await;
            page.until("what is told", async || {
                page.any("alert").text().await.contains("may have been created").then_some(())
            })
            .await;
        }
    }
    page.press(&[Key::control("s")]).await;
    page.until("the second line", async || (there(&world, &id).await == json!([2, 3])).then_some(())).await;
    page.press(&[Key::control("s")]).await;
    world.rest().await;
    assert_eq!(there(&world, &id).await, json!([2, 3]), "each once");
    // What was typed is still there to be seen to.
    page.reload().await;
    page.until("a look", async || (page.evaluate(LOOK).await == true).then_some(())).await;
    page.any("alert").gone().await;
    assert_eq!(there(&world, &id).await, json!([2, 3]), "each once");
    world.finish().await;
}
