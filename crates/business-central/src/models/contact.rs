use super::entity;
use crate::Date;

entity! {
    /// A person or company that the company deals with.
    Contact in "contacts" {
        /// Key.
        id: Option<String> = "id",
        /// The number, at most 20 characters.
        number: String = "number",
        /// Which kind it is.
        kind: String = "type",
        /// The name.
        display_name: String = "displayName",
        /// What the person does.
        job_title: String = "jobTitle",
        /// Number of the contact's company.
        company_number: String = "companyNumber",
        /// Name of the contact's company.
        company_name: String = "companyName",
        /// What the contact is to the company, such as `Customer`.
        contact_business_relation: String = "contactBusinessRelation",
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
        /// Mobile telephone.
        mobile_phone_number: String = "mobilePhoneNumber",
        /// E-mail.
        email: String = "email",
        /// Home page.
        website: String = "website",
        /// What it is searched by.
        search_name: String = "searchName",
        /// Whether data of the person may not be used.
        privacy_blocked: bool = "privacyBlocked",
        /// Number for VAT or sales tax.
        tax_registration_number: String = "taxRegistrationNumber",
        /// When the company last had to do with it.
        last_interaction_date: Option<Date> = "lastInteractionDate",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
