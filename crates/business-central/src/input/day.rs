//! Days as people type them.

use crate::Date;

/// The first year that Business Central can hold
/// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/developer/methods-auto/date/date-data-type>).
const FIRST_YEAR: u16 = 1753;

/// In which order a person's locale writes the parts of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// `2026-12-24`.
    #[default]
    YearMonthDay,
    /// `24.12.2026`.
    DayMonthYear,
    /// `12/24/2026`.
    MonthDayYear,
}

/// How a person's locale writes dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateWriting {
    /// The order of the parts.
    pub order: DateOrder,
    /// What stands between them.
    pub separator: char,
}

impl Default for DateWriting {
    fn default() -> Self {
        Self { order: DateOrder::YearMonthDay, separator: '-' }
    }
}

/// The day that `text` means to someone who writes in that `order` on the day `today`; `None` when it means none.
///
/// - `24.12.2026`, `24/12/26` and the like, whatever stands between the parts. A year of four digits in front is always
///   followed by month and day, as in RFC 3339 §5.6.
/// - `24.12.` is in this year, `24.` in this month. So are `24` and `2412`; `241226` and `24122026` are whole dates; `t` and
///   `today` are today: the short forms of Business Central's own pages
///   (<https://learn.microsoft.com/en-us/dynamics365/business-central/ui-enter-date-ranges>).
/// - A year of two digits is the one of that ending from 80 years before to 19 after this one, as in the locale data's
///   own reader (<https://unicode-org.github.io/icu-docs/apidoc/released/icu4c/classicu_1_1SimpleDateFormat.html>).
#[must_use]
pub fn day(text: &str, order: DateOrder, today: Date) -> Option<Date> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("t") || text.eq_ignore_ascii_case("today") {
        return Some(today);
    }
    let is_between = |c: char| matches!(c, '.' | '/' | '-') || c.is_whitespace();
    // One at the end closes the last part: `24.12.`.
    let text = text.strip_suffix(is_between).unwrap_or(text);
    let spread;
    let parts: Vec<&str> = if text.contains(is_between) {
        // `24. 12. 2026`: what stands between may be two characters, the second of them a blank.
        spread = text.replace(char::is_whitespace, " ").replace(". ", ".");
        spread.split(is_between).collect()
    } else {
        unspaced(text, order)?
    };
    if !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (year, month, day) = match (parts.as_slice(), order) {
        ([day], _) => (None, None, *day),
        ([month, day], DateOrder::YearMonthDay | DateOrder::MonthDayYear)
        | ([day, month], DateOrder::DayMonthYear) => (None, Some(*month), *day),
        ([year, month, day], _) if year.len() == 4 => (Some(*year), Some(*month), *day),
        ([year, month, day], DateOrder::YearMonthDay)
        | ([month, day, year], DateOrder::MonthDayYear)
        | ([day, month, year], DateOrder::DayMonthYear) => (Some(*year), Some(*month), *day),
        _ => return None,
    };
    let two = |part: &str| (part.len() <= 2).then(|| part.parse::<u8>().ok())?;
    let year = match year {
        None => today.year(),
        Some(year) if year.len() == 2 => of_two_digits(year.parse().ok()?, today.year()),
        Some(year) if year.len() == 4 => year.parse().ok()?,
        Some(_) => return None,
    };
    let month = month.map_or(Some(today.month()), two)?;
    Date::new(year, month, two(day)?).filter(|_| year >= FIRST_YEAR)
}

/// The parts of a date written in digits only.
fn unspaced(digits: &str, order: DateOrder) -> Option<Vec<&str>> {
    let year = digits.len().checked_sub(4);
    let lengths = match (digits.len(), order) {
        (1 | 2, _) => vec![digits.len()],
        (4, _) => vec![2, 2],
        (6 | 8, DateOrder::YearMonthDay) => vec![year?, 2, 2],
        (6 | 8, _) => vec![2, 2, year?],
        _ => return None,
    };
    let mut rest = digits;
    let mut parts = Vec::new();
    for length in lengths {
        let (part, after) = rest.split_at_checked(length)?;
        parts.push(part);
        rest = after;
    }
    Some(parts)
}

