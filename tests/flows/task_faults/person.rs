//! Who does the tasks: JavaScript that looks at the screen and does the next thing, until it shows that all is done.

use sandbox::{Seen, Server};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

use crate::world::World;

/// How long all of it may take for one fault.
const PATIENCE: Duration = Duration::from_secs(60);

/// What every step can do. A thing is done once for each look at the screen.
const HANDS: &str = "
    const visible = each => each.checkVisibility();
    const button = label => [...document.querySelectorAll('button')]
        .find(each => each.innerText.trim() === label && !each.disabled && visible(each));
    const press = label => {
        const found = button(label);
        // As a click does, which leaves the field that had the keyboard.
        found?.focus();
        found?.click();
        return found ? label : 'waits';
    };
    const type = (field, text) => {
        field.focus();
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        return 'typed';
    };
    const choose = (field, value) => {
        field.value = value;
        field.dispatchEvent(new Event('change', { bubbles: true }));
        return 'chosen';
    };
    const open = name => {
        const link = [...document.querySelectorAll('a')].find(each => each.innerText === name);
        link?.click();
        return link ? 'opened' : 'lost';
    };
    // A sign-in by itself comes back with a code, and leads on to where the person was.
    if (document.readyState !== 'complete' || location.hash.includes('code=')) return 'waits';
    // Who is refused time and again is asked for another account, and tries the same.
    const account = [...document.querySelectorAll('form button')].find(each => each.innerText.includes('ada@cronus.example'));
    if (account) { account.click(); return 'signed in'; }
    // No keys reach a page that is being left.
    if (document.querySelector('main[inert]')) return 'waits';
    if (document.querySelector('[aria-busy=true], .progress')) return 'waits';
    if (document.querySelector('.card-status')?.innerText.includes('Saving')) return 'waits';
    const alert = [...document.querySelectorAll('[role=alert]')].find(each => each.innerText.trim());
    if (alert) {
        const button = alert.querySelector('button.primary');
        // It may have been done: who is told so looks first.
        if (!button || alert.innerText.includes('may have been created')) return 'look';
        button.click();
        return 'alert';
    }
    if (!location.pathname.startsWith(new URL(home).pathname)) return 'elsewhere';";

/// What follows after a look at what may have been done.
pub(super) enum Then {
    /// It was done.
    Done,
    /// It is still to be done.
    GoOn,
}

/// What a person wants to have done.
pub(super) struct Aim<'a> {
    /// What tells this attempt from all others.
    pub(super) text: &'a str,
    /// JavaScript: whether the screen shows that it is done, whatever else it says.
    pub(super) done: &'a str,
    /// JavaScript: looks at the screen and does the next thing; answers with what it did.
    pub(super) step: &'a str,
    /// The address at which it begins.
    pub(super) home: &'a str,
    /// In the address while it holds what was made so far, if an address does: who is led away goes back to the last that did.
    pub(super) held_by: Option<&'a str>,
}

impl Aim<'_> {
    /// Goes on until it is done; what was done for it. `look` is what a person does who is told that it may have been done.
    pub(super) async fn reach(&self, world: &World, look: impl AsyncFn() -> Then) -> Vec<String> {
        let page = world.page();
        let step = format!("(text, home) => {{ if ({}) return 'done'; {HANDS} {} }}", self.done, self.step);
        let step = format!("() => ({step})({}, {})", json!(self.text), json!(self.home));
        let (end, mut did) = (Instant::now() + PATIENCE, Vec::<String>::new());
        let mut back = self.home.to_owned();
        let glance = async || {
            assert!(Instant::now() < end, "no end with {}: {did:?}\n{}", self.text, page.text().await);
            if let Some(part) = self.held_by {
                let here = page.address().await;
                if here.starts_with(self.home) && here.contains(part) {
                    back = here;
                }
            }
            // A page that is just being left has nothing to say.
            let done = page.call(&step, &[]).await.unwrap_or(Value::Null);
            let done = done.as_str().unwrap_or("waits").to_owned();
            let is_done = match done.as_str() {
                "done" => true,
                // Not where the task is, or led away by a button: back to where it can go on.
                "lost" | "elsewhere" => {
                    page.open(&back).await;
                    false
                }
                "look" => matches!(look().await, Then::Done),
                _ => false,
            };
            // A look that leads to nothing is told once.
            if done != "waits" && (done != "look" || did.last() != Some(&done)) {
                did.push(done);
            }
            is_done.then_some(())
        };
        page.until_within(2 * PATIENCE, "an end of the task", glance).await;
        did
    }
}

/// How often `what` was done.
pub(super) fn times(did: &[String], what: &str) -> usize {
    did.iter().filter(|each| *each == what).count()
}

/// What the test itself asks Business Central about the entity set `set`, or does there as another person: `body` is JavaScript
/// with `text`, the address of the `list`, `headers`, `read(below)`, `send(method, below, body)` and `newest()`, the records
/// changed last.
pub(super) async fn ask(world: &World, set: &str, text: &str, body: &str) -> Value {
    let seen = world.all_requests();
    let is_one = |seen: &&Seen| {
        seen.method == "GET" && seen.server == Server::Service && seen.path.ends_with(&format!("/{set}"))
    };
    let list = seen.iter().rev().find(is_one).expect("a request for the list");
    let ask = format!(
        "async () => {{
            const text = {};
            const list = '{}{}';
            const headers = {{ Authorization: '{}', 'If-Match': '*', 'Content-Type': 'application/json' }};
            const answered = async answer => {{
                if (!answer.ok) throw new Error(await answer.text());
                return answer.json();
            }};
            const read = async below => answered(await fetch(list + below, {{ headers }}));
            const send = async (method, below, body) =>
                answered(await fetch(list + below, {{ method, headers, body: JSON.stringify(body) }}));
            const newest = async () => (await read('?$orderby=lastModifiedDateTime desc&$top=20')).value;
            {body}
        }}",
        json!(text),
        world.sandbox.service(),
        list.path,
        list.header("authorization").expect("a token"),
    );
    let page = world.page();
    // A page that is just being left takes no questions.
    page.until("an answer", async || page.call(&ask, &[]).await.ok()).await
}

/// An answer that is a number.
pub(super) fn counted(answer: &Value) -> u64 {
    answer.as_u64().unwrap_or_else(|| panic!("{answer} is no number"))
}
