//! Looking for records of the sets that people mostly look for.

use super::entries::{Act, Entry};
use crate::address::{Address, Place};
use crate::list::columns;
use crate::pages::card::title;
use crate::problem::Problem;
use crate::schema::{self, Schema};
use crate::together;
use crate::workspace::Workspace;
use business_central::{Key, Property, Query, Record, Search};
use futures_util::future::LocalBoxFuture;
use std::sync::Arc;

/// The sets, in the order in which what is found is shown.
pub(super) const SETS: [&str; 7] =
    ["customers", "vendors", "items", "contacts", "salesOrders", "salesInvoices", "purchaseInvoices"];
/// Records asked for of each set.
const MOST: usize = 5;

/// What may be looked for in `place`: none where its records have neither number nor name.
fn queries(schema: &Schema, set: &str, wanted: &str) -> Vec<Query> {
    let fields = schema::fields(Some(schema), set, []);
    let searched = columns::searched(&fields);
    let properties: Vec<Property> = searched
        .iter()
        .map(|name| {
            // The metadata knows how long a text can be.
            let known = schema.type_of(set).and_then(|found| found.property(name)).cloned();
            known.unwrap_or_else(|| Property::new(name, schema::named(&fields, name).kind))
        })
        .collect();
    let keys = schema.type_of(set).map(|found| found.key.as_slice()).unwrap_or_default();
    let base = Query::default()
        .select(keys.iter().chain(&searched).map(String::as_str))
        .top(u64::try_from(MOST).unwrap_or(u64::MAX));
    if wanted.trim().is_empty() {
        return vec![base];
    }
    Search::new(&base, wanted, &properties).map(|search| search.queries().to_vec()).unwrap_or_default()
}

/// The first records of `place` whose number or name contains `wanted`, with the fields that were looked into; without
/// `wanted`, the first of all.
///
/// # Errors
/// A [`Problem`] that says what to do.
pub async fn find(
    workspace: &Workspace,
    schema: &Arc<Schema>,
    place: &Place,
    wanted: &str,
) -> Result<Vec<(Key, Record)>, Problem> {
    let collection = workspace.collection(place)?;
    let readings = queries(schema, &place.entity_set, wanted).into_iter().map(|query| {
        let request = collection.list(&query, MOST as u64);
        let reading: LocalBoxFuture<'_, _> = Box::pin(workspace.send_aside(request));
        reading
    });
    let pages = together::all(readings.collect()).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut found: Vec<(Key, Record)> = Vec::new();
    for record in pages.into_iter().flat_map(|page| page.records) {
        let Some(key) = schema::key(Some(schema), &place.entity_set, &record) else { continue };
        if found.len() < MOST && found.iter().all(|(known, _)| *known != key) {
            found.push((key, record));
        }
    }
    Ok(found)
}

/// The records of `place` whose number or name contains `wanted`, as entries.
pub(super) async fn search(
    workspace: &Workspace,
    schema: &Arc<Schema>,
    place: &Place,
    wanted: &str,
) -> Result<Vec<Entry>, Problem> {
    let found = find(workspace, schema, place, wanted).await?;
    let href = |key: &Key| workspace.href(&Address::Card(place.clone(), key.to_string()));
    Ok(found.iter().map(|(key, record)| entry(record, href(key))).collect())
}

fn entry(record: &Record, href: String) -> Entry {
    let title = title::of(record).unwrap_or_default();
    let number = ["number", "code"].iter().map(|name| record.string(name).unwrap_or_default());
    let detail = number.into_iter().find(|text| !text.is_empty() && !title.contains(text.as_str()));
    Entry { title, detail: detail.unwrap_or_default(), act: Act::Open(href) }
}
