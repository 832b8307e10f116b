use super::entity;
use crate::Amount;

entity! {
    /// An account of the general ledger.
    Account in "accounts" {
        /// Key.
        id: Option<String> = "id",
        /// The number, at most 20 characters.
        number: String = "number",
        /// Name.
        display_name: String = "displayName",
        /// `Assets`, `Liabilities` and so on.
        category: String = "category",
        /// A finer category.
        sub_category: String = "subCategory",
        /// Whether it is blocked.
        blocked: bool = "blocked",
        /// `Posting`, `Heading`, `Total` and so on.
        account_type: String = "accountType",
        /// Whether journals may post to it.
        direct_posting: bool = "directPosting",
        /// What has been posted to it.
        net_change: Amount = "netChange",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
