use super::entity;

entity! {
    /// A country or region.
    CountryRegion in "countriesRegions" {
        /// Key.
        id: Option<String> = "id",
        /// Code, mostly that of ISO 3166.
        code: String = "code",
        /// Name.
        display_name: String = "displayName",
        /// The order of city and postal code.
        address_format: String = "addressFormat",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
