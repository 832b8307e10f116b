//! What a person changed of a record: what goes out of it, and what becomes of it when someone else was faster.

use crate::{Json, Record};

/// Fields with new values. Only what differs from the record is a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(Record);

/// A field that two people changed, to different values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldConflict {
    /// The field's name.
    pub name: String,
    /// What it was when the first of them began.
    pub base: Json,
    /// What this person made of it.
    pub mine: Json,
    /// What the other one made of it.
    pub theirs: Json,
}

/// What becomes of [`Changes`] when the record was changed meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merge {
    /// What is still to be changed and concerns nobody else.
    pub mine: Changes,
    /// What has to be decided.
    pub conflicts: Vec<FieldConflict>,
    /// Names of fields that only the other one changed.
    pub theirs: Vec<String>,
}

impl Changes {
    /// Sets the field `name` of `record` to `value`; its own value takes the change back.
    pub fn set(&mut self, record: &Record, name: &str, value: Json) {
        let _ = self.0.take(name);
        if !same(record.get(name).unwrap_or(&Json::Null), &value) {
            self.0.set(name, value);
        }
    }

    /// Takes the change of the field `name` back.
    pub fn forget(&mut self, name: &str) {
        let _ = self.0.take(name);
    }

    /// The new value of the field `name`, if it was changed.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name)
    }

    /// Whether nothing was changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.fields().next().is_none()
    }

    /// The changed fields with their new values: the body of an update, which leaves all others as they are.
    #[must_use]
    pub fn body(&self) -> &Record {
        &self.0
    }

    /// What undoes these changes of `record` once they have been made.
    #[must_use]
    pub fn undone(&self, record: &Record) -> Self {
        let mut before = Record::default();
        for (name, _) in self.0.fields() {
            if let Some(value) = record.get(name) {
                before.set(name, value.clone());
            }
        }
        Self(before)
    }

    /// What becomes of them when the record, which was `base`, is `now`.
    #[must_use]
    pub fn merge(&self, base: &Record, now: &Record) -> Merge {
        let mut merge = Merge::default();
        for (name, mine) in self.0.fields() {
            let (was, theirs) = (base.get(name).unwrap_or(&Json::Null), now.get(name).unwrap_or(&Json::Null));
            if same(theirs, mine) {
                continue;
            }
            if same(was, theirs) {
                merge.mine.0.set(name, mine.clone());
            } else {
                merge.conflicts.push(FieldConflict {
                    name: name.to_owned(),
                    base: was.clone(),
                    mine: mine.clone(),
                    theirs: theirs.clone(),
                });
            }
        }
        let only_theirs = now.fields().filter(|(name, theirs)| {
            !name.contains('@')
                && self.0.get(name).is_none()
                && base.get(name).is_some_and(|was| !same(was, theirs))
        });
        merge.theirs = only_theirs.map(|(name, _)| name.to_owned()).collect();
        merge
    }
}

/// Whether two values mean the same: `12.5` and `12.50` do.
pub(crate) fn same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => digits(one) == digits(other),
        _ => one == other,
    }
}

/// A number's digits without what doesn't count. One with an exponent is taken as it stands.
fn digits(number: &str) -> &str {
    match number.contains('.') && !number.contains(['e', 'E']) {
        true => number.trim_end_matches('0').trim_end_matches('.'),
        false => number,
    }
}

#[cfg(test)]
mod tests {
    use super::{Changes, FieldConflict};
    use crate::{Json, Record};

    fn record(json: &str) -> Record {
        let Json::Object(record) = Json::parse(json).unwrap() else { panic!("no object") };
        record
    }

    fn number(digits: &str) -> Json {
        Json::Number(digits.into())
    }

    #[test]
    fn only_what_differs_is_a_change() {
        let item = record(r#"{"@odata.etag":"1","price":12.50,"name":"Desk"}"#);
        let mut changes = Changes::default();
        changes.set(&item, "price", number("12.5"));
        assert!(changes.is_empty());
        changes.set(&item, "price", number("13"));
        changes.set(&item, "name", Json::from("Table"));
        changes.set(&item, "name", Json::from("Desk"));
        assert_eq!(Json::from(changes.body().clone()).to_string(), r#"{"price":13}"#);
        assert_eq!(Json::from(changes.undone(&item).body().clone()).to_string(), r#"{"price":12.50}"#);
    }

    #[test]
    fn two_people_at_one_record() {
        let base = record(r#"{"@odata.etag":"1","a":"1","b":"1","c":"1","d":"1"}"#);
        let now = record(r#"{"@odata.etag":"2","a":"1","b":"2","c":"3","d":"4"}"#);
        let mut changes = Changes::default();
        for (name, value) in [("a", "2"), ("b", "2"), ("c", "2")] {
            changes.set(&base, name, Json::from(value));
        }
        let merge = changes.merge(&base, &now);
        assert_eq!(Json::from(merge.mine.body().clone()).to_string(), r#"{"a":"2"}"#);
        let of = Json::from;
        let conflict = FieldConflict { name: "c".to_owned(), base: of("1"), mine: of("2"), theirs: of("3") };
        assert_eq!((merge.conflicts, merge.theirs), (vec![conflict], vec!["d".to_owned()]));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use super::Changes;
    use crate::{Json, Record};
    use proptest::prelude::*;

    const NAMES: [&str; 4] = ["a", "b", "c", "d"];

    fn record(values: &[u8]) -> Record {
        let mut record = Record::default();
        for (name, value) in NAMES.iter().zip(values) {
            record.set(name, u64::from(*value));
        }
        record
    }

    proptest! {
        /// Whatever both did: a field of mine is still to be changed, to be decided, or as I want it already.
        #[test]
        fn no_change_is_lost(
            base in prop::array::uniform4(0_u8..3), mine in prop::array::uniform4(0_u8..3),
            theirs in prop::array::uniform4(0_u8..3),
        ) {
            let (was, now) = (record(&base), record(&theirs));
            let mut changes = Changes::default();
            for (name, value) in NAMES.iter().zip(mine) {
                changes.set(&was, name, Json::from(u64::from(value)));
            }
            let merge = changes.merge(&was, &now);
            for (at, name) in NAMES.iter().enumerate() {
                let is_mine = mine[at] != base[at];
                let is_decided = merge.conflicts.iter().any(|conflict| conflict.name == *name);
                prop_assert_eq!(merge.mine.get(name).is_some(), is_mine && mine[at] != theirs[at] && theirs[at] == base[at]);
                prop_assert_eq!(is_decided, is_mine && mine[at] != theirs[at] && theirs[at] != base[at]);
                prop_assert_eq!(merge.theirs.iter().any(|other| other == name), !is_mine && theirs[at] != base[at]);
            }
        }
    }
}
