//! One case: what is done, and what must become of it.

use std::pin::Pin;

use sandbox::{Fault, Running};

use crate::world::World;

/// A trial, and its rows in the document: one for each step.
pub(super) struct Case {
    /// The trial's name: the module's, or the item's.
    pub(super) name: &'static str,
    /// The plans that a module is part of; what an item says.
    pub(super) about: &'static str,
    pub(super) steps: Vec<Step>,
}

/// Something that shows it.
pub(super) enum Step {
    /// What becomes of a mutation.
    Mutation(Mutation),
    /// What the Authority has received after two honest sign-ins, the portal's or the oracle's; and that in words.
    Look(fn(&World), &'static str),
    /// A flow in the browser: what is done, and what is seen then.
    Flow(Flow, [&'static str; 2]),
}

/// A flow in a world of its own.
pub(super) type Flow = fn() -> Pin<Box<dyn Future<Output = ()>>>;

/// The flow that a function of no arguments is.
macro_rules! flow {
    ($flow:path, $done:literal, $seen:literal $(,)?) => {
        $crate::conformance::case::Step::Flow(|| Box::pin($flow()), [$done, $seen])
    };
}
pub(super) use flow;

/// Something that the Authority sends otherwise.
pub(super) struct Mutation {
    pub(super) scene: Scene,
    /// What is sent, in words.
    pub(super) sent: &'static str,
    pub(super) faults: fn(&Running) -> Vec<Fault>,
    pub(super) must: Verdict,
    /// Why the oracle takes it otherwise, where it does.
    pub(super) why_unlike: Option<&'static str>,
}

/// What is going on while the Authority mutates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scene {
    SignIn,
    /// A second sign-in, for which the Authority signs with another key than for the first.
    Rotation,
    /// A sign-in, and a renewal of its token. Faults that wait for a second token answer are the renewal's.
    Renewal,
    /// A sign-in, and the end of the session.
    SignOut,
    /// A sign-in at an Authority that also tells who signed in at its UserInfo endpoint.
    UserInfo,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Accepts,
    Refuses,
}

/// What somebody made of a mutation.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) told: String,
}

impl Outcome {
    pub(super) fn accepted(how: &str) -> Self {
        Self { verdict: Verdict::Accepts, told: how.to_owned() }
    }

    pub(super) fn refused(why: &str) -> Self {
        Self { verdict: Verdict::Refuses, told: format!("refused: {why}") }
    }
}

impl Case {
    pub(super) fn mutations(&self) -> impl Iterator<Item = &Mutation> {
        self.steps.iter().filter_map(|step| match step {
            Step::Mutation(mutation) => Some(mutation),
            _ => None,
        })
    }
}

/// A mutation of a sign-in that the portal accepts.
pub(super) fn accepted(sent: &'static str, faults: fn(&Running) -> Vec<Fault>) -> Mutation {
    Mutation { scene: Scene::SignIn, sent, faults, must: Verdict::Accepts, why_unlike: None }
}

/// One that it refuses.
pub(super) fn refused(sent: &'static str, faults: fn(&Running) -> Vec<Fault>) -> Mutation {
    Mutation { must: Verdict::Refuses, ..accepted(sent, faults) }
}

impl Mutation {
    pub(super) fn within(mut self, scene: Scene) -> Self {
        self.scene = scene;
        self
    }

    /// The oracle takes it otherwise, and why.
    pub(super) fn unlike_the_oracle(mut self, why: &'static str) -> Self {
        self.why_unlike = Some(why);
        self
    }
}

impl From<Mutation> for Step {
    fn from(mutation: Mutation) -> Self {
        Self::Mutation(mutation)
    }
}
