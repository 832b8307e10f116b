//! The example's tasks, done at the sandbox over HTTP: what the README promises to a stranger.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;
#[path = "../examples/tasks/work.rs"]
mod work;

use business_central::{
    Change, Changes, Discovery, Error, Json, Key, Query, Record, Route, RouteOrigin, Typed as _, captions,
    metadata, together,
};
use sandbox::Effect;
use support::{World, client};
use work::{Saved, change_many, failures, find, items, order, save, set};

/// The number, as it would be written by hand.
fn number(record: &Record, name: &str) -> f64 {
    record.get(name).unwrap().to_string().parse().unwrap()
}

#[test]
fn a_customer_is_found_by_a_part_of_its_name_and_called_differently() {
    let world = World::new();
    let customers = set(&world.client, &world.company, "customers").unwrap();
    let all = world.client.send(customers.list(&Query::default(), 5)).unwrap();
    let wanted = &all.records[3];
    let name = wanted.text("displayName").to_owned();
    let part: String = name.chars().skip(1).take(5).collect::<String>().to_uppercase();
    let found = find(&world.client, &customers, &part).unwrap();
    let customer = found.iter().find(|found| found.text("displayName") == name).unwrap();
    let mut changes = Changes::default();
    changes.set(customer, "phoneNumber", Json::from("+44 20 7946 0000"));
    let Saved::Done(saved) = save(&world.client, &customers, customer, &changes).unwrap() else {
        panic!("nobody else is there")
    };
    assert_eq!((saved.text("phoneNumber"), saved.text("displayName")), ("+44 20 7946 0000", name.as_str()));
    let key = Key::by_id(&saved).unwrap();
    let read = world.client.send(customers.get(&key, &Query::default())).unwrap();
    assert_eq!((read.text("phoneNumber"), read.etag()), ("+44 20 7946 0000", saved.etag()));
}

#[test]
fn two_people_at_one_customer() {
    let world = World::new();
    let customers = set(&world.client, &world.company, "customers").unwrap();
    let base = world.client.send(customers.list(&Query::default(), 1)).unwrap().records.remove(0);
    let change = |fields: &[(&str, &str)]| {
        let mut changes = Changes::default();
        for (name, value) in fields {
            changes.set(&base, name, Json::from(*value));
        }
        changes
    };
    let (theirs, mine) = (change(&[("city", "Leeds")]), change(&[("phoneNumber", "1")]));
    assert!(matches!(save(&world.client, &customers, &base, &theirs), Ok(Saved::Done(_))));
    let Ok(Saved::Done(merged)) = save(&world.client, &customers, &base, &mine) else { panic!("no merge") };
    assert_eq!((merged.text("city"), merged.text("phoneNumber")), ("Leeds", "1"));

    let mine = change(&[("city", "York"), ("email", "a@cronus.example")]);
    let Ok(Saved::Conflict(now, conflicts)) = save(&world.client, &customers, &base, &mine) else {
        panic!("no conflict")
    };
    assert_eq!((now.text("city"), now.text("email")), ("Leeds", base.text("email")), "nothing is half done");
    let conflict = &conflicts[0];
    assert_eq!((conflicts.len(), conflict.name.as_str()), (1, "city"));
    assert_eq!((&conflict.mine, &conflict.theirs), (&Json::from("York"), &Json::from("Leeds")));
}

#[test]
fn an_order_of_three_lines_in_one_request() {
    let world = World::new();
    let customers = set(&world.client, &world.company, "customers").unwrap();
    let customer = world.client.send(customers.list(&Query::default(), 1)).unwrap().records.remove(0);
    let all = set(&world.client, &world.company, "items").unwrap();
    let read = items(&world.client, &all, "", 3).unwrap();
    let lines: Vec<_> = read.iter().map(|item| item.text("number")).zip(["1", "2.5", "10"]).collect();
    let order = order(&world.client, &world.company, customer.text("number"), &lines).unwrap();
    assert_eq!(order.text("customerName"), customer.text("displayName"));
    let lines: Vec<&Record> = order.related_many("salesOrderLines").collect();
    assert_eq!(lines.len(), 3);
    for ((line, item), quantity) in lines.iter().zip(&read).zip([1.0, 2.5, 10.0]) {
        assert_eq!(line.text("description"), item.text("displayName"));
        let amount = number(item, "unitPrice") * quantity;
        assert!((number(line, "amountExcludingTax") - amount).abs() < 0.01, "{amount}");
    }
    let sum: f64 = lines.iter().map(|line| number(line, "amountExcludingTax")).sum();
    assert!((number(&order, "totalAmountExcludingTax") - sum).abs() < 0.01, "{sum}");
    assert_eq!(world.sent("POST", "salesOrders"), 1);
}

