//! The requests at which a fault is tried.

use sandbox::{Effect, Fault, Seen, Server};

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

/// Each of the requests of a task.
pub(super) fn moments(requests: &[Seen]) -> Vec<Moment> {
    let moment = |(at, seen): (usize, &Seen)| {
        let part = part(seen);
        let is_like = |other: &&Seen| {
            other.method == seen.method && format!("{}?{}", other.path, other.query).contains(&part)
        };
        let before = requests[..at].iter().filter(is_like).count();
        Moment { method: seen.method.clone(), after: u32::try_from(before).expect("few requests"), part }
    };
    requests.iter().enumerate().map(moment).collect()
}
