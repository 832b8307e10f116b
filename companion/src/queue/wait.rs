//! Waiting for one's turn.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use super::order::{Asked, Order, Place, Ticket};
use crate::Refusal;
use crate::refusal::Kind;

/// When a call that found the queue full may come again. Nothing was sent for it, so that even a write may.
const AGAIN: Duration = Duration::from_secs(5);
const FULL: Refusal = Refusal::new(Kind::TooMany(AGAIN), "too many calls wait already");

/// A queue that many tasks share; clones are the same queue.
#[derive(Clone, Debug)]
pub struct FairQueue(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    order: Order,
    waiting: HashMap<Ticket, oneshot::Sender<Permit>>,
}

/// Leave to have one request in flight; the place is free again when this is dropped.
#[derive(Debug)]
pub struct Permit {
    queue: FairQueue,
    place: Option<Place>,
}

/// A task that waits, and that may be dropped meanwhile.
struct Waiting<'a> {
    queue: &'a FairQueue,
    caller: &'a str,
    ticket: Ticket,
}

impl FairQueue {
    /// A queue for `principals`, each with at most `limit` in flight, in which `room` may wait.
    #[must_use]
    pub fn new(principals: usize, limit: usize, room: usize) -> Self {
        let order = Order::new(principals, limit, room);
        Self(Arc::new(Mutex::new(State { order, waiting: HashMap::new() })))
    }

    /// Waits for the turn of `caller`. A task that no longer wants to wait drops the future: its place goes to the next.
    ///
    /// # Errors
    /// [`Refusal`], 429, when too many wait already; also for one that waited and gave way to a caller with less.
    pub async fn enter(&self, caller: &str) -> Result<Permit, Refusal> {
        let (sender, receiver) = oneshot::channel();
        let ticket = {
            let mut state = self.lock();
            let ticket = match state.order.ask(caller) {
                Asked::Goes(place) => return Ok(self.permit(place)),
                Asked::Refused => return Err(FULL),
                Asked::Waits(ticket) => ticket,
                Asked::WaitsInsteadOf(ticket, other) => {
                    // Its task sees the sender gone.
                    state.waiting.remove(&other);
                    ticket
                }
            };
            state.waiting.insert(ticket, sender);
            ticket
        };
        let _waiting = Waiting { queue: self, caller, ticket };
        receiver.await.map_err(|_| FULL)
    }

    /// How many are in flight, for each principal, and how many wait.
    #[must_use]
    pub fn load(&self) -> (Vec<usize>, usize) {
        let state = self.lock();
        (state.order.in_flight().to_vec(), state.order.waiting())
    }

    fn permit(&self, place: Place) -> Permit {
        Permit { queue: self.clone(), place: Some(place) }
    }

    /// Nothing panics while it holds the lock, and if it did, the counts would still be right.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit {
    /// Which principal's place this is, in the order of the settings.
    #[must_use]
    pub fn principal(&self) -> usize {
        self.place.as_ref().map_or(0, |place| place.principal)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let Some(place) = self.place.take() else { return };
        let next = {
            let mut state = self.queue.lock();
            let next = state.order.leave(place);
            next.map(|(ticket, place)| (state.waiting.remove(&ticket), place))
        };
        // Outside of the lock: a permit that nobody takes any more is dropped here, and passes its place on.
        if let Some((sender, place)) = next {
            let permit = self.queue.permit(place);
            if let Some(sender) = sender {
                drop(sender.send(permit));
            }
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut state = self.queue.lock();
        if state.order.give_up(self.caller, self.ticket) {
            state.waiting.remove(&self.ticket);
        }
    }
}

#[cfg(test)]
mod tests;
