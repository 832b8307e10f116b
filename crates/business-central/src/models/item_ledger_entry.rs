use super::entity;
use crate::{Amount, Date};

entity! {
    /// A posted movement of items.
    ItemLedgerEntry in "itemLedgerEntries" {
        /// Key.
        id: Option<String> = "id",
        /// The number of the entry.
        entry_number: i64 = "entryNumber",
        /// Number of the item.
        item_number: String = "itemNumber",
        /// The day it is posted for.
        posting_date: Option<Date> = "postingDate",
        /// Which kind of movement it is.
        entry_type: String = "entryType",
        /// Number of the customer, vendor or item behind it.
        source_number: String = "sourceNumber",
        /// What is behind it.
        source_type: String = "sourceType",
        /// Number of the document.
        document_number: String = "documentNumber",
        /// Which kind of document it came from.
        document_type: String = "documentType",
        /// What it says.
        description: String = "description",
        /// How many.
        quantity: Amount = "quantity",
        /// What it was sold for.
        sales_amount_actual: Amount = "salesAmountActual",
        /// What it cost.
        cost_amount_actual: Amount = "costAmountActual",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
