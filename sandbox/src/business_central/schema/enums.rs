//! The enumerations that the properties use, under the escaped names of their members.

mod documents;
mod records;

pub(super) use documents::{
    ATTACHMENT_ENTITY_BUFFER_DOCUMENT_TYPE, DIMENSION_SET_ENTRY_BUFFER_PARENT_TYPE, GEN_JOURNAL_ACCOUNT_TYPE,
    PURCH_CR_MEMO_ENTITY_STATUS, PURCHASE_LINE_TYPE, PURCHASE_ORDER_ENTITY_BUFFER_STATUS,
    SALES_CR_MEMO_ENTITY_BUFFER_STATUS, SALES_LINE_TYPE, SALES_QUOTE_ENTITY_BUFFER_STATUS, TAX_BUFFER_TYPE,
};
pub(super) use records::{
    ANALYSIS_SOURCE_TYPE, CONTACT_BUSINESS_RELATION, CONTACT_BUSINESS_RELATION_LINK_TO_TABLE,
    DEFAULT_DIMENSION_PARENT_TYPE, DEFAULT_DIMENSION_VALUE_POSTING_TYPE, EMPLOYEE_STATUS,
    EMPLOYEE_TIME_REG_STATUS, ITEM_LEDGER_DOCUMENT_TYPE, ITEM_LEDGER_ENTRY_TYPE, JOB_QUEUE_PRIORITY,
    JOB_QUEUE_REPORT_OUTPUT_TYPE, OPPORTUNITY_STATUS, PICTURE_ENTITY_PARENT_TYPE,
};

use super::{Caption, Enumeration, Member};

pub(super) const fn of(name: &'static str, value: i32, caption: Caption) -> Member {
    Member { name, value, caption }
}

const BLANK: Member = of("_x0020_", 0, (" ", " "));

/// Every enumeration, for `$metadata` and `entityDefinitions`.
pub(in super::super) static ALL: [&Enumeration; 34] = [
    &ITEM_TYPE,
    &PICTURE_ENTITY_PARENT_TYPE,
    &DEFAULT_DIMENSION_PARENT_TYPE,
    &DEFAULT_DIMENSION_VALUE_POSTING_TYPE,
    &ATTACHMENT_ENTITY_BUFFER_DOCUMENT_TYPE,
    &CONTACT_TYPE,
    &CUSTOMER_BLOCKED,
    &CONTACT_BUSINESS_RELATION_LINK_TO_TABLE,
    &CONTACT_BUSINESS_RELATION,
    &VENDOR_BLOCKED,
    &INVOICE_ENTITY_AGGREGATE_STATUS,
    &DIMENSION_SET_ENTRY_BUFFER_PARENT_TYPE,
    &INVOICE_LINE_AGG_LINE_TYPE,
    &GL_ACCOUNT_CATEGORY,
    &GL_ACCOUNT_TYPE,
    &TAX_BUFFER_TYPE,
    &GEN_JOURNAL_ACCOUNT_TYPE,
    &EMPLOYEE_STATUS,
    &EMPLOYEE_TIME_REG_STATUS,
    &GEN_JOURNAL_DOCUMENT_TYPE,
    &COUNTRY_REGION_ADDRESS_FORMAT,
    &SALES_ORDER_ENTITY_BUFFER_STATUS,
    &SALES_QUOTE_ENTITY_BUFFER_STATUS,
    &SALES_CR_MEMO_ENTITY_BUFFER_STATUS,
    &SALES_LINE_TYPE,
    &PURCHASE_LINE_TYPE,
    &PURCHASE_ORDER_ENTITY_BUFFER_STATUS,
    &ITEM_LEDGER_ENTRY_TYPE,
    &ANALYSIS_SOURCE_TYPE,
    &ITEM_LEDGER_DOCUMENT_TYPE,
    &OPPORTUNITY_STATUS,
    &PURCH_CR_MEMO_ENTITY_STATUS,
    &JOB_QUEUE_REPORT_OUTPUT_TYPE,
    &JOB_QUEUE_PRIORITY,
];

pub(super) static ITEM_TYPE: Enumeration = Enumeration {
    name: "itemType",
    members: &[
        of("Inventory", 0, ("Inventory", "Lager")),
        of("Service", 1, ("Service", "Service")),
        of("Non_x002D_Inventory", 2, ("Non-Inventory", "Nicht Lager")),
    ],
};

pub(super) static CONTACT_TYPE: Enumeration = Enumeration {
    name: "contactType",
    members: &[of("Company", 0, ("Company", "Unternehmen")), of("Person", 1, ("Person", "Person"))],
};

pub(super) static CUSTOMER_BLOCKED: Enumeration = Enumeration {
    name: "customerBlocked",
    members: &[
        BLANK,
        of("Ship", 1, ("Ship", "Liefern")),
        of("Invoice", 2, ("Invoice", "Fakturieren")),
        of("All", 3, ("All", "Alle")),
    ],
};

