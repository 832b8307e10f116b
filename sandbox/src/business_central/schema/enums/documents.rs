//! The enumerations of documents, their lines and journals.

use super::super::Enumeration;
use super::{BLANK, of};

pub(in super::super) static ATTACHMENT_ENTITY_BUFFER_DOCUMENT_TYPE: Enumeration = Enumeration {
    name: "attachmentEntityBufferDocumentType",
    members: &[
        BLANK,
        of("Journal", 1, ("Journal", "Buchungsblatt")),
        of("Sales_x0020_Order", 2, ("Sales Order", "Auftrag")),
        of("Sales_x0020_Quote", 3, ("Sales Quote", "Angebot")),
        of("Sales_x0020_Credit_x0020_Memo", 4, ("Sales Credit Memo", "Verkaufsgutschrift")),
        of("Sales_x0020_Invoice", 5, ("Sales Invoice", "Verkaufsrechnung")),
        of("Purchase_x0020_Invoice", 6, ("Purchase Invoice", "Einkaufsrechnung")),
        of("Purchase_x0020_Order", 7, ("Purchase Order", "Bestellung")),
        of("Employee", 9, ("Employee", "Mitarbeiter")),
        of("Job", 10, ("Job", "Projekt")),
        of("Item", 11, ("Item", "Artikel")),
        of("Customer", 12, ("Customer", "Debitor")),
        of("Vendor", 13, ("Vendor", "Kreditor")),
        of("Purchase_x0020_Credit_x0020_Memo", 14, ("Purchase Credit Memo", "Einkaufsgutschrift")),
        of("Customer_x0020_Statement", 15, ("Customer Statement", "Kontoauszug")),
    ],
};

pub(in super::super) static GEN_JOURNAL_ACCOUNT_TYPE: Enumeration = Enumeration {
    name: "genJournalAccountType",
    members: &[
        of("G_x002F_L_x0020_Account", 0, ("G/L Account", "Sachkonto")),
        of("Customer", 1, ("Customer", "Debitor")),
        of("Vendor", 2, ("Vendor", "Kreditor")),
        of("Bank_x0020_Account", 3, ("Bank Account", "Bankkonto")),
        of("Fixed_x0020_Asset", 4, ("Fixed Asset", "Anlage")),
        of("IC_x0020_Partner", 5, ("IC Partner", "IC-Partner")),
        of("Employee", 6, ("Employee", "Mitarbeiter")),
        of("Allocation_x0020_Account", 10, ("Allocation Account", "Verteilungskonto")),
    ],
};

pub(in super::super) static SALES_QUOTE_ENTITY_BUFFER_STATUS: Enumeration = Enumeration {
    name: "salesQuoteEntityBufferStatus",
    members: &[
        of("Draft", 0, ("Draft", "Entwurf")),
        of("Sent", 1, ("Sent", "Gesendet")),
        of("Accepted", 2, ("Accepted", "Angenommen")),
        of("Expired_x0020_", 3, ("Expired ", "Abgelaufen")),
    ],
};

pub(in super::super) static SALES_CR_MEMO_ENTITY_BUFFER_STATUS: Enumeration = Enumeration {
    name: "salesCrMemoEntityBufferStatus",
    members: &[
        of("Draft", 0, ("Draft", "Entwurf")),
        of("In_x0020_Review", 1, ("In Review", "In Prüfung")),
        of("Open", 2, ("Open", "Offen")),
        of("Canceled", 3, ("Canceled", "Storniert")),
        of("Corrective", 4, ("Corrective", "Korrektur")),
        of("Paid", 5, ("Paid", "Bezahlt")),
    ],
};

pub(in super::super) static PURCHASE_ORDER_ENTITY_BUFFER_STATUS: Enumeration = Enumeration {
    name: "purchaseOrderEntityBufferStatus",
    members: &[
        of("Draft", 0, ("Draft", "Entwurf")),
        of("In_x0020_Review", 1, ("In Review", "In Prüfung")),
        of("Open", 2, ("Open", "Offen")),
    ],
};

pub(in super::super) static PURCH_CR_MEMO_ENTITY_STATUS: Enumeration = Enumeration {
    name: "purchCrMemoEntityStatus",
    members: &[
        of("Draft", 0, ("Draft", "Entwurf")),
        of("In_x0020_Review", 1, ("In Review", "In Prüfung")),
        of("Open", 2, ("Open", "Offen")),
        of("Canceled", 3, ("Canceled", "Storniert")),
        of("Corrective", 4, ("Corrective", "Korrektur")),
        of("Paid", 5, ("Paid", "Bezahlt")),
    ],
};

