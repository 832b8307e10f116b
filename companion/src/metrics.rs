//! What Prometheus is told (the text format, <https://prometheus.io/docs/instrumenting/exposition_formats/>).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Upper ends of the buckets for how long calls took, in milliseconds.
const BUCKETS: [u64; 9] = [10, 50, 100, 250, 500, 1_000, 2_500, 10_000, 60_000];

/// Counters. None of their labels holds anything that a caller chose.
#[derive(Debug, Default)]
pub struct Metrics(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    calls: BTreeMap<(&'static str, u16), u64>,
    tokens: BTreeMap<&'static str, u64>,
    service: BTreeMap<&'static str, u64>,
    buckets: [u64; BUCKETS.len()],
    count: u64,
    sum: Duration,
}

/// What is measured at the moment of asking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gauges {
    /// Connections that callers have open.
    pub connections: usize,
    /// Requests to Business Central, for each principal.
    pub in_flight: Vec<usize>,
    /// Calls that wait for their turn.
    pub waiting: usize,
    /// Callers that the rate limit remembers.
    pub callers: usize,
    /// For each principal: 0 when all is well, 1 while a token serves but can't be renewed, 2 without a token.
    pub principals: Vec<u8>,
}

impl Metrics {
    /// A call was answered: what it was for, and how.
    pub fn call(&self, kind: &'static str, status: u16, took: Duration) {
        let mut counts = self.counts();
        *counts.calls.entry((kind, status)).or_default() += 1;
        counts.count += 1;
        counts.sum += took;
        for (bucket, end) in counts.buckets.iter_mut().zip(BUCKETS) {
            *bucket += u64::from(took <= Duration::from_millis(end));
        }
    }

    /// A token was asked for.
    pub fn token_request(&self, fault: Option<&'static str>) {
        *self.counts().tokens.entry(fault.unwrap_or("ok")).or_default() += 1;
    }

    /// Business Central answered, or didn't.
    pub fn service(&self, outcome: &'static str) {
        *self.counts().service.entry(outcome).or_default() += 1;
    }

    /// All of it as text.
    #[must_use]
    pub fn render(&self, gauges: &Gauges) -> String {
        let counts = self.counts();
        let mut text = String::with_capacity(2_048);
        head(&mut text, "calls_total", "counter", "Calls answered, by what they were for and status.");
        for ((kind, status), count) in &counts.calls {
            line(&mut text, "calls_total", &format!("kind=\"{kind}\",status=\"{status}\""), count);
        }
        head(&mut text, "call_seconds", "histogram", "From the head of a call to the head of its answer.");
        for (end, count) in BUCKETS.iter().zip(counts.buckets) {
            let end = Duration::from_millis(*end).as_secs_f64();
            line(&mut text, "call_seconds_bucket", &format!("le=\"{end}\""), count);
        }
        line(&mut text, "call_seconds_bucket", "le=\"+Inf\"", counts.count);
        line(&mut text, "call_seconds_sum", "", counts.sum.as_secs_f64());
        line(&mut text, "call_seconds_count", "", counts.count);
        head(&mut text, "token_requests_total", "counter", "Requests to the Authority, by outcome.");
        for (outcome, count) in &counts.tokens {
            line(&mut text, "token_requests_total", &format!("outcome=\"{outcome}\""), count);
        }
        head(&mut text, "service_requests_total", "counter", "Requests to Business Central, by outcome.");
        for (outcome, count) in &counts.service {
            line(&mut text, "service_requests_total", &format!("outcome=\"{outcome}\""), count);
        }
        head(&mut text, "connections", "gauge", "Open connections of callers.");
        line(&mut text, "connections", "", gauges.connections);
        head(&mut text, "waiting", "gauge", "Calls that wait for their turn.");
        line(&mut text, "waiting", "", gauges.waiting);
        head(&mut text, "callers", "gauge", "Callers that the rate limit remembers.");
        line(&mut text, "callers", "", gauges.callers);
        head(&mut text, "in_flight", "gauge", "Requests to Business Central that are under way.");
        for (principal, count) in gauges.in_flight.iter().enumerate() {
            line(&mut text, "in_flight", &format!("principal=\"{principal}\""), count);
        }
        head(&mut text, "principal_state", "gauge", "0 well, 1 served by an old token, 2 without a token.");
        for (principal, state) in gauges.principals.iter().enumerate() {
            line(&mut text, "principal_state", &format!("principal=\"{principal}\""), state);
        }
        text
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(text, "# HELP portico_companion_{name} {help}\n# TYPE portico_companion_{name} {kind}");
}

fn line(text: &mut String, name: &str, labels: &str, value: impl std::fmt::Display) {
    let labels = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
    let _ = writeln!(text, "portico_companion_{name}{labels} {value}");
}
