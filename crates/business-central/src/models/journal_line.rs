use super::entity;
use crate::{Amount, Date};

entity! {
    /// An entry of a journal, not yet posted.
    JournalLine in "journalLines" {
        /// Key.
        id: Option<String> = "id",
        /// Key of the journal.
        journal_id: Option<String> = "journalId",
        /// Name of the journal.
        journal_display_name: String = "journalDisplayName",
        /// Orders the lines of a journal.
        line_number: i64 = "lineNumber",
        /// What kind of account it is, such as `G_x002F_L_x0020_Account`.
        account_type: String = "accountType",
        /// Key of the account, on a line about one.
        account_id: Option<String> = "accountId",
        /// Number of the account.
        account_number: String = "accountNumber",
        /// The day it is posted for.
        posting_date: Option<Date> = "postingDate",
        /// Number of the document.
        document_number: String = "documentNumber",
        /// The other party's own number.
        external_document_number: String = "externalDocumentNumber",
        /// The amount.
        amount: Amount = "amount",
        /// What it says.
        description: String = "description",
        /// A note.
        comment: String = "comment",
        /// Code of the tax.
        tax_code: String = "taxCode",
        /// What kind of account is on the other side.
        balance_account_type: String = "balanceAccountType",
        /// Key of the account on the other side.
        balancing_account_id: Option<String> = "balancingAccountId",
        /// Number of the account on the other side.
        balancing_account_number: String = "balancingAccountNumber",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
