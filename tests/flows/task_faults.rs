//! A fault at every single request of what one does to change something or to take something away: nothing that was typed is
//! lost, nothing is written twice, the user is told and can go on. The phone number's task begins at the start page and with
//! a search over everything, the others at the list or the card that it leads to.
//!
//! Who works here is patient and looks at the screen (`person.rs`): presses the button of an alert, types again what is not
//! there, saves what is not saved.

mod conflict;
mod export;
mod lines;
mod moments;
mod person;
mod prices;
mod view;

use libtest_mimic::Trial;
use sandbox::{Effect, Fault, Server};

use crate::{
    trial,
    world::{ADA, World},
};
use person::{Aim, Then, ask, counted, times};

/// The faults, and what each of them is called.
fn effects() -> Vec<(&'static str, Effect)> {
    let status = |code| Effect::Status { code, retry_after: None, body: None };
    vec![
        ("refused", status(403)),
        ("slow", Effect::Delay { ms: 700 }),
        ("cut", Effect::Cut { after: Some(0) }),
        ("unanswered", Effect::Cut { after: None }),
        ("no_longer_signed_in", status(401)),
        ("changed", status(409)),
        ("too_many", Effect::Status { code: 429, retry_after: Some("1".to_owned()), body: None }),
        ("failed", status(500)),
    ]
}

/// A test for each thing that is done and each two faults: they share a world, and with it the sign-in.
pub(crate) fn trials() -> Vec<Trial> {
    let lost = "task_faults::a_lost_line_is_not_sent_by_the_way";
    let mut trials = vec![trial(lost, lines::a_lost_line_is_not_sent_by_the_way)];
    for two in effects().chunks(2) {
        let (names, effects): (Vec<&str>, Vec<Effect>) = two.iter().cloned().unzip();
        let names = names.join("_and_");
        macro_rules! add {
            ($what:literal, $effects:ident => $flow:expr) => {
                let given = effects.clone();
                trials.push(trial(&format!("task_faults::{}_{names}", $what), move || {
                    let $effects = given.clone();
                    $flow
                }));
            };
        }
        add!("a_phone_number", effects => at_every_request(phone, effects));
        add!("an_order", effects => at_every_request(order, effects));
        add!("lines", effects => lines::lines(effects));
        add!("a_conflict", effects => conflict::conflict(effects));
        add!("prices", effects => prices::prices(effects));
        add!("an_export", effects => export::export(effects));
        add!("a_view", effects => view::view(effects));
    }
    trials
}

/// What is done: what it is called, where it begins, what a look at the screen leads to, and what there must be of it.
struct Task {
    /// The entity set that it is about.
    set: &'static str,
    /// The tile that leads there.
    tile: &'static str,
    /// JavaScript: whether the screen shows that it is done, whatever else it says.
    done: &'static str,
    /// It begins there, and not at the start page.
    begins_at_list: bool,
    /// JavaScript: looks at the screen and does the next thing. `text` is what tells this attempt from all others.
    /// Answers with what it did.
    step: &'static str,
    /// How many fields are typed into.
    fields: usize,
    /// JavaScript: how many records of `records` have `text`, each as it must be.
    made: &'static str,
}

const fn phone() -> Task {
    Task {
        set: "customers",
        tile: "Customers",
        done: "(field => field?.readOnly && field.value === text)(document.querySelector('#field-phoneNumber'))",
        begins_at_list: false,
        step: "
            const field = document.querySelector('#field-phoneNumber');
            if (!field) {
                const finder = document.querySelector('dialog.finder');
                const box = finder?.querySelector('input');
                if (!box) {
                    const find = document.querySelector('button[aria-label=\"Search everything\"]');
                    find?.click();
                    return find ? 'searched' : 'waits';
                }
                const found = [...finder.querySelectorAll('[role=option]')].find(each => each.innerText.includes('C00020'));
                if (found) { found.click(); return 'found'; }
                if (finder.querySelector('[role=status]').innerText.includes('Looking')) return 'waits';
                type(box, 'C0002');
                return 'looked for';
            }
            if (field.readOnly) return press('Edit');
            if (field.value !== text) return type(field, text);
            return press('Save');",
        fields: 1,
        made: "records.filter(each => each.phoneNumber === text).length",
    }
}

const fn order() -> Task {
    Task {
        set: "salesOrders",
        tile: "Sales Orders",
        done: "(own => own?.value === text && !location.pathname.endsWith('/new'))(document.querySelector('#field-externalDocumentNumber'))",
        begins_at_list: true,
        step: "
            const own = document.querySelector('#field-externalDocumentNumber');
            if (!own) return open('New');
            if (location.pathname.endsWith('/new')) {
                const customer = document.querySelector('#field-customerNumber');
                if (customer.value !== 'C00020') return type(customer, 'C00020');
                if (own.value !== text) return type(own, text);
                return press('Create');
            }
            return 'elsewhere';",
        fields: 2,
        made: "records.filter(each => each.externalDocumentNumber === text && each.customerNumber === 'C00020').length",
    }
}

/// Does `task` once without a fault to count its requests, and then once for each of them with each of `effects` at it.
async fn at_every_request(task: fn() -> Task, effects: Vec<Effect>) {
    let task = task();
    let mut world = World::start().await;
    // All of this goes wrong on purpose.
    world.excuse("http");
    world.sign_in(ADA).await;
    world.page().find("link", task.tile).click().await;
    world.rows().await;
    world.page().find("button", "Export…").first().await;
    world.all_is_read().await;
    let list = world.page().address().await;
    let home = if task.begins_at_list { list } else { world.at("") };
    do_it(&mut world, &task, &home, "+45 100", None).await;
    let requests = world.seen(Server::Service, "").len();
    assert!(requests > 1, "{requests} requests");
    let faults = effects.iter().flat_map(|effect| (0..requests).map(move |at| (effect, at)));
    for (number, (effect, at)) in faults.enumerate() {
        let at = u32::try_from(at).expect("few requests");
        let fault = Fault::at(Server::Service, "", effect.clone()).after(at).times(1);
        do_it(&mut world, &task, &home, &format!("+45 {}", 200 + number), Some(fault)).await;
        world.sandbox.clear_faults();
    }
    world.finish().await;
}

async fn do_it(world: &mut World, task: &Task, home: &str, text: &str, fault: Option<Fault>) {
    world.rest().await;
    world.forget_requests();
    if let Some(fault) = fault {
        world.fault(fault);
    }
    world.page().open(home).await;
    let aim = Aim { text, done: task.done, step: task.step, home, held_by: None };
    let did = aim
        .reach(world, async || {
            if made(world, task, text).await > 0 {
                return Then::Done;
            }
            world.page().evaluate("() => document.querySelector('button[type=submit]')?.click()").await;
            Then::GoOn
        })
        .await;
    assert_eq!(made(world, task, text).await, 1, "once: {text}, {did:?}");
    // Fewer where what was typed before, and may have been created, is still there.
    assert!(times(&did, "typed") <= task.fields, "nothing typed is lost: {text}, {did:?}");
}

/// How many records there are as they must be.
async fn made(world: &World, task: &Task, text: &str) -> u64 {
    counted(
        &ask(world, task.set, text, &format!("const records = await newest(); return {};", task.made)).await,
    )
}
