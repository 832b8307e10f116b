//! The log: one JSON object a line.
//!
//! It says who did what, when, for how long and with what result, and by which ids the other side's logs name it. It never
//! holds a token, a credential, a body, a key of a record or a value of a query: what was done is the method and the
//! pattern of the address, such as `GET api/v2.0/companies()/customers` (ASVS 5.0, 16.2.5).

use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use authority::UnixTime;
use json::{Object, Value};

use crate::clock::Clock;
use crate::token::Fault;

/// Where lines go; clones write to the same place.
#[derive(Clone)]
pub struct Log {
    to: Arc<Mutex<dyn Write + Send>>,
    clock: Clock,
}

impl fmt::Debug for Log {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Log")
    }
}

/// What is told of a call.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// The companion's own name for it; the answer carries it.
    pub id: String,
    /// Who, if anybody knows.
    pub who: Option<String>,
    /// The method.
    pub method: String,
    /// The pattern of the address, or a word of the companion's own.
    pub what: String,
    /// The answer's status.
    pub status: u16,
    /// The code of the failure.
    pub code: Option<&'static str>,
    /// Why it failed.
    pub reason: Option<&'static str>,
    /// From its head's end to the answer's head.
    pub took: Duration,
    /// The principal that it was made as.
    pub principal: Option<usize>,
    /// By which Business Central's log names it.
    pub correlation_id: Option<String>,
}

impl Log {
    /// Writes to `to`.
    pub fn new(to: impl Write + Send + 'static, clock: Clock) -> Self {
        Self { to: Arc::new(Mutex::new(to)), clock }
    }

    /// Something that a person should know.
    pub fn note(&self, level: &'static str, event: &str, text: &str) {
        let mut line = self.line(level, event);
        line.set("text", text);
        self.write(line);
    }

    /// A call was answered.
    pub fn call(&self, call: &Call) {
        let level = if call.status >= 500 { "warning" } else { "info" };
        let mut line = self.line(level, "call");
        line.set("id", call.id.as_str());
        line.set_some("who", call.who.as_deref());
        line.set("method", call.method.as_str());
        line.set("what", call.what.as_str());
        line.set("status", number(call.status));
        line.set_some("code", call.code);
        line.set_some("reason", call.reason);
        line.set("ms", number(call.took.as_millis()));
        if let Some(principal) = call.principal {
            line.set("principal", number(principal));
        }
        line.set_some("correlation_id", call.correlation_id.as_deref());
        self.write(line);
    }

    /// A token was asked for.
    pub fn token(&self, principal: usize, took: Duration, fault: Option<&Fault>) {
        let mut line = self.line(if fault.is_some() { "warning" } else { "info" }, "token");
        line.set("principal", number(principal));
        line.set("ms", number(took.as_millis()));
        if let Some(fault) = fault {
            line.set("code", fault.code());
            line.set("text", fault.to_string().as_str());
            if let Fault::Refused { aadsts, correlation_id, .. } = fault {
                line.set_some("aadsts", aadsts.map(|number| format!("AADSTS{number}")).as_deref());
                line.set_some("correlation_id", correlation_id.as_deref());
            }
        }
        self.write(line);
    }

    fn line(&self, level: &'static str, event: &str) -> Object {
        let mut line = Object::default();
        line.set("time", timestamp(self.clock.wall()).as_str());
        line.set("level", level);
        line.set("event", event);
        line
    }

    /// A log that can't be written is no reason not to serve.
    fn write(&self, line: Object) {
        let mut text = Value::from(line).to_string();
        text.push('\n');
        let mut to = self.to.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
    }
}

fn number(number: impl fmt::Display) -> Value {
    Value::Number(number.to_string().into())
}

/// RFC 3339, in UTC: `2026-01-31T08:15:00Z`.
fn timestamp(time: UnixTime) -> String {
    let (days, rest) = (time.seconds() / 86_400, time.seconds() % 86_400);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    // Years of 365.2425 days that begin in March, so that the leap day is a year's last.
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::timestamp;
    use authority::UnixTime;

    #[test]
    fn times_are_those_of_the_calendar() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (784_111_777, "1994-11-06T08:49:37Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (951_868_799, "2000-02-29T23:59:59Z"),
            (951_868_800, "2000-03-01T00:00:00Z"),
            (4_102_444_799, "2099-12-31T23:59:59Z"),
        ] {
            assert_eq!(timestamp(UnixTime::from_seconds(seconds)), text);
        }
    }
}
