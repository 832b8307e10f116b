//! What a list shows and asks for: decided by its address, the metadata, and where that is silent, by its first rows.

use crate::address::{ListState, Place};
use crate::list::{
    columns::{self, Field},
    layout::{self, Layout},
    rows::Rows,
    source::Wanted,
};
use crate::problem::Problem;
use crate::schema::{self, Column, Schema};
use crate::workspace::Workspace;
use business_central::{Filter, Property};
use leptos::prelude::*;
use std::sync::Arc;

/// The first rows tell what there is.
const SAMPLE: usize = 20;

/// Search, filter and order.
type Asked = (String, String, Vec<(String, bool)>);

/// The decisions, as signals.
#[derive(Clone, Copy)]
pub struct Plan {
    /// What is known of the service.
    pub schema: ReadSignal<Option<Arc<Schema>>>,
    /// The columns.
    pub columns: Memo<Arc<Vec<Column>>>,
    /// What of the address changes the rows; the columns do not.
    pub asked: Memo<Asked>,
    /// Counts how often columns came to be shown that the rows at hand were read without.
    pub lacked: Memo<u32>,
    /// The fields of the records.
    pub fields: Memo<Vec<Field>>,
    /// What this browser remembers of how the list looks.
    pub layout: RwSignal<Layout>,
    layout_key: StoredValue<String>,
    /// What the rows at hand were read with; none means everything.
    read_with: StoredValue<Vec<String>>,
    entity_set: StoredValue<String>,
    state: Memo<ListState>,
}

impl Plan {
    /// The plan for the list of `place`.
    pub fn new(workspace: &Workspace, place: &Place, state: Memo<ListState>, rows: Rows) -> Self {
        let schema = workspace.schema(&place.route);
        let set = place.entity_set.clone();
        let fields = {
            let set = set.clone();
            Memo::new(move |before: Option<&Vec<Field>>| {
                let schema = schema.get();
                let known = schema::fields(schema.as_deref(), &set, []);
                if !known.is_empty() {
                    return known;
                }
                let sample = rows.sample(SAMPLE);
                let found = schema::fields(schema.as_deref(), &set, sample.iter().map(AsRef::as_ref));
                // The first rows may have been dropped meanwhile.
                if found.is_empty() { before.cloned().unwrap_or_default() } else { found }
            })
        };
        let layout_key = layout::key("list", &workspace.connection().name, place);
        let layout = RwSignal::new(Layout::kept(&layout_key));
        let kept = Memo::new(move |_| layout.with(|layout| layout.columns.clone()));
        let columns = Memo::new(move |_| {
            let schema = schema.get();
            let fields = fields.get();
            let mut named = state.with(|state| state.columns.clone());
            if named.is_empty() {
                // The service may no longer have what was chosen then, and refuse to be asked for it.
                named = kept.get();
                named.retain(|name| fields.iter().any(|field| field.name == *name));
            }
            let chosen = match named {
                named if named.is_empty() => columns::choose(&fields),
                named => named.iter().map(|name| schema::named(&fields, name)).collect(),
            };
            Arc::new(
                chosen.into_iter().map(|field| Column::new(schema.as_ref(), &set, field)).collect::<Vec<_>>(),
            )
        });
        let read_with = StoredValue::new(Vec::new());
        Self {
            schema,
            columns,
            asked: Memo::new(move |_| {
                state.with(|state| (state.search.clone(), state.filter.clone(), state.sort.clone()))
            }),
            lacked: Memo::new(move |before: Option<&u32>| {
                let before = before.copied().unwrap_or_default();
                let lacks = columns.with(|columns| {
                    read_with.with_value(|read: &Vec<String>| {
                        !read.is_empty() && !columns.iter().all(|column| read.contains(&column.field.name))
                    })
                });
                before + u32::from(lacks)
            }),
            layout,
            layout_key: StoredValue::new(layout_key),
            read_with,
            fields,
            entity_set: StoredValue::new(place.entity_set.clone()),
            state,
        }
    }

