//! Dates and moments of the proleptic Gregorian calendar, as OData's `Edm.Date` and `Edm.DateTimeOffset`.

/// A date, counted in days from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Date(i32);

/// A moment, counted in milliseconds from 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(i64);

const DAY: i64 = 86_400_000;

impl Date {
    /// How Business Central writes "no date": 0001-01-01.
    pub(super) const BLANK: Self = Self(-719_162);

    /// The date, if there is one of that name.
    pub(super) fn of(year: i32, month: u32, day: u32) -> Option<Self> {
        let exists = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=length(year, month)).contains(&day);
        exists.then(|| {
            let before = year - 1;
            let leap_days = before / 4 - before / 100 + before / 400;
            let months: u32 = (1..month).map(|earlier| length(year, earlier)).sum();
            Self(before * 365 + leap_days + (months + day - 1).cast_signed() + Self::BLANK.0)
        })
    }

    pub(super) fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    /// The same day so many months later, or the last of a shorter month.
    pub(super) fn plus_months(self, months: u32) -> Self {
        let (year, month, day) = self.civil();
        let index = month - 1 + months;
        let (year, month) = (year + (index / 12).cast_signed(), index % 12 + 1);
        Self::of(year, month, day.min(length(year, month))).unwrap_or(self)
    }

    pub(super) fn at(self, milliseconds: i64) -> Moment {
        Moment(i64::from(self.0) * DAY + milliseconds)
    }

    /// Reads `YYYY-MM-DD`; a date that doesn't exist is `None`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        Self::of(number(text, 0, 4)?.cast_signed(), number(text, 5, 7)?, number(text, 8, 10)?)
    }

    fn civil(self) -> (i32, u32, u32) {
        let days = self.0 - Self::BLANK.0;
        let mut year = days / 366 + 1;
        while Self::of(year + 1, 1, 1).is_some_and(|next| next <= self) {
            year += 1;
        }
        let first = Self::of(year, 1, 1).map_or(self.0, |first| first.0);
        let mut left = (self.0 - first).cast_unsigned();
        let mut month = 1;
        while left >= length(year, month) {
            left -= length(year, month);
            month += 1;
        }
        (year, month, left + 1)
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Moment {
    /// How Business Central writes "no moment": 0001-01-01T00:00:00Z.
    pub(super) const BLANK: Self = Self(Date::BLANK.0 as i64 * DAY);

    /// Reads `YYYY-MM-DDThh:mm[:ss[.fff]]` with `Z` or an offset.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let date = Date::parse(text.get(..10)?)?;
        let rest = text.get(10..)?.strip_prefix(['T', 't'])?;
        let zone_at = rest.find(['Z', 'z', '+', '-'])?;
        let (clock, zone) = rest.split_at_checked(zone_at)?;
        let mut parts = clock.splitn(3, ':');
        let (hours, minutes) = (two_digits(parts.next()?)?, two_digits(parts.next()?)?);
        let (seconds, fraction) = parts.next().map_or(Some((0, "")), |part| {
            let (whole, fraction) = part.split_once('.').unwrap_or((part, ""));
            Some((two_digits(whole)?, fraction))
        })?;
        if hours > 23 || minutes > 59 || seconds > 59 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let thousandths: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
        let offset = match zone {
            "Z" | "z" => 0,
            _ => {
                let (hours, minutes) = zone.get(1..)?.split_once(':')?;
                let minutes = two_digits(hours)? * 60 + two_digits(minutes)?;
                if zone.starts_with('-') { -minutes } else { minutes }
            }
        };
        let milliseconds = ((hours * 60 + minutes - offset) * 60 + seconds) * 1000 + thousandths;
        Some(date.at(milliseconds))
    }
}

impl From<Date> for Moment {
    fn from(date: Date) -> Self {
        date.at(0)
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let date = Date(i32::try_from(self.0.div_euclid(DAY)).unwrap_or(Date::BLANK.0));
        let left = self.0.rem_euclid(DAY);
        let (hours, minutes, seconds) = (left / 3_600_000, left / 60_000 % 60, left / 1000 % 60);
        write!(f, "{date}T{hours:02}:{minutes:02}:{seconds:02}")?;
        match left % 1000 {
            0 => f.write_str("Z"),
            thousandths => write!(f, ".{}Z", format!("{thousandths:03}").trim_end_matches('0')),
        }
    }
}

fn length(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

fn number(text: &str, from: usize, to: usize) -> Option<u32> {
    let digits = text.get(from..to)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

fn two_digits(text: &str) -> Option<i64> {
    if text.len() == 2 { number(text, 0, 2).map(i64::from) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_round_trip_over_four_centuries() {
        let (mut date, last) = (Date::of(1890, 1, 1).unwrap(), Date::of(2290, 1, 1).unwrap());
        while date < last {
            assert_eq!(Date::parse(&date.to_string()), Some(date));
            date = date.plus(17);
        }
        assert_eq!(Date::of(1970, 1, 1), Some(Date(0)));
        assert_eq!(Date::of(2000, 3, 1), Some(Date(11_017)));
        assert_eq!(Date::BLANK.to_string(), "0001-01-01");
    }

    #[test]
    fn months_end_where_they_end() {
        let of = |text| Date::parse(text).unwrap();
        assert_eq!(of("2024-01-31").plus_months(1), of("2024-02-29"));
        assert_eq!(of("2025-11-30").plus_months(14), of("2027-01-30"));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for odd in ["", "2023-02-29", "2024-13-01", "2024-00-10", "2024-1-01", "0000-01-01", "2024-01-0é"] {
            assert_eq!(Date::parse(odd), None, "{odd}");
        }
        assert!(Date::parse("2024-02-29").is_some());
    }

    #[test]
    fn moments_are_read_with_their_offset() {
        for (text, printed) in [
            ("2026-02-03T04:05:06.700Z", "2026-02-03T04:05:06.7Z"),
            ("2026-02-03T04:05:06+02:00", "2026-02-03T02:05:06Z"),
            ("2026-02-03T23:30-01:00", "2026-02-04T00:30:00Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ] {
            assert_eq!(Moment::parse(text).unwrap().to_string(), printed);
        }
        for odd in ["2026-02-03", "2026-02-03T04:05:06", "2026-02-03T25:00:00Z", "2026-02-03T04:05:06.é", "T"]
        {
            assert_eq!(Moment::parse(odd), None, "{odd}");
        }
    }
}
