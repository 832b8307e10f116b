use super::entity;
use crate::{Amount, Date};

entity! {
    /// A vendor's invoice, without its lines, which are behind its navigation `purchaseInvoiceLines`.
    PurchaseInvoice in "purchaseInvoices" {
        /// Key.
        id: Option<String> = "id",
        /// The number, at most 20 characters.
        number: String = "number",
        /// The day it is posted for.
        posting_date: Option<Date> = "postingDate",
        /// The day of the invoice.
        invoice_date: Option<Date> = "invoiceDate",
        /// When it is to be paid.
        due_date: Option<Date> = "dueDate",
        /// The vendor's own number.
        vendor_invoice_number: String = "vendorInvoiceNumber",
        /// Key of the vendor.
        vendor_id: Option<String> = "vendorId",
        /// Number of the vendor.
        vendor_number: String = "vendorNumber",
        /// Name of the vendor.
        vendor_name: String = "vendorName",
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
        /// Key of the order.
        order_id: Option<String> = "orderId",
        /// Number of the order.
        order_number: String = "orderNumber",
        /// Code of the purchaser.
        purchaser: String = "purchaser",
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
    }
}
