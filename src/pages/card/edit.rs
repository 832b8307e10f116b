//! A record being changed: what was typed, what of it is wrong, and what became of saving it.

mod send;

use super::{
    fields,
    home::Home,
    save::{self, Outcome},
};
use crate::address::Place;
use crate::components::task::Tasks;
use crate::drafts;
use crate::editor;
use crate::problem::{Cause, Problem};
use crate::schema::{self, Column, Schema};
use crate::workspace::Workspace;
use business_central::{Capabilities, Changes, Json, Merge, Record, Typed as _};
use leptos::prelude::*;
use std::{
    cell::{Cell, RefCell},
    sync::Arc,
};

/// In the draft store: what was typed into a field, what the record held there, and the version of it.
const TYPED: &str = "field.";
const BASE: &str = "base.";
const ETAG: &str = "etag";
/// In the draft store: the creation of the record was sent, and it is not known that nothing came of it.
const SENT: &str = "sent";

/// Where the keyboard begins when a card is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Begin {
    /// The card is there to be read.
    #[default]
    Reading,
    /// In the fields, which are to be changed.
    Fields,
    /// In the lines, which come next.
    Lines,
}

thread_local! {
    static NEXT: Cell<Begin> = const { Cell::new(Begin::Reading) };
    static CREATED: RefCell<Option<Arc<Record>>> = const { RefCell::new(None) };
}

/// Says how the next card is to be opened.
pub fn begin_next(begin: Begin) {
    NEXT.set(begin);
}

/// The next card is that of `record`, which has just been created: there is no need to read it, which might fail and leave
/// the user in doubt.
pub(super) fn created_next(record: Arc<Record>) {
    CREATED.replace(Some(record));
}

/// The record of the card that is opened now, if it has just been created.
pub(super) fn created() -> Option<Arc<Record>> {
    CREATED.take()
}

/// How the card that is opened now is to be opened.
pub(super) fn begins() -> Begin {
    NEXT.take()
}

/// What became of the last deed.
#[derive(Clone)]
pub(super) enum Told {
    Nothing,
    /// It is going on.
    Saving,
    /// Something that the user should know, and what takes it back.
    Note(String, Option<Undo>),
    /// It was not done.
    Failed(Problem),
    /// Someone else changed the same fields.
    Conflict(Arc<Merge>, Arc<Record>),
}

/// What a deed can be taken back by.
#[derive(Clone)]
pub(super) enum Undo {
    /// Sending these.
    Send(Changes),
    /// Typing this again.
    Type(Record),
}

/// The record being changed. Cheap to copy; a copy is the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Editing {
    workspace: StoredValue<Workspace>,
    home: StoredValue<Home>,
    schema: ReadSignal<Option<Arc<Schema>>>,
    /// The record as it was read. Of a new one, what it begins with.
    pub(super) record: RwSignal<Arc<Record>>,
    /// Whether its fields can be typed into.
    pub(super) is_on: RwSignal<bool>,
    /// The raw texts of the fields that hold something else than the record.
    typed: RwSignal<Record>,
    /// What of it is on its way.
    sent: StoredValue<Record>,
    /// What is wrong with which field.
    pub(super) faults: RwSignal<Vec<(String, String)>>,
    /// What became of the last deed.
    pub(super) told: RwSignal<Told>,
    /// What the page does when the record was changed, created or deleted.
    pub(super) on_outcome: StoredValue<Option<Callback<Outcome>>>,
    /// Saves what belongs to it: the lines of a document.
    pub(super) save_along: StoredValue<Option<Callback<()>>>,
    tasks: StoredValue<Tasks>,
}

impl Editing {
    /// `record` at `home`, with what was typed into its fields before and never sent.
    pub(super) fn new(
        workspace: &Workspace,
        home: Home,
        record: Arc<Record>,
        schema: ReadSignal<Option<Arc<Schema>>>,
    ) -> Self {
        let is_new_card = !home.is_line() && home.key.is_none();
        let editing = Self {
            workspace: StoredValue::new(workspace.clone()),
            home: StoredValue::new(home),
            schema,
            record: RwSignal::new(record),
            is_on: RwSignal::new(is_new_card),
            typed: RwSignal::new(Record::default()),
            sent: StoredValue::new(Record::default()),
            faults: RwSignal::new(Vec::new()),
            told: RwSignal::new(Told::Nothing),
            on_outcome: StoredValue::new(None),
            save_along: StoredValue::new(None),
            tasks: StoredValue::new(Tasks::of_this_view()),
        };
        editing.restore();
        editing
    }

