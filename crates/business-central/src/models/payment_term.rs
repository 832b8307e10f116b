use super::entity;
use crate::Amount;

entity! {
    /// Until when an invoice is to be paid.
    PaymentTerm in "paymentTerms" {
        /// Key.
        id: Option<String> = "id",
        /// Code.
        code: String = "code",
        /// Name.
        display_name: String = "displayName",
        /// Formula of the due date, such as `1M`.
        due_date_calculation: String = "dueDateCalculation",
        /// Formula of the last day with a discount.
        discount_date_calculation: String = "discountDateCalculation",
        /// The discount.
        discount_percent: Amount = "discountPercent",
        /// Whether credit memos have the discount, too.
        calculate_discount_on_credit_memos: bool = "calculateDiscountOnCreditMemos",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
