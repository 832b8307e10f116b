use super::entity;
use crate::{Amount, Date};

entity! {
    /// A sale that may come about.
    Opportunity in "opportunities" {
        /// Key.
        id: Option<String> = "id",
        /// The number, at most 20 characters.
        number: String = "number",
        /// Number of the contact.
        contact_number: String = "contactNumber",
        /// Name of the contact.
        contact_name: String = "contactName",
        /// Name of the contact's company.
        contact_company_name: String = "contactCompanyName",
        /// Code of the salesperson.
        salesperson_code: String = "salespersonCode",
        /// What it says.
        description: String = "description",
        /// How far it has come.
        status: String = "status",
        /// Whether it has ended.
        closed: bool = "closed",
        /// When it was found.
        creation_date: Option<Date> = "creationDate",
        /// When it ended.
        date_closed: Option<Date> = "dateClosed",
        /// What it is worth now.
        calculated_current_value: Amount = "calculatedCurrentValue",
        /// How likely it is, in percent.
        chances_of_success_prc: Amount = "chancesOfSuccessPrc",
        /// How far it has come, in percent.
        completed_prc: Amount = "completedPrc",
        /// When it may come about.
        estimated_closing_date: Option<Date> = "estimatedClosingDate",
        /// What it may be worth.
        estimated_value: Amount = "estimatedValue",
        /// When it was entered (RFC 3339).
        system_created_at: String = "systemCreatedAt",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
