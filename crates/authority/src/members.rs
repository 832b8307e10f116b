//! Reading JSON whose members may have any type, or be missing.

use json::{Object, Value};

/// The object that `text` is; `None` for anything else.
pub(crate) fn object(text: &str) -> Option<Object> {
    match Value::parse(text) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

/// A member that is a text and not empty.
pub(crate) fn text<'a>(object: &'a Object, name: &str) -> Option<&'a str> {
    Some(object.text(name)).filter(|text| !text.is_empty())
}

/// A member that is a list of texts; anything in it that is no text is left out.
pub(crate) fn texts<'a>(object: &'a Object, name: &str) -> Option<Vec<&'a str>> {
    match object.get(name) {
        Some(Value::List(entries)) => Some(entries.iter().filter_map(Value::as_text).collect()),
        _ => None,
    }
}

/// A number of seconds without its fraction; what is more than an integer holds is the most that it holds. `None` for
/// what is no number or below zero.
///
/// The digits are read by hand: the standard library's way to read fractions weighs ten kilobytes in the browser.
pub(crate) fn seconds(value: &Value) -> Option<u64> {
    let Value::Number(number) = value else { return None };
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = || whole.bytes().chain(fraction.bytes()).filter(|byte| *byte != b'-');
    if digits().all(|digit| digit == b'0') {
        return Some(0);
    }
    if number.starts_with('-') {
        return None;
    }
    // An exponent that no integer holds is as good as the largest one, or moves all digits behind the point.
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let exponent = exponent.parse().unwrap_or(if exponent.starts_with('-') { i32::MIN } else { i32::MAX });
    let places = i32::try_from(whole.len()).unwrap_or(i32::MAX).saturating_add(exponent);
    let (mut seconds, mut digits) = (0_u64, digits());
    for _ in 0..places {
        let digit = u64::from(digits.next().unwrap_or(b'0') - b'0');
        match seconds.checked_mul(10).and_then(|tens| tens.checked_add(digit)) {
            Some(more) => seconds = more,
            None => return Some(u64::MAX),
        }
    }
    Some(seconds)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn seconds_lose_their_fraction_and_nothing_else() {
        for (text, expected) in [
            ("0", Some(0)),
            ("-0.0e9", Some(0)),
            ("4500", Some(4500)),
            ("3599.9", Some(3599)),
            ("0.9", Some(0)),
            ("1.8e9", Some(1_800_000_000)),
            ("18E+2", Some(1800)),
            ("1999e-3", Some(1)),
            ("1e-999999999999", Some(0)),
            ("18446744073709551615", Some(u64::MAX)),
            ("18446744073709551616", Some(u64::MAX)),
            ("1e999999999999", Some(u64::MAX)),
            ("0.00001e7", Some(100)),
            ("-1", None),
            ("-0.5", None),
            ("\"7\"", None),
            ("null", None),
        ] {
            assert_eq!(seconds(&json::Value::parse(text).unwrap()), expected, "{text}");
        }
    }
}
