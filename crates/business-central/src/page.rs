//! Lists, a page at a time.

use std::hash::{DefaultHasher, Hash, Hasher};

use origin::resolve;

use crate::request::object;
use crate::{Error, Json, Record, Service, Unreadable};

/// Some records of a list, and the way to the following ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The records, in the service's order.
    pub records: Vec<T>,
    /// How many records the whole list has, when that was asked for.
    pub count: Option<u64>,
    /// Where the list goes on; `None` at its end.
    pub next: Option<PageLink>,
}

/// Where a list goes on. It can be kept and followed again later, to read a page once more.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageLink(pub(crate) Target);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    /// A link the service gave, made absolute. It is judged when it is followed.
    Given(String),
    /// After that many records of the list at `url`, of which at most `left` are wanted.
    Skip { url: String, skip: u64, left: Option<u64> },
}

/// How a list is paged when the service may not be asked for a page size.
#[derive(Clone, Debug)]
pub(crate) struct Paging {
    /// The list's address without `$top` and `$skip`.
    pub(crate) url: String,
    pub(crate) page_size: u64,
    pub(crate) skip: u64,
    /// How many records are still wanted, when not all are.
    pub(crate) left: Option<u64>,
}

impl Paging {
    /// How many records the page has when it is full.
    fn full(&self) -> u64 {
        self.left.map_or(self.page_size, |left| left.min(self.page_size))
    }

    /// The address of the page.
    pub(crate) fn address(&self) -> String {
        let separator = if self.url.contains('?') { '&' } else { '?' };
        let skip = if self.skip == 0 { String::new() } else { format!("&$skip={}", self.skip) };
        format!("{}{separator}$top={}{skip}", self.url, self.full())
    }
}

impl<T> Page<T> {
    /// The same page with every record turned into something else.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { records: self.records.into_iter().map(change).collect(), count: self.count, next: self.next }
    }
}

impl PageLink {
    /// For a caller that keeps it for another visit.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut kept = Record::default();
        match &self.0 {
            Target::Given(url) => kept.set("given", url),
            Target::Skip { url, skip, left } => {
                kept.set("url", url);
                kept.set("skip", *skip);
                if let Some(left) = left {
                    kept.set("left", *left);
                }
            }
        }
        kept.into()
    }

    /// Reads what [`to_json`](PageLink::to_json) wrote; `None` for anything else.
    #[must_use]
    pub fn from_json(kept: &Json) -> Option<Self> {
        let kept = kept.as_object()?;
        if let Some(url) = kept.string("given") {
            return Some(Self(Target::Given(url)));
        }
        let (skip, left) = (whole(kept.get("skip"))?, whole(kept.get("left")));
        Some(Self(Target::Skip { url: kept.string("url")?, skip, left }))
    }

    /// The address to ask `service` for the page at.
    pub(crate) fn at(&self, service: &Service) -> Result<String, Error> {
        let (Target::Given(url) | Target::Skip { url, .. }) = &self.0;
        service.follow(url)
    }
}

/// Reads a collection (OData JSON Format §4.5).
///
/// `url` is the address the answer came from, `skipping` tells that the page was asked for by `$top` and `$skip`.
///
/// # Errors
/// [`Error::Unreadable`] for what is no list of records, or has a link to the next page that is no text.
pub(crate) fn read(url: &str, skipping: Option<&Paging>, body: &str) -> Result<Page<Record>, Error> {
    let mut envelope = object(body)?;
    let Some(Json::List(entries)) = envelope.take("value") else {
        return Err(Unreadable::Lacks("a list of records").into());
    };
    let into_record = |entry| match entry {
        Json::Object(record) => Ok(record),
        _ => Err(Error::from(Unreadable::Lacks("a record"))),
    };
    let records = entries.into_iter().map(into_record).collect::<Result<Vec<_>, _>>()?;
    let count = whole(envelope.get("@odata.count").or_else(|| envelope.get("@count")));
    // A link that can't be read must not look like the list's end.
    let link = match envelope.get("@odata.nextLink").or_else(|| envelope.get("@nextLink")) {
        Some(Json::Text(link)) => Some(&**link).filter(|link| !link.is_empty()),
        None | Some(Json::Null) => None,
        Some(_) => return Err(Unreadable::Lacks("a readable link to the next page").into()),
    };
    let context = envelope.get("@odata.context").or_else(|| envelope.get("@context")).and_then(Json::as_text);
    let length = records.len() as u64;
    let next = match skipping {
        Some(paging) => after(paging, length, count, link.is_some()),
        None => link.map(|link| Target::Given(absolute(url, context, link))),
    };
    Ok(Page { records, count, next: next.map(PageLink) })
}

/// A number of records.
pub(crate) fn whole(count: Option<&Json>) -> Option<u64> {
    count.and_then(Json::as_integer).and_then(|count| u64::try_from(count).ok())
}

/// What follows a page that was asked for by `$top` and `$skip`. Such an answer should carry no link; if it does, there is
/// more, but only skipping leads there in pages of the size wanted.
fn after(paging: &Paging, length: u64, count: Option<u64>, linked: bool) -> Option<Target> {
    let skip = paging.skip + length;
    let left = paging.left.map(|left| left.saturating_sub(length));
    let more = linked || count.map_or(length >= paging.full(), |count| skip < count);
    (more && length > 0 && left != Some(0)).then(|| Target::Skip { url: paging.url.clone(), skip, left })
}

/// `link` may be relative: to the context, which may be relative to the request (OData JSON Format §4.5.1, §4.5.5). What
/// can't be resolved is kept as it is, and refused when it is followed.
fn absolute(url: &str, context: Option<&str>, link: &str) -> String {
    let base = context.and_then(|context| resolve(url, context).ok());
    resolve(base.as_deref().unwrap_or(url), link).unwrap_or_else(|_| link.to_owned())
}

/// The links that were followed from one list's beginning. A service that gives one of them again would be asked forever.
#[derive(Clone, Debug, Default)]
pub struct Trail(Vec<u64>);

impl Trail {
    /// Notes that `link` was found at the end of a page that had not been read before.
    ///
    /// # Errors
    /// [`Error::RepeatedLink`] when it was noted before.
    pub fn note(&mut self, link: &PageLink) -> Result<(), Error> {
        let mut hasher = DefaultHasher::new();
        link.hash(&mut hasher);
        let link = hasher.finish();
        if self.0.contains(&link) {
            return Err(Error::RepeatedLink);
        }
        self.0.push(link);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
