//! Numbers and dates as the user's locale writes them, by the browser's own `Intl`.
//!
//! The formatters are made once: making one costs far more than using it.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberStyle {
    /// The decimal places it has at least.
    pub least_decimals: u8,
    /// Whether its thousands are set apart.
    pub grouped: bool,
}

const TIME_OF_DAY: [(&str, &str); 2] = [("hour", "2-digit"), ("minute", "2-digit")];

thread_local! {
    static NUMBERS: RefCell<Vec<(NumberStyle, Function)>> = const { RefCell::new(Vec::new()) };
    static DATE: Function = dates(&[("timeZone", "UTC")]);
    static DATE_TIME: Function = dates(&TIME_OF_DAY);
    static TIME: Function = formatter(&TIME_OF_DAY);
}

/// The user's language, such as `de-CH`.
#[must_use]
pub fn language() -> String {
    web_sys::window().and_then(|window| window.navigator().language()).unwrap_or_else(|| "en-US".to_owned())
}

/// What the user's locale writes before decimals and between thousands; a comma in its place where it sets none apart.
#[must_use]
pub fn separators() -> (char, char) {
    let style = NumberStyle { least_decimals: 1, grouped: true };
    let written = number("1234567.5", style);
    let mut between = written.chars().filter(|c| !c.is_numeric());
    let first = between.next().unwrap_or('.');
    match between.next_back() {
        Some(decimal) => (decimal, first),
        None => (first, if first == ',' { '.' } else { ',' }),
    }
}

/// `decimal` (such as `-1234.5`) in the user's writing, with every digit it has: the text goes to `Intl` as text, so
/// that an amount is not rounded to what a float holds.
#[must_use]
pub fn number(decimal: &str, style: NumberStyle) -> String {
    let format = NUMBERS.with_borrow_mut(|known| {
        if let Some((_, format)) = known.iter().find(|(known, _)| *known == style) {
            return format.clone();
        }
        let options = Object::new();
        set(&options, "minimumFractionDigits", style.least_decimals);
        set(&options, "maximumFractionDigits", 20);
        set(&options, "useGrouping", style.grouped);
        let format = Intl::NumberFormat::new(&locales(), &options).format();
        known.push((style, format.clone()));
        format
    });
    // A number too large for `Intl` is better told by its digits than as infinite.
    let written = call(&format, &decimal.into()).filter(|written| !written.contains('\u{221e}'));
    written.unwrap_or_else(|| decimal.to_owned())
}

/// A calendar date (`2026-11-22`) in the user's writing; text that is none comes back as it is.
#[must_use]
pub fn date(civil: &str) -> String {
    moment(&format!("{civil}T00:00:00Z"))
        .and_then(|date| DATE.with(|format| call(format, &date)))
        .unwrap_or_else(|| civil.to_owned())
}

/// A moment (`2026-11-22T15:50:00Z`) in the user's writing and time zone; text that is none comes back as it is.
#[must_use]
pub fn date_time(instant: &str) -> String {
    moment(instant)
        .and_then(|date| DATE_TIME.with(|format| call(format, &date)))
        .unwrap_or_else(|| instant.to_owned())
}

/// `seconds` since 1970 in the user's writing and time zone: the time of day, with its date unless that is today.
#[must_use]
pub fn time(seconds: u64) -> String {
    // Dates are exact far beyond any that is told here.
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    let milliseconds = seconds as f64 * 1000.0;
    let date = Date::new(&milliseconds.into());
    let is_today = date.to_date_string() == Date::new_0().to_date_string();
    let format = if is_today { &TIME } else { &DATE_TIME };
    format.with(|format| call(format, &date)).unwrap_or_default()
}

/// A moment (`2026-11-22T15:50:00Z`) in the user's time zone as `2026-11-22 16:50:00`, which spreadsheets and programs
/// read in every language; text that is none comes back as it is.
#[must_use]
pub fn local_time(instant: &str) -> String {
    let date = Date::new(&instant.into());
    if date.get_time().is_nan() {
        return instant.to_owned();
    }
    let parts =
        [date.get_month() + 1, date.get_date(), date.get_hours(), date.get_minutes(), date.get_seconds()];
    let [month, day, hours, minutes, seconds] = parts;
    format!("{:04}-{month:02}-{day:02} {hours:02}:{minutes:02}:{seconds:02}", date.get_full_year())
}

/// What sets thousands apart in the user's writing.
#[must_use]
pub fn group_sign() -> char {
    let written = number("1234567", NumberStyle { least_decimals: 0, grouped: true });
    written.chars().nth(1).filter(|sign| !sign.is_ascii_digit()).unwrap_or(',')
}

/// The moment of a day and time in the user's time zone (`2026-11-22T16:50`), as `2026-11-22T15:50:00Z`.
#[must_use]
pub fn moment_of(local: &str) -> Option<String> {
    let date = Date::new(&local.into());
    // An invalid one has no text, and throws.
    if date.get_time().is_nan() {
        return None;
    }
    let text: String = date.to_iso_string().into();
    Some(format!("{}Z", text.get(..19)?))
}

/// Today in the user's time zone, as `2026-11-22`.
#[must_use]
pub fn today() -> String {
    let now: String = Date::new_0().to_iso_string().into();
    local_time(&now).chars().take(10).collect()
}

/// `Intl` throws at an invalid date, so such a one is none.
fn moment(text: &str) -> Option<JsValue> {
    let date = Date::new(&text.into());
    (!date.get_time().is_nan()).then(|| date.into())
}

fn dates(more: &[(&str, &str)]) -> Function {
    formatter(&[&[("year", "numeric"), ("month", "2-digit"), ("day", "2-digit")], more].concat())
}

fn formatter(parts: &[(&str, &str)]) -> Function {
    let options = Object::new();
    for (name, value) in parts {
        set(&options, name, *value);
    }
    Intl::DateTimeFormat::new(&locales(), &options).format()
}

fn locales() -> Array {
    Array::of1(&language().into())
}

fn set(options: &Object, name: &str, value: impl Into<JsValue>) {
    // A fresh object takes every property.
    let _ = Reflect::set(options, &name.into(), &value.into());
}

fn call(format: &Function, value: &JsValue) -> Option<String> {
    format.call1(&JsValue::UNDEFINED, value).ok()?.dyn_into::<js_sys::JsString>().ok().map(String::from)
}