pub(in super::super) static SALES_LINE_TYPE: Enumeration = Enumeration {
    name: "salesLineType",
    members: &[
        BLANK,
        of("G_x002F_L_x0020_Account", 1, ("G/L Account", "Sachkonto")),
        of("Item", 2, ("Item", "Artikel")),
        of("Resource", 3, ("Resource", "Ressource")),
        of("Fixed_x0020_Asset", 4, ("Fixed Asset", "Anlage")),
        of("Charge_x0020__x0028_Item_x0029_", 5, ("Charge (Item)", "Zu-/Abschlag (Artikel)")),
        of("Allocation_x0020_Account", 10, ("Allocation Account", "Verteilungskonto")),
        of("Service_x0020_Object", 8000, ("Service Object", "Serviceobjekt")),
    ],
};

pub(in super::super) static PURCHASE_LINE_TYPE: Enumeration = Enumeration {
    name: "purchaseLineType",
    members: &[
        BLANK,
        of("G_x002F_L_x0020_Account", 1, ("G/L Account", "Sachkonto")),
        of("Item", 2, ("Item", "Artikel")),
        of("Resource", 3, ("Resource", "Ressource")),
        of("Fixed_x0020_Asset", 4, ("Fixed Asset", "Anlage")),
        of("Charge_x0020__x0028_Item_x0029_", 5, ("Charge (Item)", "Zu-/Abschlag (Artikel)")),
        of("Allocation_x0020_Account", 10, ("Allocation Account", "Verteilungskonto")),
    ],
};

pub(in super::super) static TAX_BUFFER_TYPE: Enumeration = Enumeration {
    name: "taxBufferType",
    members: &[of("Sales_x0020_Tax", 0, ("Sales Tax", "Verkaufssteuer")), of("VAT", 1, ("VAT", "MwSt."))],
};

pub(in super::super) static DIMENSION_SET_ENTRY_BUFFER_PARENT_TYPE: Enumeration = Enumeration {
    name: "dimensionSetEntryBufferParentType",
    members: &[
        BLANK,
        of("Journal_x0020_Line", 1, ("Journal Line", "Buchungsblattzeile")),
        of("Sales_x0020_Order", 2, ("Sales Order", "Auftrag")),
        of("Sales_x0020_Order_x0020_Line", 3, ("Sales Order Line", "Auftragszeile")),
        of("Sales_x0020_Quote", 4, ("Sales Quote", "Angebot")),
        of("Sales_x0020_Quote_x0020_Line", 5, ("Sales Quote Line", "Angebotszeile")),
        of("Sales_x0020_Credit_x0020_Memo", 6, ("Sales Credit Memo", "Verkaufsgutschrift")),
        of(
            "Sales_x0020_Credit_x0020_Memo_x0020_Line",
            7,
            ("Sales Credit Memo Line", "Verkaufsgutschriftszeile"),
        ),
        of("Sales_x0020_Invoice", 8, ("Sales Invoice", "Verkaufsrechnung")),
        of("Sales_x0020_Invoice_x0020_Line", 9, ("Sales Invoice Line", "Verkaufsrechnungszeile")),
        of("Purchase_x0020_Invoice", 10, ("Purchase Invoice", "Einkaufsrechnung")),
        of("Purchase_x0020_Invoice_x0020_Line", 11, ("Purchase Invoice Line", "Einkaufsrechnungszeile")),
        of("General_x0020_Ledger_x0020_Entry", 12, ("General Ledger Entry", "Sachposten")),
        of("Time_x0020_Registration_x0020_Entry", 13, ("Time Registration Entry", "Zeiterfassungsposten")),
        of("Sales_x0020_Shipment", 14, ("Sales Shipment", "Verkaufslieferung")),
        of("Sales_x0020_Shipment_x0020_Line", 15, ("Sales Shipment Line", "Verkaufslieferzeile")),
        of("Purchase_x0020_Receipt", 16, ("Purchase Receipt", "Einkaufslieferung")),
        of("Purchase_x0020_Receipt_x0020_Line", 17, ("Purchase Receipt Line", "Einkaufslieferzeile")),
        of("Purchase_x0020_Order", 18, ("Purchase Order", "Bestellung")),
        of("Purchase_x0020_Order_x0020_Line", 19, ("Purchase Order Line", "Bestellzeile")),
        of("Purchase_x0020_Credit_x0020_Memo", 20, ("Purchase Credit Memo", "Einkaufsgutschrift")),
        of(
            "Purchase_x0020_Credit_x0020_Memo_x0020_Line",
            21,
            ("Purchase Credit Memo Line", "Einkaufsgutschriftszeile"),
        ),
    ],
};
