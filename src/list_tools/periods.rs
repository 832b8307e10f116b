//! Days relative to today: what they are is decided when they are chosen, so that a filter says which days it means.

use business_central::Date;

/// A stretch of days as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    /// Today.
    Today,
    /// The day before.
    Yesterday,
    /// The last seven days, today included.
    LastSevenDays,
    /// From Monday to Sunday (ISO 8601).
    ThisWeek,
    /// The week before.
    LastWeek,
    /// The month.
    ThisMonth,
    /// The month before.
    LastMonth,
    /// The year.
    ThisYear,
    /// The year before.
    LastYear,
}

/// Every period, with what it is called.
pub(super) const PERIODS: [(Period, &str); 9] = [
    (Period::Today, "Today"),
    (Period::Yesterday, "Yesterday"),
    (Period::LastSevenDays, "Last 7 days"),
    (Period::ThisWeek, "This week"),
    (Period::LastWeek, "Last week"),
    (Period::ThisMonth, "This month"),
    (Period::LastMonth, "Last month"),
    (Period::ThisYear, "This year"),
    (Period::LastYear, "Last year"),
];

impl Period {
    /// Its first and last day, as seen from `today`; none outside of the years 1 to 9999.
    #[must_use]
    pub(super) fn days(self, today: Date) -> Option<(Date, Date)> {
        let days = |from: i32, until: i32| Some((shifted(today, from)?, shifted(today, until)?));
        let monday = -weekday(today);
        match self {
            Self::Today => days(0, 0),
            Self::Yesterday => days(-1, -1),
            Self::LastSevenDays => days(-6, 0),
            Self::ThisWeek => days(monday, monday + 6),
            Self::LastWeek => days(monday - 7, monday - 1),
            Self::ThisMonth => month(today.year(), today.month()),
            Self::LastMonth if today.month() == 1 => month(today.year() - 1, 12),
            Self::LastMonth => month(today.year(), today.month() - 1),
            Self::ThisYear => year(today.year()),
            Self::LastYear => year(today.year() - 1),
        }
    }
}

/// The day after.
#[must_use]
pub(super) fn next_day(date: Date) -> Option<Date> {
    shifted(date, 1)
}

fn year(year: u16) -> Option<(Date, Date)> {
    Some((Date::new(year, 1, 1)?, Date::new(year, 12, 31)?))
}

fn month(year: u16, month: u8) -> Option<(Date, Date)> {
    let last = (28..=31).rev().find_map(|day| Date::new(year, month, day))?;
    Some((Date::new(year, month, 1)?, last))
}

/// The days since 0000-03-01: years begin in March, so that the leap day is the last.
fn number(date: Date) -> i32 {
    let (year, month) = match date.month() {
        month @ 3.. => (i32::from(date.year()), i32::from(month) - 3),
        month => (i32::from(date.year()) - 1, i32::from(month) + 9),
    };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leaps + (153 * month + 2) / 5 + i32::from(date.day()) - 1
}

/// 0 is Monday; 0000-03-01 was a Wednesday.
fn weekday(date: Date) -> i32 {
    (number(date) + 2).rem_euclid(7)
}

/// The day that is `days` later. One of these short distances at most: day by day is quick enough.
fn shifted(date: Date, days: i32) -> Option<Date> {
    let step = |date: Date, forward: bool| {
        let (year, month, day) = (date.year(), date.month(), date.day());
        if forward {
            Date::new(year, month, day + 1)
                .or_else(|| Date::new(year, month + 1, 1))
                .or_else(|| Date::new(year + 1, 1, 1))
        } else if day > 1 {
            Date::new(year, month, day - 1)
        } else if month > 1 {
            (28..=31).rev().find_map(|day| Date::new(year, month - 1, day))
        } else {
            Date::new(year - 1, 12, 31)
        }
    };
    (0..days.abs()).try_fold(date, |date, _| step(date, days > 0))
}

#[cfg(test)]
mod tests {
    use super::{PERIODS, Period, next_day, weekday};
    use business_central::Date;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn periods_are_the_days_that_people_mean() {
        for (period, today, from, until) in [
            (Period::Today, "2026-11-27", "2026-11-27", "2026-11-27"),
            (Period::Yesterday, "2026-03-01", "2026-02-28", "2026-02-28"),
            (Period::Yesterday, "2028-03-01", "2028-02-29", "2028-02-29"),
            (Period::LastSevenDays, "2026-01-03", "2025-12-28", "2026-01-03"),
            (Period::ThisWeek, "2026-11-27", "2026-11-23", "2026-11-29"),
            (Period::ThisWeek, "2026-11-23", "2026-11-23", "2026-11-29"),
            (Period::ThisWeek, "2026-11-29", "2026-11-23", "2026-11-29"),
            (Period::LastWeek, "2027-01-01", "2026-12-21", "2026-12-27"),
            (Period::ThisMonth, "2026-02-10", "2026-02-01", "2026-02-28"),
            (Period::LastMonth, "2026-01-31", "2025-12-01", "2025-12-31"),
            (Period::LastMonth, "2028-03-31", "2028-02-01", "2028-02-29"),
            (Period::ThisYear, "2026-11-27", "2026-01-01", "2026-12-31"),
            (Period::LastYear, "2026-11-27", "2025-01-01", "2025-12-31"),
        ] {
            assert_eq!(period.days(date(today)), Some((date(from), date(until))), "{period:?} {today}");
        }
    }

    #[test]
    fn the_calendar_has_ends() {
        assert_eq!(Period::LastYear.days(Date::BLANK), None);
        assert_eq!(Period::Yesterday.days(Date::BLANK), None);
        assert_eq!(next_day(date("9999-12-31")), None);
        assert_eq!(next_day(date("2026-12-31")), Some(date("2027-01-01")));
    }

    #[test]
    fn weeks_go_on_over_every_day() {
        let (mut day, mut expected) = (date("1999-12-20"), 0);
        while day < date("2008-01-01") {
            assert_eq!(weekday(day), expected, "{day}");
            for (period, _) in PERIODS {
                let (from, until) = period.days(day).unwrap();
                assert!(from <= until, "{period:?} {day}");
            }
            day = next_day(day).unwrap();
            expected = (expected + 1) % 7;
        }
    }
}
