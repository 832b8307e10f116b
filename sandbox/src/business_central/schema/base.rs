//! The company and the small tables that documents refer to.

use super::enums::ADDRESS_FORMAT;
use super::{EntityType, Kind, Property, boolean, decimal, guid, key, member, moment, text};

pub(in super::super) static COMPANY: EntityType = EntityType {
    name: "company",
    set: "companies",
    caption: ("Company", "Mandant"),
    set_caption: ("Companies", "Mandanten"),
    properties: &[
        key(),
        text("systemVersion", 0),
        Property::new("timestamp", Kind::Long),
        text("name", 30),
        text("displayName", 250),
        text("businessProfileId", 250),
        moment("systemCreatedAt"),
        guid("systemCreatedBy"),
        moment("systemModifiedAt"),
        guid("systemModifiedBy"),
    ],
    navigations: &[],
    writable: false,
    table: "2000000006 Company",
};

pub(in super::super) static UNIT_OF_MEASURE: EntityType = EntityType {
    name: "unitOfMeasure",
    set: "unitsOfMeasure",
    caption: ("Unit Of Measure", "Einheit"),
    set_caption: ("Units Of Measure", "Einheiten"),
    properties: &[
        key(),
        text("code", 10).required(),
        text("displayName", 50),
        text("internationalStandardCode", 10),
        text("symbol", 10),
        moment("lastModifiedDateTime"),
    ],
    navigations: &[],
    writable: true,
    table: "204 Unit of Measure",
};

pub(in super::super) static CURRENCY: EntityType = EntityType {
    name: "currency",
    set: "currencies",
    caption: ("Currency", "Währung"),
    set_caption: ("Currencies", "Währungen"),
    properties: &[
        key(),
        text("code", 10).required(),
        text("displayName", 30),
        text("symbol", 10),
        text("amountDecimalPlaces", 5).required(),
        decimal("amountRoundingPrecision"),
        moment("lastModifiedDateTime"),
    ],
    navigations: &[],
    writable: true,
    table: "4 Currency",
};

pub(in super::super) static PAYMENT_TERM: EntityType = EntityType {
    name: "paymentTerm",
    set: "paymentTerms",
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
        moment("lastModifiedDateTime"),
    ],
    navigations: &[],
    writable: true,
    table: "3 Payment Terms",
};

pub(in super::super) static COUNTRY_REGION: EntityType = EntityType {
    name: "countryRegion",
    set: "countriesRegions",
    caption: ("Country/Region", "Land/Region"),
    set_caption: ("Countries/Regions", "Länder/Regionen"),
    properties: &[
        key(),
        text("code", 10).required(),
        text("displayName", 50),
        member("addressFormat", &ADDRESS_FORMAT),
        moment("lastModifiedDateTime"),
    ],
    navigations: &[],
    writable: true,
    table: "9 Country/Region",
};
