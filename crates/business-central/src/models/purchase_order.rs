use super::entity;
use crate::{Amount, Date};

entity! {
    /// An order from a vendor, without its lines, which are behind its navigation `purchaseOrderLines`.
    PurchaseOrder in "purchaseOrders" {
        /// Key.
        id: Option<String> = "id",
        /// The number, at most 20 characters.
        number: String = "number",
        /// The day of the order.
        order_date: Option<Date> = "orderDate",
        /// The day it is posted for.
        posting_date: Option<Date> = "postingDate",
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
        /// Whether prices include tax.
        prices_include_tax: bool = "pricesIncludeTax",
        /// Key of the terms of payment.
        payment_terms_id: Option<String> = "paymentTermsId",
        /// Key of the shipment method.
        shipment_method_id: Option<String> = "shipmentMethodId",
        /// Code of the purchaser.
        purchaser: String = "purchaser",
        /// When it is wanted.
        requested_receipt_date: Option<Date> = "requestedReceiptDate",
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
        /// Whether all of it has come.
        fully_received: bool = "fullyReceived",
        /// How far it has come.
        status: String = "status",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
