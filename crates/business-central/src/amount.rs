//! Amounts and quantities, kept as they came.

use std::fmt;

use json::is_number;

/// A decimal number as Business Central wrote it.
///
/// Money must not lose a digit on its way to the screen: Business Central counts to 18 significant digits, a binary
/// float keeps 15. The text is therefore kept as it is. Who calculates parses it into a decimal type of their own
/// choice; who only shows it, as the portal does, needs none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Amount(Box<str>);

impl Amount {
    /// Reads a JSON number ([RFC 8259 §6](https://www.rfc-editor.org/rfc/rfc8259#section-6)); `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        is_number(text).then(|| Self(text.into()))
    }

    /// The digits, such as `1234.50`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is zero, however it is written.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        let mantissa = self.0.split(['e', 'E']).next().unwrap_or_default();
        !mantissa.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
    }
}

impl Default for Amount {
    fn default() -> Self {
        Self("0".into())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Amount;

    #[test]
    fn numbers_keep_every_digit() {
        for text in ["0", "-1", "999999999999999.99", "0.1", "1e3", "1.5E-7", "123456789012345678.90"] {
            assert_eq!(Amount::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "-", "01", ".5", "5.", "+1", "1e", "0x1", "1,5", "NaN", " 1", "١"] {
            assert_eq!(Amount::parse(text), None, "{text}");
        }
    }

    #[test]
    fn zero_has_many_spellings() {
        for (text, zero) in [("0", true), ("-0.00", true), ("0e9", true), ("0.01", false), ("10", false)] {
            assert_eq!(Amount::parse(text).unwrap().is_zero(), zero, "{text}");
        }
    }
}
