use super::entity;

entity! {
    /// How something is paid.
    PaymentMethod in "paymentMethods" {
        /// Key.
        id: Option<String> = "id",
        /// The code, at most 10 characters.
        code: String = "code",
        /// The name.
        display_name: String = "displayName",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
