//! The lines of a document, below its fields: a table to read, and a grid to type into while the document is being changed.
//!
//! Each line is a record of its own and is sent when the keyboard leaves it, one after the other: lines of a document that
//! are written side by side stand in each other's way
//! (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/webservices/web-service-performance>). After
//! each, the document is read again, for its totals follow its lines.

mod keys;
mod row;

use super::{
    edit::Editing,
    home::{Document, Home, NEW_LINE, new_lines},
    save::Outcome,
};
use crate::address::Place;
use crate::browser::element::Element;
use crate::components::{alert::alert, task::Tasks};
use crate::drafts;
use crate::list::columns::{self, Field, is_figure};
use crate::problem::Problem;
use crate::schema::{self, Column, Schema};
use crate::view::{Draw, element, follow};
use crate::workspace::Workspace;
use business_central::{Json, Navigation, Query, Record};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::VecDeque, sync::Arc};

/// Lines read at most; few documents have more.
const MOST: u64 = 500;
/// What a line is made of, in the order in which it is filled in: what is sold or bought, and what it comes to.
const FIELDS: [&str; 12] = [
    "lineType",
    "lineObjectNumber",
    "description",
    "quantity",
    "unitOfMeasureCode",
    "unitPrice",
    "directUnitCost",
    "unitCost",
    "discountPercent",
    "amountExcludingTax",
    "netAmount",
    "amountIncludingTax",
];
/// What of it Business Central works out.
const WORKED_OUT: [&str; 3] = ["amount", "net", "tax"];

/// A line. Its id stays the same when it is created.
#[derive(Clone, PartialEq, Eq)]
struct Line {
    id: String,
    editing: Editing,
}

/// The lines on the page. A copy is the same lines.
#[derive(Clone, Copy)]
struct Lines {
    document: Editing,
    lines: RwSignal<Vec<Line>>,
    /// Why they could not be read.
    problem: RwSignal<Option<Problem>>,
    /// Whether they have been read.
    is_read: RwSignal<bool>,
    /// How many more there are than were read.
    rest: RwSignal<u64>,
    /// Whether lines can be added, changed and deleted.
    may: Memo<(bool, bool, bool)>,
    columns: StoredValue<Vec<Column>>,
    schema: StoredValue<Arc<Schema>>,
    source: StoredValue<Source>,
    /// The id of the line of which the user is asked whether to delete it.
    asking: RwSignal<Option<String>>,
    /// Those that are to be sent.
    queue: StoredValue<VecDeque<Editing>>,
    is_sending: StoredValue<bool>,
    owner: StoredValue<Owner>,
    tasks: StoredValue<Tasks>,
}

/// Where they come from.
#[derive(Clone)]
struct Source {
    workspace: Workspace,
    document: Document,
    entity_set: String,
}

/// Whether `navigation` leads to the lines of a document: `salesOrders` have `salesOrderLines`.
pub(super) fn is_lines(place: &Place, navigation: &Navigation) -> bool {
    let document = place.entity_set.strip_suffix('s').unwrap_or(&place.entity_set);
    navigation.many && navigation.name.strip_suffix("Lines").is_some_and(|stem| document.starts_with(stem))
}

/// Whether the records of `place` have lines.
pub(super) fn has_lines(schema: &Schema, place: &Place) -> bool {
    schema.related(&place.entity_set).any(|(navigation, _)| is_lines(place, navigation))
}

/// The lines, if the record is a document; with `begins`, the keyboard begins in them.
pub(super) fn lines(
    workspace: &Workspace,
    place: &Place,
    key: &str,
    schema: &Arc<Schema>,
    document: Editing,
    begins: bool,
) -> Option<Element> {
    let (navigation, target) =
        schema.related(&place.entity_set).find(|(navigation, _)| is_lines(place, navigation))?;
    let caption = schema.set_caption(&target.name);
    let can = schema.capabilities(&target.name);
    let columns = chosen(schema, &target.name);
    let all = RwSignal::new(Vec::<Line>::new());
    let lines = Lines {
        document,
        lines: all,
        problem: RwSignal::new(None),
        is_read: RwSignal::new(false),
        rest: RwSignal::new(0),
        may: Memo::new(move |_| {
            // What was typed and could not be sent stays to be seen to.
            let is_on =
                document.is_on.get() || all.with(|lines| lines.iter().any(|line| line.editing.changed() > 0));
            (is_on && can.insert, is_on && can.update, is_on && can.delete)
        }),
        columns: StoredValue::new(columns),
        schema: StoredValue::new(schema.clone()),
        source: StoredValue::new(Source {
            workspace: workspace.clone(),
            document: Document {
                place: place.clone(),
                key: key.to_owned(),
                navigation: navigation.name.clone(),
            },
            entity_set: target.name.clone(),
        }),
        asking: RwSignal::new(None),
        queue: StoredValue::new(VecDeque::new()),
        is_sending: StoredValue::new(false),
        owner: StoredValue::new(Owner::current().unwrap_or_default()),
        tasks: StoredValue::new(Tasks::of_this_view()),
    };
    lines.read();
    document.save_along.set_value(Some(Callback::new(move |()| lines.save_all())));
    // A line to begin with is there as long as lines can be added.
    follow(move || {
        if lines.is_read.get() && lines.may.get().0 {
            lines.offer_a_new_one();
        } else {
            lines.take_the_new_one_away();
        }
    });
    let section = lines.section(&caption);
    if begins {
        let (own, mut waits) = (section.clone(), true);
        follow(move || {
            let first = lines.lines.with(|lines| lines.first().cloned());
            if let Some(first) = first.filter(|_| waits && lines.may.get().0) {
                waits = !keys::go(&own, &first, "lineObjectNumber");
            }
        });
    }
    Some(section)
}

