//! The enumerations of master records, entries and jobs.

use super::super::Enumeration;
use super::{BLANK, of};

pub(in super::super) static PICTURE_ENTITY_PARENT_TYPE: Enumeration = Enumeration {
    name: "pictureEntityParentType",
    members: &[
        of("Customer", 1, ("Customer", "Debitor")),
        of("Item", 2, ("Item", "Artikel")),
        of("Vendor", 3, ("Vendor", "Kreditor")),
        of("Employee", 4, ("Employee", "Mitarbeiter")),
        of("Contact", 5, ("Contact", "Kontakt")),
    ],
};

pub(in super::super) static DEFAULT_DIMENSION_PARENT_TYPE: Enumeration = Enumeration {
    name: "defaultDimensionParentType",
    members: &[
        BLANK,
        of("Customer", 1, ("Customer", "Debitor")),
        of("Item", 2, ("Item", "Artikel")),
        of("Vendor", 3, ("Vendor", "Kreditor")),
        of("Employee", 4, ("Employee", "Mitarbeiter")),
    ],
};

pub(in super::super) static DEFAULT_DIMENSION_VALUE_POSTING_TYPE: Enumeration = Enumeration {
    name: "defaultDimensionValuePostingType",
    members: &[
        BLANK,
        of("Code_x0020_Mandatory", 1, ("Code Mandatory", "Codepflicht")),
        of("Same_x0020_Code", 2, ("Same Code", "Gleicher Code")),
        of("No_x0020_Code", 3, ("No Code", "Kein Code")),
    ],
};

pub(in super::super) static CONTACT_BUSINESS_RELATION_LINK_TO_TABLE: Enumeration = Enumeration {
    name: "contactBusinessRelationLinkToTable",
    members: &[
        BLANK,
        of("Customer", 1, ("Customer", "Debitor")),
        of("Vendor", 2, ("Vendor", "Kreditor")),
        of("Bank_x0020_Account", 3, ("Bank Account", "Bankkonto")),
        of("Employee", 4, ("Employee", "Mitarbeiter")),
    ],
};

pub(in super::super) static CONTACT_BUSINESS_RELATION: Enumeration = Enumeration {
    name: "contactBusinessRelation",
    members: &[
        BLANK,
        of("Customer", 1, ("Customer", "Debitor")),
        of("Vendor", 2, ("Vendor", "Kreditor")),
        of("Bank_x0020_Account", 3, ("Bank Account", "Bankkonto")),
        of("Employee", 4, ("Employee", "Mitarbeiter")),
        of("None", 100, ("None", "Keine")),
        of("Other", 101, ("Other", "Andere")),
        of("Multiple", 102, ("Multiple", "Mehrere")),
    ],
};

pub(in super::super) static EMPLOYEE_STATUS: Enumeration = Enumeration {
    name: "employeeStatus",
    members: &[
        of("Active", 0, ("Active", "Aktiv")),
        of("Inactive", 1, ("Inactive", "Inaktiv")),
        of("Terminated", 2, ("Terminated", "Ausgeschieden")),
    ],
};

pub(in super::super) static EMPLOYEE_TIME_REG_STATUS: Enumeration = Enumeration {
    name: "employeeTimeRegStatus",
    members: &[
        of("Open", 0, ("Open", "Offen")),
        of("Submitted", 1, ("Submitted", "Eingereicht")),
        of("Rejected", 2, ("Rejected", "Abgelehnt")),
        of("Approved", 3, ("Approved", "Genehmigt")),
    ],
};

pub(in super::super) static ITEM_LEDGER_ENTRY_TYPE: Enumeration = Enumeration {
    name: "itemLedgerEntryType",
    members: &[
        of("Purchase", 0, ("Purchase", "Einkauf")),
        of("Sale", 1, ("Sale", "Verkauf")),
        of("Positive_x0020_Adjmt_x002E_", 2, ("Positive Adjmt.", "Zugang")),
        of("Negative_x0020_Adjmt_x002E_", 3, ("Negative Adjmt.", "Abgang")),
        of("Transfer", 4, ("Transfer", "Umlagerung")),
        of("Consumption", 5, ("Consumption", "Verbrauch")),
        of("Output", 6, ("Output", "Istmeldung")),
        of("_x0020_", 7, (" ", " ")),
        of("Assembly_x0020_Consumption", 8, ("Assembly Consumption", "Montageverbrauch")),
        of("Assembly_x0020_Output", 9, ("Assembly Output", "Montageausstoß")),
    ],
};

