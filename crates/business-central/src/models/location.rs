use super::entity;

entity! {
    /// Where items are kept.
    Location in "locations" {
        /// Key.
        id: Option<String> = "id",
        /// The code, at most 10 characters.
        code: String = "code",
        /// The name.
        display_name: String = "displayName",
        /// Whom to ask for.
        contact: String = "contact",
        /// Street and number.
        address_line_1: String = "addressLine1",
        /// More of the address.
        address_line_2: String = "addressLine2",
        /// City.
        city: String = "city",
        /// State or county.
        state: String = "state",
        /// Code of the country.
        country: String = "country",
        /// Postal code.
        postal_code: String = "postalCode",
        /// Telephone.
        phone_number: String = "phoneNumber",
        /// E-mail.
        email: String = "email",
        /// Home page.
        website: String = "website",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
