//! The chart of accounts and what was posted to it.

use super::enums::{ACCOUNT_CATEGORY, ACCOUNT_TYPE, DOCUMENT_TYPE};
use super::{EntityType, boolean, date, decimal, guid, integer, key, member, moment, one, text};

pub(in super::super) static ACCOUNT: EntityType = EntityType {
    name: "account",
    set: "accounts",
    caption: ("Account", "Sachkonto"),
    set_caption: ("Accounts", "Sachkonten"),
    properties: &[
        key(),
        text("number", 20).required(),
        text("displayName", 100),
        member("category", &ACCOUNT_CATEGORY),
        text("subCategory", 80),
        boolean("blocked"),
        member("accountType", &ACCOUNT_TYPE),
        boolean("directPosting"),
        decimal("netChange"),
        text("consolidationTranslationMethod", 0),
        text("consolidationDebitAccount", 20),
        text("consolidationCreditAccount", 20),
        boolean("excludeFromConsolidation"),
        moment("lastModifiedDateTime"),
    ],
    navigations: &[],
    writable: false,
    table: "15 G/L Account",
};

pub(in super::super) static GENERAL_LEDGER_ENTRY: EntityType = EntityType {
    name: "generalLedgerEntry",
    set: "generalLedgerEntries",
    caption: ("General Ledger Entry", "Sachposten"),
    set_caption: ("General Ledger Entries", "Sachposten"),
    properties: &[
        key(),
        integer("entryNumber"),
        date("postingDate"),
        text("documentNumber", 20),
        member("documentType", &DOCUMENT_TYPE),
        guid("accountId"),
        text("accountNumber", 20),
        text("description", 100),
        decimal("debitAmount"),
        decimal("creditAmount"),
        decimal("additionalCurrencyDebitAmount"),
        decimal("additionalCurrencyCreditAmount"),
        moment("lastModifiedDateTime"),
    ],
    navigations: &[one("account", &ACCOUNT, "accountId")],
    writable: false,
    table: "17 G/L Entry",
};
