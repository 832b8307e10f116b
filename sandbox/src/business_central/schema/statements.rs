//! The statements that are made of the ledger.

use super::enums::GL_ACCOUNT_TYPE;
use super::{ACCOUNT, Capabilities, EntityType, date, decimal, guid, integer, key, member, one, text};

pub(in super::super) static TRIAL_BALANCE: EntityType = EntityType {
    name: "trialBalance",
    set: "trialBalances",
    key: &["accountId"],
    caption: ("Trial Balance", "Rohbilanz"),
    set_caption: ("Trial Balances", "Rohbilanzen"),
    properties: &[
        guid("accountId").required(),
        text("number", 20),
        member("accountType", &GL_ACCOUNT_TYPE),
        text("display", 100),
        text("totalDebit", 30),
        text("totalCredit", 30),
        text("balanceAtDateDebit", 30),
        text("balanceAtDateCredit", 30),
        date("dateFilter"),
    ],
    navigations: &[one("account", &ACCOUNT, "accountId").partner("trialBalance")],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "5486 Trial Balance Entity Buffer",
};

pub(in super::super) static BALANCE_SHEET: EntityType = EntityType {
    name: "balanceSheet",
    set: "balanceSheets",
    key: &["id"],
    caption: ("Balance Sheet", "Bilanz"),
    set_caption: ("Balance Sheets", "Bilanzen"),
    properties: &[
        key(),
        integer("lineNumber"),
        text("display", 250),
        decimal("balance"),
        text("lineType", 30),
        integer("indentation"),
        date("dateFilter"),
    ],
    navigations: &[],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "5487 Acc. Schedule Line Entity",
};

pub(in super::super) static INCOME_STATEMENT: EntityType = EntityType {
    name: "incomeStatement",
    set: "incomeStatements",
    key: &["id"],
    caption: ("Income Statement", "Erfolgsrechnung"),
    set_caption: ("Income Statements", "Erfolgsrechnungen"),
    properties: &[
        key(),
        integer("lineNumber"),
        text("display", 250),
        decimal("netChange"),
        text("lineType", 30),
        integer("indentation"),
        date("dateFilter"),
    ],
    navigations: &[],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "5487 Acc. Schedule Line Entity",
};

pub(in super::super) static CASH_FLOW_STATEMENT: EntityType = EntityType {
    name: "cashFlowStatement",
    set: "cashFlowStatements",
    key: &["id"],
    caption: ("Cash Flow Statement", "Kapitalflussrechnung"),
    set_caption: ("Cash Flow Statements", "Kapitalflussrechnungen"),
    properties: &[
        key(),
        integer("lineNumber"),
        text("display", 250),
        decimal("netChange"),
        text("lineType", 30),
        integer("indentation"),
        date("dateFilter"),
    ],
    navigations: &[],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "5487 Acc. Schedule Line Entity",
};

pub(in super::super) static RETAINED_EARNINGS_STATEMENT: EntityType = EntityType {
    name: "retainedEarningsStatement",
    set: "retainedEarningsStatements",
    key: &["id"],
    caption: ("Retained Earnings Statement", "Gewinnrücklage"),
    set_caption: ("Retained Earnings Statements", "Gewinnrücklagen"),
    properties: &[
        key(),
        integer("lineNumber"),
        text("display", 250),
        decimal("netChange"),
        text("lineType", 30),
        integer("indentation"),
        date("dateFilter"),
    ],
    navigations: &[],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "5487 Acc. Schedule Line Entity",
};