/// The columns of the lines in `set`.
fn chosen(schema: &Arc<Schema>, set: &str) -> Vec<Column> {
    let known = schema::fields(Some(schema), set, []);
    let named = |name: &&str| known.iter().find(|field| field.name == **name).cloned();
    let mut fields: Vec<Field> = FIELDS.iter().filter_map(named).collect();
    if fields.len() < 3 {
        fields = columns::choose(&known);
    } else if fields.iter().any(|field| field.name == "amountExcludingTax") {
        fields.retain(|field| field.name != "netAmount");
    }
    fields.into_iter().map(|field| Column::new(Some(schema), set, field)).collect()
}

impl Lines {
    fn section(self, caption: &str) -> Element {
        let section = element("section")
            .class("lines")
            .attribute("aria-labelledby", "card-lines")
            .child(element("h2").attribute("id", "card-lines").text(caption));
        let read = Callback::new(move |()| self.read());
        section
            .optional(move || self.problem.get().map(|problem| alert(problem, Some(read))))
            .optional(move || {
                let waits = !self.is_read.get() && self.problem.with(Option::is_none);
                let waiting = || element("p").class("progress").attribute("aria-busy", "true");
                waits.then(|| waiting().child(element("span").class("skeleton-bar")))
            })
            .optional(move || self.is_read.get().then(|| self.table()))
            .child(element("p").class("kind").attribute("role", "status").live_text(move || self.told()))
            .child(self.totals())
    }

    fn table(self) -> Element {
        let class = |column: &Column| if is_figure(&column.field.kind) { "figure" } else { "" };
        let head = self.columns.with_value(|columns| {
            let cells = columns.iter().map(|column| {
                let cell = element("th").attribute("scope", "col").class(class(column));
                cell.text(&column.caption)
            });
            element("tr").children(cells.collect::<Vec<_>>())
        });
        let deletes = move || {
            let of = |name| element("span").class("said").text(name);
            self.may.get().2.then(|| element("th").attribute("scope", "col").child(of("Delete")))
        };
        let table = element("table")
            .child(element("thead").child(head.optional(deletes)))
            .on("keydown", move |event| self.on_key(&event))
            .owned(move || {
                let lines = self.lines.get().into_iter();
                let draw =
                    |line: Line| -> (String, Draw) { (line.id.clone(), Box::new(move || self.row(line))) };
                lines.map(draw).collect()
            });
        element("div")
            .class("scroll")
            .attribute("tabindex", "0")
            .attribute("role", "region")
            .attribute("aria-labelledby", "card-lines")
            .child(table)
    }

    fn told(self) -> String {
        let (count, rest) = (self.lines.with(Vec::len), self.rest.get());
        match (self.is_read.get(), count, rest) {
            (true, 0, _) => "No lines".to_owned(),
            (true, _, 1..) => format!("{rest} more are not shown here."),
            _ => String::new(),
        }
    }

    /// What the document comes to, as Business Central says.
    fn totals(self) -> Element {
        element("dl").class("totals").parts(move || {
            let record = self.document.record.get();
            let columns = untrack(|| self.document.columns());
            let totals = columns.iter().filter(|column| column.field.name.starts_with("total"));
            let pair = |column: &Column| {
                let worth = element("dd").class("figure").text(&column.text(&record));
                element("div").child(element("dt").text(&column.caption)).child(worth)
            };
            totals.map(pair).collect()
        })
    }

    /// Reads the lines; what was typed into them stays.
    fn read(self) {
        self.problem.set(None);
        self.tasks.get_value().spawn(async move {
            let source = self.source.get_value();
            let read = async {
                let lines = source.document.lines(&source.workspace)?;
                source.workspace.send(lines.list(&Query::default().count(true), MOST)).await
            };
            match read.await {
                Ok(page) => {
                    let rest = page.count.and_then(|count| count.checked_sub(page.records.len() as u64));
                    self.rest.set(rest.unwrap_or_default());
                    self.take(page.records);
                }
                Err(problem) => self.problem.set(Some(problem)),
            }
        });
    }

