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

/// The card is opened to be changed.
const OPENED: &str = "document.querySelector('#field-phoneNumber')?.readOnly === false";

const OPEN: &str = "return button('Edit') ? press('Edit') : 'waits';";

/// A fault, if any.
type At<'a> = Option<(&'a Moment, &'a Effect)>;

/// The conflict is met and decided, once without a fault and then with each of `effects` at each of the
/// [`moments`](mod@super::moments), from opening the card on.
pub(super) async fn conflict(effects: Vec<Effect>) {
    let mut world = World::start().await;
    world.excuse("http");
    world.open_list("Customers").await;
    world.all_is_read().await;
    world.page().find("link", "C00020").click().await;
    world.page().find("button", "Edit").first().await;
    let home = world.page().address().await;
    let opening = open(&mut world, &home, "", None).await;
    assert!(!opening.is_empty(), "the card is read");
    let saving = decide(&mut world, &home, "+45 100", None, None).await;
    // Refused, read again, and sent again.
    assert!(saving.len() >= 3, "{saving:?}");
    let while_opening = each(&effects, &opening).map(|at| (Some(at), None));
    let while_saving = each(&effects, &saving).map(|at| (None, Some(at)));
    for (number, (opening, saving)) in while_opening.chain(while_saving).enumerate() {
        decide(&mut world, &home, &format!("+45 {}", 200 + number), opening, saving).await;
    }
    world.finish().await;
}

/// Opens the card to change it, with a fault; the requests of that.
async fn open(world: &mut World, home: &str, text: &str, at: At<'_>) -> Vec<Moment> {
    world.rest().await;
    world.forget_requests();
    if let Some((moment, effect)) = at {
        world.fault(moment.fault(effect));
    }
    world.page().open(home).await;
    let aim = Aim { text, done: OPENED, step: OPEN, home, held_by: None };
    aim.reach(world, async || Then::GoOn).await;
    world.rest().await;
    world.sandbox.clear_faults();
    moments(&world.seen(Server::Service, ""))
}

/// Someone else changes the customer after the card was opened, and the user decides; the requests from the first attempt to
/// save on. The faults are one while the card is opened, and one after that: none meets what someone else does.
async fn decide(world: &mut World, home: &str, text: &str, opening: At<'_>, saving: At<'_>) -> Vec<Moment> {
    open(world, home, text, opening).await;
    ask(world, CUSTOMERS, text, THEIRS).await;
    world.rest().await;
    world.forget_requests();
    let fault = opening.or(saving);
    if let Some((moment, effect)) = saving {
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
    world.sandbox.clear_faults();
    let saving = moments(&world.seen(Server::Service, ""));
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
    saving
}