/// 150 items: those that there are, and new ones.
fn hundred_and_fifty(world: &World) -> Vec<Record> {
    let all = set(&world.client, &world.company, "items").unwrap();
    let new = |at: usize| {
        let mut item = Record::default();
        item.set("displayName", format!("New item {at}").as_str());
        Change::from(all.create(&item))
    };
    let many = change_many(&world.client, (0..60).map(new).collect()).unwrap();
    assert_eq!(failures(&many), []);
    let read = items(&world.client, &all, "", 150).unwrap();
    assert_eq!(read.len(), 150);
    read
}

fn prices(world: &World, items: &[Record], price: impl Fn(usize) -> &'static str) -> Vec<Change> {
    let all = set(&world.client, &world.company, "items").unwrap();
    let change = |(at, item): (usize, &Record)| {
        let mut changes = Changes::default();
        changes.set(item, "unitPrice", Json::Number(price(at).into()));
        all.update(&Key::by_id(item).unwrap(), item.etag().unwrap(), changes.body()).into()
    };
    items.iter().enumerate().map(change).collect()
}

#[test]
fn the_price_of_150_items_two_of_which_fail() {
    let world = World::new();
    let read = hundred_and_fifty(&world);
    let all = set(&world.client, &world.company, "items").unwrap();
    let mut theirs = Changes::default();
    theirs.set(&read[120], "displayName", Json::from("Theirs"));
    save(&world.client, &all, &read[120], &theirs).unwrap();
    world.sandbox.clear_requests();
    let many = change_many(&world.client, prices(&world, &read, |at| if at == 7 { "-1" } else { "99.90" }));
    let many = many.unwrap();
    let failed = failures(&many);
    assert_eq!(failed.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [7, 120], "{failed:?}");
    assert_eq!(many.progress().done, 148);
    assert_eq!(world.sent("POST", "$batch"), 2);
    let now = items(&world.client, &all, "", 150).unwrap();
    let changed = now.iter().filter(|item| number(item, "unitPrice") == 99.9).count();
    assert_eq!(changed, 148);
}

#[test]
fn after_a_lost_answer_nothing_is_written_twice() {
    let world = World::new();
    let _ = hundred_and_fifty(&world);
    let all = set(&world.client, &world.company, "items").unwrap();
    let unavailable = Effect::Status { code: 503, retry_after: None, body: None };
    // First the changes are made, but the answer never comes; then not even that.
    for (effect, price, batches, alone) in
        [(Effect::Truncate { bytes: 40 }, "11.5", 2, 0), (unavailable, "12.5", 1, 150)]
    {
        let read = items(&world.client, &all, "", 150).unwrap();
        world.sandbox.clear_requests();
        world.fault("$batch", effect);
        let many = change_many(&world.client, prices(&world, &read, |_| price)).unwrap();
        assert_eq!((failures(&many), many.progress().done), (Vec::new(), 150), "{price}");
        let sent = (world.sent("POST", "$batch"), world.sent("PATCH", "items("));
        assert_eq!(sent, (batches, alone), "{price}");
    }
}

/// What comes of prices of three items that are changed together, and the items before.
fn three_together(
    world: &World,
    price: fn(usize) -> &'static str,
) -> (Vec<Record>, Result<Vec<Option<Record>>, Error>) {
    let all = set(&world.client, &world.company, "items").unwrap();
    let read = items(&world.client, &all, "", 3).unwrap();
    let changes = prices(world, &read, price);
    let result = world.client.send(together(&world.client.service, &Route::STANDARD, &changes).unwrap());
    (read, result)
}

