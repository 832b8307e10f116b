//! The lines of a document, as a table below its fields.

use crate::address::Place;
use crate::components::{alert::Alert, live::part, task::Tasks};
use crate::list::columns::{self, is_figure};
use crate::problem::Problem;
use crate::schema::{self, Column, Schema};
use crate::workspace::Workspace;
use business_central::{Key, Navigation, Page, Query, Record};
use leptos::prelude::*;
use std::sync::Arc;

/// Lines shown at most; few documents have more.
const MOST: u64 = 500;

/// Whether `navigation` leads to the lines of a document: `salesOrders` have `salesOrderLines`.
pub(super) fn is_lines(place: &Place, navigation: &Navigation) -> bool {
    let document = place.entity_set.strip_suffix('s').unwrap_or(&place.entity_set);
    navigation.many && navigation.name.strip_suffix("Lines").is_some_and(|stem| document.starts_with(stem))
}

/// The lines, if the record is a document.
pub(super) fn lines(place: Place, key: String, schema: Arc<Schema>) -> AnyView {
    let found = schema.related(&place.entity_set).find(|(navigation, _)| is_lines(&place, navigation));
    let Some((navigation, target)) = found else { return ().into_any() };
    let caption = schema.set_caption(&target.name);
    let (navigation, set) = (navigation.name.clone(), target.name.clone());
    let workspace = Workspace::expect();
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
    let body = move || match outcome.get() {
        None => {
            view! { <p class="progress" aria-busy="true"><span class="skeleton-bar"></span></p> }.into_any()
        }
        Some(Err(problem)) => view! { <Alert problem on_retry=read /> }.into_any(),
        Some(Ok(page)) => table(&set, &page, &schema),
    };
    view! {
        <section class="lines" aria-labelledby="card-lines">
            <h2 id="card-lines">{caption}</h2>
            {part(body)}
        </section>
    }
    .into_any()
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

fn class_of(column: &Column) -> &'static str {
    if is_figure(&column.field.kind) { "figure" } else { "" }
}

fn table(set: &str, page: &Page<Record>, schema: &Arc<Schema>) -> AnyView {
    if page.records.is_empty() {
        return view! { <p class="kind">"No lines"</p> }.into_any();
    }
    let fields = columns::choose(&schema::fields(Some(schema), set, &page.records));
    let columns: Vec<Column> =
        fields.into_iter().map(|field| Column::new(Some(schema), set, field)).collect();
    let head = columns.iter().map(|column| {
        view! { <th scope="col" class=class_of(column)>{column.caption.clone()}</th> }
    });
    let head = head.collect_view();
    let rows = page.records.iter().map(|record| {
        let cells = columns.iter().map(|column| {
            view! { <td class=class_of(column)>{column.text(record)}</td> }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    let rows = rows.collect_view();
    let rest =
        page.count.and_then(|count| count.checked_sub(page.records.len() as u64)).filter(|rest| *rest > 0);
    view! {
        <div class="scroll" tabindex="0" role="region" aria-labelledby="card-lines">
            <table>
                <thead><tr>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {rest.map(|rest| view! { <p class="kind">{format!("{rest} more are not shown here.")}</p> })}
    }
    .into_any()
}
