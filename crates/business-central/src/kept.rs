//! What metadata and captions look like in a cache: short names, and nothing that goes without saying.

use crate::{Json, Record};

/// Texts, as a list.
pub(crate) fn texts(texts: &[String]) -> Json {
    texts.iter().map(Json::from).collect::<Vec<_>>().into()
}

/// Reads what [`texts`] wrote.
pub(crate) fn read_texts(kept: &[Json]) -> Vec<String> {
    kept.iter().filter_map(Json::as_text).map(str::to_owned).collect()
}

/// Pairs of texts, as one list in which they take turns.
pub(crate) fn pairs(pairs: &[(String, String)]) -> Json {
    let mut kept = Vec::new();
    for (left, right) in pairs {
        kept.push(Json::from(left));
        kept.push(Json::from(right));
    }
    kept.into()
}

/// Reads what [`pairs`] wrote.
pub(crate) fn read_pairs(kept: &[Json]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut texts = read_texts(kept).into_iter();
    while let (Some(left), Some(right)) = (texts.next(), texts.next()) {
        pairs.push((left, right));
    }
    pairs
}

/// All of `things`, as a list.
pub(crate) fn all<T>(things: &[T], write: fn(&T) -> Record) -> Json {
    let mut kept = Vec::new();
    for thing in things {
        kept.push(Json::Object(write(thing)));
    }
    kept.into()
}

/// Reads what [`all`] wrote; `None` when one of them can't be read.
pub(crate) fn read_all<T>(kept: &Record, name: &str, read: fn(&Record) -> Option<T>) -> Option<Vec<T>> {
    let mut things = Vec::new();
    for entry in kept.list(name) {
        things.push(read(entry.as_object()?)?);
    }
    Some(things)
}
