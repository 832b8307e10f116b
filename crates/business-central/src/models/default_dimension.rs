use super::entity;

entity! {
    /// The value of a dimension that an account, customer, item and so on brings along.
    DefaultDimension in "defaultDimensions" {
        /// Key.
        id: Option<String> = "id",
        /// Of what it is, such as `Customer`.
        parent_type: String = "parentType",
        /// Key of what it is of.
        parent_id: Option<String> = "parentId",
        /// Key of the dimension.
        dimension_id: Option<String> = "dimensionId",
        /// Code of the dimension.
        dimension_code: String = "dimensionCode",
        /// Key of the value.
        dimension_value_id: Option<String> = "dimensionValueId",
        /// Code of the value.
        dimension_value_code: String = "dimensionValueCode",
        /// Whether entries must have a value.
        posting_validation: String = "postingValidation",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
