//! The company and the small tables that documents refer to.

use super::enums::COUNTRY_REGION_ADDRESS_FORMAT;
use super::{Capabilities, EntityType, boolean, decimal, guid, key, long, member, moment, text};

pub(in super::super) static COMPANY: EntityType = EntityType {
    name: "company",
    set: "companies",
    key: &["id"],
    caption: ("Company", "Mandant"),
    set_caption: ("Companies", "Mandanten"),
    properties: &[
        key(),
        text("systemVersion", 0),
        long("timestamp"),
        text("name", 30),
        text("displayName", 250),
        text("businessProfileId", 250),
        moment("systemCreatedAt"),
        guid("systemCreatedBy"),
        moment("systemModifiedAt"),
        guid("systemModifiedBy"),
    ],
    navigations: &[],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "2000000006 Company",
};

pub(in super::super) static UNIT_OF_MEASURE: EntityType = EntityType {
    name: "unitOfMeasure",
    set: "unitsOfMeasure",
    key: &["id"],
    caption: ("Unit Of Measure", "Einheit"),
    set_caption: ("Units Of Measure", "Einheiten"),
    properties: &[
        key(),
        text("code", 10).required(),
        text("displayName", 50),
        text("internationalStandardCode", 10),
        text("symbol", 10),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "204 Unit of Measure",
};

pub(in super::super) static CURRENCY: EntityType = EntityType {
    name: "currency",
    set: "currencies",
    key: &["id"],
    caption: ("Currency", "Währung"),
    set_caption: ("Currencies", "Währungen"),
    properties: &[
        key(),
        text("code", 10).required(),
        text("displayName", 30),
        text("symbol", 10),
        text("amountDecimalPlaces", 5).required(),
        decimal("amountRoundingPrecision"),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "4 Currency",
};

pub(in super::super) static PAYMENT_TERM: EntityType = EntityType {
    name: "paymentTerm",
    set: "paymentTerms",
    key: &["id"],
    caption: ("Payment Term", "Zahlungsbedingung"),
    set_caption: ("Payment Terms", "Zahlungsbedingungen"),
    properties: &[
        key(),
        text("code", 10).required(),
        text("displayName", 100),
        text("dueDateCalculation", 0),
        text("discountDateCalculation", 0),
        decimal("discountPercent"),
        boolean("calculateDiscountOnCreditMemos"),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "3 Payment Terms",
};

pub(in super::super) static COUNTRY_REGION: EntityType = EntityType {
    name: "countryRegion",
    set: "countriesRegions",
    key: &["id"],
    caption: ("Country/Region", "Land/Region"),
    set_caption: ("Countries/Regions", "Länder/Regionen"),
    properties: &[
        key(),
        text("code", 10).required(),
        text("displayName", 50),
        member("addressFormat", &COUNTRY_REGION_ADDRESS_FORMAT),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "9 Country/Region",
};

pub(in super::super) static PAYMENT_METHOD: EntityType = EntityType {
    name: "paymentMethod",
    set: "paymentMethods",
    key: &["id"],
    caption: ("Payment Method", "Zahlungsform"),
    set_caption: ("Payment Methods", "Zahlungsformen"),
    properties: &[
        key(),
        text("code", 10).required(),
        text("displayName", 100),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "289 Payment Method",
};

pub(in super::super) static SHIPMENT_METHOD: EntityType = EntityType {
    name: "shipmentMethod",
    set: "shipmentMethods",
    key: &["id"],
    caption: ("Shipment Method", "Lieferbedingung"),
    set_caption: ("Shipment Methods", "Lieferbedingungen"),
    properties: &[
        key(),
        text("code", 10).required(),
        text("displayName", 100),
        moment("lastModifiedDateTime").fixed(),
    ],
    navigations: &[],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "10 Shipment Method",
};
