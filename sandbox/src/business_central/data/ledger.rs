//! General ledger entries, computed from their position: a million of them take no memory.
//!
//! Nine documents make a cycle of 21 entries. In every document debit and credit are equal, numbers and
//! posting dates never fall, and every document type occurs.

use std::sync::Arc;

use super::super::calendar::Date;
use super::super::decimal::Decimal;
use super::super::schema::{self, Kind};
use super::super::value::Value;
use super::accounts::Account;
use super::ids;
use super::random::mix;

pub(super) struct Ledger {
    company: usize,
    len: usize,
    /// Per slot of the cycle, the accounts (their positions in the chart) that it may post to.
    accounts: Vec<Vec<usize>>,
    numbers: Vec<Arc<str>>,
    texts: Vec<Vec<Arc<str>>>,
    columns: Vec<&'static str>,
}

/// What of a document's amount an entry takes.
#[derive(Clone, Copy)]
enum Part {
    Net,
    Tax,
    Gross,
}

/// One entry of the cycle: the document's place in it, the accounts, the side, the part.
struct Slot(usize, &'static [&'static str], Side, Part);

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Debit,
    Credit,
}

use Part::{Gross, Net, Tax};
use Side::{Credit, Debit};

const RECEIVABLES: &[&str] = &["2310", "2320"];
const PAYABLES: &[&str] = &["5410", "5420"];
const BANK: &[&str] = &["2920", "2930", "2940"];
const REVENUE: &[&str] = &["6110", "6120", "6130", "6140", "6150", "6410", "6420"];
const COSTS: &[&str] =
    &["7110", "7120", "7130", "7150", "8110", "8120", "8130", "8210", "8230", "8240", "8410", "8420", "8430"];

const CYCLE: [Slot; 21] = [
    Slot(0, RECEIVABLES, Debit, Gross),
    Slot(0, REVENUE, Credit, Net),
    Slot(0, &["5610"], Credit, Tax),
    Slot(1, BANK, Debit, Gross),
    Slot(1, RECEIVABLES, Credit, Gross),
    Slot(2, COSTS, Debit, Net),
    Slot(2, &["5630"], Debit, Tax),
    Slot(2, PAYABLES, Credit, Gross),
    Slot(3, PAYABLES, Debit, Gross),
    Slot(3, BANK, Credit, Gross),
    Slot(4, &["8820"], Debit, Net),
    Slot(4, &["1140", "1240", "1340"], Credit, Net),
    Slot(5, REVENUE, Debit, Net),
    Slot(5, &["5610"], Debit, Tax),
    Slot(5, RECEIVABLES, Credit, Gross),
    Slot(6, RECEIVABLES, Debit, Gross),
    Slot(6, BANK, Credit, Gross),
    Slot(7, RECEIVABLES, Debit, Net),
    Slot(7, &["9120"], Credit, Net),
    Slot(8, RECEIVABLES, Debit, Net),
    Slot(8, &["9110"], Credit, Net),
];

/// Per document of the cycle: the prefix of its number, its type, its largest net amount in pence, its texts.
const DOCUMENTS: [(&str, &str, u64, &[&str]); 9] = [
    (
        "SI",
        "Invoice",
        480_000,
        &["City bicycles, spring order", "Coffee, whole bean", "Café furniture", "Spare parts & service"],
    ),
    ("BR", "Payment", 480_000, &["Payment received", "Payment received, thank you", "Überweisung Rechnung"]),
    (
        "PI",
        "Invoice",
        260_000,
        &[
            "Green coffee, 12 bags",
            "Frames and forks",
            "Ash and oak timber",
            "Electricity",
            "Travel expenses",
        ],
    ),
    ("BP", "Payment", 260_000, &["Payment to vendor", "Collective payment run"]),
    ("JN", "_x0020_", 90_000, &["Depreciation for the month"]),
    (
        "SC",
        "Credit_x0020_Memo",
        60_000,
        &["Returned: wrong colour", "Allowance for transport damage", "=SUM(A1:A9) \"as agreed\""],
    ),
    ("RF", "Refund", 60_000, &["Refund of credit memo"]),
    ("RM", "Reminder", 4_000, &["Reminder fee, level 1", "Reminder fee, level 2"]),
    ("FC", "Finance_x0020_Charge_x0020_Memo", 9_000, &["Interest on overdue balance"]),
];

const DAYS: usize = 1_030;

