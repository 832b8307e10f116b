//! Where a list's rows come from: one request a page, or one for each searched field or part of a long filter, merged.

use super::{
    PAGE,
    order::{self, By},
};
use crate::{
    problem::Problem,
    schema::{self, Schema},
    together,
    workspace::Workspace,
};
use business_central::{
    Collection, Direction, Error, Filter, Key, Page, PageLink, Property, Query, Record, Search, Trail,
};
use futures_util::future::{LocalBoxFuture, join};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// What to list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// What the user is looking for.
    pub search: String,
    /// The filter.
    pub filter: Filter,
    /// The order.
    pub sort: Vec<By>,
    /// The properties to ask for; none means all.
    pub select: Vec<String>,
    /// The properties that a search looks into.
    pub searched: Vec<Property>,
}

impl Wanted {
    /// The requests: more than one for a search of several fields, and for a filter that is too long for one.
    fn requests(&self) -> Search {
        let directed = self.sort.iter().map(|(name, downwards)| {
            (name.as_str(), if *downwards { Direction::Descending } else { Direction::Ascending })
        });
        let base = Query::default()
            .filter(self.filter.clone())
            .select(self.select.iter().map(String::as_str))
            .order_by(directed)
            .count(true);
        Search::new(&base, &self.search, &self.searched).unwrap_or_else(|| Search::any_of(&base, []))
    }

    /// Asks for an order that is known, which merging needs, and for the properties that it goes by.
    fn order(&mut self) {
        if self.sort.is_empty() {
            self.sort.extend(self.searched.first().map(|property| (property.name.clone(), false)));
        }
        if !self.select.is_empty() {
            let by = self.sort.iter().map(|(name, _)| name);
            let missing: Vec<_> = by.filter(|name| !self.select.contains(name)).cloned().collect();
            self.select.extend(missing);
        }
    }
}

/// What fetches a page of a list.
#[derive(Clone, Debug)]
pub enum Cursor {
    /// The first page.
    Start,
    /// The page behind this link.
    After(PageLink),
    /// The page of that number of merged streams, each from its own place on.
    Merged(usize, Vec<Stream>),
}

/// How far one of several merged requests has been read.
#[derive(Clone, Debug)]
pub struct Stream {
    at: At,
    /// Records of the page at hand that earlier pages of the list took.
    taken: usize,
}

#[derive(Clone, Debug)]
enum At {
    Start,
    Link(PageLink),
    End,
}

/// A page of the list.
#[derive(Debug)]
pub struct Got {
    /// Its records.
    pub records: Vec<Arc<Record>>,
    /// What fetches the next one.
    pub next: Option<Cursor>,
    /// How many records the list has in all, where the answer tells.
    pub count: Option<u64>,
}

type Reading<'a> = LocalBoxFuture<'a, Result<Page<Record>, Problem>>;

/// The requests of one list.
pub struct Source {
    collection: Collection,
    entity_set: String,
    schema: Option<Arc<Schema>>,
    search: Search,
    by: Vec<By>,
    /// Rows asked for at a time.
    page_size: usize,
    /// The links followed so far: one that comes again would go on for ever.
    trail: Mutex<Trail>,
    /// The page of the list that first had a record, so that it appears once.
    seen: Mutex<HashMap<Key, usize>>,
}

impl Source {
    /// The requests for `wanted` of the records of `entity_set` in `collection`.
    #[must_use]
    pub fn new(
        collection: Collection,
        entity_set: &str,
        schema: Option<Arc<Schema>>,
        mut wanted: Wanted,
    ) -> Self {
        let mut search = wanted.requests();
        if search.queries().len() > 1 {
            wanted.order();
            search = wanted.requests();
        }
        Self {
            collection,
            entity_set: entity_set.to_owned(),
            schema,
            search,
            by: wanted.sort,
            page_size: PAGE,
            trail: Mutex::default(),
            seen: Mutex::default(),
        }
    }

    /// The same in pages of that many rows.
    #[must_use]
    pub fn by_pages_of(self, page_size: usize) -> Self {
        Self { page_size, ..self }
    }

