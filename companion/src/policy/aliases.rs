//! Navigations of `api/v2.0` whose name is not that of the set they lead to: the singulars.

/// The set that `navigation` leads to, as Microsoft's API v2.0 declares it.
pub(super) fn set(navigation: &str) -> Option<&'static str> {
    SINGULARS.iter().find(|(singular, _)| *singular == navigation).map(|(_, set)| *set)
}

/// Properties that hold a medium's bytes, for which `$select` is no substitute.
pub(super) const STREAMS: [&str; 4] =
    ["attachmentContent", "errorCallStack", "pdfDocumentContent", "pictureContent"];

const SINGULARS: [(&str, &str); 54] = [
    ("account", "accounts"),
    ("agedAccountsPayable", "agedAccountsPayables"),
    ("agedAccountsReceivable", "agedAccountsReceivables"),
    ("contact", "contacts"),
    ("contactInformation", "contactsInformation"),
    ("currency", "currencies"),
    ("customer", "customers"),
    ("customerContact", "customerContacts"),
    ("customerFinancialDetail", "customerFinancialDetails"),
    ("customerPayment", "customerPayments"),
    ("customerPaymentJournal", "customerPaymentJournals"),
    ("customerReturnReason", "customerReturnReasons"),
    ("dimension", "dimensions"),
    ("dimensionValue", "dimensionValues"),
    ("employee", "employees"),
    ("fixedAssetLocation", "fixedAssetLocations"),
    ("generalLedgerEntry", "generalLedgerEntries"),
    ("generalProductPostingGroup", "generalProductPostingGroups"),
    ("inventoryPostingGroup", "inventoryPostingGroups"),
    ("item", "items"),
    ("itemCategory", "itemCategories"),
    ("itemVariant", "itemVariants"),
    ("journal", "journals"),
    ("journalLine", "journalLines"),
    ("location", "locations"),
    ("paymentMethod", "paymentMethods"),
    ("paymentTerm", "paymentTerms"),
    ("picture", "pictures"),
    ("project", "projects"),
    ("purchaseCreditMemo", "purchaseCreditMemos"),
    ("purchaseCreditMemoLine", "purchaseCreditMemoLines"),
    ("purchaseInvoice", "purchaseInvoices"),
    ("purchaseInvoiceLine", "purchaseInvoiceLines"),
    ("purchaseOrder", "purchaseOrders"),
    ("purchaseOrderLine", "purchaseOrderLines"),
    ("purchaseReceipt", "purchaseReceipts"),
    ("purchaseReceiptLine", "purchaseReceiptLines"),
    ("salesCreditMemo", "salesCreditMemos"),
    ("salesCreditMemoLine", "salesCreditMemoLines"),
    ("salesInvoice", "salesInvoices"),
    ("salesInvoiceLine", "salesInvoiceLines"),
    ("salesOrder", "salesOrders"),
    ("salesOrderLine", "salesOrderLines"),
    ("salesQuote", "salesQuotes"),
    ("salesQuoteLine", "salesQuoteLines"),
    ("salesShipment", "salesShipments"),
    ("salesShipmentLine", "salesShipmentLines"),
    ("unitOfMeasure", "unitsOfMeasure"),
    ("shipmentMethod", "shipmentMethods"),
    ("timeRegistrationEntry", "timeRegistrationEntries"),
    ("trialBalance", "trialBalances"),
    ("vendor", "vendors"),
    ("vendorPayment", "vendorPayments"),
    ("vendorPaymentJournal", "vendorPaymentJournals"),
];