pub(super) static VENDOR_BLOCKED: Enumeration = Enumeration {
    name: "vendorBlocked",
    members: &[BLANK, of("Payment", 1, ("Payment", "Zahlung")), of("All", 2, ("All", "Alle"))],
};

pub(super) static INVOICE_ENTITY_AGGREGATE_STATUS: Enumeration = Enumeration {
    name: "invoiceEntityAggregateStatus",
    members: &[
        BLANK,
        of("Draft", 1, ("Draft", "Entwurf")),
        of("In_x0020_Review", 2, ("In Review", "In Prüfung")),
        of("Open", 3, ("Open", "Offen")),
        of("Paid", 4, ("Paid", "Bezahlt")),
        of("Canceled", 5, ("Canceled", "Storniert")),
        of("Corrective", 6, ("Corrective", "Korrektur")),
    ],
};

pub(super) static INVOICE_LINE_AGG_LINE_TYPE: Enumeration = Enumeration {
    name: "invoiceLineAggLineType",
    members: &[
        of("Comment", 0, ("Comment", "Bemerkung")),
        of("Account", 1, ("Account", "Konto")),
        of("Item", 2, ("Item", "Artikel")),
        of("Resource", 3, ("Resource", "Ressource")),
        of("Fixed_x0020_Asset", 4, ("Fixed Asset", "Anlage")),
        of("Charge", 5, ("Charge", "Zu-/Abschlag")),
        of("Allocation_x0020_Account", 10, ("Allocation Account", "Verteilungskonto")),
    ],
};

pub(super) static GL_ACCOUNT_CATEGORY: Enumeration = Enumeration {
    name: "glAccountCategory",
    members: &[
        BLANK,
        of("Assets", 1, ("Assets", "Aktiva")),
        of("Liabilities", 2, ("Liabilities", "Verbindlichkeiten")),
        of("Equity", 3, ("Equity", "Eigenkapital")),
        of("Income", 4, ("Income", "Erlöse")),
        of("Cost_x0020_of_x0020_Goods_x0020_Sold", 5, ("Cost of Goods Sold", "Wareneinsatz")),
        of("Expense", 6, ("Expense", "Aufwand")),
    ],
};

pub(super) static GL_ACCOUNT_TYPE: Enumeration = Enumeration {
    name: "glAccountType",
    members: &[
        of("Posting", 0, ("Posting", "Konto")),
        of("Heading", 1, ("Heading", "Überschrift")),
        of("Total", 2, ("Total", "Summe")),
        of("Begin_x002D_Total", 3, ("Begin-Total", "Von-Summe")),
        of("End_x002D_Total", 4, ("End-Total", "Bis-Summe")),
    ],
};

pub(super) static GEN_JOURNAL_DOCUMENT_TYPE: Enumeration = Enumeration {
    name: "genJournalDocumentType",
    members: &[
        BLANK,
        of("Payment", 1, ("Payment", "Zahlung")),
        of("Invoice", 2, ("Invoice", "Rechnung")),
        of("Credit_x0020_Memo", 3, ("Credit Memo", "Gutschrift")),
        of("Finance_x0020_Charge_x0020_Memo", 4, ("Finance Charge Memo", "Zinsrechnung")),
        of("Reminder", 5, ("Reminder", "Mahnung")),
        of("Refund", 6, ("Refund", "Erstattung")),
    ],
};

pub(super) static COUNTRY_REGION_ADDRESS_FORMAT: Enumeration = Enumeration {
    name: "countryRegionAddressFormat",
    members: &[
        of("Post_x0020_Code_x002B_City", 0, ("Post Code+City", "PLZ+Ort")),
        of("City_x002B_Post_x0020_Code", 1, ("City+Post Code", "Ort+PLZ")),
        of("City_x002B_County_x002B_Post_x0020_Code", 2, ("City+County+Post Code", "Ort+Region+PLZ")),
        of(
            "Blank_x0020_Line_x002B_Post_x0020_Code_x002B_City",
            3,
            ("Blank Line+Post Code+City", "Leerzeile+PLZ+Ort"),
        ),
        of(
            "City_x002B_County_x002B_New_x0020_Line_x002B_Post_x0020_Code",
            5,
            ("City+County+New Line+Post Code", "Ort+Region+Neue Zeile+PLZ"),
        ),
        of("Post_x0020_Code_x002B_City_x002B_County", 6, ("Post Code+City+County", "PLZ+Ort+Region")),
        of("Custom", 13, ("Custom", "Benutzerdefiniert")),
    ],
};

pub(super) static SALES_ORDER_ENTITY_BUFFER_STATUS: Enumeration = Enumeration {
    name: "salesOrderEntityBufferStatus",
    members: &[
        of("Draft", 0, ("Draft", "Entwurf")),
        of("In_x0020_Review", 1, ("In Review", "In Prüfung")),
        of("Open", 2, ("Open", "Offen")),
    ],
};
