//! How long a service asks to be left alone.

use std::time::Duration;

/// Reads `Retry-After`: a number of seconds, or a moment (RFC 9110 §10.2.3, the preferred form of §5.6.7) compared with
/// `now`, in seconds since 1970. A moment in the past is zero; `None` for anything else.
#[must_use]
pub fn retry_after(header: &str, now: u64) -> Option<Duration> {
    let header = header.trim();
    let seconds = match header.parse::<u32>() {
        Ok(seconds) => u64::from(seconds),
        Err(_) => moment(header)?.saturating_sub(now),
    };
    Some(Duration::from_secs(seconds))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` in seconds since 1970.
fn moment(text: &str) -> Option<u64> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, rest) = text.strip_suffix(" GMT")?.split_once(", ")?;
    let mut parts = rest.split([' ', ':']);
    let number = |parts: &mut std::str::Split<'_, [char; 2]>| parts.next()?.parse::<u64>().ok();
    let day = number(&mut parts)?;
    let name = parts.next()?;
    let month = MONTHS.iter().position(|month| *month == name)? as u64 + 1;
    let (year, hour) = (number(&mut parts)?, number(&mut parts)?);
    let (minute, second) = (number(&mut parts)?, number(&mut parts)?);
    let in_range =
        (1970..=9999).contains(&year) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    if !in_range || parts.next().is_some() {
        return None;
    }
    Some(((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second)
}

/// Days since 1970-01-01, in the Gregorian calendar: years begin in March, so that the leap day is a year's last.
fn days(year: u64, month: u64, day: u64) -> u64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let before_year = year * 365 + year / 4 - year / 100 + year / 400;
    before_year + (153 * month + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::retry_after;

    #[test]
    fn seconds_and_moments_are_read() {
        let now = 784_111_777; // Sun, 06 Nov 1994 08:49:37 GMT
        for (header, expected) in [
            ("0", Some(0)),
            (" 120 ", Some(120)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", Some(30)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("Thu, 29 Feb 1996 00:00:00 GMT", Some(825_552_000 - now)),
            ("Wed, 01 Mar 2000 00:00:00 GMT", Some(951_868_800 - now)),
            ("Thu, 31 Dec 2099 23:59:59 GMT", Some(4_102_444_799 - now)),
            ("-1", None),
            ("1.5", None),
            ("", None),
            ("soon", None),
            ("Sunday, 06-Nov-94 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994 08:49:37 CET", None),
            ("Sun, 06 Nov 1994 24:49:37 GMT", None),
            ("Sun, 06 Nov 1994 08:49:37:00 GMT", None),
            ("Sun, 06 Nov 1 08:49:37 GMT", None),
            ("99999999999", None),
        ] {
            assert_eq!(retry_after(header, now).map(|wait| wait.as_secs()), expected, "{header}");
        }
    }
}
