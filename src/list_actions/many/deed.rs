//! What is done with each of many records, and what became of it in words.

use crate::schema::Column;
use business_central::{Change, Collection, Error, Json, Key, Outcome, Record, Typed as _};

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
    /// The change of the record with that key, in the version that `record` has.
    pub(super) fn change(&self, collection: &Collection, key: &Key, record: &Record) -> Change {
        let etag = record.etag().unwrap_or("*");
        match self {
            Self::Set { column, json, .. } => {
                let mut fields = Record::default();
                fields.set(&column.field.name, json.clone());
                collection.update(key, etag, &fields).into()
            }
            Self::Delete => collection.delete(key, etag).into(),
        }
    }

    /// Does it, in the past tense.
    pub(super) fn past(&self) -> &'static str {
        match self {
            Self::Set { .. } => "changed",
            Self::Delete => "deleted",
        }
    }

    /// What `outcome` is to the user. With `was_lost` the answer did not come, the record was read again, and nothing
    /// more is sent.
    pub(super) fn fate(&self, outcome: &Outcome, was_lost: bool) -> Fate {
        let lost = || Fate::Failed(format!("The answer was lost. It was not {}: try again.", self.past()));
        match outcome {
            Outcome::Waiting if was_lost => lost(),
            Outcome::Failed(Error::LostAnswer) => lost(),
            Outcome::Waiting => Fate::Waiting,
            Outcome::Done(_) => Fate::Done,
            Outcome::Unknown => Fate::Unknown,
            Outcome::Failed(Error::NotFound(_)) => self.of_missing(),
            Outcome::Failed(error) => Fate::Failed(error.to_string()),
        }
    }

    /// What has become of a record that is there no more.
    pub(super) fn of_missing(&self) -> Fate {
        match self {
            Self::Delete => Fate::Done,
            Self::Set { .. } => Fate::Failed("It has been deleted in the meantime.".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Deed, Fate};
    use crate::list::columns::Field;
    use crate::schema::Column;
    use business_central::{Error, Json, Kind, Outcome, Refusal};

    fn price() -> Deed {
        let field = Field { name: "unitPrice".to_owned(), kind: Kind::Decimal };
        Deed::Set {
            column: Box::new(Column::new(None, "items", field)),
            json: Json::Number("12.50".into()),
            shown: "12.50".to_owned(),
        }
    }

    #[test]
    fn every_outcome_is_told() {
        let failed = |words: &str| Fate::Failed(words.to_owned());
        let missing = || Outcome::Failed(Error::NotFound(Refusal::default()));
        for (deed, outcome, was_lost, expected) in [
            (price(), Outcome::Waiting, false, Fate::Waiting),
            (price(), Outcome::Waiting, true, failed("The answer was lost. It was not changed: try again.")),
            (
                Deed::Delete,
                Outcome::Waiting,
                true,
                failed("The answer was lost. It was not deleted: try again."),
            ),
            (
                price(),
                Outcome::Failed(Error::LostAnswer),
                false,
                failed("The answer was lost. It was not changed: try again."),
            ),
            (price(), Outcome::Done(None), true, Fate::Done),
            (price(), Outcome::Unknown, true, Fate::Unknown),
            (price(), missing(), false, failed("It has been deleted in the meantime.")),
            (Deed::Delete, missing(), false, Fate::Done),
            (price(), Outcome::Failed(Error::QueryTooLong), false, failed(&Error::QueryTooLong.to_string())),
        ] {
            assert_eq!(deed.fate(&outcome, was_lost), expected, "{outcome:?}");
        }
    }
}