    fn take(self, records: Vec<Record>) {
        let schema = self.schema.get_value();
        let set = self.source.with_value(|source| source.entity_set.clone());
        let before = self.lines.get_untracked();
        let mut lines: Vec<Line> = Vec::new();
        for record in records {
            let key = schema::key(Some(&schema), &set, &record).map(|key| key.to_string());
            let known = before.iter().find(|line| key.is_some() && line.editing.key() == key);
            lines.push(match (known, key) {
                (Some(known), _) => {
                    if untrack(|| known.editing.changed()) == 0 {
                        known.editing.record.set(Arc::new(record));
                    }
                    known.clone()
                }
                (None, key) => {
                    let id = key.clone().unwrap_or_else(|| lines.len().to_string());
                    self.line(id, key, record)
                }
            });
        }
        // What was typed into lines that are not there, or not any more, is still to be seen to.
        let new = before.into_iter().filter(|line| untrack(|| line.editing.changed()) > 0);
        let new: Vec<Line> = new.filter(|line| lines.iter().all(|known| known.id != line.id)).collect();
        lines.extend(new);
        for id in new_lines() {
            if lines.iter().all(|line| line.id != id) {
                lines.push(self.line(id, None, self.beginning()));
            }
        }
        self.lines.set(lines);
        self.is_read.set(true);
    }

    fn line(self, id: String, key: Option<String>, record: Record) -> Line {
        let (schema, source) = (self.schema.get_value(), self.source.get_value());
        let home = Home::of_line(&source.document, &source.entity_set, key, &id);
        let told = id.clone();
        let act = move |outcome| {
            if matches!(outcome, Outcome::Gone) {
                self.lines.update(|lines| lines.retain(|line| line.id != told));
            }
            self.tasks.get_value().spawn(self.document.refresh());
        };
        // It lives as long as the lines, whoever asked for it.
        let editing = self.owner.get_value().with(|| {
            let (schema, _) = signal(Some(schema));
            let editing = Editing::new(&source.workspace, home, Arc::new(record), schema);
            editing.on_outcome.set_value(Some(Callback::new(act)));
            editing
        });
        Line { id, editing }
    }

    /// What a new line begins with: an item, for most are.
    fn beginning(self) -> Record {
        let (schema, set) =
            (self.schema.get_value(), self.source.with_value(|source| source.entity_set.clone()));
        let mut record = Record::default();
        if let Some(property) = schema.property(&set, "lineType")
            && schema.choices(&set, &property.kind).iter().any(|(member, _)| member == "Item")
        {
            record.set("lineType", Json::from("Item"));
        }
        record
    }

    /// An empty line at the end, unless there is one.
    fn offer_a_new_one(self) {
        let is_untouched = |line: &Line| line.editing.is_new() && line.editing.changed() == 0;
        if self.lines.with(|lines| lines.last().is_some_and(is_untouched)) {
            return;
        }
        let taken = self.lines.get_untracked();
        let id = (0..).map(|number| format!("{NEW_LINE}{number}"));
        let id = id.into_iter().find(|id| taken.iter().all(|line| line.id != *id)).unwrap_or_default();
        let line = self.line(id, None, self.beginning());
        self.lines.update(|lines| lines.push(line));
    }

    fn take_the_new_one_away(self) {
        let is_empty = |line: &Line| line.editing.is_new() && untrack(|| line.editing.changed()) == 0;
        if self.lines.with_untracked(|lines| lines.iter().any(is_empty)) {
            self.lines.update(|lines| lines.retain(|line| !is_empty(line)));
        }
    }

    /// Sends what was typed into `line`, behind those that were left before. What may have been created, or waits for the
    /// user to decide, is not sent by the way.
    fn save(self, line: &Line) {
        let editing = line.editing;
        if untrack(|| editing.changed() == 0 || editing.is_in_doubt() || editing.is_in_conflict()) {
            return;
        }
        self.queue.update_value(|queue| {
            if !queue.contains(&editing) {
                queue.push_back(editing);
            }
        });
        if self.is_sending.get_value() {
            return;
        }
        self.is_sending.set_value(true);
        // As all writes, it goes on when the user leaves the page; what was not begun stays a draft.
        spawn_local(async move {
            while let Some(Some(editing)) = self.queue.try_update_value(VecDeque::pop_front) {
                if drafts::are_held() {
                    continue;
                }
                if let Some(changes) = editing.prepare() {
                    editing.send_now(changes, true).await;
                }
            }
            let _ = self.is_sending.try_update_value(|is_sending| *is_sending = false);
        });
    }

    fn save_all(self) {
        for line in self.lines.get_untracked() {
            self.save(&line);
        }
    }
}
