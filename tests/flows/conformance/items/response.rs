//! B: the answer to it.

use std::time::Duration;

use sandbox::{Effect, Fault, Server};
use serde_json::json;

use super::{
    item,
    request::{authorizations, exchanges},
};
use crate::{
    conformance::{
        case::{Case, accepted, flow, refused},
        lies::{FOREIGN, answer, iss_is_announced, twice},
    },
    session::code_and_state_are_nowhere_left,
    world::{ADA, World},
};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = parameters();
    cases.extend(once());
    cases
}

fn parameters() -> Vec<Case> {
    vec![
        item(
            "item_11_state_first",
            "`state` is compared before anything else, for error answers as well",
            vec![
                refused("an error with another `state`", |_| {
                    vec![answer(json!({ "code": null, "error": "access_denied", "state": "another" }))]
                })
                .into(),
                refused("an empty `state`", |_| vec![answer(json!({ "state": "" }))]).into(),
            ],
        ),
        item(
            "item_12_iss",
            "`iss` (RFC 9207) is that of whom was asked, and there where it was announced",
            vec![
                accepted("the right `iss`, which was announced", |sandbox| {
                    vec![iss_is_announced(), answer(json!({ "iss": sandbox.authority() }))]
                })
                .into(),
                refused("`iss` with a slash more, announced", |sandbox| {
                    let issuer = format!("{}/", sandbox.authority());
                    vec![iss_is_announced(), answer(json!({ "iss": issuer }))]
                })
                .into(),
                refused("an error with another `iss`, announced", |_| {
                    let error = json!({ "code": null, "error": "access_denied", "iss": FOREIGN });
                    vec![iss_is_announced(), answer(error)]
                })
                .into(),
                accepted("the right `iss`, not announced", |sandbox| {
                    vec![answer(json!({ "iss": sandbox.authority() }))]
                })
                .into(),
                refused("another `iss`, not announced", |_| vec![answer(json!({ "iss": FOREIGN }))])
                    .unlike_the_oracle(
                        "RFC 9207 §2.4 has a client compare what is there; huskarl doesn't look at what wasn't announced.",
                    )
                    .into(),
            ],
        ),
        item(
            "item_13_nothing_twice",
            "No parameter comes twice (RFC 6749 §3.1)",
            vec![
                refused("`code` twice", |_| vec![twice(json!({ "code": "another" }))]).into(),
                refused("`state` twice", |_| vec![twice(json!({ "state": "another" }))]).into(),
                refused("`session_state` twice", |_| vec![twice(json!({ "session_state": "another" }))])
                    .unlike_the_oracle("The rule is for every parameter; huskarl leaves out those that it doesn't use.")
                    .into(),
            ],
        ),
        item(
            "item_14_no_token_in_the_address",
            "The answer carries no token",
            vec![
                refused("an access token besides the code", |_| {
                    vec![answer(json!({ "access_token": "made-up", "token_type": "Bearer" }))]
                })
                .unlike_the_oracle(IGNORED)
                .into(),
                refused("an ID token besides the code", |_| vec![answer(json!({ "id_token": "made-up" }))])
                    .unlike_the_oracle(IGNORED)
                    .into(),
            ],
        ),
    ]
}

const IGNORED: &str =
    "Neither uses it; the portal takes it for a sign that this is no answer to its request.";

fn once() -> Vec<Case> {
    vec![
        item(
            "item_15_one_answer_in_time",
            "An attempt is answered once, within ten minutes, in its own tab",
            vec![
                flow!(too_late, "an answer after eleven minutes", "refused; the code is not redeemed",),
                flow!(
                    in_another_tab,
                    "an answer that was used already, in another tab",
                    "refused; the code is not redeemed again",
                ),
            ],
        ),
        item(
            "item_16_nothing_left_in_the_address",
            "Code and state leave the address and the history before anything is drawn",
            vec![flow!(
                code_and_state_are_nowhere_left,
                "a sign-in, then a look at the address bar, the history, what Back leads to, and all referers",
                "left none",
            )],
        ),
        item(
            "item_17_a_code_once",
            "A code is redeemed exactly once",
            vec![flow!(
                a_code_once,
                "a reload while the code is on its way, and the same answer once more",
                "sends no code twice",
            )],
        ),
        item(
            "item_18_no_messages_between_windows",
            "Messages between windows are checked by origin: there are none, sign-in is by redirect alone",
            vec![flow!(
                no_messages,
                "a sign-in and a sign-out, with a watch on `postMessage`, `open`, frames and listeners",
                "used none of them",
            )],
        ),
    ]
}