impl Ledger {
    pub(super) fn new(company: usize, len: usize, chart: &[Account]) -> Self {
        let positions =
            |numbers: &[&str]| (0..chart.len()).filter(|at| numbers.contains(&chart[*at].number)).collect();
        Self {
            company,
            len,
            accounts: CYCLE.iter().map(|Slot(_, numbers, ..)| positions(numbers)).collect(),
            numbers: chart.iter().map(|account| account.number.into()).collect(),
            texts: DOCUMENTS
                .iter()
                .map(|(.., texts)| texts.iter().map(|text| (*text).into()).collect())
                .collect(),
            columns: schema::GENERAL_LEDGER_ENTRY.properties.iter().map(|property| property.name).collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// One field of one entry; nothing else of it is computed.
    pub(super) fn cell(&self, row: usize, column: usize) -> Value {
        match self.columns[column] {
            "id" => Value::Guid(ids::of(self.company, ids::set(&schema::GENERAL_LEDGER_ENTRY), row)),
            "entryNumber" => Value::Integer(i64::try_from(row + 1).unwrap_or(i64::MAX)),
            "postingDate" => Value::Date(self.posted(row)),
            "documentNumber" => {
                let (document, place) = document(row);
                Value::text(format!("{}{:07}", DOCUMENTS[place].0, document / DOCUMENTS.len() + 100_001))
            }
            "documentType" => member(column, DOCUMENTS[document(row).1].1),
            "accountId" => Value::Guid(ids::of(self.company, ids::set(&schema::ACCOUNT), self.account(row))),
            "accountNumber" => Value::Text(self.numbers[self.account(row)].clone()),
            "description" => {
                let (document, place) = document(row);
                let texts = &self.texts[place];
                Value::Text(texts[index(mix(document as u64 + 3), texts.len())].clone())
            }
            "debitAmount" => Value::Decimal(self.amount(row, Debit)),
            "creditAmount" => Value::Decimal(self.amount(row, Credit)),
            "additionalCurrencyDebitAmount" => Value::Decimal(in_euro(self.amount(row, Debit))),
            "additionalCurrencyCreditAmount" => Value::Decimal(in_euro(self.amount(row, Credit))),
            _ => {
                let second = i64::try_from(mix(row as u64) % 36_000).unwrap_or(0);
                Value::Moment(self.posted(row).at((28_800 + second) * 1000 + 417))
            }
        }
    }

    /// Per account of the chart, debit less credit over all entries.
    pub(super) fn net_changes(&self, accounts: usize) -> Vec<Decimal> {
        let mut changes = vec![Decimal::ZERO; accounts];
        for row in 0..self.len {
            changes[self.account(row)] += self.amount(row, Debit) - self.amount(row, Credit);
        }
        changes
    }

    fn account(&self, row: usize) -> usize {
        let possible = &self.accounts[row % CYCLE.len()];
        possible[index(mix(document(row).0 as u64 ^ 0xacc0), possible.len())]
    }

    fn amount(&self, row: usize, side: Side) -> Decimal {
        let Slot(place, _, own_side, part) = &CYCLE[row % CYCLE.len()];
        if *own_side != side {
            return Decimal::ZERO;
        }
        let spread = mix(document(row).0 as u64 + (self.company as u64) * 7919 + 11);
        let net = 100 + (spread % DOCUMENTS[*place].2).cast_signed();
        let tax = (net + 2) / 5;
        Decimal::cents(match part {
            Net => net,
            Tax => tax,
            Gross => net + tax,
        })
    }

    fn posted(&self, row: usize) -> Date {
        let days = document(row).0 * DAYS / (document(self.len.max(1) - 1).0 + 1);
        let first = Date::of(2024, 1, 1).unwrap_or(Date::BLANK);
        first.plus(i32::try_from(days).unwrap_or(0))
    }
}

/// The number of the document that a row belongs to, from 0 on, and its place in the cycle.
fn document(row: usize) -> (usize, usize) {
    let Slot(place, ..) = CYCLE[row % CYCLE.len()];
    (row / CYCLE.len() * DOCUMENTS.len() + place, place)
}

fn index(spread: u64, len: usize) -> usize {
    usize::try_from(spread % len.max(1) as u64).unwrap_or(0)
}

fn in_euro(amount: Decimal) -> Decimal {
    amount.times(Decimal::hundred_thousandths(115_000))
}

fn member(column: usize, name: &str) -> Value {
    let kind = schema::GENERAL_LEDGER_ENTRY.properties[column].kind;
    let found = match kind {
        Kind::Enum(enumeration) => enumeration.members.iter().find(|member| member.name == name),
        _ => None,
    };
    found.map_or_else(|| Value::blank(kind), Value::Member)
}