    /// The page at `cursor`. `is_new` when it was never read before.
    ///
    /// # Errors
    /// A [`Problem`] to show in the list's place.
    pub async fn page(&self, workspace: &Workspace, cursor: Cursor, is_new: bool) -> Result<Got, Problem> {
        let (number, streams) = match (cursor, self.search.queries()) {
            (_, []) => return Ok(Got { records: Vec::new(), next: None, count: Some(0) }),
            (Cursor::Start, [query]) => return self.plain(workspace, query, &At::Start, is_new).await,
            (Cursor::After(link), [query, ..]) => {
                return self.plain(workspace, query, &At::Link(link), is_new).await;
            }
            (Cursor::Merged(number, streams), _) => (number, streams),
            (Cursor::Start, queries) => {
                (0, queries.iter().map(|_| Stream { at: At::Start, taken: 0 }).collect())
            }
        };
        let readings = self
            .search
            .queries()
            .iter()
            .zip(&streams)
            .map(|(query, stream)| self.read(workspace, query, &stream.at));
        let (pages, overlap) = join(together::all(readings.collect()), self.overlap(workspace, number)).await;
        let pages = pages.into_iter().collect::<Result<Vec<_>, _>>()?;
        let counts: Vec<u64> = pages.iter().filter_map(|page| page.count).collect();
        let count = (number == 0).then(|| self.search.total(&counts, overlap)).flatten();
        let (records, next) = self.merge(number, &streams, pages, is_new)?;
        Ok(Got { records, next, count })
    }

    async fn plain(
        &self,
        workspace: &Workspace,
        query: &Query,
        at: &At,
        is_new: bool,
    ) -> Result<Got, Problem> {
        let page = self.read(workspace, query, at).await?;
        if let Some(next) = page.next.as_ref().filter(|_| is_new) {
            self.note(next)?;
        }
        Ok(Got {
            records: page.records.into_iter().map(Arc::new).collect(),
            next: page.next.map(Cursor::After),
            count: page.count,
        })
    }

    /// Boxed, so that it is compiled once and not into each place that waits for it.
    fn read<'a>(&'a self, workspace: &'a Workspace, query: &'a Query, at: &'a At) -> Reading<'a> {
        Box::pin(async move {
            let request = match at {
                At::End => return Ok(Page { records: Vec::new(), count: None, next: None }),
                At::Start => self.collection.list(query, self.page_size as u64),
                At::Link(link) => self.collection.follow(link, self.page_size as u64)?,
            };
            workspace.send(request).await
        })
    }

    /// How many records more than one of the searches finds; unknown where the service can't say, which is no failure.
    async fn overlap(&self, workspace: &Workspace, number: usize) -> Option<u64> {
        let query = self.search.overlap().filter(|_| number == 0)?;
        workspace.send(self.collection.count(query)).await.ok()
    }

    fn merge(
        &self,
        number: usize,
        streams: &[Stream],
        pages: Vec<Page<Record>>,
        is_new: bool,
    ) -> Result<(Vec<Arc<Record>>, Option<Cursor>), Error> {
        let rests: Vec<(&[Record], bool)> = streams
            .iter()
            .zip(&pages)
            .map(|(stream, page)| (page.records.get(stream.taken..).unwrap_or_default(), page.next.is_some()))
            .collect();
        let (merged, taken) = order::merge(&rests, &self.by, self.page_size);
        let mut here = Vec::new();
        let records = merged
            .into_iter()
            .filter(|record| self.is_first(number, &mut here, record))
            .cloned()
            .map(Arc::new)
            .collect();
        let mut next = Vec::with_capacity(streams.len());
        for ((stream, taken), page) in streams.iter().zip(taken).zip(pages) {
            let taken = stream.taken + taken;
            next.push(match page.next {
                _ if taken < page.records.len() => Stream { at: stream.at.clone(), taken },
                None => Stream { at: At::End, taken: 0 },
                Some(link) => {
                    if is_new {
                        self.note(&link)?;
                    }
                    Stream { at: At::Link(link), taken: 0 }
                }
            });
        }
        let goes_on = next.iter().any(|stream| !matches!(stream.at, At::End));
        Ok((records, goes_on.then_some(Cursor::Merged(number + 1, next))))
    }

    /// Whether `record` is shown on the page `number`, which shows those of `here` so far: where it was first, also when
    /// the page is read again, and once. One without a key can't be told from another.
    fn is_first(&self, number: usize, here: &mut Vec<Key>, record: &Record) -> bool {
        let Some(key) = schema::key(self.schema.as_deref(), &self.entity_set, record) else { return true };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = *seen.entry(key.clone()).or_insert(number) == number && !here.contains(&key);
        here.push(key);
        is_first
    }

    fn note(&self, link: &PageLink) -> Result<(), Error> {
        self.trail.lock().unwrap_or_else(PoisonError::into_inner).note(link)
    }
}
