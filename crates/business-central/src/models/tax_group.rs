use super::entity;

entity! {
    /// What is taxed alike.
    TaxGroup in "taxGroups" {
        /// Key.
        id: Option<String> = "id",
        /// The code, at most 20 characters.
        code: String = "code",
        /// The name.
        display_name: String = "displayName",
        /// `Sales Tax` or `VAT`, as an enum.
        tax_type: String = "taxType",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