fn of_two_digits(ending: u16, this_year: u16) -> u16 {
    let first = this_year.saturating_sub(80);
    first + (100 + ending - first % 100) % 100
}

/// `date` as it is written; nothing for a blank one.
#[must_use]
pub fn write_day(date: Date, writing: DateWriting) -> String {
    if date.is_blank() {
        return String::new();
    }
    let (year, month, day) =
        (format!("{:04}", date.year()), format!("{:02}", date.month()), format!("{:02}", date.day()));
    let parts = match writing.order {
        DateOrder::YearMonthDay => [year, month, day],
        DateOrder::DayMonthYear => [day, month, year],
        DateOrder::MonthDayYear => [month, day, year],
    };
    parts.join(writing.separator.encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use super::{DateOrder, day};
    use crate::Date;
    use DateOrder::{DayMonthYear as D, MonthDayYear as M, YearMonthDay as Y};

    #[test]
    fn days_as_people_write_them() {
        let today = Date::new(2026, 2, 28).unwrap();
        for (order, text, expected) in [
            (D, "24.12.2026", Some("2026-12-24")),
            (D, " 24. 12. 2026 ", Some("2026-12-24")),
            (D, "24 12 2026", Some("2026-12-24")),
            (D, "24\u{a0}12\u{a0}2026", Some("2026-12-24")),
            (D, "24/12/26", Some("2026-12-24")),
            (D, "1.2.2026", Some("2026-02-01")),
            (D, "24.12.", Some("2026-12-24")),
            (D, "24.12", Some("2026-12-24")),
            (D, "24-12", Some("2026-12-24")),
            (D, "24.", Some("2026-02-24")),
            (D, "7", Some("2026-02-07")),
            (D, "2412", Some("2026-12-24")),
            (D, "241226", Some("2026-12-24")),
            (D, "24122026", Some("2026-12-24")),
            (D, "2026-12-24", Some("2026-12-24")),
            (D, "2026/12/24", Some("2026-12-24")),
            (D, "29.2.2024", Some("2024-02-29")),
            (D, "29.2.", None),
            (D, "30.", None),
            (D, "12/24/2026", None),
            (M, "12/24/2026", Some("2026-12-24")),
            (M, "1/2", Some("2026-01-02")),
            (M, "1224", Some("2026-12-24")),
            (M, "122426", Some("2026-12-24")),
            (M, "2026-12-24", Some("2026-12-24")),
            (M, "24.12.2026", None),
            (Y, "2026-12-24", Some("2026-12-24")),
            (Y, "26-12-24", Some("2026-12-24")),
            (Y, "20261224", Some("2026-12-24")),
            (Y, "261224", Some("2026-12-24")),
            (Y, "2026. 12. 24.", Some("2026-12-24")),
            (Y, "12-24", Some("2026-12-24")),
            (Y, "T", Some("2026-02-28")),
            (D, "today", Some("2026-02-28")),
            (D, "1.1.45", Some("2045-01-01")),
            (D, "1.1.46", Some("1946-01-01")),
            (D, "1.1.1753", Some("1753-01-01")),
            (D, "31.12.1752", None),
            (D, "1.1.0001", None),
            (D, "1.1.5", None),
            (D, "1.1.202", None),
            (D, "1.1.20266", None),
            (D, "001.1.2026", None),
            (D, "1.1.1.2026", None),
            (D, "1..2026", None),
            (D, ".12.2026", None),
            (D, "24.12..", None),
            (D, "123", None),
            (D, "12345", None),
            (D, "1ä.2", None),
            (D, "ääää", None),
            (D, "١.٢.٢٠٢٦", None),
            (D, "soon", None),
            (D, ".", None),
            (D, "", None),
        ] {
            assert_eq!(day(text, order, today).map(|day| day.to_string()).as_deref(), expected, "{text}");
        }
    }
}
