//! The chart of accounts.

use super::super::decimal::Decimal;
use super::super::schema;
use super::ledger::Ledger;
use super::row::Row;
use super::{Date, ids};

/// One line of the chart.
pub(super) struct Account {
    pub(super) number: &'static str,
    name: &'static str,
    category: &'static str,
    sub_category: &'static str,
    kind: &'static str,
}

const COST: &str = "Cost_x0020_of_x0020_Goods_x0020_Sold";
const FROM: &str = "Begin_x002D_Total";
const TO: &str = "End_x002D_Total";

/// The chart, in the order of its numbers.
pub(super) fn chart() -> Vec<Account> {
    let mut chart = Vec::new();
    let mut add = |category, sub_category, kind, accounts: &[(&'static str, &'static str)]| {
        for (number, name) in accounts {
            chart.push(Account { number, name, category, sub_category, kind });
        }
    };
    let posting = "Posting";
    add("Assets", "", "Heading", &[("1000", "BALANCE SHEET")]);
    add("Assets", "", FROM, &[("1002", "ASSETS"), ("1003", "Fixed Assets")]);
    add(
        "Assets",
        "Property, Plant and Equipment",
        posting,
        &[
            ("1110", "Land and Buildings"),
            ("1120", "Additions, Buildings"),
            ("1140", "Accum. Depreciation, Buildings"),
            ("1210", "Operating Equipment"),
            ("1240", "Accum. Depreciation, Equipment"),
            ("1310", "Cargo Bicycles"),
            ("1340", "Accum. Depreciation, Bicycles"),
        ],
    );
    add("Assets", "", TO, &[("1399", "Fixed Assets, Total")]);
    add("Assets", "", FROM, &[("2000", "Current Assets")]);
    add(
        "Assets",
        "Inventory",
        posting,
        &[
            ("2110", "Inventory, Bicycles"),
            ("2120", "Inventory, Coffee"),
            ("2130", "Inventory, Furniture"),
            ("2180", "Goods in Transit"),
        ],
    );
    add(
        "Assets",
        "Accounts Receivable",
        posting,
        &[("2310", "Customers, Domestic"), ("2320", "Customers, Foreign"), ("2340", "Accrued Interest")],
    );
    add("Assets", "Prepaid Expenses", posting, &[("2410", "Vendor Prepayments"), ("2420", "Prepaid Rent")]);
    add(
        "Assets",
        "Cash",
        posting,
        &[
            ("2910", "Cash"),
            ("2920", "Bank, Current Account"),
            ("2930", "Bank, Currencies"),
            ("2940", "Giro"),
        ],
    );
    add("Assets", "", TO, &[("2995", "Current Assets, Total"), ("2999", "TOTAL ASSETS")]);
    add("Liabilities", "", FROM, &[("3000", "LIABILITIES AND EQUITY")]);
    add("Equity", "Common Stock", posting, &[("3110", "Capital Stock"), ("3120", "Retained Earnings")]);
    add("Equity", "", "Total", &[("3199", "Total Equity")]);
    add("Liabilities", "Long-Term Liabilities", posting, &[("5110", "Bank Loans"), ("5120", "Mortgage")]);
    add(
        "Liabilities",
        "Current Liabilities",
        posting,
        &[
            ("5310", "Revolving Credit"),
            ("5350", "Customer Prepayments"),
            ("5410", "Vendors, Domestic"),
            ("5420", "Vendors, Foreign"),
            ("5610", "Sales VAT 20%"),
            ("5611", "Sales VAT 5%"),
            ("5630", "Purchase VAT 20%"),
            ("5780", "VAT Payable"),
            ("5820", "Payroll Liabilities"),
            ("5850", "Holiday Pay"),
            ("5910", "Dividends Owed"),
        ],
    );
    add("Liabilities", "", TO, &[("5995", "Total Liabilities"), ("5999", "TOTAL LIABILITIES AND EQUITY")]);
    add("Income", "", "Heading", &[("6000", "INCOME STATEMENT")]);
    add("Income", "", FROM, &[("6100", "Revenue")]);
    add(
        "Income",
        "Income, Product Sales",
        posting,
        &[
            ("6110", "Sales, Bicycles, Domestic"),
            ("6120", "Sales, Bicycles, Foreign"),
            ("6130", "Sales, Coffee"),
            ("6140", "Sales, Furniture"),
            ("6150", "Sales, Spare Parts"),
        ],
    );
    add(
        "Income",
        "Income, Services",
        posting,
        &[("6410", "Workshop Labour"), ("6420", "Training & Tastings")],
    );
    add("Income", "Sales Discounts", posting, &[("6910", "Discount Granted"), ("6920", "Rounding ±")]);
    add("Income", "", TO, &[("6995", "Total Revenue")]);
    add(COST, "", FROM, &[("7100", "Cost of Goods Sold")]);
    add(
        COST,
        "Materials",
        posting,
        &[
            ("7110", "Purchases, Bicycles"),
            ("7120", "Purchases, Green Coffee"),
            ("7130", "Purchases, Timber"),
            ("7150", "Freight In"),
            ("7170", "Scrap & Shrinkage"),
        ],
    );
    add(COST, "", TO, &[("7995", "Total Cost of Goods Sold")]);
    add("Expense", "", FROM, &[("8000", "Operating Expenses")]);
    add(
        "Expense",
        "Rent Expense",
        posting,
        &[("8110", "Cleaning"), ("8120", "Electricity & Heating"), ("8130", "Repairs")],
    );
    add(
        "Expense",
        "Utilities Expense",
        posting,
        &[("8210", "Office Supplies"), ("8230", "Phone & Internet"), ("8240", "Postage")],
    );
    add(
        "Expense",
        "Advertising Expense",
        posting,
        &[("8410", "Advertising"), ("8420", "Entertainment"), ("8430", "Travel")],
    );
    add(
        "Expense",
        "Payroll Expense",
        posting,
        &[("8710", "Wages"), ("8720", "Salaries"), ("8730", "Pension Contributions")],
    );
    add("Expense", "Depreciation", posting, &[("8820", "Depreciation, Equipment")]);
    add("Expense", "", TO, &[("8995", "Total Operating Expenses")]);
    add(
        "Income",
        "Interest Income",
        posting,
        &[("9110", "Finance Charges to Customers"), ("9120", "Reminder Fees")],
    );
    add(
        "Expense",
        "Interest Expense",
        posting,
        &[("9210", "Interest on Loans"), ("9310", "Unrealized FX Losses")],
    );
    add("_x0020_", "", posting, &[("9950", "Suspense <to be cleared>")]);
    add("_x0020_", "", "Total", &[("9999", "NET INCOME")]);
    chart
}

/// The accounts as records: a posting account's net change is the sum of its entries.
pub(super) fn rows(company: usize, chart: &[Account], ledger: &Ledger) -> Vec<Row> {
    let changes = ledger.net_changes(chart.len());
    let changed = Date::of(2024, 1, 8).unwrap_or(Date::BLANK);
    let set = ids::set(&schema::ACCOUNT);
    chart
        .iter()
        .enumerate()
        .map(|(index, account)| {
            let own = changes.get(index).copied().unwrap_or(Decimal::ZERO);
            Row::new(&schema::ACCOUNT, ids::of(company, set, index))
                .set("number", account.number)
                .set("displayName", account.name)
                .member("category", account.category)
                .set("subCategory", account.sub_category)
                .set("blocked", account.number == "5910")
                .member("accountType", account.kind)
                .set("directPosting", account.kind == "Posting")
                .set("netChange", own)
                .set("consolidationTranslationMethod", "Average Rate (Manual)")
                .set("lastModifiedDateTime", changed.at(i64::try_from(index).unwrap_or(0) * 61_003))
        })
        .collect()
}
