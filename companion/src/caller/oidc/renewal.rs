//! When to fetch the Authority's keys.

use std::time::Duration;

use authority::UnixTime;

/// Keys are fetched at most so often, whoever makes up new names of keys (checklist rule 29; OIDC Core §10.1.1).
const PAUSE: Duration = Duration::from_secs(60);
/// Keys that were withdrawn are forgotten within this (Microsoft's documentation: check for new keys every 24 hours).
const OLDEST: Duration = Duration::from_secs(24 * 3600);

/// What to do about the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Fetch them, and report with [`KeyRenewal::fetched`] or [`KeyRenewal::failed`].
    Fetch,
    /// They are being fetched: wait for that, then verify again.
    Wait,
    /// They are as new as they get; a token that they don't fit is refused.
    Keep,
}

/// When keys were asked for, and when they came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyRenewal {
    asked: Option<UnixTime>,
    came: Option<UnixTime>,
    in_flight: bool,
}

impl KeyRenewal {
    /// What to do before a token is verified: fetch keys when there are none or when they are old. Keys that are old go on
    /// serving while new ones are fetched, and when those don't come.
    pub fn before(&mut self, now: UnixTime) -> Step {
        match self.came {
            Some(came) if came.plus(OLDEST) > now => Step::Keep,
            _ => self.step(now),
        }
    }

    /// What to do about a token whose key isn't known.
    pub fn unknown_key(&mut self, now: UnixTime) -> Step {
        self.step(now)
    }

    /// The keys have come.
    pub fn fetched(&mut self, now: UnixTime) {
        self.came = Some(now);
        self.in_flight = false;
    }

    /// They haven't.
    pub fn failed(&mut self) {
        self.in_flight = false;
    }

    fn step(&mut self, now: UnixTime) -> Step {
        // Also when a fetch was given up without a word.
        if self.asked.is_none_or(|asked| asked.plus(PAUSE) <= now) {
            self.asked = Some(now);
            self.in_flight = true;
            Step::Fetch
        } else if self.in_flight {
            Step::Wait
        } else {
            Step::Keep
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyRenewal, Step};
    use authority::UnixTime;

    const fn at(seconds: u64) -> UnixTime {
        UnixTime::from_seconds(1_800_000_000 + seconds)
    }

    #[test]
    fn unknown_keys_are_looked_for_once_a_minute() {
        let mut renewal = KeyRenewal::default();
        assert_eq!(renewal.before(at(0)), Step::Fetch);
        assert_eq!(renewal.before(at(0)), Step::Wait);
        renewal.fetched(at(1));
        assert_eq!(renewal.before(at(2)), Step::Keep);
        assert_eq!(renewal.unknown_key(at(2)), Step::Keep);
        assert_eq!(renewal.unknown_key(at(59)), Step::Keep);
        assert_eq!(renewal.unknown_key(at(60)), Step::Fetch);
        assert_eq!(renewal.unknown_key(at(61)), Step::Wait);
        assert_eq!(renewal.before(at(61)), Step::Keep);
        renewal.fetched(at(62));
        assert_eq!(renewal.unknown_key(at(63)), Step::Keep);
    }

    #[test]
    fn old_keys_are_fetched_anew_and_a_failure_is_not_repeated_at_once() {
        let mut renewal = KeyRenewal::default();
        renewal.before(at(0));
        renewal.fetched(at(0));
        assert_eq!(renewal.before(at(86_399)), Step::Keep);
        assert_eq!(renewal.before(at(86_400)), Step::Fetch);
        renewal.failed();
        assert_eq!(renewal.before(at(86_401)), Step::Keep);
        assert_eq!(renewal.before(at(86_460)), Step::Fetch);
        // That one is never heard of again.
        assert_eq!(renewal.before(at(86_500)), Step::Wait);
        assert_eq!(renewal.before(at(86_520)), Step::Fetch);
    }

    proptest::proptest! {
        #[test]
        fn never_more_than_once_a_minute(calls in proptest::collection::vec((0_u64..30, 0_u8..4), 1..200)) {
            let (mut renewal, mut now, mut last) = (KeyRenewal::default(), 0, None::<u64>);
            for (passed, call) in calls {
                now += passed;
                let step = match call {
                    0 => renewal.before(at(now)),
                    1 => renewal.unknown_key(at(now)),
                    2 => { renewal.fetched(at(now)); continue }
                    _ => { renewal.failed(); continue }
                };
                if step == Step::Fetch {
                    proptest::prop_assert!(last.is_none_or(|last| now - last >= 60));
                    last = Some(now);
                }
            }
        }
    }
}
