//! The pages of a list: held, dropped, being fetched, failed.

use std::ops::Range;

/// Pages farther from the view than this are dropped.
const REACH: usize = 3;
/// Pages fetched at a time: who scrolls past a hundred pages doesn't want to wait for ninety-nine of them.
const AT_ONCE: usize = 2;
/// A page is fetched when the view comes this near to it, in rows.
const AHEAD: usize = 30;

/// The rows of a collection as far as they are known. `L` is what fetches a page, `R` a row.
///
/// Every page but the last keeps its place once it has come, even when its rows are dropped: then it is fetched again
/// by its own link, so what is in front of it never moves.
#[derive(Clone, Debug)]
pub struct Pages<L, R> {
    pages: Vec<Page<L, R>>,
    /// What fetches the page behind the last; none at the collection's end.
    next: Option<L>,
    /// Pages being fetched.
    busy: Vec<usize>,
    /// A page that could not be fetched: until [`Pages::retry`], nothing is.
    failed: Option<usize>,
}

#[derive(Clone, Debug)]
struct Page<L, R> {
    link: L,
    /// The index of its first row.
    start: usize,
    len: usize,
    rows: Option<Vec<R>>,
}

impl<L: Clone, R> Pages<L, R> {
    /// A list of which nothing is known but what fetches its first page.
    #[must_use]
    pub fn new(first: L) -> Self {
        Self { pages: Vec::new(), next: Some(first), busy: Vec::new(), failed: None }
    }

    /// How many rows have come, dropped ones among them.
    #[must_use]
    pub fn known(&self) -> usize {
        self.pages.last().map_or(0, |page| page.start + page.len)
    }

    /// How many rows the user can scroll over: the known ones and, while more can be had, one page.
    #[must_use]
    pub fn range(&self) -> usize {
        self.known() + if self.next.is_some() && self.failed.is_none() { super::PAGE } else { 0 }
    }

    /// Whether the collection's end is known.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.next.is_none()
    }

    /// Whether `page` never came yet.
    #[must_use]
    pub fn is_new(&self, page: usize) -> bool {
        page >= self.pages.len()
    }

    /// Whether any page is being fetched.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        !self.busy.is_empty()
    }

    /// The row at `index`, while it is held.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<&R> {
        let page = self.pages.get(self.page_of(index)?)?;
        page.rows.as_ref()?.get(index - page.start)
    }

    /// What fetches the pages over `rows` that were dropped, each with the index of its first row.
    #[must_use]
    pub fn dropped(&self, rows: &Range<usize>) -> Vec<(usize, L)> {
        let pages = self.pages[self.pages_over(rows)].iter();
        pages.filter(|page| page.rows.is_none()).map(|page| (page.start, page.link.clone())).collect()
    }

    /// Every row that is held, to be exchanged for another.
    pub fn rows_mut(&mut self) -> impl Iterator<Item = &mut R> {
        self.pages.iter_mut().filter_map(|page| page.rows.as_mut()).flatten()
    }

    /// How many rows are held.
    #[must_use]
    pub fn held(&self) -> usize {
        self.pages.iter().filter_map(|page| page.rows.as_ref()).map(Vec::len).sum()
    }

    /// The pages to fetch now that the rows `view` are in sight. None while one has failed.
    #[must_use]
    pub fn wanted(&self, view: &Range<usize>) -> Vec<usize> {
        if self.failed.is_some() {
            return Vec::new();
        }
        let near = view.start.saturating_sub(AHEAD)..view.end + AHEAD;
        let mut wanted: Vec<usize> = self
            .pages_over(&near)
            .filter(|page| self.pages[*page].rows.is_none() && !self.busy.contains(page))
            .collect();
        let tail = self.pages.len();
        if self.next.is_some() && near.end > self.known() && !self.busy.contains(&tail) {
            wanted.push(tail);
        }
        wanted.truncate(AT_ONCE.saturating_sub(self.busy.len()));
        wanted
    }

    /// Marks `page` as being fetched and answers what fetches it; none if it needn't or mustn't be.
    pub fn begin(&mut self, page: usize) -> Option<L> {
        if self.busy.contains(&page) || self.failed.is_some() {
            return None;
        }
        let link = match self.pages.get(page) {
            Some(known) if known.rows.is_none() => known.link.clone(),
            None if page == self.pages.len() => self.next.clone()?,
            _ => return None,
        };
        self.busy.push(page);
        Some(link)
    }

    /// Takes the rows of `page`, which was begun, and what fetches its successor.
    pub fn deliver(&mut self, page: usize, rows: Vec<R>, next: Option<L>) {
        if !self.end(page) {
            return;
        }
        if page < self.pages.len() {
            let known = &mut self.pages[page];
            let same = known.len == rows.len();
            known.len = rows.len();
            known.rows = Some(rows);
            // The collection has changed meanwhile: what is behind moves.
            if !same {
                self.renumber(page);
            }
        } else if let Some(link) = self.next.take() {
            let start = self.known();
            self.pages.push(Page { link, start, len: rows.len(), rows: Some(rows) });
            self.next = next;
        }
    }

    /// How many of the last pages were empty although each named a successor.
    #[must_use]
    pub fn empty_at_end(&self) -> usize {
        self.pages.iter().rev().take_while(|page| page.len == 0).count()
    }

    /// `page` could not be fetched: nothing more is until [`Pages::retry`].
    pub fn fail(&mut self, page: usize) {
        if self.end(page) {
            self.failed = Some(page);
        }
    }

    /// Fetches nothing more until [`Pages::retry`].
    pub fn give_up(&mut self) {
        self.failed = Some(self.pages.len());
    }

    /// Whether a page could not be fetched.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// Allows fetching again.
    pub fn retry(&mut self) {
        self.failed = None;
    }

    /// Nobody fetches any longer: what was being fetched may be wanted again.
    pub fn abandon(&mut self) {
        self.busy.clear();
    }

    /// Drops the rows of the pages far from `view`; answers whether there were any.
    pub fn keep_near(&mut self, view: &Range<usize>) -> bool {
        let near = self.pages_over(view);
        let (first, last) = (near.start.saturating_sub(REACH), near.end + REACH);
        let mut dropped = false;
        for (number, page) in self.pages.iter_mut().enumerate() {
            if (number < first || number >= last) && page.rows.is_some() {
                page.rows = None;
                dropped = true;
            }
        }
        dropped
    }

    fn end(&mut self, page: usize) -> bool {
        let begun = self.busy.iter().position(|busy| *busy == page);
        begun.map(|position| self.busy.swap_remove(position)).is_some()
    }

    fn page_of(&self, index: usize) -> Option<usize> {
        let page = self.pages.partition_point(|page| page.start + page.len <= index);
        (page < self.pages.len()).then_some(page)
    }

    /// The pages that hold any of `rows`.
    fn pages_over(&self, rows: &Range<usize>) -> Range<usize> {
        let first = self.pages.partition_point(|page| page.start + page.len <= rows.start);
        let last = self.pages.partition_point(|page| page.start < rows.end);
        first..last.max(first)
    }

    fn renumber(&mut self, from: usize) {
        let mut start = self.pages[from].start;
        for page in &mut self.pages[from..] {
            page.start = start;
            start += page.len;
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "pages_tests.rs"]
mod tests;
