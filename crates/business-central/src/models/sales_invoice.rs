use super::entity;
use crate::{Amount, Date};

entity! {
    /// An invoice to a customer, without its lines, which are behind its navigation `salesInvoiceLines`.
    SalesInvoice in "salesInvoices" {
        /// Key.
        id: Option<String> = "id",
        /// The number, at most 20 characters.
        number: String = "number",
        /// The customer's own number.
        external_document_number: String = "externalDocumentNumber",
        /// The day of the invoice.
        invoice_date: Option<Date> = "invoiceDate",
        /// The day it counts for.
        posting_date: Option<Date> = "postingDate",
        /// The day it is to be paid.
        due_date: Option<Date> = "dueDate",
        /// Key of the customer.
        customer_id: Option<String> = "customerId",
        /// Number of the customer.
        customer_number: String = "customerNumber",
        /// Name of the customer.
        customer_name: String = "customerName",
        /// Code of the currency.
        currency_code: String = "currencyCode",
        /// Whether prices include tax.
        prices_include_tax: bool = "pricesIncludeTax",
        /// Key of the terms of payment.
        payment_terms_id: Option<String> = "paymentTermsId",
        /// Code of the salesperson.
        salesperson: String = "salesperson",
        /// What has not been paid yet.
        remaining_amount: Amount = "remainingAmount",
        /// Discount on the whole.
        discount_amount: Amount = "discountAmount",
        /// Total without tax.
        total_amount_excluding_tax: Amount = "totalAmountExcludingTax",
        /// Tax.
        total_tax_amount: Amount = "totalTaxAmount",
        /// Total with tax.
        total_amount_including_tax: Amount = "totalAmountIncludingTax",
        /// How far it has come.
        status: String = "status",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
