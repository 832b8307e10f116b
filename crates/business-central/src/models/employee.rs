use super::entity;
use crate::Date;

entity! {
    /// Someone who works for the company.
    Employee in "employees" {
        /// Key.
        id: Option<String> = "id",
        /// The number, at most 20 characters.
        number: String = "number",
        /// The name.
        display_name: String = "displayName",
        /// First name.
        given_name: String = "givenName",
        /// Middle name.
        middle_name: String = "middleName",
        /// Last name.
        surname: String = "surname",
        /// What the person does.
        job_title: String = "jobTitle",
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
        mobile_phone: String = "mobilePhone",
        /// E-mail.
        email: String = "email",
        /// Private e-mail.
        personal_email: String = "personalEmail",
        /// The first day.
        employment_date: Option<Date> = "employmentDate",
        /// The last day.
        termination_date: Option<Date> = "terminationDate",
        /// How far it has come.
        status: String = "status",
        /// Birthday.
        birth_date: Option<Date> = "birthDate",
        /// Group in statistics.
        statistics_group_code: String = "statisticsGroupCode",
        /// Number of the bank's branch.
        bank_branch_number: String = "bankBranchNumber",
        /// Number of the bank account.
        bank_account_number: String = "bankAccountNumber",
        /// International bank account number.
        iban: String = "iban",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
