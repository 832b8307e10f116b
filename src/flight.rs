//! Work that several wait for and that is done once at a time.

use futures_util::future::{FutureExt as _, LocalBoxFuture, Shared, WeakShared};
use std::cell::RefCell;

/// The work that is being done, if any. Whoever asks for it meanwhile gets the same outcome, be it a failure.
#[derive(Debug)]
pub struct Flight<T>(RefCell<Option<WeakShared<LocalBoxFuture<'static, T>>>>);

impl<T> Default for Flight<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T: Clone> Flight<T> {
    /// What is being done, or else what `begin` begins. It goes on while somebody waits for it.
    pub fn join(
        &self,
        begin: impl FnOnce() -> LocalBoxFuture<'static, T>,
    ) -> Shared<LocalBoxFuture<'static, T>> {
        let running = self.0.borrow().as_ref().and_then(WeakShared::upgrade);
        running.filter(|running| running.peek().is_none()).unwrap_or_else(|| {
            let begun = begin().shared();
            *self.0.borrow_mut() = begun.downgrade();
            begun
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Flight;
    use futures_channel::oneshot;
    use futures_util::FutureExt as _;
    use std::cell::Cell;

    #[test]
    fn those_who_ask_meanwhile_share_the_outcome_and_later_ones_do_not() {
        let (flight, begun) = (Flight::default(), Cell::new(0));
        let (sender, receiver) = oneshot::channel::<u8>();
        let first = flight.join(|| {
            begun.set(begun.get() + 1);
            receiver.map(Result::ok).boxed_local()
        });
        let second = flight.join(|| unreachable!("one is under way"));
        assert!(first.clone().now_or_never().is_none());
        sender.send(7).unwrap();
        assert_eq!((first.now_or_never(), second.now_or_never()), (Some(Some(7)), Some(Some(7))));
        let third = flight.join(|| {
            begun.set(begun.get() + 1);
            async { None }.boxed_local()
        });
        assert_eq!((third.now_or_never(), begun.get()), (Some(None), 2));
    }

    #[test]
    fn what_nobody_waits_for_any_more_is_given_up() {
        let flight = Flight::<()>::default();
        let (sender, receiver) = oneshot::channel::<()>();
        drop(flight.join(|| receiver.map(drop).boxed_local()));
        assert!(sender.is_canceled());
        assert_eq!(flight.join(|| async {}.boxed_local()).now_or_never(), Some(()));
    }
}
