use super::FairQueue;
use std::future::Future as _;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::time::timeout;

const LONG: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_permit_that_is_dropped_is_the_next_ones() {
    let queue = FairQueue::new(1, 1, 1);
    let first = queue.enter("ann").await.unwrap();
    let waiting = tokio::spawn({
        let queue = queue.clone();
        async move { queue.enter("bob").await.map(|permit| permit.principal()) }
    });
    while queue.load().1 == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(queue.enter("eve").await.unwrap_err().retry_after(), Some(5));
    drop(first);
    assert_eq!(timeout(LONG, waiting).await.unwrap().unwrap(), Ok(0));
    assert_eq!(queue.load(), (vec![0], 0));
}

/// By hand, so that a future is dropped exactly where it matters.
#[test]
fn a_waiter_that_gives_up_frees_its_place() {
    let mut context = Context::from_waker(Waker::noop());
    let queue = FairQueue::new(1, 1, 5);
    let Poll::Ready(Ok(first)) = pin!(queue.enter("ann")).poll(&mut context) else { panic!() };
    // One that waits and is dropped.
    {
        let mut bob = pin!(queue.enter("bob"));
        assert!(bob.as_mut().poll(&mut context).is_pending());
        assert_eq!(queue.load(), (vec![1], 1));
    }
    assert_eq!(queue.load(), (vec![1], 0));
    // One that is dropped after its turn came and before it noticed: the place goes on to the next.
    let mut eve = pin!(queue.enter("eve"));
    {
        let mut bob = pin!(queue.enter("bob"));
        assert!(bob.as_mut().poll(&mut context).is_pending());
        assert!(eve.as_mut().poll(&mut context).is_pending());
        drop(first);
        assert_eq!(queue.load(), (vec![1], 1));
    }
    let Poll::Ready(Ok(permit)) = eve.as_mut().poll(&mut context) else { panic!("eve was forgotten") };
    drop(permit);
    assert_eq!(queue.load(), (vec![0], 0));
}

#[test]
fn who_gives_way_is_told() {
    let mut context = Context::from_waker(Waker::noop());
    let queue = FairQueue::new(1, 1, 2);
    let Poll::Ready(Ok(_first)) = pin!(queue.enter("ann")).poll(&mut context) else { panic!() };
    let (mut one, mut two) = (pin!(queue.enter("ann")), pin!(queue.enter("ann")));
    assert!(one.as_mut().poll(&mut context).is_pending() && two.as_mut().poll(&mut context).is_pending());
    let mut bob = pin!(queue.enter("bob"));
    assert!(bob.as_mut().poll(&mut context).is_pending());
    let Poll::Ready(Err(refusal)) = two.as_mut().poll(&mut context) else { panic!() };
    assert_eq!(refusal.status().as_u16(), 429);
    assert!(one.as_mut().poll(&mut context).is_pending());
    assert_eq!(queue.load(), (vec![1], 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_tasks_keep_the_limit_and_all_get_through() {
    let queue = FairQueue::new(2, 5, 1_000);
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let tasks: Vec<_> = (0..600)
        .map(|task| {
            let (queue, now, most) = (queue.clone(), now.clone(), most.clone());
            tokio::spawn(async move {
                let caller = (task % 7).to_string();
                // Every third gives up after a few polls, wherever that finds it.
                if task % 3 == 0 {
                    let _ = timeout(Duration::from_micros(task), queue.enter(&caller)).await;
                    return;
                }
                let permit = queue.enter(&caller).await.unwrap();
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                now.fetch_sub(1, Ordering::SeqCst);
                drop(permit);
            })
        })
        .collect();
    for task in tasks {
        timeout(LONG, task).await.expect("a task was forgotten").unwrap();
    }
    assert!(most.load(Ordering::SeqCst) <= 10);
    assert_eq!(queue.load(), (vec![0, 0], 0));
}
