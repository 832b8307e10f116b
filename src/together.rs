//! Waiting for several things that go on at the same time.

use futures_util::future::{LocalBoxFuture, MaybeDone, maybe_done};
use std::{future::poll_fn, pin::Pin, task::Poll};

/// What comes of all of `futures`, in their order.
///
/// Each is polled whenever one of them has news, which is the right thing for a handful. `join_all` of `futures_util`
/// is made for thousands and costs kilobytes of the first load.
pub async fn all<T>(futures: Vec<LocalBoxFuture<'_, T>>) -> Vec<T> {
    let mut all: Vec<_> = futures.into_iter().map(maybe_done).collect();
    poll_fn(|context| {
        let mut done = true;
        for future in &mut all {
            done &= Pin::new(future).poll(context).is_ready();
        }
        if done { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    all.iter_mut().map(Pin::new).filter_map(MaybeDone::take_output).collect()
}

#[cfg(test)]
mod tests {
    use super::all;
    use futures_channel::oneshot;
    use futures_util::FutureExt as _;
    use std::cell::Cell;

    #[test]
    fn all_are_begun_at_once_and_keep_their_order() {
        let begun = Cell::new(0);
        let (senders, receivers): (Vec<_>, Vec<_>) = (0..3).map(|_| oneshot::channel::<u8>()).unzip();
        let futures = receivers.into_iter().map(|receiver| {
            let begun = &begun;
            async move {
                begun.set(begun.get() + 1);
                receiver.await
            }
            .boxed_local()
        });
        let mut all = Box::pin(all(futures.collect()));
        assert_eq!(all.as_mut().now_or_never(), None);
        assert_eq!(begun.get(), 3);
        for (number, sender) in [0, 1, 2].into_iter().zip(senders).rev() {
            assert_eq!(all.as_mut().now_or_never(), None);
            sender.send(number).unwrap();
        }
        assert_eq!(all.now_or_never(), Some(vec![Ok(0), Ok(1), Ok(2)]));
    }

    #[test]
    fn none_is_done() {
        assert_eq!(all::<u8>(Vec::new()).now_or_never(), Some(Vec::new()));
    }
}
