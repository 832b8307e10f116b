use super::entity;

entity! {
    /// A company: a set of books of its own.
    Company in "companies" {
        /// What the API knows it by.
        id: String = "id",
        /// Its name, by which it is told apart.
        name: String = "name",
        /// The name to show; may be empty.
        display_name: String = "displayName",
        /// The version of Business Central.
        system_version: String = "systemVersion",
        /// The id in the Microsoft 365 business profile.
        business_profile_id: String = "businessProfileId",
    }
}
