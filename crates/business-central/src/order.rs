//! The order of records that come from several requests.
//!
//! Each request's records come in the service's order; which of two requests' next records comes first is decided here.
//! Where the service's collation differs from this comparison, two neighbours may be swapped; none is lost.

use std::cmp::Ordering;

use crate::{Json, Record};

/// The property sorted by, and whether downwards.
pub type By = (String, bool);

/// How `left` and `right` stand to each other when sorted by `by`.
#[must_use]
pub fn compare(left: &Record, right: &Record, by: &[By]) -> Ordering {
    by.iter()
        .map(|(name, downwards)| {
            let ordering = values(left.get(name), right.get(name));
            if *downwards { ordering.reverse() } else { ordering }
        })
        .find(|ordering| ordering.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn values(left: Option<&Json>, right: Option<&Json>) -> Ordering {
    match (left, right) {
        (Some(Json::Number(left)), Some(Json::Number(right))) => numbers(left, right),
        (Some(Json::Bool(left)), Some(Json::Bool(right))) => left.cmp(right),
        (Some(Json::Text(left)), Some(Json::Text(right))) => {
            let folded = |byte: u8| byte.to_ascii_lowercase();
            left.bytes().map(folded).cmp(right.bytes().map(folded))
        }
        (left, right) => left.is_some().cmp(&right.is_some()),
    }
}

/// Compares decimal numbers by their digits: floats would bring tables of ten kilobytes along.
#[must_use]
pub fn numbers(left: &str, right: &str) -> Ordering {
    fn parts(number: &str) -> (bool, &str, &str) {
        let digits = number.trim_start_matches('-');
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        (number.len() > digits.len(), whole.trim_start_matches('0'), fraction.trim_end_matches('0'))
    }
    let ((left_is_negative, left, left_fraction), (right_is_negative, right, right_fraction)) =
        (parts(left), parts(right));
    let size = left.len().cmp(&right.len()).then(left.cmp(right)).then(left_fraction.cmp(right_fraction));
    match (left_is_negative, right_is_negative) {
        (false, false) => size,
        (true, true) => size.reverse(),
        (left, right) => right.cmp(&left),
    }
}

/// How many of the first rows of each of `streams` come first when all are merged, at most `limit` in all. Merging ends
/// early when a stream that goes on (`true`) has run out, for its next record might come next.
#[must_use]
pub fn merge<'a>(
    streams: &'a [(&'a [Record], bool)],
    by: &[By],
    limit: usize,
) -> (Vec<&'a Record>, Vec<usize>) {
    let mut taken = vec![0; streams.len()];
    let mut merged = Vec::new();
    while merged.len() < limit {
        let heads =
            || streams.iter().zip(&taken).map(|((records, goes_on), taken)| (records.get(*taken), *goes_on));
        if heads().any(|(head, goes_on)| head.is_none() && goes_on) {
            break;
        }
        let candidates = heads().enumerate().filter_map(|(stream, (head, _))| Some((stream, head?)));
        // Of equals the first stream's.
        let Some((stream, record)) = candidates.min_by(|(_, left), (_, right)| compare(left, right, by))
        else {
            break;
        };
        taken[stream] += 1;
        merged.push(record);
    }
    (merged, taken)
}

#[cfg(test)]
mod tests {
    use super::{merge, numbers};
    use crate::{Json, Record};

    fn records(names: &[&str]) -> Vec<Record> {
        let record = |name: &&str| match Json::parse(&format!(r#"{{"name":"{name}"}}"#)).unwrap() {
            Json::Object(record) => record,
            _ => panic!("no object"),
        };
        names.iter().map(record).collect()
    }

    fn names(merged: &[&Record]) -> Vec<String> {
        merged.iter().map(|record| record.text("name").to_owned()).collect()
    }

    #[test]
    fn two_streams_become_one_in_order() {
        let (left, right) = (records(&["a", "C", "e"]), records(&["B", "d"]));
        let by = [("name".to_owned(), false)];
        let streams = [(&*left, false), (&*right, false)];
        let (merged, taken) = merge(&streams, &by, 100);
        assert_eq!((names(&merged).concat(), taken), ("aBCde".to_owned(), vec![3, 2]));
        let (merged, taken) = merge(&streams, &by, 2);
        assert_eq!((names(&merged).concat(), taken), ("aB".to_owned(), vec![1, 1]));
    }

    #[test]
    fn a_stream_that_goes_on_is_waited_for() {
        let (left, right) = (records(&["a", "c"]), records(&["b", "d", "e"]));
        let streams = [(&*left, true), (&*right, false)];
        let (merged, taken) = merge(&streams, &[("name".to_owned(), false)], 100);
        assert_eq!((names(&merged).concat(), taken), ("abc".to_owned(), vec![2, 1]));
    }

    #[test]
    fn downwards() {
        let (left, right) = (records(&["e", "a"]), records(&["d"]));
        let streams = [(&*left, false), (&*right, false)];
        let (merged, _) = merge(&streams, &[("name".to_owned(), true)], 100);
        assert_eq!(names(&merged).concat(), "eda");
    }

    #[test]
    fn numbers_compare_by_value() {
        let sorted = [
            "-1000",
            "-12.5",
            "-12",
            "0",
            "0.05",
            "0.5",
            "2",
            "10",
            "10.01",
            "12345678901234567.8",
            "12345678901234567.9",
        ];
        for (at, left) in sorted.iter().enumerate() {
            for (other, right) in sorted.iter().enumerate() {
                assert_eq!(numbers(left, right), at.cmp(&other), "{left} {right}");
            }
        }
        assert!(numbers("1.50", "1.5").is_eq());
    }
}
