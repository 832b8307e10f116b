use super::entity;

entity! {
    /// A general journal, in which entries are prepared before they are posted.
    Journal in "journals" {
        /// Key.
        id: Option<String> = "id",
        /// The code, at most 10 characters.
        code: String = "code",
        /// The name.
        display_name: String = "displayName",
        /// Name of the journal's template.
        template_display_name: String = "templateDisplayName",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
        /// Key of the account on the other side.
        balancing_account_id: Option<String> = "balancingAccountId",
        /// Number of the account on the other side.
        balancing_account_number: String = "balancingAccountNumber",
    }
}
