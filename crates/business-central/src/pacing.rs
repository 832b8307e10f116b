//! How many requests may be on their way at once.

/// Lets a limited number of requests go at a time, the others in the order in which they came.
///
/// Business Central works on 5 requests of a user at once, queues 95 and answers more with 429
/// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/administration/operational-limits-online>);
/// staying below leaves one for the user's other programs.
#[derive(Debug)]
pub struct Pacing {
    limit: usize,
    running: Vec<Ticket>,
    waiting: Vec<Ticket>,
    issued: u64,
}

/// A place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket(u64);

impl Default for Pacing {
    fn default() -> Self {
        Self::new(4)
    }
}

impl Pacing {
    /// At most `limit` at a time, and at least one.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { limit: limit.max(1), running: Vec::new(), waiting: Vec::new(), issued: 0 }
    }

    /// Queues up. The ticket must be given back by [`Pacing::leave`], also when its request is given up.
    pub fn enter(&mut self) -> Ticket {
        let ticket = Ticket(self.issued);
        self.issued += 1;
        if self.running.len() < self.limit {
            self.running.push(ticket);
        } else {
            self.waiting.push(ticket);
        }
        ticket
    }

    /// Whether it is this ticket's turn.
    #[must_use]
    pub fn may_go(&self, ticket: Ticket) -> bool {
        self.running.contains(&ticket)
    }

    /// Gives a ticket back, be it waiting or under way; a second time does nothing. Returns the ticket whose turn it is
    /// now, if there is one.
    pub fn leave(&mut self, ticket: Ticket) -> Option<Ticket> {
        self.waiting.retain(|waiting| *waiting != ticket);
        let at = self.running.iter().position(|running| *running == ticket)?;
        self.running.swap_remove(at);
        if self.waiting.is_empty() {
            return None;
        }
        let next = self.waiting.remove(0);
        self.running.push(next);
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::Pacing;

    #[test]
    fn the_fifth_waits_for_the_first_to_leave() {
        let mut pacing = Pacing::default();
        let tickets: Vec<_> = (0..7).map(|_| pacing.enter()).collect();
        assert_eq!(tickets.iter().filter(|ticket| pacing.may_go(**ticket)).count(), 4);
        assert!(!pacing.may_go(tickets[4]));
        assert_eq!(pacing.leave(tickets[5]), None);
        assert_eq!(pacing.leave(tickets[1]), Some(tickets[4]));
        assert_eq!(pacing.leave(tickets[1]), None);
        assert_eq!(pacing.leave(tickets[0]), Some(tickets[6]));
        assert!(!pacing.may_go(tickets[0]) && pacing.may_go(tickets[6]));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::Pacing;

    proptest! {
        #[test]
        fn never_more_than_the_limit_and_never_idle(limit in 1_usize..6, events in proptest::collection::vec(any::<(bool, u8)>(), 0..60)) {
            let mut pacing = Pacing::new(limit);
            let mut alive = Vec::new();
            for (enters, which) in events {
                if enters || alive.is_empty() {
                    alive.push(pacing.enter());
                } else {
                    let ticket = alive.remove(usize::from(which) % alive.len());
                    pacing.leave(ticket);
                }
                let going: Vec<bool> = alive.iter().map(|ticket| pacing.may_go(*ticket)).collect();
                prop_assert!(going.iter().filter(|goes| **goes).count() == limit.min(alive.len()));
                prop_assert!(going.is_sorted_by(|a, b| a >= b), "first come, first served");
            }
        }
    }
}
