use super::entity;

entity! {
    /// A variant of an item, such as a colour.
    ItemVariant in "itemVariants" {
        /// Key.
        id: Option<String> = "id",
        /// Key of the item, on a line about one.
        item_id: Option<String> = "itemId",
        /// Number of the item.
        item_number: String = "itemNumber",
        /// The code, at most 10 characters.
        code: String = "code",
        /// What it says.
        description: String = "description",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
