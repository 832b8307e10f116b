//! What is summed up for each customer and vendor.

use super::{CUSTOMER, Capabilities, EntityType, VENDOR, date, decimal, guid, key, moment, one, text};

pub(in super::super) static CUSTOMER_FINANCIAL_DETAIL: EntityType = EntityType {
    name: "customerFinancialDetail",
    set: "customerFinancialDetails",
    key: &["id"],
    caption: ("Customer Financial Detail", "Finanzdetail des Debitors"),
    set_caption: ("Customer Financial Details", "Finanzdetails der Debitoren"),
    properties: &[
        key(),
        text("number", 20),
        decimal("balance"),
        decimal("totalSalesExcludingTax"),
        decimal("overdueAmount"),
        moment("lastModifiedDateTime"),
    ],
    navigations: &[one("customer", &CUSTOMER, "id").partner("customerFinancialDetail")],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "18 Customer",
};

pub(in super::super) static AGED_ACCOUNTS_RECEIVABLE: EntityType = EntityType {
    name: "agedAccountsReceivable",
    set: "agedAccountsReceivables",
    key: &["customerId"],
    caption: ("Aged Accounts Receivable", "Fällige Forderung"),
    set_caption: ("Aged Accounts Receivables", "Fällige Forderungen"),
    properties: &[
        guid("customerId").required(),
        text("customerNumber", 20),
        text("name", 100),
        text("currencyCode", 10),
        decimal("balanceDue"),
        decimal("currentAmount"),
        text("period1Label", 30),
        decimal("period1Amount"),
        text("period2Label", 30),
        decimal("period2Amount"),
        text("period3Label", 30),
        decimal("period3Amount"),
        date("agedAsOfDate"),
        text("periodLengthFilter", 10),
    ],
    navigations: &[one("customer", &CUSTOMER, "customerId").partner("agedAccountsReceivable")],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "5499 Aged Report Entity",
};

pub(in super::super) static AGED_ACCOUNTS_PAYABLE: EntityType = EntityType {
    name: "agedAccountsPayable",
    set: "agedAccountsPayables",
    key: &["vendorId"],
    caption: ("Aged Accounts Payable", "Fällige Verbindlichkeit"),
    set_caption: ("Aged Accounts Payables", "Fällige Verbindlichkeiten"),
    properties: &[
        guid("vendorId").required(),
        text("vendorNumber", 20),
        text("name", 100),
        text("currencyCode", 10),
        decimal("balanceDue"),
        decimal("currentAmount"),
        decimal("period1Amount"),
        decimal("period2Amount"),
        decimal("period3Amount"),
        date("agedAsOfDate"),
        text("periodLengthFilter", 10),
    ],
    navigations: &[one("vendor", &VENDOR, "vendorId").partner("agedAccountsPayable")],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "5499 Aged Report Entity",
};

pub(in super::super) static CUSTOMER_SALE: EntityType = EntityType {
    name: "customerSale",
    set: "customerSales",
    key: &["customerId", "customerNumber", "name"],
    caption: ("Customer Sale", "Umsatz je Debitor"),
    set_caption: ("Customer Sales", "Umsätze je Debitor"),
    properties: &[
        guid("customerId").required(),
        text("customerNumber", 20).required(),
        text("name", 100).required(),
        decimal("totalSalesAmount"),
        date("dateFilter_FilterOnly"),
    ],
    navigations: &[],
    capabilities: Capabilities::NONE,
    sortable: false,
    table: "18 Customer",
};

pub(in super::super) static VENDOR_PURCHASE: EntityType = EntityType {
    name: "vendorPurchase",
    set: "vendorPurchases",
    key: &["vendorId", "vendorNumber", "name"],
    caption: ("Vendor Purchase", "Einkauf je Kreditor"),
    set_caption: ("Vendor Purchases", "Einkäufe je Kreditor"),
    properties: &[
        guid("vendorId").required(),
        text("vendorNumber", 20).required(),
        text("name", 100).required(),
        decimal("totalPurchaseAmount"),
        date("dateFilter_FilterOnly"),
    ],
    navigations: &[],
    capabilities: Capabilities::NONE,
    sortable: false,
    table: "23 Vendor",
};
