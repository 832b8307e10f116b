//! Copying the selected rows, or what the keyboard acts on.

use super::{
    cells::{self, Writing},
    picker::Picker,
    reader::Reader,
    table::{Table, table},
};
use crate::browser::{clipboard, intl};
use crate::format;
use crate::list::selection::{Chosen, Extent};
use crate::problem::Problem;
use crate::schema::Column;
use business_central::Record;
use leptos::prelude::*;
use std::sync::Arc;

/// Puts what is selected onto the clipboard as a table with a head; where nothing is, the active row, or of the active
/// cell what it says. Whether there was anything.
pub(super) fn copy(picker: &Picker) -> bool {
    let columns = picker.plan.columns.get_untracked();
    if untrack(|| picker.extent()) == Extent::None {
        let Some(record) = picker.rows.active_record() else { return false };
        match picker.hooks.cell.get_untracked().and_then(|cell| columns.get(cell)) {
            Some(column) => write(picker, cell(column, &record), format!("Copied {}", column.caption)),
            None => write(picker, of(&columns, &[record]), "Copied 1 row".to_owned()),
        }
        return true;
    }
    match picker.chosen() {
        Chosen::These(records) => {
            let told = format!("Copied {}", format::count(records.len() as u64, "rows"));
            write(picker, of(&columns, &records), told);
        }
        Chosen::AllBut(_) => copy_all(picker),
    }
    true
}

/// A single value goes as the list shows it, to be pasted anywhere.
fn cell(column: &Column, record: &Record) -> Table {
    Table { text: column.text(record), html: String::new() }
}

fn of(columns: &[Column], records: &[Arc<Record>]) -> Table {
    let writing = Writing { decimal: intl::separators().0, moment: intl::local_time };
    let head: Vec<String> = columns.iter().map(cells::head).collect();
    let row =
        |record: &Arc<Record>| columns.iter().map(|column| cells::cell(column, record, &writing)).collect();
    table(&head, records.iter().map(row))
}

/// What is selected but was never read is read first.
fn copy_all(picker: &Picker) {
    let this = picker.clone();
    picker.run(async move {
        let outcome = async {
            let mut reader = Reader::of(&this)?;
            let mut records = Vec::new();
            while let Some(page) = reader.next(Some(&this.chosen())).await? {
                records.extend(page);
                this.reading.set(reader.left());
            }
            Ok::<_, Problem>(records)
        };
        let outcome = outcome.await;
        this.reading.set(None);
        match outcome {
            Err(problem) => this.problem.set(Some(problem)),
            Ok(records) => {
                let columns = this.plan.columns.get_untracked();
                let told = format!("Copied {}", format::count(records.len() as u64, "rows"));
                put(&this, of(&columns, &records), told).await;
            }
        }
    });
}

fn write(picker: &Picker, table: Table, told: String) {
    let this = picker.clone();
    picker.run(async move { put(&this, table, told).await });
}

async fn put(picker: &Picker, table: Table, told: String) {
    let copied = match table.html.is_empty() {
        true => clipboard::copy(&table.text).await,
        false => clipboard::copy_table(&table.text, &table.html).await,
    };
    picker.told.set(match copied {
        true => told,
        false => {
            "The browser did not allow copying. Press Ctrl+C in the list, or allow the clipboard.".to_owned()
        }
    });
}
