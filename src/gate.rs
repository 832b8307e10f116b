//! Waiting for one's turn: at most four requests of a session are on their way at once.

use business_central::{Pacing, Ticket};
use std::{
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
};

/// The queue that every request to Business Central goes through.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<Mutex<Queue>>);

#[derive(Debug, Default)]
struct Queue {
    pacing: Pacing,
    /// Of those that wait: a few, so that looking through them is quick.
    wakers: Vec<(Ticket, Waker)>,
}

impl Queue {
    fn take_waker(&mut self, ticket: Ticket) -> Option<Waker> {
        let at = self.wakers.iter().position(|(waiting, _)| *waiting == ticket)?;
        Some(self.wakers.swap_remove(at).1)
    }
}

/// A place among those on their way, or in the queue; given back when dropped.
#[derive(Debug)]
pub struct Place {
    gate: Gate,
    ticket: Ticket,
}

impl Gate {
    /// Waits for a place among those on their way.
    pub async fn enter(&self) -> Place {
        let place = Place { gate: self.clone(), ticket: self.queue().pacing.enter() };
        poll_fn(|context| {
            let mut queue = self.queue();
            queue.take_waker(place.ticket);
            if queue.pacing.may_go(place.ticket) {
                return Poll::Ready(());
            }
            queue.wakers.push((place.ticket, context.waker().clone()));
            Poll::Pending
        })
        .await;
        place
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut queue = self.gate.queue();
        queue.take_waker(self.ticket);
        let next = queue.pacing.leave(self.ticket).and_then(|next| queue.take_waker(next));
        drop(queue);
        if let Some(waker) = next {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Gate;
    use futures_util::FutureExt as _;

    #[test]
    fn the_fifth_goes_when_one_is_done_or_given_up() {
        let gate = Gate::default();
        let mut going: Vec<_> = (0..4).filter_map(|_| gate.enter().now_or_never()).collect();
        assert_eq!(going.len(), 4);
        let mut fifth = Box::pin(gate.enter());
        let mut sixth = Box::pin(gate.enter());
        assert!(fifth.as_mut().now_or_never().is_none());
        going.pop();
        assert!(sixth.as_mut().now_or_never().is_none(), "the fifth was first");
        drop(fifth);
        assert!(sixth.as_mut().now_or_never().is_some(), "the fifth was given up");
    }
}
