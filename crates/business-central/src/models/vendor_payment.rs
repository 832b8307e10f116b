use super::entity;
use crate::{Amount, Date};

entity! {
    /// A payment to a vendor, prepared in a journal.
    VendorPayment in "vendorPayments" {
        /// Key.
        id: Option<String> = "id",
        /// Key of the journal.
        journal_id: Option<String> = "journalId",
        /// Name of the journal.
        journal_display_name: String = "journalDisplayName",
        /// Orders the lines of a journal.
        line_number: i64 = "lineNumber",
        /// Key of the vendor.
        vendor_id: Option<String> = "vendorId",
        /// Number of the vendor.
        vendor_number: String = "vendorNumber",
        /// The day it is posted for.
        posting_date: Option<Date> = "postingDate",
        /// Number of the document.
        document_number: String = "documentNumber",
        /// The other party's own number.
        external_document_number: String = "externalDocumentNumber",
        /// The amount.
        amount: Amount = "amount",
        /// Key of the invoice that is paid.
        applies_to_invoice_id: Option<String> = "appliesToInvoiceId",
        /// Number of the invoice that is paid.
        applies_to_invoice_number: String = "appliesToInvoiceNumber",
        /// What it says.
        description: String = "description",
        /// A note.
        comment: String = "comment",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
