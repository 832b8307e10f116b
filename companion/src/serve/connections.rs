//! The connections that callers have open, and which of them give way.
//!
//! A connection costs memory and a file descriptor, so there is a limit; and whoever holds many open without asking for
//! anything must not keep others out. So when the limit is reached, the connection that has been idle longest is closed in
//! favour of the new one. One that has a call under way never is.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::clock::Clock;

/// For times that are not.
const NEVER: u64 = u64::MAX;

/// What is known of one connection. Times are milliseconds of the [`Clock`].
#[derive(Debug)]
pub(crate) struct Connection {
    clock: Clock,
    /// Calls under way: one at most, in HTTP/1.1.
    busy: AtomicUsize,
    /// Since when nothing is under way.
    idle_since: AtomicU64,
    /// Since when a head is being read.
    head_since: AtomicU64,
    /// Since when the caller takes no byte.
    stalled_since: AtomicU64,
    close: Notify,
}

impl Connection {
    fn new(clock: Clock) -> Arc<Self> {
        let now = millis(clock.now());
        Arc::new(Self {
            clock,
            busy: AtomicUsize::new(0),
            idle_since: AtomicU64::new(now),
            head_since: AtomicU64::new(NEVER),
            stalled_since: AtomicU64::new(NEVER),
            close: Notify::new(),
        })
    }

    /// Bytes came.
    pub(crate) fn received(&self) {
        if self.busy.load(Ordering::Relaxed) == 0 {
            let now = millis(self.clock.now());
            let _ = self.head_since.compare_exchange(NEVER, now, Ordering::Relaxed, Ordering::Relaxed);
        }
    }

    /// Bytes can't be sent, or can again.
    pub(crate) fn stalled(&self, is: bool) {
        if is {
            let now = millis(self.clock.now());
            let _ = self.stalled_since.compare_exchange(NEVER, now, Ordering::Relaxed, Ordering::Relaxed);
        } else {
            self.stalled_since.store(NEVER, Ordering::Relaxed);
        }
    }

    /// A call is under way until what this returns is dropped.
    pub(crate) fn begin(self: &Arc<Self>) -> UnderWay {
        self.busy.fetch_add(1, Ordering::Relaxed);
        self.head_since.store(NEVER, Ordering::Relaxed);
        UnderWay(Arc::clone(self))
    }

    /// Waits until it is to be closed.
    pub(crate) async fn closed(&self) {
        self.close.notified().await;
    }

    fn is_idle(&self) -> bool {
        self.busy.load(Ordering::Relaxed) == 0
    }
}

/// A call that is under way.
#[derive(Debug)]
pub(crate) struct UnderWay(Arc<Connection>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.idle_since.store(millis(self.0.clock.now()), Ordering::Relaxed);
        self.0.busy.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How long a connection may be in each state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    pub(crate) idle: Duration,
    pub(crate) head: Duration,
    pub(crate) stalled: Duration,
}

/// All of them.
#[derive(Debug)]
pub(crate) struct Connections {
    open: Mutex<HashMap<u64, Arc<Connection>>>,
    next: AtomicU64,
    most: usize,
    clock: Clock,
}

impl Connections {
    pub(crate) fn new(most: usize, clock: Clock) -> Arc<Self> {
        Arc::new(Self { open: Mutex::default(), next: AtomicU64::new(0), most, clock })
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.lock().len()
    }

