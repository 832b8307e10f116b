//! The tables of codes: what customers, items and documents are sorted by.

use super::super::schema::{self, EntityType};
use super::items;

/// The codes of a table and what they stand for.
pub(super) type Codes = &'static [(&'static str, &'static str)];

const METHODS: Codes = &[
    ("ACCOUNT", "On account"),
    ("BANK", "Bank transfer"),
    ("CARD", "Card payment"),
    ("CASH", "Cash"),
    ("CHEQUE", "Cheque"),
    ("DEBIT", "Direct debit"),
];
const SHIPMENTS: Codes = &[
    ("CIP", "Carriage and insurance paid"),
    ("CPT", "Carriage paid to"),
    ("DAP", "Delivered at place"),
    ("DDP", "Delivered, duty paid"),
    ("EXW", "Ex works"),
    ("PICKUP", "Picked up at the store"),
];
const TAX_GROUPS: Codes = &[("GOODS", "Goods"), ("SERVICES", "Services"), ("FREE", "Free of tax")];
const TAX_AREAS: Codes =
    &[("DOMESTIC", "At home"), ("EU", "European Union"), ("EXPORT", "Rest of the world")];
const DISPUTES: Codes = &[
    ("DAMAGED", "Goods were damaged"),
    ("PRICE", "Price is in question"),
    ("QUANTITY", "Too few delivered"),
];
const REASONS: Codes =
    &[("DEFECT", "Doesn't work"), ("TOOLATE", "Came too late"), ("WRONG", "Something else was ordered")];
const INVENTORY: Codes =
    &[("RESALE", "Goods to be sold on"), ("RAW", "Raw material"), ("FINISHED", "Finished goods")];
const PRODUCTS: Codes = &[("RETAIL", "Retail"), ("SERVICES", "Services"), ("FREIGHT", "Freight")];
const LOCATIONS: Codes = &[
    ("EAST", "East warehouse"),
    ("MAIN", "Main warehouse"),
    ("OUTLET", "Outlet store"),
    ("TRANSIT", "On the road"),
    ("WEST", "West warehouse"),
];
const SALESPEOPLE: Codes =
    &[("AB", "Ada Birch"), ("LT", "Lena Thorne"), ("MR", "Milo Reed"), ("OF", "Oskar Fjord")];
const DIMENSIONS: Codes =
    &[("AREA", "Area"), ("DEPARTMENT", "Department"), ("PROJECT", "Project"), ("SEASON", "Season")];
const VALUES: Codes = &[
    ("10", "Europe"),
    ("ADM", "Administration"),
    ("OPENING", "Shop opening"),
    ("SPRING", "Spring"),
    ("20", "Rest of the world"),
    ("SALES", "Sales"),
    ("FAIR", "Trade fair"),
    ("AUTUMN", "Autumn"),
];
const PLACES: Codes = &[("CAFE", "Café"), ("OFFICE", "Office"), ("SHOP", "Shop"), ("WORKSHOP", "Workshop")];
const BRANCHES: Codes = &[("HARBOUR", "Harbour"), ("MARKET", "Market square"), ("STATION", "Main station")];
const JOURNALS: Codes =
    &[("DAILY", "Daily postings"), ("DEFAULT", "Default journal"), ("MONTH", "End of month")];
const IN_PAYMENTS: Codes = &[("BANK-IN", "Received at the bank"), ("TILL", "Received at the till")];
const OUT_PAYMENTS: Codes = &[("BANK-OUT", "Paid by bank"), ("PETTY", "Petty cash")];

/// The codes of `kind`; none for types that have no such list.
pub(super) fn of(kind: &EntityType) -> Vec<(&'static str, &'static str)> {
    let known: [(&EntityType, Codes); 18] = [
        (&schema::PAYMENT_METHOD, METHODS),
        (&schema::SHIPMENT_METHOD, SHIPMENTS),
        (&schema::TAX_GROUP, TAX_GROUPS),
        (&schema::TAX_AREA, TAX_AREAS),
        (&schema::DISPUTE_STATUS, DISPUTES),
        (&schema::CUSTOMER_RETURN_REASON, REASONS),
        (&schema::INVENTORY_POSTING_GROUP, INVENTORY),
        (&schema::GENERAL_PRODUCT_POSTING_GROUP, PRODUCTS),
        (&schema::LOCATION, LOCATIONS),
        (&schema::SALESPERSON_PURCHASER, SALESPEOPLE),
        (&schema::DIMENSION, DIMENSIONS),
        (&schema::DIMENSION_VALUE, VALUES),
        (&schema::FIXED_ASSET_LOCATION, PLACES),
        (&schema::JOURNAL, JOURNALS),
        (&schema::CUSTOMER_PAYMENT_JOURNAL, IN_PAYMENTS),
        (&schema::VENDOR_PAYMENT_JOURNAL, OUT_PAYMENTS),
        (&schema::DIMENSION_SET_LINE, DIMENSIONS),
        (&schema::BRANCH, BRANCHES),
    ];
    if kind.is(&schema::ITEM_CATEGORY) {
        return items::CATEGORIES.to_vec();
    }
    known.iter().find(|(other, _)| other.is(kind)).map_or_else(Vec::new, |(_, codes)| codes.to_vec())
}
