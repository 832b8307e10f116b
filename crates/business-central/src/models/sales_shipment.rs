use super::entity;
use crate::Date;

entity! {
    /// What was sent to a customer.
    SalesShipment in "salesShipments" {
        /// Key.
        id: Option<String> = "id",
        /// The number, at most 20 characters.
        number: String = "number",
        /// The other party's own number.
        external_document_number: String = "externalDocumentNumber",
        /// The day of the invoice.
        invoice_date: Option<Date> = "invoiceDate",
        /// The day it is posted for.
        posting_date: Option<Date> = "postingDate",
        /// When it is to be paid.
        due_date: Option<Date> = "dueDate",
        /// The customer's own reference.
        customer_purchase_order_reference: String = "customerPurchaseOrderReference",
        /// Key of the customer.
        customer_id: Option<String> = "customerId",
        /// Number of the customer.
        customer_number: String = "customerNumber",
        /// Name of the customer.
        customer_name: String = "customerName",
        /// To whom it goes.
        ship_to_name: String = "shipToName",
        /// Code of the currency.
        currency_code: String = "currencyCode",
        /// Number of the order.
        order_number: String = "orderNumber",
        /// Code of the terms of payment.
        payment_terms_code: String = "paymentTermsCode",
        /// Code of the shipment method.
        shipment_method_code: String = "shipmentMethodCode",
        /// Code of the salesperson.
        salesperson: String = "salesperson",
        /// Whether prices include tax.
        prices_include_tax: bool = "pricesIncludeTax",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
        /// Telephone.
        phone_number: String = "phoneNumber",
        /// E-mail.
        email: String = "email",
    }
}