    /// A new one; `None` when there is no room, because all have calls under way.
    pub(crate) fn open(self: &Arc<Self>) -> Option<Open> {
        let mut open = self.lock();
        if open.len() >= self.most && !close_idlest(&mut open) {
            return None;
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let connection = Connection::new(self.clock.clone());
        open.insert(number, Arc::clone(&connection));
        Some(Open { all: Arc::clone(self), number, connection })
    }

    /// Makes room where the system has none for more. Whether it could.
    pub(crate) fn give_way(&self) -> bool {
        close_idlest(&mut self.lock())
    }

    /// Closes those that have been in one state for too long.
    pub(crate) fn sweep(&self, patience: Patience) {
        let now = millis(self.clock.now());
        let over = |since: &AtomicU64, patience: Duration| {
            let since = since.load(Ordering::Relaxed);
            since != NEVER && now.saturating_sub(since) > millis(patience)
        };
        self.lock().retain(|_, connection| {
            let idle = connection.is_idle();
            let head = over(&connection.head_since, patience.head);
            let over = over(&connection.stalled_since, patience.stalled)
                || (idle && (head || over(&connection.idle_since, patience.idle)));
            if over {
                connection.close.notify_one();
            }
            !over
        });
    }

    /// Closes those that have no call under way.
    pub(crate) fn close_idle(&self) {
        self.lock()
            .values()
            .filter(|connection| connection.is_idle())
            .for_each(|idle| idle.close.notify_one());
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Arc<Connection>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes the connection that has been idle longest.
fn close_idlest(open: &mut HashMap<u64, Arc<Connection>>) -> bool {
    let idle = open.iter().filter(|(_, connection)| connection.is_idle());
    let idlest =
        idle.min_by_key(|(number, connection)| (connection.idle_since.load(Ordering::Relaxed), **number));
    let Some(number) = idlest.map(|(number, _)| *number) else { return false };
    if let Some(connection) = open.remove(&number) {
        connection.close.notify_one();
    }
    true
}

/// A connection's place among all.
#[derive(Debug)]
pub(crate) struct Open {
    all: Arc<Connections>,
    number: u64,
    pub(crate) connection: Arc<Connection>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.all.lock().remove(&self.number);
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(NEVER - 1)
}

#[cfg(test)]
mod tests {
    use super::{Connections, Patience};
    use crate::clock::Clock;
    use std::time::Duration;

    const PATIENCE: Patience = Patience {
        idle: Duration::from_secs(90),
        head: Duration::from_secs(10),
        stalled: Duration::from_secs(30),
    };

    fn closes(connection: &super::Open) -> bool {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            tokio::time::timeout(Duration::from_millis(20), connection.connection.closed()).await.is_ok()
        })
    }

    #[test]
    fn the_idlest_gives_way_and_the_busy_stays() {
        let clock = Clock::default();
        let all = Connections::new(3, clock.clone());
        let busy = all.open().unwrap();
        let call = busy.connection.begin();
        clock.advance(Duration::from_secs(1));
        let old = all.open().unwrap();
        clock.advance(Duration::from_secs(1));
        let young = all.open().unwrap();
        clock.advance(Duration::from_secs(1));
        let new = all.open().unwrap();
        assert_eq!(all.count(), 3);
        assert!(closes(&old) && !closes(&busy) && !closes(&young) && !closes(&new));
        let _calls = [young.connection.begin(), new.connection.begin()];
        assert!(all.open().is_none(), "all are busy");
        drop(call);
        assert!(all.open().is_some() && closes(&busy));
    }

    #[test]
    fn whoever_dawdles_is_closed() {
        let clock = Clock::default();
        let all = Connections::new(9, clock.clone());
        let (idle, head, stalled, busy) =
            (all.open().unwrap(), all.open().unwrap(), all.open().unwrap(), all.open().unwrap());
        head.connection.received();
        let _calls = [stalled.connection.begin(), busy.connection.begin()];
        stalled.connection.stalled(true);
        clock.advance(Duration::from_secs(11));
        // Going on doesn't help whoever sends a head byte by byte.
        head.connection.received();
        all.sweep(PATIENCE);
        assert!(closes(&head) && all.count() == 3);
        clock.advance(Duration::from_secs(20));
        all.sweep(PATIENCE);
        assert!(closes(&stalled) && all.count() == 2);
        clock.advance(Duration::from_secs(60));
        all.sweep(PATIENCE);
        assert!(closes(&idle) && !closes(&busy) && all.count() == 1);
    }
}
