use super::entity;

entity! {
    /// What quantities are counted in.
    UnitOfMeasure in "unitsOfMeasure" {
        /// Key.
        id: Option<String> = "id",
        /// Code.
        code: String = "code",
        /// Name.
        display_name: String = "displayName",
        /// Code of UN/ECE Recommendation 20.
        international_standard_code: String = "internationalStandardCode",
        /// Symbol.
        symbol: String = "symbol",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
