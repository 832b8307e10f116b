use super::entity;
use crate::{Amount, Date};

entity! {
    /// A line of a sales invoice.
    SalesInvoiceLine in "salesInvoiceLines" {
        /// Key.
        id: Option<String> = "id",
        /// Key of the document.
        document_id: Option<String> = "documentId",
        /// Its place in the document.
        sequence: i64 = "sequence",
        /// Key of the item, if it is about one.
        item_id: Option<String> = "itemId",
        /// Key of the account, if it is about one.
        account_id: Option<String> = "accountId",
        /// `Item`, `Account`, `Comment` and so on.
        line_type: String = "lineType",
        /// Number of the item or account.
        line_object_number: String = "lineObjectNumber",
        /// What it is about.
        description: String = "description",
        /// Code of the unit.
        unit_of_measure_code: String = "unitOfMeasureCode",
        /// Quantity.
        quantity: Amount = "quantity",
        /// Price of one.
        unit_price: Amount = "unitPrice",
        /// Discount.
        discount_amount: Amount = "discountAmount",
        /// Discount, in percent.
        discount_percent: Amount = "discountPercent",
        /// Tax, in percent.
        tax_percent: Amount = "taxPercent",
        /// Amount without tax.
        amount_excluding_tax: Amount = "amountExcludingTax",
        /// Tax.
        total_tax_amount: Amount = "totalTaxAmount",
        /// Amount with tax.
        amount_including_tax: Amount = "amountIncludingTax",
        /// When it was shipped.
        shipment_date: Option<Date> = "shipmentDate",
    }
}
