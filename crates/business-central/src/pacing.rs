//! When which request may go.

mod budget;

use budget::Budget;
use std::time::Duration;

/// Lets a limited number of requests go at a time: what somebody looks at before what is only being prepared, and each kind
/// in the order in which it came.
///
/// Business Central works on 5 requests of a user at once, queues 95 and answers more with 429
/// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/administration/operational-limits-online>);
/// staying below leaves one for the user's other programs. The same page allows a user 6,000 requests within five minutes.
///
/// A plain value: whoever uses it tells it the time, in milliseconds since any fixed moment.
#[derive(Debug)]
pub struct Pacing {
    limit: usize,
    running: Vec<(Ticket, Priority)>,
    waiting: Vec<(Ticket, Priority)>,
    issued: u64,
    pause: Option<Pause>,
    budget: Budget,
}

/// A place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket(u64);

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Somebody waits for it.
    Looking,
    /// Nobody would miss it. It takes half of the places at most, so that one is free soon when somebody waits.
    Background,
}

/// Nothing goes for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Until then, in milliseconds.
    pub until: u64,
    /// Whose wish it is.
    pub why: Why,
}

/// The reason for a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Business Central answered with 429.
    Asked,
    /// So many requests went out that Business Central would refuse more.
    Budget,
}

impl Default for Pacing {
    fn default() -> Self {
        Self::new(4)
    }
}

impl Pacing {
    /// At most `limit` at a time, and at least one.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            limit: limit.max(1),
            running: Vec::new(),
            waiting: Vec::new(),
            issued: 0,
            pause: None,
            budget: Budget::default(),
        }
    }

    /// Queues up. The ticket must be given back by [`Pacing::leave`], also when its request is given up.
    pub fn enter(&mut self, priority: Priority) -> Ticket {
        let ticket = Ticket(self.issued);
        self.issued += 1;
        self.waiting.push((ticket, priority));
        ticket
    }

    /// Lets those go whose turn it is, and returns their tickets. To be asked after [`Pacing::enter`] and
    /// [`Pacing::leave`], and when a pause is over.
    pub fn next(&mut self, now: u64) -> Vec<Ticket> {
        let mut going = Vec::new();
        while self.pause(now).is_none() {
            let Some(at) = self.first() else { break };
            let turn = self.waiting.remove(at);
            self.running.push(turn);
            going.push(turn.0);
            self.sent(now);
        }
        going
    }

    /// Whose turn it is, by its place among those that wait.
    fn first(&self) -> Option<usize> {
        if self.running.len() >= self.limit {
            return None;
        }
        let is = |wanted: Priority| move |(_, priority): &(Ticket, Priority)| *priority == wanted;
        let background = self.running.iter().filter(|running| is(Priority::Background)(running)).count();
        let looking = self.waiting.iter().position(is(Priority::Looking));
        let may = background < (self.limit / 2).max(1);
        looking.or_else(|| self.waiting.iter().position(is(Priority::Background)).filter(|_| may))
    }

    /// Whether it is this ticket's turn.
    #[must_use]
    pub fn may_go(&self, ticket: Ticket) -> bool {
        self.running.iter().any(|(running, _)| *running == ticket)
    }

    /// Gives a ticket back, be it waiting or under way; a second time does nothing.
    pub fn leave(&mut self, ticket: Ticket) {
        self.waiting.retain(|(waiting, _)| *waiting != ticket);
        self.running.retain(|(running, _)| *running != ticket);
    }

    /// A request of those under way went out once more.
    pub fn sent(&mut self, now: u64) {
        self.budget.spend(now);
        if let Some(until) = self.budget.exhausted(now) {
            self.hold(Pause { until, why: Why::Budget });
        }
    }

    /// Business Central asked for a pause of that length (429, `Retry-After`).
    pub fn asked(&mut self, now: u64, length: Duration) {
        let length = u64::try_from(length.as_millis()).unwrap_or(u64::MAX);
        self.hold(Pause { until: now.saturating_add(length), why: Why::Asked });
    }

    fn hold(&mut self, pause: Pause) {
        if self.pause.is_none_or(|before| before.until < pause.until) {
            self.pause = Some(pause);
        }
    }

    /// `pause` is over, whatever the clock says: it may have been set back. A longer one that was asked for since stays.
    pub fn end(&mut self, pause: Pause) {
        if self.pause == Some(pause) {
            self.pause = None;
        }
    }

    /// The pause that is being made, if any.
    #[must_use]
    pub fn pause(&self, now: u64) -> Option<Pause> {
        self.pause.filter(|pause| pause.until > now)
    }
}

#[cfg(test)]
mod tests;
