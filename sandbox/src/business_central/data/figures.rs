//! What is summed up for each account, customer and vendor: one record of a set for each of another.

use super::super::decimal::Decimal;
use super::super::schema::{self, EntityType};
use super::super::value::Value;
use super::row::Row;
use super::{Company, Date};

impl Company {
    /// Adds the trial balance, and what each customer bought and each vendor sold.
    pub(super) fn add_figures(&mut self) {
        self.for_each(&schema::ACCOUNT, |account| {
            let net = account.decimal("netChange");
            let (debit, credit) =
                if net < Decimal::ZERO { (Decimal::ZERO, -net) } else { (net, Decimal::ZERO) };
            Row::new(&schema::TRIAL_BALANCE, account.id())
                .set("number", account.get("number"))
                .set("accountType", account.get("accountType"))
                .set("display", account.get("displayName"))
                .set("totalDebit", debit.to_string())
                .set("totalCredit", credit.to_string())
                .set("balanceAtDateDebit", debit.to_string())
                .set("balanceAtDateCredit", credit.to_string())
                .set("dateFilter", Date::of(2026, 10, 31).unwrap_or(Date::BLANK))
        });
        self.for_each(&schema::CUSTOMER, |customer| {
            party(&schema::CUSTOMER_SALE, "customer", customer)
                .set("totalSalesAmount", customer.get("balanceDue"))
        });
        self.for_each(&schema::VENDOR, |vendor| {
            party(&schema::VENDOR_PURCHASE, "vendor", vendor)
                .set("totalPurchaseAmount", vendor.get("balance"))
        });
    }

    /// Adds the record that `make` makes of each of `kind`.
    fn for_each(&mut self, kind: &EntityType, make: impl Fn(&Row) -> Row) {
        let rows: Vec<Row> = self
            .table(kind)
            .map(|table| (0..table.len()).filter_map(|row| table.copy(row)).map(|row| make(&row)).collect())
            .unwrap_or_default();
        for row in rows {
            if let Some(table) = self.table_mut(row.kind) {
                table.add(row);
            }
        }
    }
}

fn party(kind: &'static EntityType, name: &str, of: &Row) -> Row {
    Row::blank(kind)
        .set(&format!("{name}Id"), Value::Guid(of.id()))
        .set(&format!("{name}Number"), of.get("number"))
        .set("name", of.get("displayName"))
}
