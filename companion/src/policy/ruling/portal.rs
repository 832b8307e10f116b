//! What the portal's own client asks for, through the relay.

use super::tests::{ID, read_only};
use super::{Policy, Ruling};
use business_central::{
    Collection, Direction, Expand, Field, Filter, Key, Literal, Query, Route, Service, captions, companies,
    metadata,
};
use http::Method;

const COMPANION: &str = "https://portal.example/companion";

/// The address sent in the place of the portal's.
fn relayed(policy: &Policy, url: &str) -> String {
    let path = url.strip_prefix(COMPANION).unwrap();
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    match policy.decide(&Method::GET, path, query) {
        Ok(Ruling::Send(target)) => target.address,
        other => panic!("{url}: {other:?}"),
    }
}

#[test]
fn it_arrives_as_it_would_have_without_a_companion() {
    let id = &ID[1..ID.len() - 1];
    let filter = Field::new("displayName").unwrap().equals(Literal::text("R&D #1 50% + O'Brien/x; ü"));
    let query = Query::default()
        .filter(filter)
        .filter(Filter::parse("balanceDue gt -1.5 and (country eq 'DE' or country eq 'AT')").unwrap())
        .filter(Filter::parse("lastModifiedDateTime ge 2026-01-31T08:00:00Z and contains(name,'a')").unwrap())
        .select(["id", "number"])
        .expand([Expand::new("salesOrderLines", Query::default().select(["id"]).top(5))])
        .order_by([("displayName", Direction::Ascending), ("number", Direction::Descending)])
        .count(true)
        .top(50)
        .skip(100);
    let key = Key::guid(id).unwrap();
    let keys = Key::parse(&format!("documentId={id},name='A & B'")).unwrap();
    let asked = |service: &Service| {
        let orders = Collection::new(service, &Route::STANDARD, id, "salesOrders").unwrap();
        let pages = orders.list(&query, 20);
        vec![
            companies(service, &Route::STANDARD).url,
            metadata(service, &Route::STANDARD).url,
            captions(service, &Route::STANDARD, "de-DE").url,
            pages.address(false).to_owned(),
            pages.address(true).to_owned(),
            orders.get(&key, &query).url,
            orders.get(&keys, &query).url,
            orders.count(&query).url,
            orders.related(&key, "customer").unwrap().url().to_owned(),
        ]
    };
    let through = asked(&Service::new(COMPANION, "cronus.example", "Production").unwrap());
    let direct = asked(&Service::new("https://bc.example", "cronus.example", "Production").unwrap());
    for (through, direct) in through.iter().zip(direct) {
        assert_eq!(relayed(&read_only(), through), direct);
    }
}
