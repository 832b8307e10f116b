//! Units, currencies, payment terms, countries.

use super::super::decimal::Decimal;
use super::super::schema::{self, EntityType};
use super::super::value::Guid;
use super::row::Row;
use super::{Date, ids};

/// The small tables of a company.
pub(super) struct Base {
    pub(super) units: Vec<Row>,
    pub(super) currencies: Vec<Row>,
    pub(super) terms: Vec<Row>,
    pub(super) countries: Vec<Row>,
}

const UNITS: [(&str, &str, &str, &str); 12] = [
    ("BAG", "Bag", "BG", ""),
    ("BOX", "Box", "BX", ""),
    ("CAN", "Can", "CA", ""),
    ("DAY", "Day", "DAY", "d"),
    ("G", "Gram", "GRM", "g"),
    ("HOUR", "Hour", "HUR", "h"),
    ("KG", "Kilogram", "KGM", "kg"),
    ("L", "Litre", "LTR", "l"),
    ("M", "Metre", "MTR", "m"),
    ("M2", "Square metre", "MTK", "m²"),
    ("PCS", "Piece", "EA", ""),
    ("SET", "Set", "SET", ""),
];

const CURRENCIES: [(&str, &str, &str, &str, i64); 9] = [
    ("CHF", "Swiss franc", "CHF", "2:2", 5_000),
    ("DKK", "Danish krone", "kr.", "2:2", 1_000),
    ("EUR", "Euro", "€", "2:2", 1_000),
    ("ISK", "Icelandic króna", "kr", "0:0", 100_000),
    ("JPY", "Japanese yen", "¥", "0:0", 100_000),
    ("KWD", "Kuwaiti dinar", "د.ك", "3:3", 100),
    ("NOK", "Norwegian krone", "kr", "2:2", 1_000),
    ("SEK", "Swedish krona", "kr", "2:2", 1_000),
    ("USD", "US dollar", "$", "2:2", 1_000),
];

const TERMS: [(&str, &str, &str, &str, i64); 8] = [
    ("10 DAYS", "Net 10 days", "10D", "", 0),
    ("14 DAYS", "Net 14 days", "14D", "", 0),
    ("1M(8D)", "1 month, 2% within 8 days", "1M", "8D", 2),
    ("21 DAYS", "Net 21 days", "21D", "", 0),
    ("30 DAYS", "Net 30 days", "30D", "", 0),
    ("60 DAYS", "Net 60 days", "60D", "", 0),
    ("CM", "Current month", "CM", "", 0),
    ("COD", "Cash on delivery", "0D", "", 0),
];

const COUNTRIES: [(&str, &str, &str); 14] = [
    ("AT", "Austria", "Post_x0020_Code_x002B_City"),
    ("AU", "Australia", "City_x002B_County_x002B_Post_x0020_Code"),
    ("CH", "Switzerland", "Post_x0020_Code_x002B_City"),
    ("DE", "Germany", "Post_x0020_Code_x002B_City"),
    ("DK", "Denmark", "Post_x0020_Code_x002B_City"),
    ("ES", "Spain", "Post_x0020_Code_x002B_City_x002B_County"),
    ("FR", "France", "Post_x0020_Code_x002B_City"),
    ("GB", "Great Britain", "City_x002B_County_x002B_New_x0020_Line_x002B_Post_x0020_Code"),
    ("IE", "Ireland", "City_x002B_Post_x0020_Code"),
    ("IL", "Israel", "City_x002B_Post_x0020_Code"),
    ("IT", "Italy", "Blank_x0020_Line_x002B_Post_x0020_Code_x002B_City"),
    ("JP", "Japan", "Custom"),
    ("NL", "Netherlands", "Post_x0020_Code_x002B_City"),
    ("US", "USA", "City_x002B_County_x002B_Post_x0020_Code"),
];

pub(super) fn generate(company: usize) -> Base {
    let changed = Date::of(2025, 2, 3).unwrap_or(Date::BLANK);
    let row = |kind: &'static EntityType, index: usize| {
        let at = changed.at(32_400_000 + i64::try_from(index).unwrap_or(0) * 61_017);
        Row::new(kind, ids::of(company, ids::set(kind), index)).set("lastModifiedDateTime", at)
    };
    let units = UNITS.iter().enumerate().map(|(index, (code, name, standard, symbol))| {
        row(&schema::UNIT_OF_MEASURE, index)
            .set("code", *code)
            .set("displayName", *name)
            .set("internationalStandardCode", *standard)
            .set("symbol", *symbol)
    });
    let currencies = CURRENCIES.iter().enumerate().map(|(index, (code, name, symbol, places, precision))| {
        row(&schema::CURRENCY, index)
            .set("code", *code)
            .set("displayName", *name)
            .set("symbol", *symbol)
            .set("amountDecimalPlaces", *places)
            .set("amountRoundingPrecision", Decimal::hundred_thousandths(*precision))
    });
    let terms = TERMS.iter().enumerate().map(|(index, (code, name, due, discount, percent))| {
        row(&schema::PAYMENT_TERM, index)
            .set("code", *code)
            .set("displayName", *name)
            .set("dueDateCalculation", *due)
            .set("discountDateCalculation", *discount)
            .set("discountPercent", Decimal::whole(*percent))
            .set("calculateDiscountOnCreditMemos", *percent > 0)
    });
    let countries = COUNTRIES.iter().enumerate().map(|(index, (code, name, format))| {
        row(&schema::COUNTRY_REGION, index)
            .set("code", *code)
            .set("displayName", *name)
            .member("addressFormat", format)
    });
    Base {
        units: units.collect(),
        currencies: currencies.collect(),
        terms: terms.collect(),
        countries: countries.collect(),
    }
}

/// The id of the record with this code; the zero GUID when the code is the company's own (blank here).
pub(super) fn id_of(rows: &[Row], code: &str) -> Guid {
    let has_code =
        |row: &&Row| matches!(row.get("code"), super::super::value::Value::Text(text) if *text == *code);
    rows.iter().find(has_code).map_or(Guid::ZERO, Row::id)
}
