use super::entity;
use crate::{Amount, Date};

entity! {
    /// What a currency was worth from a day on.
    CurrencyExchangeRate in "currencyExchangeRates" {
        /// Key.
        id: Option<String> = "id",
        /// Code of the currency.
        currency_code: String = "currencyCode",
        /// From when on.
        starting_date: Option<Date> = "startingDate",
        /// How much of the currency.
        exchange_rate_amount: Amount = "exchangeRateAmount",
        /// Code of the currency that it is compared with.
        relational_currency_code: String = "relationalCurrencyCode",
        /// How much of the other currency.
        relational_exchange_rate_amount: Amount = "relationalExchangeRateAmount",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
