//! The requests at which a fault is tried.

use sandbox::{Effect, Fault, Seen, Server};
use std::env;

/// With this in the environment, also requests that are like others are met.
const EVERY: &str = "PORTICO_EVERY_REQUEST";

/// One of the requests of a task: the one after so many like it.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    method: String,
    part: String,
    after: u32,
}

impl Moment {
    /// `effect`, at this request.
    pub(super) fn fault(&self, effect: &Effect) -> Fault {
        Fault::at(Server::Service, &self.part, effect.clone()).method(&self.method).after(self.after).times(1)
    }
}

/// Each of `effects` at each of `moments`.
pub(super) fn each<'a>(
    effects: &'a [Effect],
    moments: &'a [Moment],
) -> impl Iterator<Item = (&'a Moment, &'a Effect)> {
    effects.iter().flat_map(move |effect| moments.iter().map(move |moment| (moment, effect)))
}

/// The part of a request's address that tells what it is for: the last segment of its path, without a key.
fn part(seen: &Seen) -> String {
    let last = seen.path.rfind('/').map_or(seen.path.as_str(), |at| &seen.path[at..]);
    let end = last.find('(').map_or(last.len(), |at| at + 1);
    last[..end].to_owned()
}

/// Of the requests of a task: each that writes, and of those that read the same the first and the last; with [`EVERY`], all.
pub(super) fn moments(requests: &[Seen]) -> Vec<Moment> {
    let is_every = env::var_os(EVERY).is_some();
    let mut found: Vec<Moment> = Vec::new();
    for (at, seen) in requests.iter().enumerate() {
        let part = part(seen);
        let is_like = |other: &Seen| {
            other.method == seen.method && format!("{}?{}", other.path, other.query).contains(&part)
        };
        let before = requests[..at].iter().filter(|other| is_like(other)).count();
        let is_last = !requests[at + 1..].iter().any(is_like);
        if is_every || seen.method != "GET" || before == 0 || is_last {
            let after = u32::try_from(before).expect("few requests");
            found.push(Moment { method: seen.method.clone(), part, after });
        }
    }
    found
}