async fn too_late() {
    let mut world = World::start().await;
    world.page().open(&world.at("")).await;
    world.page().find("heading", "Sign in").first().await;
    world.advance(Duration::from_secs(660)).await;
    world.pick(ADA).await;
    world.page().find("button", "Accept").click().await;
    world.page().any("alert").first().await;
    assert_eq!(exchanges(&world).len(), 0);
    world.finish().await;
}

/// The address by which an answer came.
fn answered(world: &World) -> String {
    let callback = world.at("auth/");
    let addresses = world.addresses().into_iter();
    let mut answers = addresses.filter(|each| each.starts_with(&callback) && each.contains("code="));
    answers.next().expect("an answer")
}

async fn in_another_tab() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    world.rest().await;
    world.forget_requests();
    let answer = answered(&world);
    world.visit_again().await;
    world.page().open(&answer).await;
    world.page().any("alert").first().await;
    assert!(!world.page().address().await.contains("code="), "{}", world.page().address().await);
    assert_eq!(exchanges(&world).len(), 0);
    world.finish().await;
}

async fn a_code_once() {
    let mut world = World::start().await;
    world.fault(Fault::at(Server::Authority, "/token", Effect::Hang).times(1));
    world.excuse(&world.sandbox.authority_origin());
    world.page().open(&world.at("")).await;
    world.pick(ADA).await;
    world.page().find("button", "Accept").click().await;
    world.page().until("a code on its way", async || exchanges(&world).pop()).await;
    world.page().reload().await;
    world.page().find("link", "Customers").first().await;
    world.rest().await;
    world.page().open(&answered(&world)).await;
    world.page().find("link", "Customers").first().await;
    let codes: Vec<_> = exchanges(&world).iter().filter_map(|seen| seen.field("code")).collect();
    assert_eq!(codes.len(), 2, "the one that was lost, and another");
    assert_ne!(codes[0], codes[1]);
    assert_eq!(authorizations(&world).len(), 2);
    world.finish().await;
}

/// Notes what a page uses by which windows speak to each other, also over a reload.
const WATCH: &str = "() => {
    if (!location.port || window.watched) return;
    const used = [];
    window.watched = used;
    const note = what => { used.push(what); };
    for (const name of ['postMessage', 'open']) {
        const real = window[name];
        window[name] = function (...given) { note(name); return Reflect.apply(real, this, given); };
    }
    const listen = window.addEventListener;
    window.addEventListener = function (name, ...rest) {
        if (name === 'message') note('a listener');
        return Reflect.apply(listen, this, [name, ...rest]);
    };
    new MutationObserver(() => { if (document.querySelector('iframe, frame, object, embed')) note('a frame'); })
        .observe(document, { childList: true, subtree: true });
}";

async fn no_messages() {
    let world = World::start().await;
    let page = world.page();
    page.tab.prepare(WATCH).await.expect("a page that is watched");
    world.sign_in(ADA).await;
    let none = json!({ "used": [], "frames": 0, "opener": null });
    let used = "() => ({ used: window.watched, frames: window.length, opener: window.opener })";
    assert_eq!(page.evaluate(used).await, none);
    world.rest().await;
    page.find("button", "Sign out").click().await;
    page.find("button", "Sign in").first().await;
    world.rest().await;
    assert_eq!(page.evaluate(used).await, none);
    world.finish().await;
}
