//! Which columns can be added up, and adding them up: exactly, and never one currency to another.

use crate::list::columns::{Field, is_amount};
use business_central::{Json, Kind, Record, Sum};

/// The field that says in which currency a record's amounts are; blank is the company's own.
pub(super) const CURRENCY: &str = "currencyCode";

/// Whether the values of the column can be added up to something that is true: a sum of prices or percentages says nothing.
pub(super) fn can_be_summed(field: &Field) -> bool {
    let name = field.name.to_ascii_lowercase();
    let is_rate =
        ["price", "unitcost", "percent", "rate", "factor", "limit"].iter().any(|word| name.contains(word));
    let is_quantity = ["quantity", "inventory", "hours"].iter().any(|word| name.contains(word));
    field.kind == Kind::Decimal && !is_rate && (is_amount(&field.name) || is_quantity)
}

/// The sums of some columns over the records of one currency.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub(super) currency: String,
    pub(super) records: u64,
    /// For each column; none where a number could not be added.
    pub(super) sums: Vec<Option<Sum>>,
}

/// Adds up.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Summing {
    columns: Vec<String>,
    has_currency: bool,
    pub(super) groups: Vec<Group>,
}

impl Summing {
    /// Adds up these columns; with `has_currency`, of each currency for itself.
    pub(super) fn new(columns: Vec<String>, has_currency: bool) -> Self {
        Self { columns, has_currency, groups: Vec::new() }
    }

    /// How many records were added up.
    pub(super) fn records(&self) -> u64 {
        self.groups.iter().map(|group| group.records).sum()
    }

    pub(super) fn add(&mut self, record: &Record) {
        let currency = if self.has_currency { record.text(CURRENCY) } else { "" };
        let at = match self.groups.iter().position(|group| group.currency == currency) {
            Some(at) => at,
            None => {
                let sums = vec![Some(Sum::default()); self.columns.len()];
                self.groups.push(Group { currency: currency.to_owned(), records: 0, sums });
                self.groups.len() - 1
            }
        };
        let Some(group) = self.groups.get_mut(at) else { return };
        group.records += 1;
        for (name, sum) in self.columns.iter().zip(&mut group.sums) {
            let added = match (record.get(name), sum.as_mut()) {
                (Some(Json::Number(digits)), Some(sum)) => sum.add(digits),
                // An amount that was not told is no zero.
                _ => None,
            };
            if added.is_none() {
                *sum = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Summing, can_be_summed};
    use crate::list::columns::Field;
    use business_central::{Json, Kind, Record};

    fn record(json: &str) -> Record {
        let Json::Object(record) = Json::parse(json).unwrap() else { panic!("no object") };
        record
    }

    fn sums(has_currency: bool, records: &[&str]) -> Vec<(String, u64, Vec<Option<String>>)> {
        let mut summing = Summing::new(vec!["a".into(), "b".into()], has_currency);
        for each in records {
            summing.add(&record(each));
        }
        assert_eq!(summing.records(), records.len() as u64);
        let told = |sum: &Option<business_central::Sum>| sum.map(|sum| sum.to_string());
        let groups = summing.groups.into_iter();
        groups.map(|group| (group.currency, group.records, group.sums.iter().map(told).collect())).collect()
    }

    #[test]
    fn amounts_and_quantities_are_summed_and_rates_are_not() {
        for (name, kind, can) in [
            ("balanceDue", Kind::Decimal, true),
            ("totalAmountIncludingTax", Kind::Decimal, true),
            ("quantity", Kind::Decimal, true),
            ("unitPrice", Kind::Decimal, false),
            ("unitCost", Kind::Decimal, false),
            ("discountPercent", Kind::Decimal, false),
            ("creditLimit", Kind::Decimal, false),
            ("entryNumber", Kind::Integer, false),
            ("amount", Kind::Text, false),
        ] {
            assert_eq!(can_be_summed(&Field { name: name.to_owned(), kind }), can, "{name}");
        }
    }

    #[test]
    fn every_currency_is_for_itself() {
        let records = [
            r#"{"a":0.1,"b":1,"currencyCode":""}"#,
            r#"{"a":5,"b":1,"currencyCode":"USD"}"#,
            r#"{"a":0.2,"b":1,"currencyCode":""}"#,
        ];
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            sums(true, &records),
            [
                (String::new(), 2, vec![some("0.3"), some("2")]),
                ("USD".to_owned(), 1, vec![some("5"), some("1")])
            ]
        );
        assert_eq!(sums(false, &records), [(String::new(), 3, vec![some("5.3"), some("3")])]);
    }

    #[test]
    fn what_was_not_told_makes_no_sum() {
        assert_eq!(
            sums(false, &[r#"{"a":1,"b":1}"#, r#"{"a":null,"b":2}"#, r#"{"a":1,"b":"x"}"#]),
            [(String::new(), 3, vec![None, None])]
        );
    }
}
