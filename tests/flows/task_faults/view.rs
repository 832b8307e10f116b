//! A filtered view that is built, saved and found again. The link that shares it is the address that finding it leads to.

use sandbox::{Effect, Server};

use super::{
    moments::{Moment, each, moments},
    person::{Aim, Then, ask, times},
};
use crate::world::World;

const CUSTOMERS: &str = "customers";

/// The view is the one that is shown, and its rows are there.
const DONE: &str = "
    document.querySelector('.menu-button')?.innerText.trim() === `View: Over ${text}`
        && [...document.querySelectorAll('.chip')].some(each => each.innerText.includes(`Balance Due is at least ${text}`))
        && !document.querySelector('[aria-busy=true], [role=alert], dialog[open]')
        && !!document.querySelector('[role=grid] [aria-rowindex=\"1\"]')";

/// Builds and saves it.
const BUILD: &str = "
    const dialog = document.querySelector('dialog[open]');
    if (!dialog) {
        if (!document.querySelector('.menu-button')) return 'waits';
        return document.querySelector('.chip') ? press('Save') : press('Add filter');
    }
    const which = dialog.querySelector('[role=combobox]');
    if (which) {
        if (which.value !== 'Balance Due') return type(which, 'Balance Due');
        const found = [...dialog.querySelectorAll('[role=option]')].find(each => each.innerText === 'Balance Due');
        found?.click();
        return found ? 'picked' : 'waits';
    }
    const condition = dialog.querySelector('select');
    if (condition) {
        const least = [...condition.options].find(each => each.text === 'is at least').value;
        if (condition.value !== least) return choose(condition, least);
    }
    const field = dialog.querySelector('input');
    const wanted = condition ? text : `Over ${text}`;
    if (field.value !== wanted) return type(field, wanted);
    dialog.querySelector('[type=submit]').click();
    return 'entered';";

/// Finds it again among the views.
const FIND: &str = "
    if (document.querySelector('.menu-button')?.innerText.trim() === `View: Over ${text}`) return 'waits';
    const entry = [...document.querySelectorAll('[role=menu] [role=menuitemradio]')]
        .find(each => each.innerText.trim() === `Over ${text}`);
    if (entry && visible(entry)) { entry.click(); return 'found'; }
    const menu = document.querySelector('.menu-button');
    menu?.click();
    return menu ? 'opened' : 'waits';";

/// The view is made and found once without a fault, and then with each of `effects` at each of the [`moments`](mod@super::moments).
pub(super) async fn view(effects: Vec<Effect>) {
    let mut world = World::start().await;
    world.excuse("http");
    world.open_list("Customers").await;
    world.all_is_read().await;
    let list = world.page().address().await;
    make(&mut world, &list, "100", None).await;
    let all = moments(&world.seen(Server::Service, ""));
    assert!(all.len() > 2, "{all:?}");
    for (number, at) in each(&effects, &all).enumerate() {
        make(&mut world, &list, &(200 + number).to_string(), Some(at)).await;
        world.sandbox.clear_faults();
    }
    world.finish().await;
}

async fn make(world: &mut World, list: &str, text: &str, fault: Option<(&Moment, &Effect)>) {
    world.rest().await;
    world.forget_requests();
    if let Some((moment, effect)) = fault {
        world.fault(moment.fault(effect));
    }
    let page = world.page();
    let mut did = Vec::new();
    // The second time the list is opened anew, and the view is among those of this browser.
    for step in [BUILD, FIND] {
        page.open(list).await;
        let aim = Aim { text, done: DONE, step, home: list, held_by: Some("filter=") };
        did.extend(aim.reach(world, async || Then::GoOn).await);
    }
    world.rest().await;
    let shown = page.any("grid").attribute("aria-rowcount").await;
    let shown = shown.and_then(|shown| shown.parse::<u64>().ok());
    let rows = "return (await read(`?$count=true&$top=1&$filter=balanceDue ge ${text}`))['@odata.count'];";
    assert_eq!(shown, ask(world, CUSTOMERS, text, rows).await.as_u64(), "its rows: {fault:?}, {did:?}");
    assert_eq!(times(&did, "typed"), 3, "nothing typed is lost: {fault:?}, {did:?}");
}
