use super::entity;
use crate::Date;

entity! {
    /// What came from a vendor.
    PurchaseReceipt in "purchaseReceipts" {
        /// Key.
        id: Option<String> = "id",
        /// The number, at most 20 characters.
        number: String = "number",
        /// The day of the invoice.
        invoice_date: Option<Date> = "invoiceDate",
        /// The day it is posted for.
        posting_date: Option<Date> = "postingDate",
        /// When it is to be paid.
        due_date: Option<Date> = "dueDate",
        /// Number of the vendor.
        vendor_number: String = "vendorNumber",
        /// Name of the vendor.
        vendor_name: String = "vendorName",
        /// To whom it goes.
        ship_to_name: String = "shipToName",
        /// Code of the currency.
        currency_code: String = "currencyCode",
        /// Number of the order.
        order_number: String = "orderNumber",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
