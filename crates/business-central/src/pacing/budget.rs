//! How many requests went out within the last five minutes.

/// Requests that Business Central answers a user within [`WINDOW`]; see [`super::Pacing`] for where that is said.
const MOST: u32 = 6_000;
/// Left to the user's other programs.
const SPARE: u32 = 200;
/// Five minutes, in milliseconds.
const WINDOW: u64 = 300_000;
/// The window moves by slices: one number for each, instead of one for each request.
const SLICE: u64 = 10_000;

/// What was spent, slice by slice, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Budget(Vec<(u64, u32)>);

impl Budget {
    /// A request goes out.
    pub(super) fn spend(&mut self, now: u64) {
        let slice = now / SLICE;
        self.0.retain(|(at, _)| (at + 1) * SLICE + WINDOW > now);
        match self.0.last_mut() {
            Some((at, spent)) if *at >= slice => *spent += 1,
            _ => self.0.push((slice, 1)),
        }
    }

    /// Until when nothing should go, if too much did.
    pub(super) fn exhausted(&self, now: u64) -> Option<u64> {
        let mut rest: u32 = self.0.iter().map(|(_, spent)| spent).sum();
        let mut until = None;
        for (at, spent) in &self.0 {
            if rest < MOST - SPARE {
                break;
            }
            rest -= spent;
            until = Some((at + 1) * SLICE + WINDOW);
        }
        until.filter(|until| *until > now)
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, MOST, SLICE, SPARE, WINDOW};

    #[test]
    fn a_full_window_waits_for_its_oldest_slice() {
        let mut budget = Budget::default();
        for request in 0..u64::from(MOST - SPARE) {
            assert_eq!(budget.exhausted(request), None, "{request}");
            budget.spend(request);
        }
        let until = budget.exhausted(9_000).expect("a full window");
        assert_eq!(until, SLICE + WINDOW);
        budget.spend(until);
        assert_eq!(budget.exhausted(until), None);
    }
}
