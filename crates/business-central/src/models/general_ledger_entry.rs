use super::entity;
use crate::{Amount, Date};

entity! {
    /// One posting to an account. Entries are never changed.
    GeneralLedgerEntry in "generalLedgerEntries" {
        /// Key.
        id: Option<String> = "id",
        /// Its number, counting up.
        entry_number: i64 = "entryNumber",
        /// The day it counts for.
        posting_date: Option<Date> = "postingDate",
        /// Number of the document it comes from.
        document_number: String = "documentNumber",
        /// Kind of that document.
        document_type: String = "documentType",
        /// Key of the account.
        account_id: Option<String> = "accountId",
        /// Number of the account.
        account_number: String = "accountNumber",
        /// What it is about.
        description: String = "description",
        /// Amount, if on the debit side.
        debit_amount: Amount = "debitAmount",
        /// Amount, if on the credit side.
        credit_amount: Amount = "creditAmount",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
