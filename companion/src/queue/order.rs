//! Who is next.

use std::collections::{HashMap, VecDeque};

/// A call that waits. No two have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(u64);

/// A place in flight: which principal's it is, in the order of the settings.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    /// The principal.
    pub principal: usize,
}

/// What a call gets.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// It may go.
    Goes(Place),
    /// It waits.
    Waits(Ticket),
    /// It waits, in the stead of the last call of whoever has most of them waiting; that one is refused.
    WaitsInsteadOf(Ticket, Ticket),
    /// Too many wait already.
    Refused,
}

/// The calls in flight and those that wait.
///
/// What holds at any time: no principal has more than its limit in flight; while one has less, nobody waits; no more wait
/// than there is room for; and of two callers that wait, neither goes twice before the other went once.
#[derive(Debug)]
pub struct Order {
    /// How many are in flight, for each principal.
    in_flight: Vec<usize>,
    limit: usize,
    /// The principal to look at first.
    turn: usize,
    room: usize,
    waiting: usize,
    tickets: u64,
    callers: HashMap<String, VecDeque<Ticket>>,
    /// Those who wait, each once, next one first.
    circle: VecDeque<String>,
}

impl Order {
    /// Nothing in flight: `limit` for each of `principals`, and `room` for as many to wait. There is at least one of
    /// each of the first two.
    #[must_use]
    pub fn new(principals: usize, limit: usize, room: usize) -> Self {
        Self {
            in_flight: vec![0; principals.max(1)],
            limit: limit.max(1),
            turn: 0,
            room,
            waiting: 0,
            tickets: 0,
            callers: HashMap::new(),
            circle: VecDeque::new(),
        }
    }

    /// A call of `caller`.
    ///
    /// When there is no room, whoever has most waiting gives up its last place to a caller with clearly less: a full queue
    /// must not be one caller's way to keep all others out.
    pub fn ask(&mut self, caller: &str) -> Asked {
        if let Some(place) = self.free() {
            return Asked::Goes(place);
        }
        if self.waiting < self.room {
            return Asked::Waits(self.enqueue(caller));
        }
        let own = self.callers.get(caller).map_or(0, VecDeque::len);
        let busiest = self.callers.iter().max_by_key(|(_, tickets)| tickets.len());
        let Some(busiest) = busiest.filter(|(_, tickets)| tickets.len() > own + 1) else {
            return Asked::Refused;
        };
        let busiest = busiest.0.clone();
        let Some(last) = self.callers.get(&busiest).and_then(|tickets| tickets.back()).copied() else {
            return Asked::Refused;
        };
        self.give_up(&busiest, last);
        Asked::WaitsInsteadOf(self.enqueue(caller), last)
    }

    /// A call has been answered, or broke off. Whoever goes in its place.
    #[expect(clippy::needless_pass_by_value, reason = "a place is given back once")]
    pub fn leave(&mut self, place: Place) -> Option<(Ticket, Place)> {
        if let Some(in_flight) = self.in_flight.get_mut(place.principal) {
            *in_flight = in_flight.saturating_sub(1);
        }
        let caller = self.circle.pop_front()?;
        let tickets = self.callers.get_mut(&caller)?;
        let ticket = tickets.pop_front()?;
        self.waiting -= 1;
        if tickets.is_empty() {
            self.callers.remove(&caller);
        } else {
            self.circle.push_back(caller);
        }
        Some((ticket, self.free()?))
    }

    /// `caller` no longer waits with this ticket. Whether it did.
    pub fn give_up(&mut self, caller: &str, ticket: Ticket) -> bool {
        let Some(tickets) = self.callers.get_mut(caller) else { return false };
        let Some(at) = tickets.iter().position(|waiting| *waiting == ticket) else { return false };
        tickets.remove(at);
        self.waiting -= 1;
        if tickets.is_empty() {
            self.callers.remove(caller);
            self.circle.retain(|waiting| waiting != caller);
        }
        true
    }

    /// How many are in flight, for each principal.
    #[must_use]
    pub fn in_flight(&self) -> &[usize] {
        &self.in_flight
    }

    /// How many wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    fn enqueue(&mut self, caller: &str) -> Ticket {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.waiting += 1;
        if let Some(tickets) = self.callers.get_mut(caller) {
            tickets.push_back(ticket);
        } else {
            self.callers.insert(caller.to_owned(), VecDeque::from([ticket]));
            self.circle.push_back(caller.to_owned());
        }
        ticket
    }

    /// A place of the next principal that has one.
    fn free(&mut self) -> Option<Place> {
        let count = self.in_flight.len();
        let principal =
            (0..count).map(|step| (self.turn + step) % count).find(|at| self.in_flight[*at] < self.limit)?;
        self.in_flight[principal] += 1;
        self.turn = (principal + 1) % count;
        Some(Place { principal })
    }
}

#[cfg(test)]
mod tests;
