//! Pictures, attachments and printed documents: records around a stream.

use super::enums::{ATTACHMENT_ENTITY_BUFFER_DOCUMENT_TYPE, PICTURE_ENTITY_PARENT_TYPE};
use super::{
    CONTACT, CUSTOMER, CUSTOMER_CONTACT, Capabilities, EMPLOYEE, EntityType, GENERAL_LEDGER_ENTRY, ITEM,
    JOURNAL_LINE, PROJECT, PURCHASE_CREDIT_MEMO, PURCHASE_INVOICE, PURCHASE_ORDER, SALES_CREDIT_MEMO,
    SALES_INVOICE, SALES_ORDER, SALES_QUOTE, VENDOR, boolean, guid, integer, key, member, moment, one,
    stream, text,
};

pub(in super::super) static PICTURE: EntityType = EntityType {
    name: "picture",
    set: "pictures",
    key: &["id"],
    caption: ("Picture", "Bild"),
    set_caption: ("Pictures", "Bilder"),
    properties: &[
        key(),
        member("parentType", &PICTURE_ENTITY_PARENT_TYPE).fixed(),
        integer("width").fixed(),
        integer("height").fixed(),
        text("contentType", 100).fixed(),
        stream("pictureContent"),
    ],
    navigations: &[
        one("item", &ITEM, "id").partner("picture"),
        one("customer", &CUSTOMER, "id").partner("picture"),
        one("contact", &CONTACT, "id").partner("picture"),
        one("vendor", &VENDOR, "id").partner("picture"),
        one("employee", &EMPLOYEE, "id").partner("picture"),
    ],
    capabilities: Capabilities::CHANGE_AND_DELETE,
    sortable: true,
    table: "5468 Picture Entity",
};

pub(in super::super) static ATTACHMENT: EntityType = EntityType {
    name: "attachment",
    set: "attachments",
    key: &["id"],
    caption: ("Attachment", "Anlage"),
    set_caption: ("Attachments", "Anlagen"),
    properties: &[
        key(),
        guid("parentId"),
        text("fileName", 250),
        integer("byteSize"),
        stream("attachmentContent"),
        moment("lastModifiedDateTime").fixed(),
        member("parentType", &ATTACHMENT_ENTITY_BUFFER_DOCUMENT_TYPE),
    ],
    navigations: &[
        one("salesInvoice", &SALES_INVOICE, "parentId").partner("attachments"),
        one("journalLine", &JOURNAL_LINE, "parentId").partner("attachments"),
        one("generalLedgerEntry", &GENERAL_LEDGER_ENTRY, "parentId").partner("attachments"),
        one("salesOrder", &SALES_ORDER, "parentId").partner("attachments"),
        one("salesQuote", &SALES_QUOTE, "parentId").partner("attachments"),
        one("salesCreditMemo", &SALES_CREDIT_MEMO, "parentId").partner("attachments"),
        one("purchaseInvoice", &PURCHASE_INVOICE, "parentId").partner("attachments"),
        one("purchaseOrder", &PURCHASE_ORDER, "parentId").partner("attachments"),
        one("purchaseCreditMemo", &PURCHASE_CREDIT_MEMO, "parentId").partner("attachments"),
    ],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "5488 Attachment Entity Buffer",
};

pub(in super::super) static DOCUMENT_ATTACHMENT: EntityType = EntityType {
    name: "documentAttachment",
    set: "documentAttachments",
    key: &["id"],
    caption: ("Document Attachment", "Belegdatei"),
    set_caption: ("Document Attachments", "Belegdateien"),
    properties: &[
        key(),
        text("fileName", 250),
        integer("byteSize").fixed(),
        stream("attachmentContent"),
        member("parentType", &ATTACHMENT_ENTITY_BUFFER_DOCUMENT_TYPE),
        guid("parentId").required(),
        integer("lineNumber"),
        boolean("documentFlowSales"),
        boolean("documentFlowPurchase"),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[
        one("item", &ITEM, "parentId").partner("documentAttachments"),
        one("customer", &CUSTOMER, "parentId").partner("documentAttachments"),
        one("vendor", &VENDOR, "parentId").partner("documentAttachments"),
        one("salesInvoice", &SALES_INVOICE, "parentId").partner("documentAttachments"),
        one("employee", &EMPLOYEE, "parentId").partner("documentAttachments"),
        one("salesOrder", &SALES_ORDER, "parentId").partner("documentAttachments"),
        one("salesQuote", &SALES_QUOTE, "parentId").partner("documentAttachments"),
        one("salesCreditMemo", &SALES_CREDIT_MEMO, "parentId").partner("documentAttachments"),
        one("purchaseInvoice", &PURCHASE_INVOICE, "parentId").partner("documentAttachments"),
        one("project", &PROJECT, "parentId").partner("documentAttachments"),
        one("purchaseOrder", &PURCHASE_ORDER, "parentId").partner("documentAttachments"),
        one("purchaseCreditMemo", &PURCHASE_CREDIT_MEMO, "parentId").partner("documentAttachments"),
    ],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "1173 Document Attachment",
};

pub(in super::super) static PDF_DOCUMENT: EntityType = EntityType {
    name: "pdfDocument",
    set: "pdfDocument",
    key: &["id"],
    caption: ("PDF Document", "PDF-Dokument"),
    set_caption: ("PDF Document", "PDF-Dokumente"),
    properties: &[
        key(),
        guid("parentId"),
        member("parentType", &ATTACHMENT_ENTITY_BUFFER_DOCUMENT_TYPE),
        stream("pdfDocumentContent"),
    ],
    navigations: &[
        one("salesInvoice", &SALES_INVOICE, "parentId").partner("pdfDocument"),
        one("salesOrder", &SALES_ORDER, "parentId").partner("pdfDocument"),
        one("salesQuote", &SALES_QUOTE, "parentId").partner("pdfDocument"),
        one("salesCreditMemo", &SALES_CREDIT_MEMO, "parentId").partner("pdfDocument"),
        one("purchaseInvoice", &PURCHASE_INVOICE, "parentId").partner("pdfDocument"),
        one("purchaseCreditMemo", &PURCHASE_CREDIT_MEMO, "parentId").partner("pdfDocument"),
        one("customerContact", &CUSTOMER_CONTACT, "parentId").partner("pdfDocument"),
    ],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "5488 Attachment Entity Buffer",
};
