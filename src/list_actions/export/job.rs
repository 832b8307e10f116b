//! An export being carried out.

use super::{
    super::{
        bar::number,
        cells::{self, Writing},
        csv,
        picker::Picker,
        reader::Reader,
    },
    State,
    file_name::file_name,
};
use crate::browser::{clock, download::Download, download::NoFile, intl};
use crate::format;
use crate::list::selection::Chosen;
use crate::problem::Problem;
use crate::schema::Column;
use business_central::Record;
use leptos::prelude::*;
use std::{sync::Arc, time::Duration};

/// For how long rows are written at a stretch, in milliseconds, before the page may do something else.
const STRETCH: f64 = 8.0;
/// Rows written between two looks at the clock.
const ROWS: usize = 25;
/// How long it waits when Business Central asks to slow down: its budget is one of minutes.
const PAUSE: Duration = Duration::from_secs(20);
/// How often it waits in a row.
const PAUSES: u32 = 15;

/// What is to be exported, and how.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// Only these; everything that matches when none.
    pub(super) only: Option<Chosen<Arc<Record>>>,
    /// What stands between cells.
    pub(super) separator: char,
    /// What stands before decimals.
    pub(super) decimal: char,
}

/// An export under way.
pub(super) struct Job {
    order: Order,
    columns: Arc<Vec<Column>>,
    reader: Reader,
    download: Download,
    name: String,
    /// Rows read that are yet to be written.
    waiting: std::collections::VecDeque<Arc<Record>>,
    written: u64,
    /// Whether the head is written.
    begun: bool,
}

impl Job {
    /// The export of what the list of `picker` shows. It asks for the file's place.
    pub(super) async fn open(picker: &Picker, order: Order) -> Result<Self, Failure> {
        let caption = untrack(|| picker.plan.caption());
        let company = picker.workspace.company_name(&picker.place.company);
        let name = file_name(&caption, &company, &intl::today());
        let reader = Reader::of(picker).map_err(Failure::Problem)?;
        let download =
            Download::open(&name, "text/csv;charset=utf-8").await.map_err(|_| Failure::NotChosen)?;
        let columns = picker.plan.columns.get_untracked();
        let waiting = match &order.only {
            Some(Chosen::These(records)) => records.iter().cloned().collect(),
            _ => Default::default(),
        };
        Ok(Self { order, columns, reader, download, name, waiting, written: 0, begun: false })
    }

    /// How many rows are written.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// How many rows there will be, as far as that is known.
    pub(super) fn total(&self) -> Option<u64> {
        match &self.order.only {
            Some(Chosen::These(records)) => Some(records.len() as u64),
            Some(Chosen::AllBut(except)) => Some(self.reader.total()?.saturating_sub(except.len() as u64)),
            None => self.reader.total(),
        }
    }

    /// Reads and writes to the end, telling `state` how far it is.
    ///
    /// # Errors
    /// A [`Problem`], after which it can be run again and goes on where it was.
    pub(super) async fn run(&mut self, state: RwSignal<State>) -> Result<(), Problem> {
        let reads = !matches!(self.order.only, Some(Chosen::These(_)));
        let mut pauses = 0;
        loop {
            self.write(state).await.map_err(problem_of)?;
            state.set(State::Running(self.written, self.total()));
            if !reads {
                return Ok(());
            }
            match self.reader.next(self.order.only.as_ref()).await {
                Ok(None) => return Ok(()),
                Ok(Some(records)) => {
                    self.waiting.extend(records);
                    pauses = 0;
                }
                Err(problem) if is_busy(&problem) && pauses < PAUSES => {
                    pauses += 1;
                    state.set(State::Waiting(self.written, clock::now() + PAUSE.as_secs()));
                    clock::wait(PAUSE).await;
                }
                Err(problem) => return Err(problem),
            }
        }
    }

    /// Writes what was read, a stretch at a time.
    async fn write(&mut self, state: RwSignal<State>) -> Result<(), NoFile> {
        let writing = Writing { decimal: self.order.decimal, moment: intl::local_time };
        let mut text = String::new();
        if !self.begun {
            text.push(csv::BYTE_ORDER_MARK);
            let head: Vec<String> = self.columns.iter().map(cells::head).collect();
            csv::row(&mut text, self.order.separator, &head);
        }
        loop {
            let began = clock::milliseconds();
            let mut rows = 0;
            while clock::milliseconds() - began < STRETCH && rows < self.waiting.len() {
                for record in self.waiting.iter().skip(rows).take(ROWS) {
                    let row: Vec<String> =
                        self.columns.iter().map(|column| cells::cell(column, record, &writing)).collect();
                    csv::row(&mut text, self.order.separator, &row);
                }
                rows = (rows + ROWS).min(self.waiting.len());
            }
            // Only what is in the file counts as written: after a failure it is written once.
            self.download.write(&text).await?;
            text.clear();
            self.begun = true;
            self.waiting.drain(..rows);
            self.written += rows as u64;
            if self.waiting.is_empty() {
                return Ok(());
            }
            state.set(State::Running(self.written, self.total()));
            clock::wait(Duration::ZERO).await;
        }
    }

    /// What to say of it once it is done. Rows that were counted and never came are told.
    pub(super) fn told(&self) -> String {
        let rows = format::count(self.written, if self.written == 1 { "row" } else { "rows" });
        match self.total() {
            Some(total) if total > self.written => {
                format!("Exported {rows} of {} to {}", number(total), self.name)
            }
            _ => format!("Exported {rows} to {}", self.name),
        }
    }

    /// Ends the file.
    pub(super) async fn finish(self) -> Result<(), Problem> {
        self.download.finish().await.map_err(problem_of)
    }
}

/// Why an export did not begin.
pub(super) enum Failure {
    /// The user chose no file.
    NotChosen,
    /// The list cannot be read.
    Problem(Problem),
}

fn problem_of(error: NoFile) -> Problem {
    Problem::new(
        format!("The export stopped: {error}."),
        "The disk may be full, or the file open in another program.",
    )
}

fn is_busy(problem: &Problem) -> bool {
    problem.details.iter().any(|(name, value)| *name == "Status" && value == "429")
}
