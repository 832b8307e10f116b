use super::entity;
use crate::Amount;

entity! {
    /// Someone who sells or buys for the company.
    SalespersonPurchaser in "salespeoplePurchasers" {
        /// Key.
        id: Option<String> = "id",
        /// The code, at most 20 characters.
        code: String = "code",
        /// The name.
        display_name: String = "displayName",
        /// E-mail.
        email: String = "email",
        /// Another e-mail.
        email_2: String = "email2",
        /// Telephone.
        phone_no: String = "phoneNo",
        /// What the person does.
        job_title: String = "jobTitle",
        /// Commission, in percent. The service spells it so.
        commision_percent: Amount = "commisionPercent",
        /// Whether data of the person may not be used.
        privacy_blocked: bool = "privacyBlocked",
        /// Whether it is blocked.
        blocked: bool = "blocked",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
