//! Waiting for one's turn: at most four requests of a session are on their way at once, what the user looks at first, and
//! none while Business Central asks for a pause.

use business_central::{Pacing, Pause, Priority, Ticket};
use std::{
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    time::Duration,
};

/// The queue that every request to Business Central goes through. Times are milliseconds of one clock, that of whoever
/// made it.
#[derive(Clone, Debug)]
pub struct Gate {
    queue: Arc<Mutex<Queue>>,
    clock: fn() -> u64,
}

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
    /// An empty queue.
    #[must_use]
    pub fn new(clock: fn() -> u64) -> Self {
        Self { queue: Arc::default(), clock }
    }

    /// Waits for a place among those on their way.
    pub async fn enter(&self, priority: Priority) -> Place {
        let place = Place { gate: self.clone(), ticket: self.queue().pacing.enter(priority) };
        self.go_on();
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

    /// A request on its way goes out once more.
    pub fn sent_again(&self) {
        self.queue().pacing.sent((self.clock)());
    }

    /// Business Central asked for a pause. Whoever tells it calls [`Gate::end`] when it is over.
    pub fn pause(&self, length: Duration) {
        self.queue().pacing.asked((self.clock)(), length);
    }

    /// The pause that is being made, if any, and how long it still takes.
    #[must_use]
    pub fn paused(&self) -> Option<(Pause, Duration)> {
        let now = (self.clock)();
        let pause = self.queue().pacing.pause(now)?;
        Some((pause, Duration::from_millis(pause.until - now)))
    }

    /// `pause` is over, by whichever clock it was waited for.
    pub fn end(&self, pause: Pause) {
        self.queue().pacing.end(pause);
        self.go_on();
    }

    /// Lets those go whose turn it is.
    fn go_on(&self) {
        let mut queue = self.queue();
        let going = queue.pacing.next((self.clock)());
        let wakers: Vec<Waker> = going.into_iter().filter_map(|ticket| queue.take_waker(ticket)).collect();
        drop(queue);
        wakers.into_iter().for_each(Waker::wake);
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut queue = self.gate.queue();
        queue.take_waker(self.ticket);
        queue.pacing.leave(self.ticket);
        drop(queue);
        self.gate.go_on();
    }
}

#[cfg(test)]
mod tests {
    use super::Gate;
    use business_central::Priority::{Background, Looking};
    use futures_util::FutureExt as _;
    use std::{
        sync::atomic::{AtomicU64, Ordering},
        time::Duration,
    };

    #[test]
    fn the_fifth_goes_when_one_is_done_or_given_up() {
        let gate = Gate::new(|| 0);
        let mut going: Vec<_> = (0..4).filter_map(|_| gate.enter(Looking).now_or_never()).collect();
        assert_eq!(going.len(), 4);
        let mut fifth = Box::pin(gate.enter(Looking));
        let mut sixth = Box::pin(gate.enter(Looking));
        assert!(fifth.as_mut().now_or_never().is_none());
        assert!(sixth.as_mut().now_or_never().is_none());
        going.pop();
        assert!(sixth.as_mut().now_or_never().is_none(), "the fifth was first");
        drop(fifth);
        assert!(sixth.as_mut().now_or_never().is_some(), "the fifth was given up");
    }

    #[test]
    fn what_is_only_prepared_leaves_room() {
        let gate = Gate::new(|| 0);
        let prepared: Vec<_> = (0..4).filter_map(|_| gate.enter(Background).now_or_never()).collect();
        assert_eq!(prepared.len(), 2);
        assert!(gate.enter(Looking).now_or_never().is_some());
    }

    #[test]
    fn nothing_goes_while_there_is_a_pause() {
        static NOW: AtomicU64 = AtomicU64::new(0);
        let gate = Gate::new(|| NOW.load(Ordering::Relaxed));
        gate.pause(Duration::from_secs(12));
        let mut waits = Box::pin(gate.enter(Looking));
        assert!(waits.as_mut().now_or_never().is_none());
        NOW.store(5_000, Ordering::Relaxed);
        gate.go_on();
        assert!(waits.as_mut().now_or_never().is_none());
        assert_eq!(gate.paused().map(|(_, left)| left), Some(Duration::from_secs(7)));
        let (pause, _) = gate.paused().expect("a pause");
        gate.end(pause);
        assert!(
            waits.as_mut().now_or_never().is_some(),
            "the computer's clock may have been set back meanwhile"
        );
    }
}
