use super::entity;
use crate::{Amount, Date};

entity! {
    /// A credit for a customer, without its lines, which are behind its navigation `salesCreditMemoLines`.
    SalesCreditMemo in "salesCreditMemos" {
        /// Key.
        id: Option<String> = "id",
        /// The number, at most 20 characters.
        number: String = "number",
        /// The other party's own number.
        external_document_number: String = "externalDocumentNumber",
        /// The day of the credit memo.
        credit_memo_date: Option<Date> = "creditMemoDate",
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
        /// Whether prices include tax.
        prices_include_tax: bool = "pricesIncludeTax",
        /// Discount, as an amount.
        discount_amount: Amount = "discountAmount",
        /// Whether the discount comes before tax.
        discount_applied_before_tax: bool = "discountAppliedBeforeTax",
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
        /// Key of the invoice.
        invoice_id: Option<String> = "invoiceId",
        /// Number of the invoice.
        invoice_number: String = "invoiceNumber",
        /// Telephone.
        phone_number: String = "phoneNumber",
        /// E-mail.
        email: String = "email",
        /// Key of the reason for the return.
        customer_return_reason_id: Option<String> = "customerReturnReasonId",
    }
}