    /// Takes up what was typed before. The record counts as what it was then: if someone changed it since, saving finds
    /// out.
    fn restore(self) {
        let kept = self.home.with_value(Home::kept);
        let mut base = (*self.record.get_untracked()).clone();
        let mut typed = Record::default();
        for (name, text) in &kept {
            if let Some(name) = name.strip_prefix(TYPED) {
                typed.set(name, text.as_str());
            } else if let (Some(name), Ok(was)) = (name.strip_prefix(BASE), Json::parse(text)) {
                base.set(name, was);
            } else if name == ETAG {
                base.set("@odata.etag", text.as_str());
            }
        }
        if typed.fields().next().is_none() {
            return;
        }
        self.record.set(Arc::new(base));
        self.typed.set(typed);
        self.is_on.set(true);
        let was_sent = kept.iter().any(|(name, _)| name == SENT);
        if was_sent && self.home.with_value(Home::is_line) {
            let problem = Problem::new("It is not known what became of this line.", "");
            return self.told.set(Told::Failed(save::in_doubt(problem)));
        }
        let note = match was_sent {
            true => "This is from before, and may have been created: look before you create it again.",
            false => "These changes are from before. They are not saved yet.",
        };
        self.told.set(Told::Note(note.to_owned(), None));
    }

    /// Opens the fields to be typed into, if any can be changed.
    pub(super) fn begin(self) {
        let schema = self.schema.get_untracked();
        if untrack(|| fields::are_editable(schema.as_ref(), self)) {
            self.is_on.set(true);
        }
    }

    /// The entity set that it is in.
    pub(super) fn entity_set(self) -> String {
        self.home.with_value(|home| home.place.entity_set.clone())
    }

    /// Where it is kept.
    pub(super) fn place(self) -> Place {
        self.home.with_value(|home| home.place.clone())
    }

    /// What may be done with it.
    pub(super) fn capabilities(self, schema: &Schema) -> Capabilities {
        self.workspace.with_value(|workspace| workspace.capabilities(schema, &self.place()))
    }

    /// Its key; none while it is a new one.
    pub(super) fn key(self) -> Option<String> {
        self.home.with_value(|home| home.key.clone())
    }

    /// Whether it is one that Business Central doesn't have yet.
    pub(super) fn is_new(self) -> bool {
        self.home.with_value(|home| home.key.is_none())
    }

    /// Whether it is a new one that may have been created: who sends it again might have it twice.
    pub(super) fn is_in_doubt(self) -> bool {
        let told = self.told.get_untracked();
        self.is_new() && matches!(told, Told::Failed(problem) if problem.cause == Cause::Lost)
    }

    /// Whether the user is asked whose change is to stay; tracked.
    pub(super) fn is_in_conflict(self) -> bool {
        self.told.with(|told| matches!(told, Told::Conflict(..)))
    }

    /// Whether it is a line of a document.
    pub(super) fn is_line(self) -> bool {
        self.home.with_value(Home::is_line)
    }

    /// `name` as no other record on the page has it.
    pub(super) fn unique(self, name: &str) -> String {
        self.home.with_value(|home| home.unique(name))
    }

    /// How many fields were changed; tracked.
    pub(super) fn changed(self) -> usize {
        self.typed.with(|typed| typed.fields().count())
    }

    /// The raw text of the field of `column`; tracked.
    pub(super) fn raw(self, column: &Column) -> String {
        let typed = self.typed.with(|typed| typed.string(&column.field.name));
        typed.unwrap_or_else(|| self.record.with(|record| editor::raw(column, record)))
    }

