//! How much one person may ask for: 5 requests at once, 95 waiting, 6,000 within five minutes (operational
//! limits of Business Central Online). What exceeds them is answered with 429, without Retry-After.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::failure::Failure;
use crate::shared::lock;

const AT_ONCE: usize = 5;
const WAITING: usize = 95;
const WITHIN_WINDOW: usize = 6_000;
const WINDOW: u64 = 300;
const LONGEST_WAIT: Duration = Duration::from_secs(8 * 60);

/// What every person has asked for lately.
#[derive(Default)]
pub(super) struct Limits(Mutex<HashMap<String, Usage>>);

struct Usage {
    running: Arc<Semaphore>,
    /// Running and waiting requests.
    open: Arc<()>,
    /// When the requests of the window came, in seconds.
    times: VecDeque<u64>,
}

/// The right to be answered; dropping it lets the next one in.
#[derive(Debug)]
pub(super) struct Pass {
    _running: OwnedSemaphorePermit,
    _open: Arc<()>,
}

impl Limits {
    /// Lets a request of `person` in, once fewer than five others are being answered.
    pub(super) async fn enter(&self, person: &str, now: u64) -> Result<Pass, Failure> {
        let (running, open) = self.queue(person, now)?;
        match tokio::time::timeout(LONGEST_WAIT, running.acquire_owned()).await {
            Ok(Ok(running)) => Ok(Pass { _running: running, _open: open }),
            _ => {
                let message = "The request waited too long to be answered.";
                Err(Failure::new(StatusCode::SERVICE_UNAVAILABLE, "Internal_TenantUnavailable", message))
            }
        }
    }

    fn queue(&self, person: &str, now: u64) -> Result<(Arc<Semaphore>, Arc<()>), Failure> {
        let mut people = lock(&self.0);
        let usage = people.entry(person.to_owned()).or_insert_with(|| Usage {
            running: Arc::new(Semaphore::new(AT_ONCE)),
            open: Arc::new(()),
            times: VecDeque::new(),
        });
        while usage.times.front().is_some_and(|time| time + WINDOW <= now) {
            usage.times.pop_front();
        }
        // The usage itself holds one of the handles.
        let open = Arc::strong_count(&usage.open) - 1;
        if open >= AT_ONCE + WAITING {
            return Err(too_many(open + 1, AT_ONCE + WAITING));
        }
        if usage.times.len() >= WITHIN_WINDOW {
            return Err(too_many(usage.times.len() + 1, WITHIN_WINDOW));
        }
        usage.times.push_back(now);
        Ok((Arc::clone(&usage.running), Arc::clone(&usage.open)))
    }
}

fn too_many(actual: usize, maximum: usize) -> Failure {
    let message = format!("Too many requests reached. Actual ({actual}). Maximum ({maximum}).");
    Failure::new(StatusCode::TOO_MANY_REQUESTS, "Unknown", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn five_run_ninety_five_wait_and_the_next_is_refused() {
        let limits = Limits::default();
        let mut passes = Vec::new();
        for _ in 0..AT_ONCE {
            passes.push(limits.enter("ada", 0).await.unwrap());
        }
        let waiting: Vec<_> = (0..WAITING).map(|_| limits.queue("ada", 0).unwrap()).collect();
        assert_eq!(waiting[0].0.available_permits(), 0);
        assert_eq!(limits.queue("ada", 0).unwrap_err().status, 429);
        assert!(limits.queue("ben", 0).is_ok(), "another person has a queue of their own");
        passes.pop();
        assert_eq!(waiting[0].0.available_permits(), 1, "the next one is let in");
        assert!(limits.queue("ada", 0).is_ok());
    }

    #[tokio::test]
    async fn the_window_slides() {
        let limits = Limits::default();
        for _ in 0..WITHIN_WINDOW {
            limits.enter("ada", 1_000).await.unwrap();
        }
        assert_eq!(limits.enter("ada", 1_299).await.unwrap_err().status, 429);
        assert!(limits.enter("ada", 1_300).await.is_ok());
    }
}