    /// What the entity set is called; tracked.
    pub fn caption(&self) -> String {
        let schema = self.schema.get();
        self.entity_set.with_value(|set| schema::set_caption(schema.as_deref(), set))
    }

    /// What one record of it is called; tracked.
    pub fn caption_of_one(&self) -> String {
        let schema = self.schema.get();
        let known = self.entity_set.with_value(|set| schema.and_then(|schema| schema.record_caption(set)));
        known.unwrap_or_else(|| "record".to_owned())
    }

    /// What the fields are called in which a search looks; tracked.
    pub fn searched(&self) -> String {
        let (schema, fields) = (self.schema.get(), self.fields.get());
        let caption = |name: &String| {
            let field = schema::named(&fields, name);
            self.entity_set.with_value(|set| Column::new(schema.as_ref(), set, field).caption)
        };
        columns::searched(&fields).iter().map(caption).collect::<Vec<_>>().join(", ")
    }

    /// The column of the field `name`; tracked.
    pub fn column(&self, name: &str) -> Column {
        let (schema, field) = (self.schema.get(), self.fields.with(|fields| schema::named(fields, name)));
        self.entity_set.with_value(|set| Column::new(schema.as_ref(), set, field))
    }

    /// The names of the fields that make up a record's key; none where the metadata says nothing.
    pub fn key(&self, entity_set: &str) -> Vec<String> {
        self.schema.with_untracked(|schema| {
            let found = schema.as_deref().and_then(|schema| schema.type_of(entity_set));
            found.map(|found| found.key.clone()).unwrap_or_default()
        })
    }

    /// Makes this browser remember how the list looks.
    pub fn keep_layout(&self) {
        self.layout_key.with_value(|key| self.layout.get_untracked().keep(key));
    }

    /// The rows at hand were read for the columns that are shown.
    pub fn note_read(&self, entity_set: &str) {
        self.read_with.set_value(self.select_for(entity_set));
    }

    /// Whether there is anything to search in; tracked.
    pub fn is_searchable(&self) -> bool {
        self.fields.with(|fields| fields.is_empty() || !columns::searched(fields).is_empty())
    }

    /// Whether the fields are known, by metadata or from rows.
    pub fn knows_fields(&self) -> bool {
        self.fields.with_untracked(|fields| !fields.is_empty())
    }

    /// What to ask for, going by `found` where the fields aren't known otherwise.
    ///
    /// # Errors
    /// A [`Problem`] when the filter in the address is none that Business Central would execute.
    pub fn wanted(&self, entity_set: &str, found: Vec<Field>) -> Result<Wanted, Problem> {
        let ListState { search, filter, sort, .. } = self.state.get_untracked();
        let filter = Filter::parse(&filter).map_err(|error| {
            Problem::new(
                format!("The filter “{filter}” cannot be used: {error}"),
                "Clear the filter, or correct it in the address.",
            )
        })?;
        let fields = if self.knows_fields() { self.fields.get_untracked() } else { found };
        let searched = columns::searched(&fields);
        let searched =
            searched.iter().map(|name| Property::new(name, schema::named(&fields, name).kind)).collect();
        let select = self.select_for(entity_set);
        Ok(Wanted { searched, search, filter, sort, select })
    }

    fn select_for(&self, entity_set: &str) -> Vec<String> {
        self.schema.with_untracked(|schema| {
            // What the type doesn't name may still be there; without a type nothing is known of the key.
            let found = schema.as_deref().and_then(|schema| schema.type_of(entity_set));
            found.map(|found| self.select(&found.key)).unwrap_or_default()
        })
    }

    fn select(&self, key: &[String]) -> Vec<String> {
        let columns = self.columns.get_untracked();
        if columns.is_empty() {
            return Vec::new();
        }
        key.iter().cloned().chain(columns.iter().map(|column| column.field.name.clone())).collect()
    }
}
