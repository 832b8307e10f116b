use super::entity;
use crate::Amount;

entity! {
    /// Someone who sells to us.
    Vendor in "vendors" {
        /// Key.
        id: Option<String> = "id",
        /// The number in the books, at most 20 characters.
        number: String = "number",
        /// The name.
        display_name: String = "displayName",
        /// Street and number.
        address_line_1: String = "addressLine1",
        /// More of the address.
        address_line_2: String = "addressLine2",
        /// City.
        city: String = "city",
        /// State or county.
        state: String = "state",
        /// Code of the country.
        country: String = "country",
        /// Postal code.
        postal_code: String = "postalCode",
        /// Telephone.
        phone_number: String = "phoneNumber",
        /// E-mail.
        email: String = "email",
        /// Home page.
        website: String = "website",
        /// Number for VAT or sales tax.
        tax_registration_number: String = "taxRegistrationNumber",
        /// Key of the currency; `None` for the company's own.
        currency_id: Option<String> = "currencyId",
        /// Code of the currency.
        currency_code: String = "currencyCode",
        /// Key of the terms of payment.
        payment_terms_id: Option<String> = "paymentTermsId",
        /// Key of the payment method.
        payment_method_id: Option<String> = "paymentMethodId",
        /// Whether tax is charged.
        tax_liable: bool = "taxLiable",
        /// Which dealings are blocked; `_x0020_` for none.
        blocked: String = "blocked",
        /// What we owe.
        balance: Amount = "balance",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
