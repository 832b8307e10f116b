//! What is done with each of many records, and whether a record shows that it was done.

use crate::schema::Column;
use business_central::{Json, Record, Typed as _, Value, value};

/// What is done with each record.
#[derive(Clone, Debug)]
pub(in crate::list_actions) enum Deed {
    /// A field gets a value.
    Set {
        /// The field.
        column: Box<Column>,
        /// The value as it goes over the wire.
        json: Json,
        /// The value as the user knows it.
        shown: String,
    },
    /// It is deleted.
    Delete,
}

/// What has become of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nothing yet.
    Waiting,
    /// It was done.
    Done,
    /// It was not, for this reason.
    Failed(String),
    /// The answer was lost: it may have been done.
    Unknown,
}

impl Deed {
    /// What is sent of the record, for a change.
    pub(super) fn body(&self) -> Option<Record> {
        let Self::Set { column, json, .. } = self else { return None };
        let mut body = Record::default();
        body.set(&column.field.name, json.clone());
        Some(body)
    }

    /// Does it, in the past tense.
    pub(super) fn past(&self) -> &'static str {
        match self {
            Self::Set { .. } => "changed",
            Self::Delete => "deleted",
        }
    }

    /// Whether there is anything to do: a record that has the value needs no change.
    pub(super) fn is_done(&self, record: &Record) -> bool {
        let Self::Set { column, json, .. } = self else { return false };
        let (name, kind) = (&column.field.name, &column.field.kind);
        record.get(name).is_some() && same(&record.value(name, kind), &value::read(kind, json))
    }

    /// What has become of the record that was sent as `sent`, now that it has been read again as `found`.
    pub(super) fn settle(&self, sent: &Record, found: Option<&Record>) -> Fate {
        match (self, found) {
            (Self::Delete, None) => Fate::Done,
            (Self::Set { .. }, Some(found)) if self.is_done(found) => Fate::Done,
            (Self::Set { .. }, None) => Fate::Failed("It has been deleted in the meantime.".to_owned()),
            (_, Some(found)) if found.etag() == sent.etag() => {
                Fate::Failed(format!("The answer was lost. It was not {}: try again.", self.past()))
            }
            (_, Some(_)) => Fate::Failed(format!(
                "The answer was lost. Someone else has changed the record in the meantime; it was not {}.",
                self.past()
            )),
        }
    }
}

/// Whether two values are the same; numbers by what they are worth.
fn same(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => worth(left) == worth(right),
        (left, right) => left == right,
    }
}

/// The digits of a decimal number without the zeros that say nothing.
fn worth(number: &str) -> (bool, &str, &str) {
    let digits = number.trim_start_matches('-');
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    (digits.len() < number.len() && !(whole.is_empty() && fraction.is_empty()), whole, fraction)
}

#[cfg(test)]
mod tests {
    use super::{Deed, Fate, worth};
    use crate::list::columns::Field;
    use crate::schema::Column;
    use business_central::{Json, Kind, Record};

    fn record(json: &str) -> Record {
        let Json::Object(record) = Json::parse(json).unwrap() else { panic!("no object") };
        record
    }

    fn price() -> Deed {
        let field = Field { name: "unitPrice".to_owned(), kind: Kind::Decimal };
        Deed::Set {
            column: Box::new(Column::new(None, "items", field)),
            json: Json::Number("12.50".into()),
            shown: "12.50".to_owned(),
        }
    }

    #[test]
    fn after_a_lost_answer_the_record_tells() {
        let sent = record(r#"{"@odata.etag":"1","unitPrice":10}"#);
        let is_failed = |fate: Fate, words: &str| matches!(fate, Fate::Failed(told) if told.contains(words));
        let settle = |found: Option<&str>| price().settle(&sent, found.map(record).as_ref());
        assert_eq!(settle(Some(r#"{"@odata.etag":"2","unitPrice":12.5}"#)), Fate::Done);
        assert!(is_failed(settle(Some(r#"{"@odata.etag":"1","unitPrice":10}"#)), "not changed: try again"));
        assert!(is_failed(settle(Some(r#"{"@odata.etag":"2","unitPrice":11}"#)), "Someone else"));
        assert!(is_failed(settle(None), "deleted"));
        assert_eq!(Deed::Delete.settle(&sent, None), Fate::Done);
        assert!(is_failed(Deed::Delete.settle(&sent, Some(&sent)), "not deleted: try again"));
    }

    #[test]
    fn what_has_the_value_needs_no_change() {
        for (json, expected) in [
            (r#"{"unitPrice":12.5}"#, true),
            (r#"{"unitPrice":12.500}"#, true),
            (r#"{"unitPrice":-12.5}"#, false),
            (r#"{"unitPrice":125}"#, false),
            // Not selected: not known.
            ("{}", false),
        ] {
            assert_eq!(price().is_done(&record(json)), expected, "{json}");
        }
        assert!(!Deed::Delete.is_done(&record("{}")));
        assert_eq!(worth("-0.00"), worth("0"));
    }

    #[test]
    fn only_the_field_is_sent() {
        let body = price().body().map(Json::Object);
        assert_eq!(body.map(|body| body.to_string()).as_deref(), Some(r#"{"unitPrice":12.50}"#));
        assert_eq!(Deed::Delete.body(), None);
    }
}
