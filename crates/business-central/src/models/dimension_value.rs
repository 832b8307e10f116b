use super::entity;

entity! {
    /// One value of a dimension, such as one department.
    DimensionValue in "dimensionValues" {
        /// Key.
        id: Option<String> = "id",
        /// The code, at most 20 characters.
        code: String = "code",
        /// Key of the dimension.
        dimension_id: Option<String> = "dimensionId",
        /// The name.
        display_name: String = "displayName",
        /// The code in the consolidated company.
        consolidation_code: String = "consolidationCode",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
