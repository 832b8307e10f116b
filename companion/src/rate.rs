//! How often a caller may ask.

use std::collections::HashMap;
use std::time::Duration;

use crate::Refusal;
use crate::refusal::Kind;

/// A limit for each caller: so many calls at once, then evenly so many a minute (ASVS 5.0, 2.4.1).
///
/// It is the generic cell rate algorithm, a leaky bucket (ITU-T I.371, Annex A): of each caller it keeps the one point in
/// time at which the bucket would be empty again. Memory is bounded: callers whose bucket is empty are forgotten, and when
/// there are still too many, the half nearest to it. Those begin anew, which is lenient, not wrong.
#[derive(Clone, Debug)]
pub struct RateLimit {
    interval: Duration,
    tolerance: Duration,
    most: usize,
    empty_at: HashMap<String, Duration>,
}

impl RateLimit {
    /// `burst` calls at once and `per_minute` after that, at least one of each, for up to `most` callers at a time.
    #[must_use]
    pub fn new(per_minute: u32, burst: u32, most: usize) -> Self {
        let interval = Duration::from_secs(60) / per_minute.max(1);
        Self {
            interval,
            tolerance: interval * (burst.max(1) - 1),
            most: most.max(2),
            empty_at: HashMap::new(),
        }
    }

    /// A call of `caller`, at `now` on a clock that only goes forward (since whenever).
    ///
    /// # Errors
    /// [`Refusal`], 429, with the time after which the next call passes. A refused call doesn't count.
    pub fn check(&mut self, caller: &str, now: Duration) -> Result<(), Refusal> {
        let empty_at = self.empty_at.get(caller).copied().unwrap_or_default().max(now);
        let ahead = empty_at - now;
        if ahead > self.tolerance {
            return Err(Refusal::new(Kind::TooMany(ahead - self.tolerance), "a caller asks too often"));
        }
        let empty_at = empty_at + self.interval;
        if let Some(kept) = self.empty_at.get_mut(caller) {
            *kept = empty_at;
        } else {
            if self.empty_at.len() >= self.most {
                self.forget(now);
            }
            self.empty_at.insert(caller.to_owned(), empty_at);
        }
        Ok(())
    }

    /// How many callers are remembered.
    #[must_use]
    pub fn callers(&self) -> usize {
        self.empty_at.len()
    }

    /// Makes room for many at a time, so that one call in many pays for it.
    fn forget(&mut self, now: Duration) {
        self.empty_at.retain(|_, empty_at| *empty_at > now);
        let kept = self.most / 2;
        if self.empty_at.len() > kept {
            let mut times: Vec<Duration> = self.empty_at.values().copied().collect();
            let at = times.len() - kept;
            let (_, limit, _) = times.select_nth_unstable(at);
            let limit = *limit;
            self.empty_at.retain(|_, empty_at| *empty_at > limit);
        }
        self.empty_at.shrink_to(self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::RateLimit;
    use proptest::prelude::{prop, prop_assert, proptest};
    use std::time::Duration;

    const fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_burst_then_evenly() {
        let mut limit = RateLimit::new(60, 3, 10);
        for (caller, now, wait) in [
            ("ann", 0, None),
            ("ann", 0, None),
            ("ann", 0, None),
            ("ann", 0, Some(1)),
            ("ann", 999, Some(1)),
            ("bob", 999, None),
            ("ann", 1_000, None),
            ("ann", 1_001, Some(1)),
            ("ann", 2_000, None),
            ("ann", 60_000, None),
            ("ann", 60_000, None),
            ("ann", 60_000, None),
            ("ann", 60_000, Some(1)),
        ] {
            let refused = limit.check(caller, ms(now)).err();
            assert_eq!(refused.and_then(|refused| refused.retry_after()), wait, "{caller} at {now}");
        }
        let mut slow = RateLimit::new(2, 1, 10);
        assert!(slow.check("ann", ms(0)).is_ok());
        assert_eq!(slow.check("ann", ms(1_000)).unwrap_err().retry_after(), Some(29));
    }

    #[test]
    fn memory_is_bounded_and_who_asks_most_is_remembered() {
        let mut limit = RateLimit::new(60, 5, 1_000);
        for _ in 0..5 {
            assert!(limit.check("ann", ms(0)).is_ok());
        }
        for caller in 0..100_000_u32 {
            assert!(limit.check(&caller.to_string(), ms(0)).is_ok());
            assert!(limit.callers() <= 1_000);
        }
        assert!(limit.check("ann", ms(0)).is_err());
        // All buckets but one are empty later, and are forgotten.
        assert!(limit.check("ann", ms(100_000)).is_ok());
        (0..1_000_u32)
            .for_each(|caller| assert!(limit.check(&format!("late {caller}"), ms(100_000)).is_ok()));
        assert!(limit.callers() <= 1_000);
    }

    proptest! {
        #[test]
        fn never_more_than_the_burst_and_the_rate(
            per_minute in 1_u32..600, burst in 1_u32..20, gaps in prop::collection::vec(0_u64..5_000, 1..300),
        ) {
            let mut limit = RateLimit::new(per_minute, burst, 10);
            let (mut now, mut passed) = (0, Vec::new());
            for gap in gaps {
                now += gap;
                match limit.check("ann", ms(now)) {
                    Ok(()) => passed.push(now),
                    // What it says about waiting is true.
                    Err(refusal) => {
                        let wait = refusal.retry_after().unwrap_or_default();
                        let then = ms(now + wait * 1_000);
                        prop_assert!(limit.clone().check("ann", then).is_ok());
                    }
                }
            }
            let rate = f64::from(per_minute) / 60_000.0;
            for (first, from) in passed.iter().enumerate() {
                for (last, to) in passed.iter().enumerate().skip(first) {
                    let most = f64::from(burst) + f64::from(u32::try_from(to - from).unwrap_or(u32::MAX)) * rate;
                    let count = f64::from(u32::try_from(last - first + 1).unwrap_or(u32::MAX));
                    prop_assert!(count <= most + 0.01, "{count} in {} ms", to - from);
                }
            }
        }
    }
}
