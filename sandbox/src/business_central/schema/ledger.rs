//! The chart of accounts and what was posted to it.

use super::enums::{GEN_JOURNAL_DOCUMENT_TYPE, GL_ACCOUNT_CATEGORY, GL_ACCOUNT_TYPE};
use super::{
    ATTACHMENT, Capabilities, DIMENSION_SET_LINE, EntityType, TRIAL_BALANCE, boolean, date, decimal, guid,
    integer, key, many, member, moment, one, text,
};

pub(in super::super) static ACCOUNT: EntityType = EntityType {
    name: "account",
    set: "accounts",
    key: &["id"],
    caption: ("Account", "Sachkonto"),
    set_caption: ("Accounts", "Sachkonten"),
    properties: &[
        key(),
        text("number", 20).required(),
        text("displayName", 100),
        member("category", &GL_ACCOUNT_CATEGORY),
        text("subCategory", 80),
        boolean("blocked"),
        member("accountType", &GL_ACCOUNT_TYPE),
        boolean("directPosting"),
        decimal("netChange"),
        text("consolidationTranslationMethod", 0),
        text("consolidationDebitAccount", 20),
        text("consolidationCreditAccount", 20),
        boolean("excludeFromConsolidation"),
        moment("lastModifiedDateTime"),
    ],
    navigations: &[one("trialBalance", &TRIAL_BALANCE, "id").to("accountId").partner("account")],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "15 G/L Account",
};

pub(in super::super) static GENERAL_LEDGER_ENTRY: EntityType = EntityType {
    name: "generalLedgerEntry",
    set: "generalLedgerEntries",
    key: &["id"],
    caption: ("General Ledger Entry", "Sachposten"),
    set_caption: ("General Ledger Entries", "Sachposten"),
    properties: &[
        key(),
        integer("entryNumber"),
        date("postingDate"),
        text("documentNumber", 20),
        member("documentType", &GEN_JOURNAL_DOCUMENT_TYPE),
        guid("accountId"),
        text("accountNumber", 20),
        text("description", 100),
        decimal("debitAmount"),
        decimal("creditAmount"),
        decimal("additionalCurrencyDebitAmount"),
        decimal("additionalCurrencyCreditAmount"),
        moment("lastModifiedDateTime"),
    ],
    navigations: &[
        one("account", &ACCOUNT, "accountId"),
        many("attachments", &ATTACHMENT, "parentId").partner("generalLedgerEntry"),
        many("dimensionSetLines", &DIMENSION_SET_LINE, "parentId").partner("generalLedgerEntry"),
    ],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "17 G/L Entry",
};