    /// The text that the field called `name` holds, as it goes over the wire.
    pub(super) fn text_of(self, name: &str) -> String {
        let typed = self.typed.with_untracked(|typed| typed.string(name));
        typed.unwrap_or_else(|| self.record.with_untracked(|record| record.text(name).to_owned()))
    }

    /// Whether the field called `name` was changed; tracked.
    pub(super) fn is_changed(self, name: &str) -> bool {
        self.typed.with(|typed| typed.get(name).is_some())
    }

    /// What is wrong with the field called `name`; tracked.
    pub(super) fn fault(self, name: &str) -> Option<String> {
        self.faults
            .with(|faults| faults.iter().find(|(field, _)| field == name).map(|(_, fault)| fault.clone()))
    }

    /// `text` was typed into the field of `column`.
    pub(super) fn type_in(self, column: &Column, text: &str) {
        if drafts::are_held() {
            return;
        }
        let name = column.field.name.as_str();
        let record = self.record.get_untracked();
        let is_other = editor::raw(column, &record) != text;
        self.typed.update(|typed| {
            let _ = typed.take(name);
            typed.set_some(name, Some(text).filter(|_| is_other));
        });
        self.faults.update(|faults| faults.retain(|(field, _)| field != name));
        self.keep(name);
        // What was to be decided about it is no longer what there is.
        let is_decided_anew = self.told.with_untracked(|told| match told {
            Told::Conflict(merge, _) => merge.conflicts.iter().any(|conflict| conflict.name == name),
            _ => false,
        });
        if is_decided_anew {
            self.told.set(Told::Nothing);
        }
    }

    /// Keeps what the field called `name` holds, or forgets it where that is what the record says.
    fn keep(self, name: &str) {
        let typed = self.typed.with_untracked(|typed| typed.string(name));
        let is_any = self.typed.with_untracked(|typed| typed.fields().next().is_some());
        let record = self.record.get_untracked();
        let was = record.get(name).map(ToString::to_string).filter(|_| typed.is_some());
        self.home.with_value(|home| {
            home.keep(&format!("{TYPED}{name}"), typed.as_deref());
            home.keep(&format!("{BASE}{name}"), was.as_deref());
            home.keep(ETAG, record.etag().filter(|_| is_any));
        });
    }

    /// Gives up what was typed; it can be taken back.
    pub(super) fn discard(self) {
        let typed = self.typed.get_untracked();
        self.clear();
        self.is_on.set(self.is_new());
        let is_empty = typed.fields().next().is_none();
        self.told.set(match is_empty {
            true => Told::Nothing,
            false => Told::Note("Your changes are discarded.".to_owned(), Some(Undo::Type(typed))),
        });
    }

    /// Forgets what was typed.
    pub(super) fn clear(self) {
        self.home.with_value(Home::forget);
        self.typed.set(Record::default());
        self.faults.set(Vec::new());
    }

    /// Takes the last deed back.
    pub(super) fn undo(self, undo: Undo) {
        match undo {
            Undo::Send(changes) => self.send(changes, false),
            Undo::Type(typed) => {
                self.typed.set(typed.clone());
                for (name, _) in typed.fields() {
                    self.keep(name);
                }
                self.told.set(Told::Nothing);
                self.is_on.set(true);
            }
        }
    }

    /// The columns of the record's fields.
    pub(super) fn columns(self) -> Vec<Column> {
        let (schema, record) = (self.schema.get(), self.record.get_untracked());
        let set = self.entity_set();
        let fields = schema::fields(schema.as_deref(), &set, [&*record]);
        fields.into_iter().map(|field| Column::new(schema.as_ref(), &set, field)).collect()
    }

    /// What people call the fields of these names, in a sentence.
    pub(super) fn captions(self, names: &[String]) -> String {
        let columns = untrack(|| self.columns());
        let told: Vec<&str> = columns
            .iter()
            .filter(|column| names.contains(&column.field.name) && column.field.is_readable())
            // That it was changed is said anyway.
            .filter(|column| column.field.name != "lastModifiedDateTime")
            .map(|column| column.caption.as_str())
            .collect();
        told.join(", ")
    }
}
