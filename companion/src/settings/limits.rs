//! How much, how long, how often: `[limits]`.

use std::time::Duration;

use super::fields::Fields;

/// The limits. Every wait has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest body that is read and checked: records and batches.
    pub body_bytes: usize,
    /// The largest body that is streamed: pictures and attachments.
    pub media_bytes: u64,
    /// How long a head may take from its first byte.
    pub head: Duration,
    /// How long a body may take that is read whole, and each pause of one that is streamed.
    pub body: Duration,
    /// How long a connection without a request is kept.
    pub keep_alive: Duration,
    /// How long a caller may take no byte of an answer.
    pub stalled: Duration,
    /// How long a connection to Business Central or the Authority may take to come about.
    pub connect: Duration,
    /// How long Business Central may take to begin its answer, and each pause in it.
    pub answer: Duration,
    /// How long a call waits for its turn.
    pub queue: Duration,
    /// How long a call waits for a token.
    pub token: Duration,
    /// How long what runs may take to finish when the companion stops.
    pub shutdown: Duration,
    /// How often one caller may ask in a minute.
    pub requests_per_minute: u32,
    /// How many of those at once.
    pub burst: u32,
    /// How many connections there may be.
    pub connections: usize,
    /// How many requests each service principal may have in flight.
    pub in_flight: usize,
    /// How many calls may wait for their turn.
    pub waiting: usize,
}

pub(super) fn read(fields: Option<Fields<'_>>) -> Limits {
    let table = toml::Table::new();
    let mistakes = super::fields::Mistakes::default();
    let fields = fields.unwrap_or_else(|| Fields::new(String::new(), &table, &mistakes));
    let seconds = |name, otherwise| Duration::from_secs(fields.number(name, (1, 3600), otherwise).into());
    let count = |name, most, otherwise| fields.number(name, (1, most), otherwise) as usize;
    let requests_per_minute = fields.number("requests_per_minute", (1, 1_000_000), 600);
    let limits = Limits {
        body_bytes: count("body_bytes", 16 << 20, 1 << 20),
        media_bytes: u64::from(fields.number("media_bytes", (1, 350 << 20), 50 << 20)),
        head: seconds("head_seconds", 10),
        body: seconds("body_seconds", 30),
        keep_alive: seconds("keep_alive_seconds", 90),
        stalled: seconds("stalled_seconds", 30),
        connect: seconds("connect_seconds", 10),
        answer: seconds("answer_seconds", 100),
        queue: seconds("queue_seconds", 30),
        token: seconds("token_seconds", 12),
        shutdown: seconds("shutdown_seconds", 25),
        requests_per_minute,
        burst: fields.number("burst", (1, 1_000_000), (requests_per_minute / 5).max(20)),
        connections: count("connections", 100_000, 2_048),
        in_flight: count("in_flight", 100, 5),
        waiting: count("waiting", 100_000, 200),
    };
    fields.finish();
    limits
}
