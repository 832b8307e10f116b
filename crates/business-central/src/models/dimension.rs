use super::entity;

entity! {
    /// A way to analyse entries, such as by department.
    Dimension in "dimensions" {
        /// Key.
        id: Option<String> = "id",
        /// The code, at most 20 characters.
        code: String = "code",
        /// The name.
        display_name: String = "displayName",
        /// The code in the consolidated company.
        consolidation_code: String = "consolidationCode",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
