//! What a client must do by OAuth 2.0 and OpenID Connect: a trial for each module of the OpenID Foundation's tests of relying
//! parties, and for each item of a checklist. The Authority mutates what it sends; the portal is looked at in a real browser,
//! and a certified client of other people's making, the oracle, is put in the same place. A run of all of them in Chromium
//! writes `docs/conformance.md`.

mod case;
mod fapi;
mod items;
mod lies;
mod modules;
mod oracle;
mod scenes;
mod skipped;
mod table;

use std::sync::Arc;

use libtest_mimic::Trial;

use crate::world::World;
use case::{Case, Mutation, Step};

pub(crate) use table::write;

/// What the document says where the rule is none for a library of the protocol.
const NOT_ITS_PART: &str = "not its part";

/// All cases, in the order of the document.
fn cases() -> Vec<Case> {
    [modules::cases(), fapi::cases(), items::cases()].into_iter().flatten().collect()
}

/// A trial for each case.
pub(crate) fn trials() -> Vec<Trial> {
    let trial = |case: Case| {
        let case = Arc::new(case);
        crate::trial(&format!("conformance::{}", case.name), move || run(Arc::clone(&case)))
    };
    cases().into_iter().map(trial).collect()
}

async fn run(case: Arc<Case>) {
    let mut told = Vec::new();
    if case.mutations().next().is_some() {
        told.extend(mutate(case.mutations()).await);
    }
    let mut told = told.into_iter();
    let mut rows = Vec::new();
    for step in &case.steps {
        rows.push(match step {
            Step::Mutation(_) => told.next().expect("what became of each mutation"),
            Step::Look(look, seen) => [(*seen).to_owned(), look_at(*look).await],
            Step::Flow(flow, [_, seen]) => {
                flow().await;
                [(*seen).to_owned(), NOT_ITS_PART.to_owned()]
            }
        });
    }
    table::keep(case.name, rows);
}

/// Lets portal and oracle meet each mutation, all in one world: what each made of it.
async fn mutate(mutations: impl Iterator<Item = &Mutation>) -> Vec<[String; 2]> {
    let mut world = World::start().await;
    let mut told = Vec::new();
    for mutation in mutations {
        if !told.is_empty() {
            // A session that is left open would go on renewing its tokens.
            world.page().open("about:blank").await;
            world.visit_again().await;
        }
        set(&mut world, mutation);
        let portal = scenes::play(&mut world, mutation).await;
        world.reset();
        set(&mut world, mutation);
        let oracle = oracle::ask(&world, mutation.scene).await;
        // What it sent is no leak of the portal's.
        world.sandbox.reset();
        let sent = mutation.sent;
        assert_eq!(portal.verdict, mutation.must, "{sent}: {}", portal.told);
        let differs = oracle.as_ref().is_some_and(|oracle| oracle.verdict != portal.verdict);
        let oracle = oracle.map_or_else(|| NOT_ITS_PART.to_owned(), |oracle| oracle.told);
        let is_explained = mutation.why_unlike.is_some();
        assert_eq!(
            differs, is_explained,
            "{sent}: the oracle's other view is explained, if it has one: {oracle}"
        );
        told.push([portal.told, oracle].map(|told| table::without_addresses(&world, &told)));
    }
    world.finish().await;
    told
}

fn set(world: &mut World, mutation: &Mutation) {
    for fault in (mutation.faults)(&world.sandbox) {
        world.fault(fault);
    }
}

/// Two sign-ins as they should be, looked at by what the Authority received; then the oracle's, which must not differ.
async fn look_at(look: fn(&World)) -> String {
    let mut world = World::start().await;
    scenes::sign_in_twice(&mut world).await;
    look(&world);
    world.reset();
    oracle::sign_in_twice(&world).await;
    look(&world);
    world.finish().await;
    "the same".to_owned()
}
