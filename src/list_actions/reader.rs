//! Everything that matches, read page by page: large pages, since nobody waits for the first row.

use super::picker::Picker;
use crate::list::{
    selection::Chosen,
    source::{Cursor, Source},
};
use crate::problem::{Action, Problem};
use crate::workspace::Workspace;
use business_central::Record;
use leptos::prelude::GetUntracked;
use std::sync::Arc;

/// Rows asked for at a time. Business Central's own limit is 20,000
/// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/administration/operational-limits-online>);
/// a page of this size is read without the portal standing still, also by a slow processor (`bench_export`).
const PAGE: usize = 500;
/// Empty pages in a row, after which the next would be empty, too.
const EMPTY: usize = 10;

/// How far everything that matches has been read. A page that failed is read again by the next [`Reader::next`].
pub(super) struct Reader {
    workspace: Workspace,
    picker: Picker,
    source: Source,
    cursor: Option<Cursor>,
    total: Option<u64>,
    read: u64,
}

impl Reader {
    /// What reads the records of the list on the screen, from its beginning, with the columns that it shows.
    pub(super) fn of(picker: &Picker) -> Result<Self, Problem> {
        let workspace = picker.workspace.clone();
        let set = picker.place.entity_set.as_str();
        let wanted = picker.plan.wanted(set, Vec::new())?;
        let collection = workspace.collection(&picker.place)?;
        let source = Source::new(collection, set, picker.plan.schema.get_untracked(), wanted);
        Ok(Self {
            workspace,
            picker: picker.clone(),
            source: source.by_pages_of(PAGE),
            cursor: Some(Cursor::Start),
            total: None,
            read: 0,
        })
    }

    /// How many there are in all, as far as that is known.
    pub(super) fn total(&self) -> Option<u64> {
        self.total.or(self.picker.rows.count.get_untracked())
    }

    /// How many have not been read yet, as far as that is known.
    pub(super) fn left(&self) -> Option<usize> {
        usize::try_from(self.total()?.saturating_sub(self.read)).ok()
    }

    /// The next page, of which those that are not `chosen` are left out; none at the end.
    pub(super) async fn next(
        &mut self,
        chosen: Option<&Chosen<Arc<Record>>>,
    ) -> Result<Option<Vec<Arc<Record>>>, Problem> {
        for _ in 0..EMPTY {
            let Some(cursor) = self.cursor.clone() else { return Ok(None) };
            let got = self.source.page(&self.workspace, cursor, true).await?;
            self.total = got.count.or(self.total);
            self.cursor = got.next;
            self.read += got.records.len() as u64;
            if !got.records.is_empty() {
                let mut records = got.records;
                if let Some(Chosen::AllBut(except)) = chosen {
                    records.retain(|record| {
                        !self.picker.key_of(record).is_some_and(|key| except.contains(&key))
                    });
                }
                return Ok(Some(records));
            }
        }
        let title = "Business Central keeps answering with empty pages.";
        Err(Problem::new(title, "Go on, or narrow the list.").with(Action::Retry))
    }
}
