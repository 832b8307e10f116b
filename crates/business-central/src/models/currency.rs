use super::entity;
use crate::Amount;

entity! {
    /// A currency other than the company's own.
    Currency in "currencies" {
        /// Key.
        id: Option<String> = "id",
        /// Code, mostly that of ISO 4217.
        code: String = "code",
        /// Name.
        display_name: String = "displayName",
        /// Symbol.
        symbol: String = "symbol",
        /// Fewest and most decimals of an amount, such as `2:2`.
        amount_decimal_places: String = "amountDecimalPlaces",
        /// The smallest step of an amount.
        amount_rounding_precision: Amount = "amountRoundingPrecision",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
