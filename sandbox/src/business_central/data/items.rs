//! Items: what the demo company sells.

use super::super::decimal::Decimal;
use super::super::schema;
use super::super::value::Guid;
use super::base::{Base, id_of};
use super::random::Random;
use super::row::Row;
use super::{Date, ids};

/// A family of items: category, unit, price range in pence, models, variants.
struct Family {
    category: &'static str,
    prefix: &'static str,
    unit: &'static str,
    pence: (i64, i64),
    models: &'static [&'static str],
    variants: &'static [&'static str],
}

const FAMILIES: [Family; 6] = [
    Family {
        category: "BIKE",
        prefix: "BK",
        unit: "PCS",
        pence: (34_900, 389_000),
        models: &["City bicycle Heron", "Touring bicycle Fell", "Cargo bicycle Ox", "Folding bicycle Wren"],
        variants: &[
            "45 cm, moss",
            "50 cm, slate",
            "55 cm, brick",
            "60 cm, chalk",
            "step-through, plum",
            "e-drive, 500 Wh",
        ],
    },
    Family {
        category: "PART",
        prefix: "PT",
        unit: "PCS",
        pence: (199, 8_900),
        models: &["Brake cable", "Chain, 9-speed", "Leather saddle", "Hub dynamo", "Pannier, waxed"],
        variants: &["short", "long", "black", "honey", "silver"],
    },
    Family {
        category: "COFFEE",
        prefix: "CF",
        unit: "KG",
        pence: (1_450, 6_400),
        models: &["Highland blend", "Single estate", "Decaf", "Espresso No. 7"],
        variants: &["whole bean", "filter grind", "espresso grind", "green"],
    },
    Family {
        category: "TABLE",
        prefix: "TB",
        unit: "PCS",
        pence: (12_500, 214_000),
        models: &["Café table Round", "Work bench", "Standing desk"],
        variants: &["oak, 60 cm", "ash, 80 cm", "walnut, 120 cm", "oak, 180 × 90 cm"],
    },
    Family {
        category: "CHAIR",
        prefix: "CH",
        unit: "PCS",
        pence: (4_900, 68_000),
        models: &["Stacking chair", "Bar stool", "Reading chair"],
        variants: &["natural", "black", "wool, grey", "leather, tan"],
    },
    Family {
        category: "SERVICE",
        prefix: "SV",
        unit: "HOUR",
        pence: (2_500, 12_000),
        models: &["Workshop labour", "Barista training", "Delivery and assembly"],
        variants: &["weekday", "weekend"],
    },
];

/// The categories of the families, in their order.
pub(super) const CATEGORIES: [(&str, &str); 6] = [
    ("BIKE", "Bicycles"),
    ("PART", "Parts"),
    ("COFFEE", "Coffee"),
    ("TABLE", "Tables"),
    ("CHAIR", "Chairs"),
    ("SERVICE", "Services"),
];

pub(super) fn generate(company: usize, count: usize, base: &Base) -> Vec<Row> {
    let mut random = Random::new(company, "items");
    (0..count)
        .map(|index| {
            let family = &FAMILIES[index % FAMILIES.len()];
            let of_family = index / FAMILIES.len();
            let model = family.models[of_family % family.models.len()];
            let variant = family.variants[of_family / family.models.len() % family.variants.len()];
            let service = family.category == "SERVICE";
            let price = Decimal::cents(random.between(family.pence.0, family.pence.1));
            // Cheap parts are bought by the thousand: their cost has five digits.
            let cost = if family.category == "PART" && of_family.is_multiple_of(3) {
                Decimal::hundred_thousandths(random.between(125, 99_999))
            } else {
                price.percent(Decimal::whole(random.between(45, 80)))
            };
            let inventory = match (service, random.below(12)) {
                (true, _) | (_, 0) => Decimal::ZERO,
                (_, 1) => -Decimal::whole(random.between(1, 9)),
                _ if family.unit == "KG" => {
                    Decimal::hundred_thousandths(random.between(1_000, 9_999) * 12_500)
                }
                _ => Decimal::whole(random.between(1, 640)),
            };
            let kind = match (service, random.below(15)) {
                (true, _) => "Service",
                (_, 0) => "Non_x002D_Inventory",
                _ => "Inventory",
            };
            let changed =
                Date::of(2025, 4, 1).unwrap_or(Date::BLANK).plus(i32::try_from(index * 4).unwrap_or(0));
            Row::new(&schema::ITEM, ids::of(company, ids::set(&schema::ITEM), index))
                .set("number", format!("{}-{:04}", family.prefix, 1000 + of_family * 10))
                .set("displayName", format!("{model}, {variant}"))
                .set("displayName2", if index % 17 == 0 { "Discontinued soon" } else { "" })
                .member("type", kind)
                .set("itemCategoryId", ids::of(company, 70, index % FAMILIES.len()))
                .set("itemCategoryCode", family.category)
                .set("blocked", index % 29 == 28)
                .set(
                    "gtin",
                    if service { String::new() } else { format!("200{:010}", random.below(9_999_999_999)) },
                )
                .set("inventory", inventory)
                .set("unitPrice", price)
                .set("priceIncludesTax", index % 10 == 9)
                .set("unitCost", cost)
                .set("taxGroupId", ids::of(company, 71, usize::from(service)))
                .set("taxGroupCode", if service { "SERVICES" } else { "GOODS" })
                .set("baseUnitOfMeasureId", id_of(&base.units, family.unit))
                .set("baseUnitOfMeasureCode", family.unit)
                .set("generalProductPostingGroupId", ids::of(company, 72, usize::from(service)))
                .set("generalProductPostingGroupCode", if service { "SERVICES" } else { "RETAIL" })
                .set("inventoryPostingGroupId", if service { Guid::ZERO } else { ids::of(company, 73, 0) })
                .set("inventoryPostingGroupCode", if service { "" } else { "RESALE" })
                .set("lastModifiedDateTime", changed.at(random.between(21_600_000, 72_000_000)))
        })
        .collect()
}
