use super::entity;
use crate::{Amount, Date};

entity! {
    /// An offer to a customer, without its lines, which are behind its navigation `salesQuoteLines`.
    SalesQuote in "salesQuotes" {
        /// Key.
        id: Option<String> = "id",
        /// The number, at most 20 characters.
        number: String = "number",
        /// The other party's own number.
        external_document_number: String = "externalDocumentNumber",
        /// The day on the document.
        document_date: Option<Date> = "documentDate",
        /// The day it is posted for.
        posting_date: Option<Date> = "postingDate",
        /// When it is to be paid.
        due_date: Option<Date> = "dueDate",
        /// Key of the customer.
        customer_id: Option<String> = "customerId",
        /// Number of the customer.
        customer_number: String = "customerNumber",
        /// Name of the customer.
        customer_name: String = "customerName",
        /// To whom it goes.
        ship_to_name: String = "shipToName",
        /// Value of the first global dimension.
        shortcut_dimension_1_code: String = "shortcutDimension1Code",
        /// Value of the second global dimension.
        shortcut_dimension_2_code: String = "shortcutDimension2Code",
        /// Key of the currency; `None` for the company's own.
        currency_id: Option<String> = "currencyId",
        /// Code of the currency.
        currency_code: String = "currencyCode",
        /// Key of the terms of payment.
        payment_terms_id: Option<String> = "paymentTermsId",
        /// Key of the shipment method.
        shipment_method_id: Option<String> = "shipmentMethodId",
        /// Code of the salesperson.
        salesperson: String = "salesperson",
        /// Discount, as an amount.
        discount_amount: Amount = "discountAmount",
        /// Total without tax.
        total_amount_excluding_tax: Amount = "totalAmountExcludingTax",
        /// Tax.
        total_tax_amount: Amount = "totalTaxAmount",
        /// Total with tax.
        total_amount_including_tax: Amount = "totalAmountIncludingTax",
        /// How far it has come.
        status: String = "status",
        /// When it was sent (RFC 3339).
        sent_date: String = "sentDate",
        /// Until when it holds.
        valid_until_date: Option<Date> = "validUntilDate",
        /// When it was accepted.
        accepted_date: Option<Date> = "acceptedDate",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
        /// Telephone.
        phone_number: String = "phoneNumber",
        /// E-mail.
        email: String = "email",
    }
}
