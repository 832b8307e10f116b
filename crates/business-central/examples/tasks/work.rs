//! Five tasks, each as a function of a client.

use business_central::{AddressError, Kind, TextMatch};
use business_central::{
    Change, Changes, Collection, Direction, Error, Expand, Field, FieldConflict, Json, Key, Literal, Many,
    Merged, Next, Outcome, Property, Query, Record, Route, Search, Typed as _,
};

use crate::client::Client;

/// What can go wrong: the service, or a record that has no key or no version.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// A company's entity set.
pub(crate) fn set(client: &Client, company: &str, name: &str) -> Result<Collection, AddressError> {
    Collection::new(&client.service, &Route::STANDARD, company, name)
}

/// Those whose number or name has `part` in it, by name: one request for each of the two fields, merged.
pub(crate) fn find(client: &Client, customers: &Collection, part: &str) -> Result<Vec<Record>, Error> {
    let fields = ["number", "displayName"].map(|name| Property::new(name, Kind::Text));
    let base = Query::default()
        .select(["id", "number", "displayName", "phoneNumber"])
        .order_by([("displayName", Direction::Ascending)]);
    let Some(search) = Search::new(&base, part, &fields) else { return Ok(Vec::new()) };
    let mut merged = Merged::new(search.queries().len(), vec![("displayName".to_owned(), false)]);
    let mut found = Vec::new();
    loop {
        found.extend(merged.by_ref());
        let Some((at, next)) = merged.wanted() else { return Ok(found) };
        let request = match next {
            Next::After(link) => customers.follow(link, 100)?,
            _ => customers.list(&search.queries()[at], 100),
        };
        let page = client.send(request)?;
        merged.add(at, page, Key::by_id);
    }
}

/// What became of a change of a record.
#[derive(Debug)]
pub(crate) enum Saved {
    /// It was made; the record as it is now.
    Done(Record),
    /// Someone else changed the same fields: somebody has to choose. The record as they left it.
    Conflict(Record, Vec<FieldConflict>),
}

/// Makes `changes` of a record that was read as `base`. If someone else was faster, what they did to other fields is kept.
pub(crate) fn save(
    client: &Client,
    set: &Collection,
    base: &Record,
    changes: &Changes,
) -> Result<Saved, Failure> {
    let key = Key::by_id(base).ok_or("the record has no id")?;
    let etag = base.etag().ok_or("the record has no version")?;
    match client.send(set.update(&key, etag, changes.body())) {
        Ok(record) => Ok(Saved::Done(record)),
        Err(Error::Changed(_)) => {
            let now = client.send(set.get(&key, &Query::default()))?;
            let merge = changes.merge(base, &now);
            if !merge.conflicts.is_empty() {
                return Ok(Saved::Conflict(now, merge.conflicts));
            }
            save(client, set, &now, &merge.mine)
        }
        // It may have been made. Sending it again is for someone who has looked.
        Err(error) => Err(error.into()),
    }
}

/// An order of `lines`, each the number of an item and a quantity, in one request; then the order with its lines.
pub(crate) fn order(
    client: &Client,
    company: &str,
    customer: &str,
    lines: &[(&str, &str)],
) -> Result<Record, Failure> {
    let orders = set(client, company, "salesOrders")?;
    let line = |(item, quantity): &(&str, &str)| {
        let mut line = Record::default();
        line.set("lineType", "Item");
        line.set("lineObjectNumber", *item);
        line.set("quantity", Json::Number((*quantity).into()));
        Json::Object(line)
    };
    let mut document = Record::default();
    document.set("customerNumber", customer);
    document.set("salesOrderLines", lines.iter().map(line).collect::<Vec<_>>());
    let created = client.send(orders.create(&document))?;
    let key = Key::by_id(&created).ok_or("the order has no id")?;
    let with_lines = Query::default().expand([Expand::new("salesOrderLines", Query::default())]);
    Ok(client.send(orders.get(&key, &with_lines))?)
}

/// The first `most` items whose number begins with `start`.
pub(crate) fn items(
    client: &Client,
    items: &Collection,
    start: &str,
    most: u64,
) -> Result<Vec<Record>, Failure> {
    let number = Field::new("number").ok_or("no field")?;
    let not_blocked = Field::new("blocked").ok_or("no field")?.equals(Literal::boolean(false));
    let mut query = Query::default().filter(not_blocked).top(most);
    if !start.is_empty() {
        query = query.filter(number.has(TextMatch::StartsWith, start));
    }
    Ok(client.send(items.list(&query, most))?.records)
}

/// Makes all of `changes`, each for itself. What can't be told after a lost answer is looked up.
pub(crate) fn change_many(client: &Client, changes: Vec<Change>) -> Result<Many, Failure> {
    let mut many = Many::new(&client.service, &Route::STANDARD, changes, client.is_plain());
    while let Some(request) = many.next_request() {
        let result = many.take(client.send(request));
        let progress = many.progress();
        println!("  {} done, {} failed, {} to go", progress.done, progress.failed, progress.waiting);
        for index in 0..many.outcomes().len() {
            if let Some(request) = many.read_again(index) {
                many.settle(index, client.send(request).as_ref());
            }
        }
        match result {
            // Those whose answer was lost have been looked up: what was not made may go again.
            Ok(()) | Err(Error::LostAnswer) => many.go_on(),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(many)
}

/// The reasons why changes were not made, each with the place of the change.
pub(crate) fn failures(many: &Many) -> Vec<(usize, String)> {
    let outcomes = many.outcomes().iter().enumerate();
    let failed = outcomes.filter_map(|(index, outcome)| match outcome {
        Outcome::Failed(error) => Some((index, error.to_string())),
        Outcome::Unknown => Some((index, Error::LostAnswer.to_string())),
        _ => None,
    });
    failed.collect()
}
