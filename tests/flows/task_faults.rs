//! A fault at every single request of what one does to change something: nothing that was typed is lost, nothing is written
//! twice, the user is told and can go on.
//!
//! Who works here is patient and looks at the screen: presses the button of an alert, types again what is not there, saves
//! what is not saved.

use libtest_mimic::Trial;
use sandbox::{Effect, Fault, Server};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

use crate::{
    page::Page,
    trial,
    world::{ADA, World},
};

/// How long all of it may take for one fault.
const PATIENCE: Duration = Duration::from_secs(60);

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

/// A test for each fault and each thing that is done.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (name, effect) in effects() {
        let (first, second) = (effect.clone(), effect);
        trials.push(trial(&format!("task_faults::a_phone_number_{name}"), move || {
            at_every_request(phone, first.clone())
        }));
        trials.push(trial(&format!("task_faults::an_order_{name}"), move || {
            at_every_request(order, second.clone())
        }));
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
    /// JavaScript: looks at the screen and does the next thing. `text` is what tells this attempt from all others.
    /// Answers with what it did.
    step: &'static str,
    /// JavaScript: how many records of `records` have `text`, each as it must be.
    made: &'static str,
}

const fn phone() -> Task {
    Task {
        set: "customers",
        tile: "Customers",
        done: "(field => field?.readOnly && field.value === text)(document.querySelector('#field-phoneNumber'))",
        step: "
            const field = document.querySelector('#field-phoneNumber');
            if (!field) return open('C00020');
            if (field.readOnly) return press('Edit');
            if (field.value !== text) return type(field, text);
            return press('Save');",
        made: "records.filter(each => each.phoneNumber === text).length",
    }
}

const fn order() -> Task {
    Task {
        set: "salesOrders",
        tile: "Sales Orders",
        done: "(own => own?.value === text && !location.pathname.endsWith('/new'))(document.querySelector('#field-externalDocumentNumber'))",
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
        made: "records.filter(each => each.externalDocumentNumber === text && each.customerNumber === 'C00020').length",
    }
}

/// What every step can do. A thing is done once for each look at the screen.
const HANDS: &str = "
    const press = label => {
        const button = [...document.querySelectorAll('button')].find(each => each.innerText === label && !each.disabled);
        button?.click();
        return button ? label : 'waits';
    };
    const type = (field, text) => {
        field.focus();
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        return 'typed';
    };
    const open = name => {
        const link = [...document.querySelectorAll('a')].find(each => each.innerText === name);
        link?.click();
        return link ? 'opened' : 'lost';
    };
    if (document.querySelector('[aria-busy=true], .progress')) return 'waits';
    if (document.querySelector('.card-status')?.innerText.includes('Saving')) return 'waits';
    const alert = document.querySelector('[role=alert]');
    if (alert) {
        const button = alert.querySelector('button.primary');
        if (button) { button.click(); return 'alert'; }
        // It may have been done: who is told so looks first.
        return 'look';
    }";

/// Does `task` once without a fault to count its requests, and then once for each of them with `effect` at it.
async fn at_every_request(task: fn() -> Task, effect: Effect) {
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
    world.forget_requests();
    do_it(&world, &task, &list, "+45 100").await;
    let requests = world.seen(Server::Service, "").len();
    assert!(requests > 1, "{requests} requests");
    for at in 0..requests {
        let text = format!("+45 {}", 200 + at);
        world.page().open(&list).await;
        world.rows().await;
        world.rest().await;
        let at = u32::try_from(at).expect("few requests");
        world.fault(Fault::at(Server::Service, "", effect.clone()).after(at).times(1));
        do_it(&world, &task, &list, &text).await;
        world.sandbox.clear_faults();
    }
    world.finish().await;
}

async fn do_it(world: &World, task: &Task, list: &str, text: &str) {
    let page = world.page();
    let step = format!("text => {{ if ({}) return 'done'; {HANDS} {} }}", task.done, task.step);
    let step = format!("() => ({step})({})", json!(text));
    let end = Instant::now() + PATIENCE;
    let mut did: Vec<String> = Vec::new();
    loop {
        assert!(Instant::now() < end, "no end with {text}: {did:?}\n{}", page.text().await);
        // A page that is just being left has nothing to say.
        let done = page.call(&step, &[]).await.unwrap_or(Value::Null);
        let done = done.as_str().unwrap_or("waits").to_owned();
        match done.as_str() {
            "done" => break,
            "waits" => {}
            // Not where the task is, or led away by a button: back to the list.
            "lost" | "elsewhere" => page.open(list).await,
            "look" => {
                if made(world, task, text).await > 0 {
                    break;
                }
                page.evaluate("() => document.querySelector('button[type=submit]')?.click()").await;
            }
            _ => {}
        }
        if did.last() != Some(&done) {
            did.push(done);
        }
    }
    assert_eq!(made(world, task, text).await, 1, "once: {text}, {did:?}");
}

/// How many records there are as they must be, as the test itself asks Business Central.
async fn made(world: &World, task: &Task, text: &str) -> u64 {
    let seen = world.all_requests();
    let is_one = |seen: &&sandbox::Seen| {
        seen.method == "GET"
            && seen.server == Server::Service
            && seen.path.ends_with(&format!("/{}", task.set))
    };
    let list = seen.iter().rev().find(is_one).expect("a request for the list");
    let ask = format!(
        "async () => {{
            const text = {};
            const headers = {{ Authorization: '{}' }};
            const answer = await fetch('{}{}?$orderby=lastModifiedDateTime desc&$top=20', {{ headers }});
            const records = (await answer.json()).value;
            return {};
        }}",
        json!(text),
        list.header("authorization").expect("a token"),
        world.sandbox.service(),
        list.path,
        task.made,
    );
    counted(world.page(), &ask).await
}

async fn counted(page: Page<'_>, ask: &str) -> u64 {
    page.until("an answer", async || page.call(ask, &[]).await.ok().and_then(|count| count.as_u64())).await
}
