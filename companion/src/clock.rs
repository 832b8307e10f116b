//! The time, as everything here is told it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use authority::UnixTime;
use tokio::sync::Notify;

/// A clock, shared by all its clones. It can be moved forward, which tests do.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    start: Instant,
    /// Milliseconds by which it was moved forward.
    ahead: AtomicU64,
    moved: Notify,
}

impl Default for Clock {
    fn default() -> Self {
        let inner = Inner { start: Instant::now(), ahead: AtomicU64::new(0), moved: Notify::new() };
        Self(Arc::new(inner))
    }
}

impl Clock {
    /// The time since this clock was made. It never goes back, whatever is done to the computer's own clock; so waits and
    /// lifetimes are counted by it.
    #[must_use]
    pub fn now(&self) -> Duration {
        self.0.start.elapsed() + self.ahead()
    }

    /// The time of day, for what others sign or are to verify.
    #[must_use]
    pub fn wall(&self) -> UnixTime {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        UnixTime::from_seconds((now + self.ahead()).as_secs())
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        let by = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.0.ahead.fetch_add(by, Ordering::SeqCst);
        self.0.moved.notify_waiters();
    }

    /// Waits until [`now`](Clock::now) is `moment`.
    pub async fn sleep_until(&self, moment: Duration) {
        loop {
            let moved = self.0.moved.notified();
            tokio::pin!(moved);
            moved.as_mut().enable();
            let left = moment.saturating_sub(self.now());
            if left.is_zero() {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep(left) => {}
                () = moved => {}
            }
        }
    }

    fn ahead(&self) -> Duration {
        Duration::from_millis(self.0.ahead.load(Ordering::SeqCst))
    }
}
