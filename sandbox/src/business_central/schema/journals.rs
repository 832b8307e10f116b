//! Journals, in which postings are prepared.

use super::enums::GEN_JOURNAL_ACCOUNT_TYPE;
use super::{
    ACCOUNT, ATTACHMENT, CUSTOMER_PAYMENT_JOURNAL, Capabilities, DIMENSION_SET_LINE, EntityType, boolean,
    date, decimal, guid, integer, key, many, member, moment, one, text,
};

pub(in super::super) static JOURNAL: EntityType = EntityType {
    name: "journal",
    set: "journals",
    key: &["id"],
    caption: ("Journal", "Buchungsblatt"),
    set_caption: ("Journals", "Buchungsblätter"),
    properties: &[
        key(),
        text("code", 10).required(),
        text("displayName", 100),
        text("templateDisplayName", 10).required().fixed(),
        moment("lastModifiedDateTime").fixed(),
        guid("balancingAccountId"),
        text("balancingAccountNumber", 20).fixed(),
    ],
    navigations: &[many("journalLines", &JOURNAL_LINE, "journalId").partner("journal")],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "232 Gen. Journal Batch",
};

pub(in super::super) static JOURNAL_LINE: EntityType = EntityType {
    name: "journalLine",
    set: "journalLines",
    key: &["id"],
    caption: ("Journal Line", "Buchungsblattzeile"),
    set_caption: ("Journal Lines", "Buchungsblattzeilen"),
    properties: &[
        key(),
        guid("journalId"),
        text("journalDisplayName", 0).fixed(),
        integer("lineNumber"),
        member("accountType", &GEN_JOURNAL_ACCOUNT_TYPE),
        guid("accountId"),
        text("accountNumber", 20),
        date("postingDate"),
        text("documentNumber", 20),
        text("externalDocumentNumber", 35),
        decimal("amount"),
        text("description", 100),
        text("comment", 250),
        text("taxCode", 0),
        member("balanceAccountType", &GEN_JOURNAL_ACCOUNT_TYPE),
        guid("balancingAccountId"),
        text("balancingAccountNumber", 20),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[
        one("journal", &JOURNAL, "journalId").partner("journalLines"),
        one("customerPaymentJournal", &CUSTOMER_PAYMENT_JOURNAL, "journalId"),
        one("account", &ACCOUNT, "accountId"),
        many("attachments", &ATTACHMENT, "parentId").partner("journalLine"),
        many("dimensionSetLines", &DIMENSION_SET_LINE, "parentId").partner("journalLine"),
    ],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "81 Gen. Journal Line",
};

pub(in super::super) static BANK_ACCOUNT: EntityType = EntityType {
    name: "bankAccount",
    set: "bankAccounts",
    key: &["id"],
    caption: ("Bank Account", "Bankkonto"),
    set_caption: ("Bank Accounts", "Bankkonten"),
    properties: &[
        key(),
        text("number", 20),
        text("displayName", 100),
        moment("lastModifiedDateTime").fixed(),
        text("bankAccountNumber", 30),
        boolean("blocked"),
        text("currencyCode", 0),
        guid("currencyId"),
        text("iban", 50),
        boolean("intercompanyEnabled"),
    ],
    navigations: &[],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "270 Bank Account",
};
