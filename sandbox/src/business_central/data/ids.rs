//! Record ids from which the row can be told again, so that a million of them need no index.

use super::super::schema::{self, EntityType};
use super::super::value::Guid;

const SPREAD: u32 = 0x9e37_79b1;
const GATHER: u32 = inverse(SPREAD);
const TAIL: u128 = 0x4c1d_ee11_a1c3_000d_3a00_0000;

/// The id of a row of a set.
pub(super) fn of(company: usize, set: usize, row: usize) -> Guid {
    let spread = u32::try_from(row).unwrap_or(u32::MAX).wrapping_mul(SPREAD) ^ tag(company, set);
    Guid(u128::from(spread) << 96 | TAIL | u128::from(tag(company, set) & 0xff_ffff))
}

/// The row whose id this is, if it is one of that set.
pub(super) fn row(id: Guid, company: usize, set: usize) -> Option<usize> {
    let spread = u32::try_from(id.0 >> 96).ok()?;
    let row = usize::try_from((spread ^ tag(company, set)).wrapping_mul(GATHER)).ok()?;
    (of(company, set, row) == id).then_some(row)
}

/// The id of a company.
pub(super) fn company(index: usize) -> Guid {
    of(index, 90, index)
}

/// The sets with a number of their own: their ids stay what they were when another set is added.
static NUMBERED: [(usize, &EntityType); 17] = [
    (0, &schema::ITEM),
    (1, &schema::UNIT_OF_MEASURE),
    (2, &schema::CUSTOMER),
    (3, &schema::VENDOR),
    (4, &schema::SALES_INVOICE),
    (5, &schema::SALES_INVOICE_LINE),
    (6, &schema::ACCOUNT),
    (7, &schema::GENERAL_LEDGER_ENTRY),
    (8, &schema::CURRENCY),
    (9, &schema::PAYMENT_TERM),
    (10, &schema::COUNTRY_REGION),
    (11, &schema::SALES_ORDER),
    (12, &schema::SALES_ORDER_LINE),
    (70, &schema::ITEM_CATEGORY),
    (71, &schema::TAX_GROUP),
    (72, &schema::GENERAL_PRODUCT_POSTING_GROUP),
    (73, &schema::INVENTORY_POSTING_GROUP),
];

/// Where the numbers of all other sets begin, beyond those of two companies' numbered ones.
const UNNUMBERED: usize = 300;

/// The number of a company's set, for [`of`] and [`row`].
pub(super) fn set(kind: &EntityType) -> usize {
    match NUMBERED.iter().find(|(_, other)| kind.is(other)) {
        Some((number, _)) => *number,
        None => {
            let mut all = schema::APIS.iter().flat_map(|api| api.all());
            UNNUMBERED + all.position(|other| kind.is(other)).unwrap_or(0)
        }
    }
}

fn tag(company: usize, set: usize) -> u32 {
    u32::try_from(company * 128 + set + 1).unwrap_or(0).wrapping_mul(0x2545_f491)
}

/// The number that undoes a multiplication by an odd one, modulo 2³² (Newton's iteration).
const fn inverse(odd: u32) -> u32 {
    let mut guess = odd;
    let mut round = 0;
    while round < 5 {
        guess = guess.wrapping_mul(2u32.wrapping_sub(odd.wrapping_mul(guess)));
        round += 1;
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_is_told_from_its_id_and_from_no_other() {
        for at in [0, 1, 59, 4_999, 999_999, 2_000_000_000] {
            let id = of(1, 7, at);
            assert_eq!(row(id, 1, 7), Some(at));
            assert_eq!(row(id, 0, 7), None);
            assert_eq!(row(id, 1, 8), None);
            assert_eq!(row(Guid(id.0 ^ 1), 1, 7), None);
        }
        assert_eq!(row(Guid::ZERO, 0, 0), None);
    }
}
