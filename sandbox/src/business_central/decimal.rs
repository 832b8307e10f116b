//! Amounts and quantities: a fixed point of five digits, the most that Business Central keeps.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

const ONE: i64 = 100_000;

/// A decimal number in hundred-thousandths. Money must not be rounded by a binary fraction on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Decimal(i64);

impl Decimal {
    pub(super) const ZERO: Self = Self(0);

    pub(super) const fn whole(number: i64) -> Self {
        Self(number * ONE)
    }

    pub(super) const fn cents(cents: i64) -> Self {
        Self(cents * (ONE / 100))
    }

    pub(super) const fn hundred_thousandths(count: i64) -> Self {
        Self(count)
    }

    /// The product, rounded half away from zero to cents.
    pub(super) fn times(self, other: Self) -> Self {
        let product = i128::from(self.0) * i128::from(other.0);
        let unit = i128::from(ONE) * i128::from(ONE) / 100;
        let cents = (product + product.signum() * unit / 2) / unit;
        Self::cents(i64::try_from(cents).unwrap_or(i64::MAX / ONE))
    }

    /// `percent` of the number, rounded to cents.
    pub(super) fn percent(self, percent: Self) -> Self {
        self.times(Self(percent.0 / 100))
    }

    /// How many per cent of `whole` this is, to five digits; nothing of nothing.
    pub(super) fn as_percent_of(self, whole: Self) -> Self {
        if whole.0 == 0 {
            return Self::ZERO;
        }
        let share = i128::from(self.0) * 100 * i128::from(ONE);
        Self(i64::try_from(share / i128::from(whole.0)).unwrap_or(i64::MAX))
    }

    /// Reads `-12.345`, `7` or `.5`; more than five decimals are cut off (they can't be in the data).
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let numeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !numeric(whole) || !numeric(fraction) {
            return None;
        }
        let units: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let fraction: i64 = format!("{fraction:0<5}").get(..5)?.parse().ok()?;
        let magnitude = units.checked_mul(ONE)?.checked_add(fraction)?;
        Some(Self(if negative { -magnitude } else { magnitude }))
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        let (whole, fraction) = (magnitude / ONE.unsigned_abs(), magnitude % ONE.unsigned_abs());
        if fraction == 0 {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{}", format!("{fraction:05}").trim_end_matches('0'))
        }
    }
}

impl Add for Decimal {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Decimal {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Decimal {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Decimal {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Decimal {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_print_without_idle_digits() {
        for (text, printed) in [
            ("0", "0"),
            ("-0.5", "-0.5"),
            ("12.30", "12.3"),
            ("1000", "1000"),
            (".00125", "0.00125"),
            ("-128.40", "-128.4"),
            ("1.", "1"),
        ] {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), printed);
        }
        for odd in ["", "-", ".", "1e3", "1,5", "--1", "٣", "99999999999999999999"] {
            assert!(Decimal::parse(odd).is_none(), "{odd}");
        }
    }

    #[test]
    fn products_are_rounded_to_cents() {
        let of = |text| Decimal::parse(text).unwrap();
        assert_eq!(of("2.5").times(of("1.99")), of("4.98"));
        assert_eq!(of("-2.5").times(of("1.99")), of("-4.98"));
        assert_eq!(of("99.99").percent(of("20")), of("20"));
        assert_eq!(of("30").as_percent_of(of("240")), of("12.5"));
        assert_eq!(of("30").as_percent_of(Decimal::ZERO), Decimal::ZERO);
        assert_eq!(of("0.00125").times(of("1000")), of("1.25"));
    }
}
