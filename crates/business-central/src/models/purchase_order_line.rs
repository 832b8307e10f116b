use super::entity;
use crate::{Amount, Date};

entity! {
    /// A line of an order from a vendor. The service lists them for one order only.
    PurchaseOrderLine in "purchaseOrderLines" {
        /// Key.
        id: Option<String> = "id",
        /// Key of the document.
        document_id: Option<String> = "documentId",
        /// Orders the lines of a document.
        sequence: i64 = "sequence",
        /// Key of the item, on a line about one.
        item_id: Option<String> = "itemId",
        /// Key of the account, on a line about one.
        account_id: Option<String> = "accountId",
        /// What the line is about, such as `Item`.
        line_type: String = "lineType",
        /// Number of what the line is about.
        line_object_number: String = "lineObjectNumber",
        /// What it says.
        description: String = "description",
        /// More of what it says.
        description_2: String = "description2",
        /// Key of the unit.
        unit_of_measure_id: Option<String> = "unitOfMeasureId",
        /// Code of the unit.
        unit_of_measure_code: String = "unitOfMeasureCode",
        /// How many.
        quantity: Amount = "quantity",
        /// Cost of one.
        direct_unit_cost: Amount = "directUnitCost",
        /// Discount, as an amount.
        discount_amount: Amount = "discountAmount",
        /// Discount, in percent.
        discount_percent: Amount = "discountPercent",
        /// Whether the discount comes before tax.
        discount_applied_before_tax: bool = "discountAppliedBeforeTax",
        /// Amount without tax.
        amount_excluding_tax: Amount = "amountExcludingTax",
        /// Code of the tax.
        tax_code: String = "taxCode",
        /// Tax, in percent.
        tax_percent: Amount = "taxPercent",
        /// Tax.
        total_tax_amount: Amount = "totalTaxAmount",
        /// Amount with tax.
        amount_including_tax: Amount = "amountIncludingTax",
        /// Its part of the document's discount.
        invoice_discount_allocation: Amount = "invoiceDiscountAllocation",
        /// Amount without tax, after the document's discount.
        net_amount: Amount = "netAmount",
        /// Tax, after the document's discount.
        net_tax_amount: Amount = "netTaxAmount",
        /// Amount with tax, after the document's discount.
        net_amount_including_tax: Amount = "netAmountIncludingTax",
        /// When it should come.
        expected_receipt_date: Option<Date> = "expectedReceiptDate",
        /// How many have come.
        received_quantity: Amount = "receivedQuantity",
        /// How many have been invoiced.
        invoiced_quantity: Amount = "invoicedQuantity",
        /// How many are to be invoiced.
        invoice_quantity: Amount = "invoiceQuantity",
        /// How many are to come.
        receive_quantity: Amount = "receiveQuantity",
        /// Key of the variant of the item.
        item_variant_id: Option<String> = "itemVariantId",
        /// Key of the location.
        location_id: Option<String> = "locationId",
    }
}
