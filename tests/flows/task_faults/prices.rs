//! The price of twelve items at once.

use sandbox::{Effect, Fault, Server};
use serde_json::Value;
use std::collections::BTreeMap;

use super::{
    moments::{each, moments},
    person::{Aim, Then, ask, counted, times},
};
use crate::{editing::body, world::World};

const ITEMS: &str = "items";
const BATCH: &str = "/$batch";

const DONE: &str = "!document.querySelector('dialog[open]') && document.body.innerText.includes('12 rows selected · 12 changed')";

/// Who had to sign in looks at what is in the list.
const CAME_BACK: &str = "!document.querySelector('dialog[open], [aria-busy=true]')
    && [...Array(12).keys()].every(at =>
        document.querySelector(`.grid-body [aria-rowindex=\"${at + 1}\"]`)?.innerText.includes(text))";

const STEP: &str = "
    const dialog = document.querySelector('dialog[open]');
    if (!dialog) {
        if (!document.body.innerText.includes('12 rows selected')) {
            for (const [row, shiftKey] of [[1, false], [12, true]]) {
                const tick = document.querySelector(`[aria-rowindex=\"${row}\"] .check input`);
                if (!tick) return 'waits';
                const init = { bubbles: true, cancelable: true, shiftKey };
                for (const type of ['mousedown', 'mouseup', 'click']) tick.dispatchEvent(new MouseEvent(type, init));
            }
            return 'selected';
        }
        return press('Change…');
    }
    const field = dialog.querySelector('select');
    if (field) {
        const price = [...field.options].find(option => option.text === 'Unit Price').value;
        if (field.value !== price) return choose(field, price);
        const value = dialog.querySelector('input');
        if (value.value !== text) return type(value, text);
        dialog.querySelector('[type=submit]').click();
        return 'sent';
    }
    return button('Try the rest again') ? press('Try the rest again') : press('Close');";

/// The prices are changed once without a fault, and then with each of `effects` at each of the
/// [`moments`](mod@super::moments) from opening the list on, and with it where the portal looks after an answer that was lost.
pub(super) async fn prices(effects: Vec<Effect>) {
    let mut world = World::start().await;
    world.excuse("http");
    world.open_list("Items").await;
    world.all_is_read().await;
    let list = world.page().address().await;
    change(&mut world, &list, "100.50", Vec::new(), false).await;
    let all = moments(&world.seen(Server::Service, ""));
    // The list is read, and changed.
    assert!(all.len() > 1, "{all:?}");
    let at_each = each(&effects, &all).map(|(moment, effect)| (effect, vec![moment.fault(effect)]));
    let at_look = effects.iter().map(|effect| {
        let lost = Fault::at(Server::Service, BATCH, Effect::Cut { after: Some(0) }).times(1);
        let look = Fault::at(Server::Service, "/items(", effect.clone()).method("GET").times(1);
        (effect, vec![lost, look])
    });
    for (number, (effect, faults)) in at_each.chain(at_look).enumerate() {
        let is_signing_in = matches!(effect, Effect::Status { code: 401, .. });
        change(&mut world, &list, &format!("{}.50", 200 + number), faults, is_signing_in).await;
        world.sandbox.clear_faults();
    }
    world.finish().await;
}

/// Opens the list and changes them all to `text`, with `faults`; with `is_signing_in`, one may lead to the Authority and back.
async fn change(world: &mut World, list: &str, text: &str, faults: Vec<Fault>, is_signing_in: bool) {
    world.rest().await;
    world.forget_requests();
    for fault in faults {
        world.fault(fault);
    }
    let seen = format!("{DONE} || {CAME_BACK}");
    let done = if is_signing_in { &seen } else { DONE };
    let aim = Aim { text, done, step: STEP, home: list, held_by: None };
    let page = world.page();
    page.open(list).await;
    let did = aim
        .reach(world, async || {
            // The dialog goes on below what it says.
            page.evaluate(
                "() => {
                    const buttons = [...document.querySelectorAll('dialog[open] button')];
                    buttons.find(each => each.innerText === 'Try the rest again')?.click();
                }",
            )
            .await;
            Then::GoOn
        })
        .await;
    world.rest().await;
    let mut changed = BTreeMap::<String, usize>::new();
    for seen in world.seen(Server::Service, BATCH) {
        let sent = body(&seen);
        let sent = sent["requests"].as_array().expect("requests");
        for request in sent {
            let etag = request["headers"]["If-Match"].as_str().expect("the version that it is of");
            assert!(etag.starts_with("W/"), "{etag}");
        }
        let Some(answer) = seen.answer.filter(|answer| answer.status == 200) else { continue };
        let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
        for response in answer["responses"].as_array().expect("responses") {
            if response["status"] == 200 {
                let request = sent.iter().find(|request| request["id"] == response["id"]);
                let address = request.expect("its request")["url"].as_str().expect("an address");
                *changed.entry(address.to_owned()).or_default() += 1;
            }
        }
    }
    // Who had to sign in meanwhile has left the page, and begins anew.
    let begun = times(&did, "sent");
    assert_eq!(changed.len(), 12, "each: {changed:?}, {did:?}");
    assert!(changed.values().all(|times| *times == 1), "not twice: {changed:?}, {did:?}");
    assert!(begun == 1 || is_signing_in, "nothing is lost: {text}, {did:?}");
    let there = "return (await read(`?$filter=unitPrice eq ${text}`)).value.length;";
    assert_eq!(counted(&ask(world, ITEMS, text, there).await), 12, "{text}: {did:?}");
    assert_eq!(times(&did, "typed"), begun, "nothing typed is lost: {text}, {did:?}");
}
