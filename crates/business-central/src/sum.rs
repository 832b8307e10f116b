//! Adding amounts up without losing a digit.

use std::fmt;

use json::is_number;

/// The exact sum of decimal numbers.
///
/// A total that is a cent off is worse than none, so nothing is rounded: what doesn't fit into 38 digits is refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// The sum in units of 10 to the power of `-scale`.
    units: i128,
    scale: u32,
}

impl Sum {
    /// Adds a JSON number ([RFC 8259 §6](https://www.rfc-editor.org/rfc/rfc8259#section-6)). `None`, and the sum is as it
    /// was, for any other text and for what has too many digits.
    #[must_use = "a number that was not added makes the sum a wrong one"]
    pub fn add(&mut self, number: &str) -> Option<()> {
        let (units, scale) = read(number)?;
        let common = self.scale.max(scale);
        let units = lift(self.units, common - self.scale)?.checked_add(lift(units, common - scale)?)?;
        *self = Self { units, scale: common };
        Some(())
    }
}

/// `units` in units that are 10 to the power of `places` smaller.
fn lift(units: i128, places: u32) -> Option<i128> {
    units.checked_mul(10_i128.checked_pow(places)?)
}

fn read(number: &str) -> Option<(i128, u32)> {
    if !is_number(number) {
        return None;
    }
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let units: i128 = format!("{whole}{fraction}").parse().ok()?;
    let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent.parse().ok()?)?;
    match u32::try_from(scale) {
        Ok(scale) => Some((units, scale)),
        Err(_) => Some((lift(units, scale.unsigned_abs())?, 0)),
    }
}

/// The digits, such as `1234.50`: as many decimals as the most exact of the numbers had.
impl fmt::Display for Sum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let places = self.scale as usize;
        let digits = format!("{:0>1$}", self.units.unsigned_abs(), places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        let point = if places > 0 { "." } else { "" };
        write!(formatter, "{sign}{whole}{point}{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::Sum;

    fn sum(numbers: &[&str]) -> Option<String> {
        let mut sum = Sum::default();
        for number in numbers {
            sum.add(number)?;
        }
        Some(sum.to_string())
    }

    #[test]
    fn no_digit_is_lost() {
        for (numbers, expected) in [
            (&[][..], "0"),
            (&["0.1", "0.2"], "0.3"),
            (&["12345678901234567.89", "0.01", "1"], "12345678901234568.90"),
            (&["-0.05", "0.005"], "-0.045"),
            (&["5", "-5.00"], "0.00"),
            (&["1e3", "1.5E-2"], "1000.015"),
            (&["-1", "0.25"], "-0.75"),
        ] {
            assert_eq!(sum(numbers).as_deref(), Some(expected), "{numbers:?}");
        }
    }

    #[test]
    fn what_cannot_be_added_leaves_the_sum_as_it_was() {
        let mut sum = Sum::default();
        assert_eq!(sum.add("1.5"), Some(()));
        for number in ["", "x", "1,5", "01", "1e999999999999", "1e39", "1e-60", &"9".repeat(40)] {
            assert_eq!(sum.add(number), None, "{number}");
            assert_eq!(sum.to_string(), "1.5");
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use super::Sum;
    use proptest::prelude::{any, prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn cents_add_up(cents in proptest::collection::vec(any::<i32>(), 0..50)) {
            let mut sum = Sum::default();
            sum.add("0.00").unwrap();
            for &each in &cents {
                let sign = if each < 0 { "-" } else { "" };
                let each = each.unsigned_abs();
                sum.add(&format!("{sign}{}.{:02}", each / 100, each % 100)).unwrap();
            }
            let total: i64 = cents.iter().copied().map(i64::from).sum();
            let sign = if total < 0 { "-" } else { "" };
            let total = total.unsigned_abs();
            prop_assert_eq!(sum.to_string(), format!("{sign}{}.{:02}", total / 100, total % 100));
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,12}|-?[0-9]{0,40}(\\.[0-9]{0,9})?([eE][+-]?[0-9]{0,12})?") {
            let _ = Sum::default().add(&text);
        }
    }
}
