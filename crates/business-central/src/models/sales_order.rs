use super::entity;
use crate::{Amount, Date};

entity! {
    /// An order of a customer, without its lines, which are behind its navigation `salesOrderLines`.
    SalesOrder in "salesOrders" {
        /// Key.
        id: Option<String> = "id",
        /// The number, at most 20 characters.
        number: String = "number",
        /// The customer's own number.
        external_document_number: String = "externalDocumentNumber",
        /// The day of the order.
        order_date: Option<Date> = "orderDate",
        /// The day it will be posted for.
        posting_date: Option<Date> = "postingDate",
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
        /// When the customer wants it.
        requested_delivery_date: Option<Date> = "requestedDeliveryDate",
        /// Whether all of it has been shipped.
        fully_shipped: bool = "fullyShipped",
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