#[test]
fn three_changes_together() {
    let world = World::new();
    let (_, records) = three_together(&world, |_| "5");
    let records = records.unwrap();
    assert!(records.iter().flatten().all(|record| number(record, "unitPrice") == 5.0));
    assert_eq!(records.len(), 3);
    let (_, refused) = three_together(&world, |at| if at == 2 { "-1" } else { "6" });
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
}

#[test]
fn one_that_fails_takes_the_others_along() {
    let world = World::new();
    let (read, refused) = three_together(&world, |at| if at == 2 { "-1" } else { "6" });
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    let all = set(&world.client, &world.company, "items").unwrap();
    let now = items(&world.client, &all, "", 3).unwrap();
    assert!(now.iter().zip(&read).all(|(now, read)| now.get("unitPrice") == read.get("unitPrice")));
}

#[test]
fn a_write_is_sent_once_and_again_only_when_it_was_turned_away() {
    let world = World::new();
    let customers = set(&world.client, &world.company, "customers").unwrap();
    let busy = Effect::Status { code: 429, retry_after: Some("0".to_owned()), body: None };
    for (effect, lost, sent) in [
        (busy, false, 2),
        (Effect::Cut { after: None }, true, 1),
        (Effect::Status { code: 504, retry_after: None, body: None }, true, 1),
    ] {
        world.sandbox.clear_requests();
        world.fault("/customers", effect);
        let mut customer = Record::default();
        customer.set("displayName", "Elm & Sons");
        let result = world.client.send(customers.create(&customer));
        assert_eq!((matches!(result, Err(Error::LostAnswer)), result.is_ok()), (lost, !lost), "{result:?}");
        assert_eq!(world.sent("POST", "/customers"), sent);
    }
}

#[test]
fn a_deletion_wants_the_version_that_it_is_of() {
    let world = World::new();
    let customers = set(&world.client, &world.company, "customers").unwrap();
    let mut customer = Record::default();
    customer.set("displayName", "Elm & Sons");
    let created = world.client.send(customers.create(&customer)).unwrap();
    let key = Key::by_id(&created).unwrap();
    let stale = world.client.send(customers.delete(&key, "W/\"stale\"")).unwrap_err();
    assert!(matches!(stale, Error::Changed(_)), "{stale:?}");
    world.client.send(customers.delete(&key, created.etag().unwrap())).unwrap();
    let gone = world.client.send(customers.get(&key, &Query::default())).unwrap_err();
    assert!(matches!(gone, Error::NotFound(_)), "{gone:?}");
}

#[test]
fn an_environment_describes_itself() {
    let world = World::new();
    let (service, route) = (&world.client.service, Route::STANDARD);
    let metadata = world.client.send(metadata(service, &route)).unwrap();
    let customer = metadata.type_of("customers").unwrap();
    let captions = world.client.send(captions(service, &route, "de-DE")).unwrap();
    assert!(captions.entity_set("customers").is_some() && captions.entity(&customer.name).is_some());
    let mut discovery = Discovery::new(service, &world.company);
    while let Some(request) = discovery.next_request() {
        discovery.take(world.client.send(request));
    }
    let routes = discovery.routes();
    let found: Vec<_> = routes.iter().map(|route| (route.origin(), route.parts())).collect();
    assert_eq!(
        found,
        [
            (RouteOrigin::Standard, None),
            (RouteOrigin::Custom, Some(["cronus", "rental", "v1.0"])),
            (RouteOrigin::Automation, Some(["microsoft", "automation", "v2.0"])),
        ]
    );
    let customers = set(&world.client, &world.company, "customers").unwrap();
    let read = world.client.send(customers.list(&Query::default(), 1)).unwrap().records.remove(0);
    let sendable = customer.sendable(&read, false);
    assert!(sendable.get("displayName").is_some() && sendable.get("id").is_none());
}
