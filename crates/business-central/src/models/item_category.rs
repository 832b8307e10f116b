use super::entity;

entity! {
    /// A group of items.
    ItemCategory in "itemCategories" {
        /// Key.
        id: Option<String> = "id",
        /// The code, at most 20 characters.
        code: String = "code",
        /// The name.
        display_name: String = "displayName",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
