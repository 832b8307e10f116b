//! Tables of codes that customers, items and documents are sorted by.

use super::enums::TAX_BUFFER_TYPE;
use super::{Capabilities, EntityType, boolean, decimal, key, member, moment, text};

pub(in super::super) static ITEM_CATEGORY: EntityType = EntityType {
    name: "itemCategory",
    set: "itemCategories",
    key: &["id"],
    caption: ("Item Category", "Artikelkategorie"),
    set_caption: ("Item Categories", "Artikelkategorien"),
    properties: &[
        key(),
        text("code", 20).required(),
        text("displayName", 100),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "5722 Item Category",
};

pub(in super::super) static TAX_GROUP: EntityType = EntityType {
    name: "taxGroup",
    set: "taxGroups",
    key: &["id"],
    caption: ("Tax Group", "Steuergruppe"),
    set_caption: ("Tax Groups", "Steuergruppen"),
    properties: &[
        key(),
        text("code", 20).required(),
        text("displayName", 100),
        member("taxType", &TAX_BUFFER_TYPE).fixed(),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "321 Tax Group",
};

pub(in super::super) static TAX_AREA: EntityType = EntityType {
    name: "taxArea",
    set: "taxAreas",
    key: &["id"],
    caption: ("Tax Area", "Steuergebiet"),
    set_caption: ("Tax Areas", "Steuergebiete"),
    properties: &[
        key(),
        text("code", 20).required(),
        text("displayName", 100),
        member("taxType", &TAX_BUFFER_TYPE).fixed(),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "318 Tax Area",
};

pub(in super::super) static DISPUTE_STATUS: EntityType = EntityType {
    name: "disputeStatus",
    set: "disputeStatus",
    key: &["id"],
    caption: ("Dispute Status", "Klärungsstatus"),
    set_caption: ("Dispute Status", "Klärungsstatus"),
    properties: &[key(), text("code", 10).required(), text("displayName", 100)],
    navigations: &[],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "9950 Dispute Status",
};

pub(in super::super) static CUSTOMER_RETURN_REASON: EntityType = EntityType {
    name: "customerReturnReason",
    set: "customerReturnReasons",
    key: &["id"],
    caption: ("Customer Return Reason", "Reklamationsgrund"),
    set_caption: ("Customer Return Reasons", "Reklamationsgründe"),
    properties: &[
        key(),
        text("code", 10).required(),
        text("description", 100),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "6635 Return Reason",
};

pub(in super::super) static INVENTORY_POSTING_GROUP: EntityType = EntityType {
    name: "inventoryPostingGroup",
    set: "inventoryPostingGroups",
    key: &["id"],
    caption: ("Inventory Posting Group", "Lagerbuchungsgruppe"),
    set_caption: ("Inventory Posting Groups", "Lagerbuchungsgruppen"),
    properties: &[
        key(),
        text("code", 20).required(),
        text("description", 100),
        moment("lastModifiedDateTime"),
    ],
    navigations: &[],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "94 Inventory Posting Group",
};

pub(in super::super) static GENERAL_PRODUCT_POSTING_GROUP: EntityType = EntityType {
    name: "generalProductPostingGroup",
    set: "generalProductPostingGroups",
    key: &["id"],
    caption: ("General Product Posting Group", "Produktbuchungsgruppe"),
    set_caption: ("General Product Posting Groups", "Produktbuchungsgruppen"),
    properties: &[
        key(),
        text("code", 20).required(),
        text("description", 100),
        text("defaultVATProductPostingGroup", 20),
        boolean("autoInsertDefault"),
        moment("lastModifiedDateTime"),
    ],
    navigations: &[],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "251 Gen. Product Posting Group",
};

pub(in super::super) static LOCATION: EntityType = EntityType {
    name: "location",
    set: "locations",
    key: &["id"],
    caption: ("Location", "Lagerort"),
    set_caption: ("Locations", "Lagerorte"),
    properties: &[
        key(),
        text("code", 10).required(),
        text("displayName", 100),
        text("contact", 100),
        text("addressLine1", 100),
        text("addressLine2", 50),
        text("city", 30),
        text("state", 30),
        text("country", 10),
        text("postalCode", 20),
        text("phoneNumber", 30),
        text("email", 80),
        text("website", 90),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "14 Location",
};

pub(in super::super) static SALESPERSON_PURCHASER: EntityType = EntityType {
    name: "salespersonPurchaser",
    set: "salespeoplePurchasers",
    key: &["id"],
    caption: ("Salesperson/Purchaser", "Verkäufer/Einkäufer"),
    set_caption: ("Salespeople/Purchasers", "Verkäufer/Einkäufer"),
    properties: &[
        key(),
        text("code", 20).required(),
        text("displayName", 50),
        text("email", 80),
        text("email2", 80),
        text("phoneNo", 30),
        text("jobTitle", 30),
        decimal("commisionPercent"),
        boolean("privacyBlocked"),
        boolean("blocked"),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "13 Salesperson/Purchaser",
};
