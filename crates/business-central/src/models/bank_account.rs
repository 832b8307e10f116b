use super::entity;

entity! {
    /// An account of the company at a bank.
    BankAccount in "bankAccounts" {
        /// Key.
        id: Option<String> = "id",
        /// The number, at most 20 characters.
        number: String = "number",
        /// The name.
        display_name: String = "displayName",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
        /// Number of the bank account.
        bank_account_number: String = "bankAccountNumber",
        /// Whether it is blocked.
        blocked: bool = "blocked",
        /// Code of the currency.
        currency_code: String = "currencyCode",
        /// Key of the currency; `None` for the company's own.
        currency_id: Option<String> = "currencyId",
        /// International bank account number.
        iban: String = "iban",
        /// Whether partner companies use it.
        intercompany_enabled: bool = "intercompanyEnabled",
    }
}
