use super::entity;
use crate::Amount;

entity! {
    /// Something that is bought, sold or kept in stock.
    Item in "items" {
        /// Key.
        id: Option<String> = "id",
        /// The number, at most 20 characters.
        number: String = "number",
        /// What it is called.
        display_name: String = "displayName",
        /// `Inventory`, `Service` or `Non_x002D_Inventory`.
        kind: String = "type",
        /// Key of the category.
        item_category_id: Option<String> = "itemCategoryId",
        /// Code of the category.
        item_category_code: String = "itemCategoryCode",
        /// Whether it is blocked.
        blocked: bool = "blocked",
        /// Global trade item number.
        gtin: String = "gtin",
        /// The quantity in stock.
        inventory: Amount = "inventory",
        /// Price of one.
        unit_price: Amount = "unitPrice",
        /// Whether the price includes tax.
        price_includes_tax: bool = "priceIncludesTax",
        /// Cost of one.
        unit_cost: Amount = "unitCost",
        /// Key of the unit it is counted in.
        base_unit_of_measure_id: Option<String> = "baseUnitOfMeasureId",
        /// Code of the unit it is counted in.
        base_unit_of_measure_code: String = "baseUnitOfMeasureCode",
        /// When it was last changed (RFC 3339).
        last_modified_date_time: String = "lastModifiedDateTime",
    }
}
