//! The time, and waiting.

use std::time::Duration;

/// Seconds since 1970-01-01 UTC by this computer's clock.
#[must_use]
pub fn now() -> u64 {
    // Milliseconds since 1970 are a whole number well within what f64 holds exactly; a clock before 1970 reads 0.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float's cast saturates")]
    let seconds = (js_sys::Date::now() / 1000.0) as u64;
    seconds
}

/// The milliseconds since 1970, to measure how long the page has been kept waiting.
#[must_use]
pub fn milliseconds() -> f64 {
    js_sys::Date::now()
}

/// The same as a whole number.
#[must_use]
pub fn whole_milliseconds() -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float's cast saturates")]
    let milliseconds = milliseconds() as u64;
    milliseconds
}

/// The same, as the `authority` crate takes it.
#[must_use]
pub fn unix_time() -> authority::UnixTime {
    authority::UnixTime::from_seconds(now())
}

/// Completes after `duration`.
pub async fn wait(duration: Duration) {
    gloo_timers::future::sleep(duration).await;
}

/// A random number from 0 up to 1, to spread retries; not for secrets.
#[must_use]
pub fn jitter() -> f64 {
    js_sys::Math::random()
}

/// The seconds since 1970 that an HTTP date (`Sun, 06 Nov 1994 08:49:37 GMT`, RFC 9110 §5.6.7) stands for.
#[must_use]
pub fn parse_http_date(text: &str) -> Option<u64> {
    let milliseconds = js_sys::Date::parse(text);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "finite and not negative here"
    )]
    (milliseconds.is_finite() && milliseconds >= 0.0).then_some((milliseconds / 1000.0) as u64)
}

/// How long `Retry-After` asks to wait: a number of seconds or a date (RFC 9110 §10.2.3).
#[must_use]
pub fn parse_retry_after(text: &str) -> Option<Duration> {
    business_central::retry_after(text, now())
}

/// The time of day as the user writes it, for the details of a problem.
#[must_use]
pub fn now_as_text() -> String {
    js_sys::Date::new_0().to_iso_string().into()
}
