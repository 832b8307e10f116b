//! A customer whom someone else has changed meanwhile, in the same field and in another.

use sandbox::{Effect, Server};
use serde_json::json;

use super::{
    moments::{Moment, each, moments},
    person::{Aim, Then, ask, counted, times},
};
use crate::{editing::body, world::World};

const CUSTOMERS: &str = "customers";

const DONE: &str =
    "(field => field?.readOnly && field.value === text)(document.querySelector('#field-phoneNumber'))
    && !document.querySelector('.conflict')";

const STEP: &str = "
    const field = document.querySelector('#field-phoneNumber');
    if (!field) return 'lost';
    if (field.readOnly) return press('Edit');
    if (document.querySelector('.conflict')) {
        const mine = document.querySelector('.conflict input[aria-label*=\": yours\"]');
        if (mine && !mine.checked) { mine.click(); return 'mine'; }
        return press('Save this choice');
    }
    if (field.value !== text) return type(field, text);
    return press('Save');";

/// What someone else has changed before the user saves: the field that the user types into, and another.
const THEIRS: &str = "
    const theirs = (await newest()).concat((await read('?$top=50')).value).find(each => each.number === 'C00020');
    await send('PATCH', `(${theirs.id})`, { phoneNumber: `theirs ${text}`, city: `Town ${text}` });
    return theirs.id;";

/// The conflict is met and decided, once without a fault and then with each of `effects` at each of the requests from the
/// first attempt to save on. Opening the card is met by a phone number's task.
pub(super) async fn conflict(effects: Vec<Effect>) {
    let mut world = World::start().await;
    world.excuse("http");
    world.open_list("Customers").await;
    world.all_is_read().await;
    world.page().find("link", "C00020").click().await;
    world.page().find("button", "Edit").first().await;
    let home = world.page().address().await;
    decide(&mut world, &home, "+45 100", None).await;
    let all = moments(&world.seen(Server::Service, "/customers("));
    // Refused, read again, and sent again.
    assert!(all.len() >= 3, "{all:?}");
    for (number, at) in each(&effects, &all).enumerate() {
        decide(&mut world, &home, &format!("+45 {}", 200 + number), Some(at)).await;
        world.sandbox.clear_faults();
    }
    world.finish().await;
}

async fn decide(world: &mut World, home: &str, text: &str, fault: Option<(&Moment, &Effect)>) {
    world.page().open(home).await;
    world.page().find("button", "Edit").click().await;
    world.rest().await;
    ask(world, CUSTOMERS, text, THEIRS).await;
    world.rest().await;
    world.forget_requests();
    if let Some((moment, effect)) = fault {
        world.fault(moment.fault(effect));
    }
    let page = world.page();
    let aim = Aim { text, done: DONE, step: STEP, home, held_by: None };
    let did = aim
        .reach(world, async || {
            page.evaluate("() => document.querySelector('button[type=submit]')?.click()").await;
            Then::GoOn
        })
        .await;
    world.rest().await;
    let mine = json!({ "phoneNumber": text });
    let written = world.seen(Server::Service, "/customers(").into_iter();
    let written =
        written.filter(|seen| seen.method == "PATCH" && seen.status() == Some(200)).map(|seen| body(&seen));
    assert_eq!(written.collect::<Vec<_>>(), [mine], "mine alone, and once: {fault:?}, {did:?}");
    let both = "return (await newest()).filter(each => each.phoneNumber === text && each.city === `Town ${text}`).length;";
    assert_eq!(
        counted(&ask(world, CUSTOMERS, text, both).await),
        1,
        "theirs is left alone: {fault:?}, {did:?}"
    );
    assert_eq!(times(&did, "typed"), 1, "nothing typed is lost: {fault:?}, {did:?}");
    assert!(times(&did, "mine") > 0, "the user was asked: {fault:?}, {did:?}");
}
