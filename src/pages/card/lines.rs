//! The lines of a document, as a table below its fields.

use crate::address::Place;
use crate::browser::element::Element;
use crate::components::{alert::alert, task::Tasks};
use crate::list::columns::{self, is_figure};
use crate::problem::Problem;
use crate::schema::{self, Column, Schema};
use crate::view::element;
use crate::workspace::Workspace;
use business_central::{Key, Navigation, Page, Query, Record};
use leptos::prelude::{Callable, Callback, Get, RwSignal, Set};
use std::sync::Arc;

/// Lines shown at most; few documents have more.
const MOST: u64 = 500;

/// Whether `navigation` leads to the lines of a document: `salesOrders` have `salesOrderLines`.
pub(super) fn is_lines(place: &Place, navigation: &Navigation) -> bool {
    let document = place.entity_set.strip_suffix('s').unwrap_or(&place.entity_set);
    navigation.many && navigation.name.strip_suffix("Lines").is_some_and(|stem| document.starts_with(stem))
}

/// The lines, if the record is a document.
pub(super) fn lines(place: &Place, key: &str, schema: &Arc<Schema>) -> Option<Element> {
    let (navigation, target) =
        schema.related(&place.entity_set).find(|(navigation, _)| is_lines(place, navigation))?;
    let caption = schema.set_caption(&target.name);
    let (navigation, set) = (navigation.name.clone(), target.name.clone());
    let (workspace, place, key) = (Workspace::expect(), place.clone(), key.to_owned());
    let tasks = Tasks::of_this_view();
    let outcome = RwSignal::new(None::<Result<Arc<Page<Record>>, Problem>>);
    let read = Callback::new(move |()| {
        let (workspace, place, key, navigation) =
            (workspace.clone(), place.clone(), key.clone(), navigation.clone());
        outcome.set(None);
        tasks.spawn(async move {
            outcome.set(Some(fetch(&workspace, &place, &key, &navigation).await.map(Arc::new)));
        });
    });
    read.run(());
    let schema = schema.clone();
    let section = element("section")
        .class("lines")
        .attribute("aria-labelledby", "card-lines")
        .child(element("h2").attribute("id", "card-lines").text(&caption));
    Some(section.parts(move || match outcome.get() {
        None => {
            let waiting = element("p").class("progress").attribute("aria-busy", "true");
            vec![waiting.child(element("span").class("skeleton-bar"))]
        }
        Some(Err(problem)) => vec![alert(problem, Some(read))],
        Some(Ok(page)) => table(&set, &page, &schema),
    }))
}

async fn fetch(
    workspace: &Workspace,
    place: &Place,
    key: &str,
    navigation: &str,
) -> Result<Page<Record>, Problem> {
    let key = Key::parse(key).ok_or(business_central::Error::NotFound(Default::default()))?;
    let lines = workspace.collection(place)?.related(&key, navigation).map_err(Problem::from_address)?;
    workspace.send(lines.list(&Query::default().count(true), MOST)).await
}

fn table(set: &str, page: &Page<Record>, schema: &Arc<Schema>) -> Vec<Element> {
    if page.records.is_empty() {
        return vec![element("p").class("kind").text("No lines")];
    }
    let fields = columns::choose(&schema::fields(Some(schema), set, &page.records));
    let columns: Vec<Column> =
        fields.into_iter().map(|field| Column::new(Some(schema), set, field)).collect();
    let class = |column: &Column| if is_figure(&column.field.kind) { "figure" } else { "" };
    let mut head = element("tr");
    for column in &columns {
        let cell = element("th").attribute("scope", "col").class(class(column));
        head = head.child(cell.text(&column.caption));
    }
    let mut body = element("tbody");
    for record in &page.records {
        let cells =
            columns.iter().map(|column| element("td").class(class(column)).text(&column.text(record)));
        body = body.child(element("tr").children(cells));
    }
    let table = element("div")
        .class("scroll")
        .attribute("tabindex", "0")
        .attribute("role", "region")
        .attribute("aria-labelledby", "card-lines")
        .child(element("table").child(element("thead").child(head)).child(body));
    let rest = page.count.and_then(|count| count.checked_sub(page.records.len() as u64));
    let rest = rest.filter(|rest| *rest > 0);
    let rest = rest.map(|rest| element("p").class("kind").text(&format!("{rest} more are not shown here.")));
    std::iter::once(table).chain(rest).collect()
}