pub(in super::super) static ANALYSIS_SOURCE_TYPE: Enumeration = Enumeration {
    name: "analysisSourceType",
    members: &[
        BLANK,
        of("Customer", 1, ("Customer", "Debitor")),
        of("Vendor", 2, ("Vendor", "Kreditor")),
        of("Item", 3, ("Item", "Artikel")),
    ],
};

pub(in super::super) static ITEM_LEDGER_DOCUMENT_TYPE: Enumeration = Enumeration {
    name: "itemLedgerDocumentType",
    members: &[
        BLANK,
        of("Sales_x0020_Shipment", 1, ("Sales Shipment", "Verkaufslieferung")),
        of("Sales_x0020_Invoice", 2, ("Sales Invoice", "Verkaufsrechnung")),
        of("Sales_x0020_Return_x0020_Receipt", 3, ("Sales Return Receipt", "Verkaufsrücksendung")),
        of("Sales_x0020_Credit_x0020_Memo", 4, ("Sales Credit Memo", "Verkaufsgutschrift")),
        of("Purchase_x0020_Receipt", 5, ("Purchase Receipt", "Einkaufslieferung")),
        of("Purchase_x0020_Invoice", 6, ("Purchase Invoice", "Einkaufsrechnung")),
        of("Purchase_x0020_Return_x0020_Shipment", 7, ("Purchase Return Shipment", "Einkaufsrücksendung")),
        of("Purchase_x0020_Credit_x0020_Memo", 8, ("Purchase Credit Memo", "Einkaufsgutschrift")),
        of("Transfer_x0020_Shipment", 9, ("Transfer Shipment", "Umlagerungsausgang")),
        of("Transfer_x0020_Receipt", 10, ("Transfer Receipt", "Umlagerungseingang")),
        of("Service_x0020_Shipment", 11, ("Service Shipment", "Servicelieferung")),
        of("Service_x0020_Invoice", 12, ("Service Invoice", "Servicerechnung")),
        of("Service_x0020_Credit_x0020_Memo", 13, ("Service Credit Memo", "Servicegutschrift")),
        of("Posted_x0020_Assembly", 14, ("Posted Assembly", "Gebuchte Montage")),
        of("Inventory_x0020_Receipt", 19, ("Inventory Receipt", "Lagerzugang")),
        of("Inventory_x0020_Shipment", 20, ("Inventory Shipment", "Lagerabgang")),
        of("Direct_x0020_Transfer", 21, ("Direct Transfer", "Direkte Umlagerung")),
    ],
};

pub(in super::super) static OPPORTUNITY_STATUS: Enumeration = Enumeration {
    name: "opportunityStatus",
    members: &[
        of("Not_x0020_Started", 0, ("Not Started", "Nicht begonnen")),
        of("In_x0020_Progress", 1, ("In Progress", "In Bearbeitung")),
        of("Won", 2, ("Won", "Gewonnen")),
        of("Lost", 3, ("Lost", "Verloren")),
    ],
};

pub(in super::super) static JOB_QUEUE_REPORT_OUTPUT_TYPE: Enumeration = Enumeration {
    name: "jobQueueReportOutputType",
    members: &[
        of("PDF", 0, ("PDF", "PDF")),
        of("Word", 1, ("Word", "Word")),
        of("Excel", 2, ("Excel", "Excel")),
        of("Print", 3, ("Print", "Drucken")),
        of(
            "None_x0020__x0028_Processing_x0020_only_x0029_",
            4,
            ("None (Processing only)", "Keine (nur Verarbeitung)"),
        ),
    ],
};

pub(in super::super) static JOB_QUEUE_PRIORITY: Enumeration = Enumeration {
    name: "jobQueuePriority",
    members: &[
        of("High", 1000, ("High", "Hoch")),
        of("Normal", 2000, ("Normal", "Normal")),
        of("Low", 3000, ("Low", "Niedrig")),
    ],
};
