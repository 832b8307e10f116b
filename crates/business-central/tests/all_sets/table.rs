//! `docs/entity-sets.md`: what was done with each set.

use std::fmt::Write as _;
use std::{fs, path::Path};

/// What was done with a set. Every one was listed, and a record of it opened.
pub(crate) struct Row {
    pub(crate) set: String,
    pub(crate) caption: String,
    /// It was read in several pages.
    pub(crate) has_pages: bool,
    pub(crate) is_created: bool,
    pub(crate) changed: Changed,
    pub(crate) is_deleted: bool,
}

/// What was changed of a record.
#[derive(PartialEq)]
pub(crate) enum Changed {
    /// Nothing can be.
    Refused,
    /// This field.
    Field(String),
    /// It may be, but there is no field that can.
    Nothing,
}

const HEAD: &str = "\
# The entity sets of the standard API

Written by a test (`cargo test -p business-central --test all_sets`): do not edit.

The test works with every entity set that the metadata of `api/v2.0` names, through the client that the portal is built on
([`business-central`](../crates/business-central)), against the sandbox. It fails if a set can't be worked with as its
metadata allows.

- **listed**: all records were read at once, and once more in pages of half as many, by the link to the next page: the same
  records in the same order. A document's lines are read by their document.
- **opened**: a record was read by its key, and was field by field what the list said.
- **created**: one was made like one that there is, without the fields that the service called read-only.
- **changed**: the field that is named was given another value. The same change once more, with the version from before, was
  refused as somebody else's change (`Error::Changed`).
- **deleted**: with an outdated version that was refused in the same way, with the right one the record was gone.
- **—**: the metadata doesn't allow it. It was tried, and refused as something that can't be done (`Error::Unsupported`).

| set | caption | listed | opened | created | changed | deleted |
|---|---|---|---|---|---|---|
";

const NOTES: &str = "
¹ Describes the others: names and captions in every language. The metadata says nothing of what may be done with it, and it
has no caption of its own; every change was refused.

² A picture has nothing but its bytes to change, which have an address of their own. A change of no field was taken, and
refused with an outdated version.
";

/// Writes the table, the same for the same rows.
pub(crate) fn write(rows: &[Row]) {
    let mut text = HEAD.to_owned();
    let yes = |done| if done { "yes" } else { "—" };
    for row in rows {
        let note = if row.set == super::DEFINITIONS { " ¹" } else { "" };
        let changed = match &row.changed {
            Changed::Refused => "—".to_owned(),
            Changed::Field(name) => format!("`{name}`"),
            Changed::Nothing => "yes ²".to_owned(),
        };
        let (created, deleted) = (yes(row.is_created), yes(row.is_deleted));
        let _ = writeln!(
            text,
            "| `{}`{note} | {} | yes | yes | {created} | {changed} | {deleted} |",
            row.set, row.caption
        );
    }
    let count = |done: fn(&Row) -> bool| rows.iter().filter(|row| done(row)).count();
    let (all, pages) = (rows.len(), count(|row| row.has_pages));
    let (created, deleted) = (count(|row| row.is_created), count(|row| row.is_deleted));
    let changed = count(|row| row.changed != Changed::Refused);
    let refused = 3 * all - created - changed - deleted;
    let _ = writeln!(
        text,
        "\n{all} sets: {all} listed ({pages} of them in two pages), {all} opened, {created} created, {changed} changed, \
         {deleted} deleted; {refused} refused."
    );
    text += NOTES;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/entity-sets.md");
    fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
